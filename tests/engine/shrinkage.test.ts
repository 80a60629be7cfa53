import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS } from '#base';
import { actKind, type Scenario } from '#domain';
import { checkedRun } from '../bundle/recount/recounting.ts';
import { auditedRun } from '../demand/model.ts';
import { auditInMemory, runInMemory } from '../running.ts';
import { overQueue, runObserved } from './observed-run.ts';

const PRESENCE = actKind('presence');

/** One desk of ten people from 8 to 16 h. */
function desk(
  shrinkage: string,
  horizon = '40 days',
  more = '',
  shift = 'from: "08:00", to: "16:00"',
): Scenario {
  return overQueue(`
currency: EUR
horizon: ${horizon}
centres:
  home:
    timeZone: UTC
    groups: { servers: { ${shrinkage} wage: { perHour: 20 }, shifts: { always: { agents: 10, ${shift} } } } }
segments:
  customers:
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: 30/day }]
work:
  handle: { tier1: { web: exponential 1 h } }
  ${more}
`);
}

/** By day: the hours for which people were away and paid, agent by agent. */
function awayByDay(scenario: Scenario): readonly (readonly number[])[] {
  const days = Array.from({ length: scenario.horizonMs / DAY_MS }, (): number[] => []);
  const leftMs = new Map<number, number>();
  runObserved(scenario, (timeMs, kind, isBack, _case, _group, isPaid, agent) => {
    if (kind !== PRESENCE || isPaid !== 1) return;
    if (isBack === 0) leftMs.set(agent, timeMs);
    else {
      const fromMs = leftMs.get(agent) as number;
      days[Math.floor(fromMs / DAY_MS)]?.push((timeMs - fromMs) / HOUR_MS);
    }
  });
  return days;
}

describe('shrinkage', () => {
  it('leaves 7 of 10 people at 30 %, in days that vary as a binomial does', () => {
    const scenario = desk('shrinkage: 0.3,', '400 days');
    const present: number[] = [];
    // 25 seeds of 400 days are 10,000 days.
    for (let k = 0; k < 25; k++) {
      for (const away of awayByDay({ ...scenario, seed: `${scenario.seed}/${k}` })) {
        present.push(10 - away.length);
        expect(away.every((hours) => hours === 8)).toBe(true);
      }
    }
    expect(present).toHaveLength(10_000);
    const mean = present.reduce((sum, n) => sum + n, 0) / present.length;
    const variance = present.reduce((sum, n) => sum + (n - mean) ** 2, 0) / (present.length - 1);
    // Three standard errors: √(2.1 ÷ 10,000), and of the variance √((μ₄ − σ⁴) ÷ n) with μ₄ = 2.1 (1 + 3 × 8 × 0.21).
    expect(Math.abs(mean - 7)).toBeLessThan(3 * Math.sqrt(2.1 / 10_000));
    expect(Math.abs(variance - 2.1)).toBeLessThan(3 * Math.sqrt((2.1 * (1 + 24 * 0.21) - 2.1 ** 2) / 10_000));
  });

  it('by kind adds up: whole shifts for some, and one block of the shift for each of the others', () => {
    const days = awayByDay(
      desk('shrinkage: { leave: 0.15, sickness: 0.05, training: 0.1, meetings: 0.06 },', '200 days'),
    );
    const all = days.flat();
    const whole = all.filter((hours) => hours === 8);
    const parts = all.filter((hours) => hours < 8);
    expect(whole.length + parts.length).toBe(2000);
    expect(Math.abs(whole.length - 400)).toBeLessThan(3 * Math.sqrt(2000 * 0.2 * 0.8));
    // 16 % of all hours fall to the 80 % who come: a fifth of their shift.
    for (const hours of parts) expect(hours).toBeCloseTo(1.6, 5);
  });

  it('is paid, and is neither on duty nor in the occupancy', () => {
    const [group] = runObserved(desk('shrinkage: 0.3,')).groups;
    const hours = 40 * 8 * 10;
    expect(group).toMatchObject({ agents: 10, scheduledHours: hours, fte: 14 });
    expect(group?.rosteredMean).toBeCloseTo(10 / 3, 5);
    expect(group?.onDutyMean).toBeLessThan(0.75 * (10 / 3));
    // Who finishes a contact after the shift is paid for that, too.
    expect(group?.paidHours).toBeCloseTo(hours + (group?.overtimeHours ?? 0), 1);
    expect(group?.cost).toBeCloseTo(20 * (group?.paidHours ?? 0), 0);
  });

  it('changes nobody else when one more person is rostered', () => {
    const scenario = desk('shrinkage: 0.3,');
    const [group] = scenario.groups;
    if (group === undefined) throw new Error('no group');
    const more = {
      ...scenario,
      groups: [{ ...group, shifts: group.shifts.map((one) => ({ ...one, agents: 11 })) }],
    };
    const [before, after] = [awayByDay(scenario), awayByDay(more)];
    before.forEach((away, day) => {
      expect([0, 1]).toContain((after[day]?.length ?? 0) - away.length);
    });
  });

  it.each([
    ['around the clock', 'shrinkage: { leave: 0.3, meetings: 0.2 },', '', 'from: "00:00", to: "24:00"'],
    [
      'with absences and breaks',
      'shrinkage: { sickness: 0.2, training: 0.2 }, absences: { every: 9 h, for: 2 h },',
      '',
      'from: "08:00", to: "16:00", breaks: [{ from: "12:00", to: "12:30" }]',
    ],
    [
      'with pauses',
      'shrinkage: { leave: 0.2, training: 0.2 },',
      'absence: { web: pause, phone: finish, e-mail: finish }',
      'from: "08:00", to: "16:00"',
    ],
    [
      'with hand-overs',
      'shrinkage: { leave: 0.2, training: 0.2 },',
      'absence: { web: hand over }\n  handOver: { time: 5 min, lostShare: 0.1 }',
      'from: "22:00", to: "06:00"',
    ],
  ])(
    '%s, every engine gives the same bytes, the auditor agrees, and so does a recount',
    (_, shrinkage, more, shift) => {
      const scenario = desk(shrinkage, '20 days', more, shift);
      expect(auditedRun(scenario).violated).toEqual([]);
      expect(checkedRun(scenario).difference).toBeNull();
    },
  );

  it('is judged: nobody leaves with pay in a group without shrinkage, nor unpaid in one without absences', () => {
    const scenario = desk('shrinkage: 0.3,', '2 days');
    const { ledger } = runInMemory(scenario);
    const saidOf = (groups: Scenario['groups']) =>
      auditInMemory(ledger, { ...scenario, groups }).invariants.find(({ id }) => id === 'R18')?.counterexample
        ?.message;
    expect(saidOf(scenario.groups)).toBeUndefined();
    const without = scenario.groups.map(({ shrinkage: _, ...group }) => group);
    expect(saidOf(without)).toContain('has no shrinkage');
  });

  it('of nothing is as if it were left out', () => {
    expect(desk('shrinkage: 0,')).toEqual(desk(''));
    expect(desk('shrinkage: {},')).toEqual(desk(''));
  });
});
