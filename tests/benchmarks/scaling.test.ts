import { describe, expect, it } from 'vitest';
import { parseArguments } from '../../benchmarks/scaling/arguments.ts';
import { AXES } from '../../benchmarks/scaling/axes.ts';
import { COMMANDS, isPossible, type ScaledCommand } from '../../benchmarks/scaling/commands.ts';
import { networkText } from '../../benchmarks/scaling/network.ts';
import { queueText } from '../../benchmarks/scaling/queue.ts';
import { renderAxis } from '../../benchmarks/scaling/render.ts';
import { auditInMemory, runInMemory } from '../running.ts';
import { parseText, scenarioOf } from '../scenario/parsing.ts';

describe('the scaling benchmark', () => {
  it('makes every table by default, and refuses unknown ones with a message', () => {
    expect(parseArguments([])).toEqual({ axes: AXES, rounds: 1, json: false });
    expect(parseArguments(['waiting', '--json'])).toMatchObject({ axes: [{ id: 'waiting' }], json: true });
    expect(parseArguments(['wait'])).toBe(
      `there is no table wait: choose ${AXES.map(({ id }) => id).join(', ')}`,
    );
    expect(parseArguments(['--fast'])).toContain("'--fast'");
  });

  it('measures chosen sizes and commands, and the commands that these need', () => {
    expect(
      parseArguments(['weeks', '--size', '1', '--size', '7', '--command', 'verify', '--rounds', '3']),
    ).toMatchObject({
      axes: [{ id: 'weeks', sizes: [1, 7], commands: ['run', 'bundle', 'verify'] }],
      rounds: 3,
    });
    expect(parseArguments(['weeks', '--command', 'next-statement'])).toMatchObject({
      axes: [{ sizes: [1, 4, 13, 52], commands: ['run', 'statement', 'next-statement'] }],
    });
    expect(parseArguments(['waiting', '--command', 'verify'])).toBe(
      'the table waiting does not have the command verify: choose run, audit',
    );
    expect(parseArguments(['weeks', '--command', 'run', '--command', 'prove'])).toMatch(
      /^the table weeks does not have the command prove: /,
    );
    expect(parseArguments(['--size', '1.5'])).toBe('1.5 is not a whole number from 1 on');
    expect(parseArguments(['--rounds', '0'])).toBe('0 is not a whole number from 1 on');
  });

  it('goes on without the commands that need one that failed', () => {
    const failed = new Set<ScaledCommand>(['bundle', 'statement']);
    expect(COMMANDS.filter((command) => isPossible(command, failed))).toEqual([
      ...['run', 'audit', 'prove', 'bundle', 'bundle-all', 'verify-all', 'query', 'statement'],
    ]);
    expect(isPossible('verify', new Set(['run']))).toBe(false);
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
    const { scenario } = scenarioOf(parseText(queueText({ cases: 4_000 })));
    const { cases, summary } = runInMemory(scenario);
    expect(Math.abs(cases - 4_000)).toBeLessThan(400);
    expect(summary.total.answered).toBeLessThan(2_500);
  });

  it('makes queues with shifts, and with ranks by which agents take cases', () => {
    const { scenario } = scenarioOf(
      parseText(queueText({ cases: 1_000, agents: 600, shifts: 300, hasRanks: true })),
    );
    const [group] = scenario.groups;
    expect(group?.shifts.map(({ agents }) => agents)).toEqual(new Array(300).fill(2));
    expect(group?.takesFirst).toHaveLength(3);
    expect(runInMemory(scenario).summary.total.answered).toBeGreaterThan(900);
  });

  it('gives medians of the rounds and of their ratios to the audit, and leaves cells of failed commands empty', () => {
    const costs = (...seconds: readonly number[]) => seconds.map((cpuS) => ({ cpuS, peakMb: 99.9, load: 1 }));
    const size = {
      size: 1_000,
      cases: 5,
      entries: 12_345,
      costs: { run: costs(1.234), audit: costs(1, 2, 4), bundle: costs(3, 10, 8) },
      failures: [{ command: 'verify' as const, problem: 'out of memory' }],
    };
    const commands = ['run', 'audit', 'bundle', 'verify'] as const;
    const start = { ...size, size: 0, costs: { run: costs(0.234), audit: costs(1) } };
    const report = { id: 'weeks', title: 'Weeks', unit: 'weeks', commands, start };
    const cells = renderAxis({ ...report, sizes: [size] })
      .split('\n')
      .find((line) => line.includes('12,345'))
      ?.split('|')
      .map((cell) => cell.trim());
    const [measured, failed] = [
      ['1.23', '100', '2.00', '100', '8.00', '100', '3.0'],
      ['', '', ''],
    ];
    expect(cells).toEqual(['', '1,000', '5', '12,345', ...measured, ...failed, '']);
    const larger = { ...size, size: 4_000, costs: { run: costs(4.234), audit: costs(17) } };
    expect(renderAxis({ ...report, sizes: [size, larger] })).toContain(
      'Slope between the two largest sizes, without start-up: run 1.00, audit 2.00.',
    );
  });
});

describe('a run', () => {
  it('ends when as many cases wait as the scenario allows, and not before', () => {
    const { scenario } = scenarioOf(parseText(queueText({ cases: 40_000 })));
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
