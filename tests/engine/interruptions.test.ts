import { describe, expect, it } from 'vitest';
import { HOUR_MS, MINUTE_MS } from '#base';
import { actKind, ESCALATION_REASONS, type Scenario } from '#domain';
import { parseScenarioJson, scenarioJson } from '#scenario';
import { auditInMemory, runInMemory } from '../running.ts';
import { traceOf } from '../validation/event-trace.ts';
import { overQueue, runObserved } from './observed-run.ts';

const VIEW = actKind('view');
const VIEW_END = actKind('view end');
const ESCALATE = actKind('escalate');
const PRESENCE = actKind('presence');

/** An agent's time with a case, from the start of the view. */
interface Stretch {
  readonly agent: number;
  readonly fromMs: number;
  readonly toMs: number;
}

interface Desk {
  readonly work: string;
  readonly group?: string;
  readonly centre?: string;
  readonly handle?: string;
  readonly shift?: string;
}

/** Three agents from 8 to 16 h; each contact takes three hours. */
function desk({
  work,
  group = '',
  centre = '',
  handle = 'fixed 3 h',
  shift = 'from: "08:00", to: "16:00"',
}: Desk): Scenario {
  return overQueue(`
horizon: 300 days
centres:
  home:
    ${centre}
    groups: { servers: { ${group} shifts: { always: { agents: 3, ${shift} } } } }
segments:
  customers:
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: 5/day }]
work:
  handle: { tier1: { web: ${handle} } }
  ${work}
`);
}

/** The stretches of each case that has ended, and the reasons for which cases left their agents. */
function follow(scenario: Scenario) {
  const stretches = new Map<number, Stretch[]>();
  const reasons = new Set<string>();
  const begun = new Map<number, number>();
  const summary = runObserved(scenario, (timeMs, kind, aux, caseNumber, _a, _b, c) => {
    if (kind === VIEW) begun.set(caseNumber, timeMs);
    else if (kind === VIEW_END) {
      const fromMs = begun.get(caseNumber) as number;
      begun.delete(caseNumber);
      stretches.set(caseNumber, [...(stretches.get(caseNumber) ?? []), { agent: c, fromMs, toMs: timeMs }]);
    } else if (kind === ESCALATE) reasons.add(ESCALATION_REASONS[aux] ?? '');
  });
  for (const caseNumber of begun.keys()) stretches.delete(caseNumber);
  // Ignore what the end of the run cut off.
  const untilMs = scenario.horizonMs - 5 * 24 * HOUR_MS;
  const ended = [...stretches.values()].filter((all) => (all.at(-1) as Stretch).toMs < untilMs);
  return { cases: ended, interrupted: ended.filter(({ length }) => length > 1), reasons, summary };
}

const lengthMs = ({ fromMs, toMs }: Stretch): number => toMs - fromMs;
const totalMs = (all: readonly Stretch[]): number => all.reduce((sum, one) => sum + lengthMs(one), 0);
const isClean = (scenario: Scenario) => {
  const { invariants } = auditInMemory(runInMemory(scenario).ledger, scenario);
  expect(invariants.filter(({ violations }) => violations > 0).map(({ id }) => id)).toEqual([]);
};

