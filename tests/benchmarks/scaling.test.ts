import { describe, expect, it } from 'vitest';
import { parseArguments } from '../../benchmarks/scaling/arguments.ts';
import { AXES } from '../../benchmarks/scaling/axes.ts';
import { networkText } from '../../benchmarks/scaling/network.ts';
import { queueText } from '../../benchmarks/scaling/queue.ts';
import { renderAxis } from '../../benchmarks/scaling/render.ts';
import { auditInMemory, runInMemory } from '../running.ts';
import { parseText, scenarioOf } from '../scenario/parsing.ts';

describe('the scaling benchmark', () => {
  it('makes every table by default, and refuses unknown ones with a message', () => {
    expect(parseArguments([])).toEqual({ axes: AXES, json: false });
    expect(parseArguments(['waiting', '--json'])).toMatchObject({ axes: [{ id: 'waiting' }], json: true });
    expect(parseArguments(['wait'])).toBe(
      `there is no table wait: choose ${AXES.map(({ id }) => id).join(', ')}`,
    );
    expect(parseArguments(['--fast'])).toContain("'--fast'");
  });

  it('makes networks of the requested size, whose runs keep every promise', () => {
    const { scenario, warnings } = scenarioOf(
      parseText(networkText({ centres: 20, agents: 307, segments: 33 })),
    );
    expect(warnings).toEqual([]);
    const { centres, groups, segments } = scenario;
    const agents = groups.flatMap(({ shifts }) => shifts.map((shift) => shift.agents));
    expect([centres.length, segments.length]).toEqual([20, 33]);
    expect(agents.reduce((sum, count) => sum + count, 0)).toBe(307);
    const { cases, ledger, summary } = runInMemory(scenario);
    expect(cases / 307).toBeCloseTo(14, 0);
    expect(summary.total.answered / cases).toBeGreaterThan(0.8);
    expect(auditInMemory(ledger, scenario).verdict).toBe('clean');
  });

  it('makes a queue of about the requested number of cases', () => {
    const { scenario } = scenarioOf(parseText(queueText(4_000)));
    const { cases, summary } = runInMemory(scenario);
    expect(Math.abs(cases - 4_000)).toBeLessThan(400);
    expect(summary.total.answered).toBeLessThan(2_500);
  });

  it('leaves columns without measurements out of its tables', () => {
    const cost = { cpuS: 1.234, peakMb: 99.9 };
    const costs = { run: cost, audit: cost, prove: null };
    const sizes = [{ size: 1_000, cases: 5, entries: 12_345, costs }];
    const text = renderAxis({ id: 'weeks', title: 'Weeks', unit: 'weeks', sizes });
    expect(text).toContain('| 1,000 |     5 |  12,345 |       1.23 | 100 |         1.23 | 100 |');
    expect(text).not.toContain('prove');
  });
});

describe('a run', () => {
  it('ends when as many cases wait as the scenario allows, and not before', () => {
    const { scenario } = scenarioOf(parseText(queueText(40_000)));
    const limit = 20_000;
    const { summary } = runInMemory({ ...scenario, mostWaiting: limit });
    expect(summary.overload?.endedAfterHours).toBeLessThanOrEqual(1);
    // Checked when memory grows, by some thousands of cases.
    expect(summary.overload?.waiting).toBeGreaterThanOrEqual(limit);
    expect(summary.overload?.waiting).toBeLessThan(limit + 20_000);
    const whole = runInMemory({ ...scenario, mostWaiting: 50_000 }).summary;
    expect(whole.overload).toBeNull();
    expect(whole.cases).toBeGreaterThan(39_000);
  });
});
