import { describe, expect, it } from 'vitest';
import { type PreemptionRule, type Scenario, SEVERITIES } from '#domain';
import { expectSameOnEveryEngine } from '../demand/model.ts';
import { auditInMemory, loadScenario, runInMemory } from '../running.ts';
import { type Trace, type TracedLife, traceOf } from '../validation/event-trace.ts';

const always = [0, 720] as const;
const preempting = (by: string, interrupted = 'pause') =>
  `{ preference: longest idle, preemption: { by: ${by}, interrupted: ${interrupted} } }`;

/** Also checks the audit. */
function livesOf(trace: Trace): readonly TracedLife['served'][] {
  const { lives, violated } = traceOf(trace);
  expect(violated).toEqual([]);
  return lives.map(({ served }) => served);
}

describe('an urgent case that finds nobody free', () => {
  it('interrupts the lowest severity, whenever that contact began', () => {
    const lives = livesOf({
      arrivals: [
        { at: 1, service: 20, severity: 'C' },
        { at: 2, service: 20, severity: 'B' },
        { at: 4, service: 3, severity: 'A' },
      ],
      until: 60,
      duty: [[2, always]],
      routing: preempting('A'),
    });
    expect(lives).toEqual([
      [
        [1, 4],
        [7, 24],
      ],
      [[2, 22]],
      [[4, 7]],
    ]);
  });

  it('interrupts the contact that began last within a severity', () => {
    const lives = livesOf({
      arrivals: [
        { at: 1, service: 20 },
        { at: 2, service: 20 },
        { at: 4, service: 3, severity: 'A' },
      ],
      until: 60,
      duty: [[2, always]],
      routing: preempting('A'),
    });
    expect(lives.map((served) => served.length)).toEqual([1, 2, 1]);
  });

  it('interrupts neither its own severity nor a higher one, and only if its severity may interrupt', () => {
    const arrivals = [
      { at: 1, service: 10, severity: 'B' },
      { at: 2, service: 3, severity: 'B' },
      { at: 3, service: 3, severity: 'A' },
    ] as const;
    const run = (by: string) =>
      livesOf({ arrivals, until: 60, duty: [[1, always]], routing: preempting(by) });
    expect(run('[A, B]')[0]).toEqual([
      [1, 3],
      [6, 14],
    ]);
    expect(run('[A, B]')[1]).toEqual([[14, 17]]);
    const [first, ...others] = livesOf({
      arrivals: arrivals.map((arrival, k) => ({ ...arrival, severity: k === 0 ? 'C' : 'B' }) as const),
      until: 60,
      duty: [[1, always]],
      routing: preempting('A'),
    });
    expect(first).toEqual([[1, 11]]);
    expect(others).toEqual([[[11, 14]], [[14, 17]]]);
  });

  it('later, agents resume the most urgent contact that they set aside, ahead of new arrivals', () => {
    const lives = livesOf({
      arrivals: [
        { at: 1, service: 5, severity: 'C' },
        { at: 2, service: 5, severity: 'B' },
        { at: 3, service: 5, severity: 'A' },
        { at: 4, service: 5, severity: 'B' },
        { at: 5, service: 5, severity: 'C' },
      ],
      until: 60,
      duty: [[1, always]],
      routing: preempting('[A, B]'),
    });
    expect(lives).toEqual([
      [
        [1, 2],
        [17, 21],
      ],
      [
        [2, 3],
        [8, 12],
      ],
      [[3, 8]],
      [[12, 17]],
      [[21, 26]],
    ]);
  });

  it('interrupts an agent who comes on duty while still at work', () => {
    const lives = livesOf({
      arrivals: [
        { at: 1, service: 20, severity: 'C' },
        { at: 6, service: 2, severity: 'A' },
      ],
      until: 60,
      duty: [[1, [0, 5], [9, 720]]],
      routing: preempting('A'),
    });
    expect(lives).toEqual([
      [
        [1, 9],
        [11, 23],
      ],
      [[9, 11]],
    ]);
  });

  it('is handed over together with the contact that its agent set aside for it', () => {
    const lives = livesOf({
      arrivals: [
        { at: 1, service: 20, severity: 'C' },
        { at: 2, service: 10, severity: 'A' },
      ],
      until: 60,
      duty: [
        [1, [0, 5]],
        [1, [20, 60]],
      ],
      work: '  shiftEnd: { phone: hand over }',
      routing: preempting('A'),
    });
    expect(lives).toEqual([
      [
        [1, 2],
        [27, 46],
      ],
      [
        [2, 5],
        [20, 27],
      ],
    ]);
  });
});

describe('runs with preemption', () => {
  const withRule = (interrupted: PreemptionRule['interrupted']): Scenario => {
    const scenario = loadScenario('german-night');
    return { ...scenario, routing: { ...scenario.routing, preemption: { by: ['A', 'B'], interrupted } } };
  };

  it.each(['pause', 'hand over', 'restart', 'resample'] as const)(
    'are the same on every engine: %s',
    (policy) => {
      const scenario = withRule(policy);
      const { cases, ledger, root, summary } = runInMemory(scenario);
      const { total, severities } = summary;
      expect(total.preemptions).toBeGreaterThan(15);
      expect(severities[SEVERITIES.indexOf('A')]?.preemptions).toBeUndefined();
      expect(cases).toBe(runInMemory(loadScenario('german-night')).cases);
      const broken = auditInMemory(ledger, scenario).invariants.filter(({ violations }) => violations > 0);
      expect(broken.map(({ id }) => id)).toEqual([]);
      expectSameOnEveryEngine(scenario, root);
    },
  );
});