describe('work in hand at the end of a shift', () => {
  it('is finished in overtime', () => {
    const { cases, interrupted } = follow(desk({ work: 'shiftEnd: { web: finish }' }));
    expect(interrupted).toEqual([]);
    for (const all of cases) expect(totalMs(all)).toBe(3 * HOUR_MS);
  });

  it('is paused and resumed by the same agent at the start of the next duty, without a hand-over', () => {
    const scenario = desk({ work: 'shiftEnd: { web: pause }' });
    const { cases, interrupted, reasons, summary } = follow(scenario);
    expect(interrupted.length).toBeGreaterThan(100);
    expect([...reasons]).toEqual([]);
    for (const all of cases) expect(totalMs(all)).toBe(3 * HOUR_MS);
    for (const [first, second] of interrupted as [Stretch, Stretch][]) {
      expect(second.agent).toBe(first.agent);
      expect(first.toMs % (24 * HOUR_MS)).toBe(16 * HOUR_MS);
      expect(second.fromMs % (24 * HOUR_MS)).toBe(8 * HOUR_MS);
    }
    expect(summary.tiers[0]?.handleMeanS).toBeCloseTo((3 * HOUR_MS) / 1000, -1);
    isClean(scenario);
  });

  it('is restarted with the same work by the agent who takes the case next', () => {
    const scenario = desk({ work: 'shiftEnd: { web: restart }', handle: 'uniform 1 h to 4 h' });
    const without = follow(desk({ work: 'shiftEnd: { web: finish }', handle: 'uniform 1 h to 4 h' }));
    const { cases, interrupted, reasons } = follow(scenario);
    expect(interrupted.length).toBeGreaterThan(50);
    expect([...reasons]).toEqual(['follow-the-sun']);
    const works = new Set(without.cases.map(totalMs));
    for (const all of cases) expect(works.has(lengthMs(all.at(-1) as Stretch))).toBe(true);
    for (const all of interrupted) expect(totalMs(all)).toBeGreaterThan(lengthMs(all.at(-1) as Stretch));
    isClean(scenario);
  });

  it('is restarted with newly drawn work', () => {
    const handle = 'uniform 1 h to 4 h';
    const scenario = desk({ work: 'shiftEnd: { web: resample }', handle });
    const works = new Set(follow(desk({ work: 'shiftEnd: { web: finish }', handle })).cases.map(totalMs));
    const { interrupted } = follow(scenario);
    expect(interrupted.length).toBeGreaterThan(50);
    const isOther = interrupted.filter((all) => !works.has(lengthMs(all.at(-1) as Stretch)));
    expect(isOther.length).toBe(interrupted.length);
    isClean(scenario);
  });

  it('is finished if it needs no longer than allowed, and otherwise handed over', () => {
    const scenario = desk({ work: 'shiftEnd: { web: { finishWithin: 40 min } }' });
    const { cases, interrupted, reasons } = follow(scenario);
    expect(interrupted.length).toBeGreaterThan(50);
    expect([...reasons]).toEqual(['follow-the-sun']);
    for (const [first] of interrupted) {
      expect(3 * HOUR_MS - lengthMs(first as Stretch)).toBeGreaterThan(40 * MINUTE_MS);
    }
    const late = cases
      .map((all) => (all[0] as Stretch).toMs % (24 * HOUR_MS))
      .filter((at) => at > 16 * HOUR_MS);
    expect(late.length).toBeGreaterThan(10);
    expect(Math.max(...late)).toBeLessThanOrEqual(16 * HOUR_MS + 40 * MINUTE_MS);
    isClean(scenario);
  });

  it('is handed over rather than paused if the agent has no further duty', () => {
    const scenario = desk({ work: 'shiftEnd: { web: pause }' });
    const last = {
      ...scenario,
      groups: scenario.groups.map((group) => ({
        ...group,
        shifts: group.shifts.flatMap((shift) =>
          shift.duty.map((window, k) => ({ ...shift, id: `day-${k}`, duty: [window] })),
        ),
      })),
    };
    const { reasons } = follow(last);
    expect([...reasons]).toEqual(['follow-the-sun']);
    isClean(last);
  });
});

describe('work in hand when the centre goes down', () => {
  const ALL_DAY = 'from: "00:00", to: "24:00"';
  const centre = 'outages: { random: { every: 20 h, for: 2 h } }';

  it('is handed over by default', () => {
    const scenario = desk({ work: 'closing: 0 s', centre, shift: ALL_DAY });
    const { interrupted, reasons } = follow(scenario);
    expect(interrupted.length).toBeGreaterThan(20);
    expect([...reasons]).toEqual(['uptime']);
    isClean(scenario);
  });

  it('is paused until the centre is up again', () => {
    const scenario = desk({ work: 'outage: { web: pause }', centre, shift: ALL_DAY });
    const { cases, interrupted, reasons } = follow(scenario);
    expect(interrupted.length).toBeGreaterThan(20);
    expect([...reasons]).toEqual([]);
    for (const all of cases) {
      expect(totalMs(all)).toBe(3 * HOUR_MS);
      expect(new Set(all.map(({ agent }) => agent)).size).toBe(1);
    }
    isClean(scenario);
  });

  it('stays paused over the end of a shift and an outage, until the agent is back and the centre is up', () => {
    const scenario = desk({ work: 'outage: { web: pause }\n  shiftEnd: { web: pause }', centre });
    const { cases, interrupted } = follow(scenario);
    expect(interrupted.length).toBeGreaterThan(100);
    for (const all of cases) expect(totalMs(all)).toBe(3 * HOUR_MS);
    isClean(scenario);
  });
});

