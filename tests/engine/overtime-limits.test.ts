import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#base';
import { actKind, type Scenario } from '#domain';
import { auditedRun } from '../demand/model.ts';
import { auditInMemory, runInMemory } from '../running.ts';
import { overQueue, runObserved } from './observed-run.ts';

const VIEW = actKind('view');
const VIEW_END = actKind('view end');

/** Two agents from 8 to 16 h with a break, who are sometimes away. Contacts take roughly an hour, and are finished whenever allowed. */
function desk(
  perDay: string | null,
  work = '',
  rate = '20/day',
  timeZone = 'UTC',
  handle = 'exponential 1 h',
): Scenario {
  const limit = perDay === null ? '' : `overtime: { perDay: ${perDay} },`;
  const shift = 'agents: 2, from: "08:00", to: "16:00", breaks: [{ from: "12:00", to: "12:30" }]';
  return overQueue(`
horizon: 60 days
centres:
  home:
    timeZone: ${timeZone}
    groups: { servers: { ${limit} absences: { every: 9 h, for: 20 min }, shifts: { always: { ${shift} } } } }
segments:
  customers:
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: ${rate} }]
work:
  handle: { tier1: { web: ${handle} } }
  shiftEnd: { web: finish }
  ${work}
`);
}

/** By agent and day in UTC: how long cases were seen after 16 h, ms. */
function lateWork(scenario: Scenario): readonly number[] {
  const begunMs = new Map<number, number>();
  const sums = new Map<string, number>();
  runObserved(scenario, (timeMs, kind, _aux, caseNumber, _a, _b, agent) => {
    if (kind === VIEW) begunMs.set(caseNumber, timeMs);
    if (kind !== VIEW_END) return;
    const day = Math.floor(timeMs / DAY_MS);
    const lateMs = timeMs - Math.max(begunMs.get(caseNumber) ?? 0, day * DAY_MS + 16 * HOUR_MS);
    const key = `${agent} ${day}`;
    sums.set(key, (sums.get(key) ?? 0) + Math.max(0, lateMs));
  });
  return [...sums.values()].filter((ms) => ms > 0);
}

/** What R18 reports for a run in which groups ignored their limit. */
function saidOf(run: Scenario, limited: Scenario): string {
  const found = auditInMemory(runInMemory(run).ledger, limited).invariants.find(({ id }) => id === 'R18');
  return found?.counterexample?.message ?? '';
}

describe('an overtime limit', () => {
  it('is a sum over the day, and includes work into breaks and absences', () => {
    const free = runObserved(desk(null));
    const limited = runObserved(desk('40 min'));
    const { agents, overtimeHours } = limited.centres[0] as (typeof limited.centres)[number];
    expect(overtimeHours).toBeGreaterThan(5);
    expect(overtimeHours).toBeLessThanOrEqual((60 * agents * 40) / 60);
    expect(overtimeHours).toBeLessThan((free.centres[0]?.overtimeHours ?? 0) / 2);
    // Work into the break has used some of the limit, so late work alone stays below 40 minutes.
    const late = lateWork(desk('40 min'));
    expect(Math.max(...late)).toBeLessThanOrEqual(40 * MINUTE_MS);
    expect(Math.max(...lateWork(desk(null)))).toBeGreaterThan(2 * HOUR_MS);
    expect(limited.total.handOvers).toBeGreaterThan(20);
    expect(free.total.handOvers).toBe(0);
  });

  it.each([
    ['40 min', ''],
    ['0 s', ''],
    ['2 h', 'afterContact: { tier1: { web: exponential 20 min } }'],
    ['1 h', 'dayEnd: { web: serve out }'],
  ])('of %s is kept on every engine, and the auditor agrees: %s', (perDay, work) => {
    const { summary, violated } = auditedRun({ ...desk(perDay, work, '24/day'), horizonMs: 20 * DAY_MS });
    expect(violated).toEqual([]);
    expect((summary.centres[0]?.overtimeHours ?? 0) > 0).toBe(perDay !== '0 s');
  });

  it('lets nobody who serves the queue out take another case once it is used up', () => {
    const longest = (perDay: string | null) =>
      Math.max(...lateWork(desk(perDay, 'dayEnd: { web: serve out }', '40/day', 'UTC', 'fixed 50 min')));
    expect(longest(null)).toBeGreaterThan(4 * HOUR_MS);
    expect(longest('1 h')).toBeGreaterThan(HOUR_MS);
    // Less than an hour was left when the last contact began.
    expect(longest('1 h')).toBeLessThan(HOUR_MS + 50 * MINUTE_MS);
  });

  it("counts by the day on the centre's local clock", () => {
    // 16 h in Auckland is 3 h of the same day in UTC: the same agents, with days that end elsewhere.
    const { violated } = auditedRun({
      ...desk('30 min', '', '20/day', 'Pacific/Auckland'),
      horizonMs: 20 * DAY_MS,
    });
    expect(violated).toEqual([]);
  });

  it('is checked by the auditor, who finds a run that ignored it', () => {
    expect(saidOf(desk(null), desk('40 min'))).toMatch(/agent \d continued with it \d+ ms beyond/);
    const servedOut = 'dayEnd: { web: serve out }';
    expect(saidOf(desk(null, servedOut, '40/day'), desk('1 h', servedOut, '40/day'))).toMatch(
      /with no overtime of the day left|continued with it/,
    );
  });
});

describe('a time limit for finishing', () => {
  it('covers the work and the longest wait of a consultation', () => {
    const late = lateWork(
      overQueue(`
horizon: 200 days
centres:
  home: { groups: { servers: { shifts: { always: { agents: 4, from: "08:00", to: "16:00" } } } } }
  second:
    { country: US, timeZone: UTC, entity: vendor, region: home, at: [0, 0], access: remote view, hours: 24x7,
      groups: { experts: { tier: 2, languages: [en], products: all, shifts: { night: { agents: 1, from: "00:00", to: "01:00" } } } } }
segments:
  customers:
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: 30/day }]
work:
  handle: { tier1: { web: fixed 10 min } }
  shiftEnd: { web: { finishWithin: 15 min } }
  consultation: { tier1: { share: 1, tier: 2, part: 0.5, whenNobodyIsFree: wait, atMost: 30 min } }
`),
    );
    // Nobody is there to be consulted: half an hour of wait, and ten minutes of work.
    expect(late.length).toBeGreaterThan(10);
    expect(Math.max(...late)).toBeLessThanOrEqual(15 * MINUTE_MS);
  });
});