describe('agents who are away individually', () => {
  const group = 'absences: { every: 9 h, for: 1 h },';

  it.each([
    ['finish', []],
    ['pause', []],
    ['hand over', ['absence']],
    ['restart', ['absence']],
    ['resample', ['absence']],
    ['{ finishWithin: 30 min }', ['absence']],
  ])('%s: the ledger stays consistent', (policy, expected) => {
    const scenario = desk({
      work: `absence: { phone: finish, e-mail: finish, web: ${policy} }`,
      group,
      handle: 'uniform 1 h to 4 h',
    });
    const { interrupted, reasons } = follow(scenario);
    expect([...reasons]).toEqual(expected);
    if (policy !== 'finish') expect(interrupted.length).toBeGreaterThan(50);
    isClean(scenario);
  });

  it('are away at the same times whatever else happens, even with one agent more', () => {
    const timesOf = (scenario: Scenario) => {
      const times: [number, number][] = [];
      runObserved(scenario, (timeMs, kind, aux, _case, _a, _b, agent) => {
        if (kind === PRESENCE && agent < 3) times.push([timeMs, agent * 2 + aux]);
      });
      return times;
    };
    const scenario = desk({ work: 'closing: 0 s', group });
    const more = desk({ work: 'absence: { web: pause }', group, handle: 'fixed 1 h' });
    const groups = more.groups.map((one) => ({
      ...one,
      shifts: one.shifts.map((shift) => ({ ...shift, agents: 4 })),
    }));
    const times = timesOf(scenario);
    expect(times.length).toBeGreaterThan(1000);
    expect(timesOf({ ...more, groups })).toEqual(times);
  });

  it('do not count as on duty while they are away', () => {
    const shift = 'from: "00:00", to: "24:00"';
    const { summary } = follow(desk({ work: 'closing: 0 s', group, shift }));
    const mean = summary.hourly.onDuty.reduce((sum, value) => sum + value, 0) / summary.hourly.onDuty.length;
    expect(mean).toBeGreaterThan(2.6);
    expect(mean).toBeLessThan(2.8);
  });
});

describe('work in hand by severity', () => {
  it('may have a policy per severity', () => {
    const { lives, violated } = traceOf({
      arrivals: [
        { at: 1, service: 10, severity: 'A' },
        { at: 2, service: 10, severity: 'B' },
        { at: 3, service: 10, severity: 'C' },
      ],
      until: 60,
      duty: [
        [3, [0, 5]],
        [1, [9, 60]],
      ],
      work: '  shiftEnd: { phone: { A: finish, B: hand over, C: restart } }',
    });
    expect(violated).toEqual([]);
    const [a, b, c] = lives.map(({ served }) => served);
    expect(a).toEqual([[1, 11]]);
    expect(b).toEqual([
      [2, 5],
      [9, 16],
    ]);
    expect(c).toEqual([
      [3, 5],
      [16, 26],
    ]);
  });

  it('is finished at the end of a shift and handed over at an outage if a severity is left out', () => {
    const { work } = overQueue(
      'work: { shiftEnd: { web: { C: { finishWithin: 5 min } } }, outage: { web: { A: pause } } }',
    );
    expect(work.shiftEnd.web).toEqual({
      bySeverity: { A: 'finish', B: 'finish', C: { finishWithinMs: 5 * MINUTE_MS } },
    });
    expect(work.outage?.web).toEqual({ bySeverity: { A: 'pause', B: 'hand over', C: 'hand over' } });
  });

  it('makes a scenario that can be written and read again', () => {
    const scenario = overQueue('work: { absence: { web: { A: pause, B: { finishWithin: 5 min } } } }');
    expect(parseScenarioJson(scenarioJson(scenario))).toEqual({ ok: true, value: scenario });
  });
});
