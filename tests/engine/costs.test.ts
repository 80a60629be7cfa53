import { describe, expect, it } from 'vitest';
import type { Scenario } from '#domain';
import { auditInMemory, runInMemory } from '../running.ts';
import { overQueue } from './observed-run.ts';
import { hoursByActs } from './pay-by-acts.ts';

const PAID = 'wage: { perHour: 20, overtimeFactor: 1.5 }, absences: { every: 20 h, for: 3 h },';

/** Two desks of one centre and two segments. Seniors work by day, the others early and late. */
function desk(work: string, juniors = 'wage: { perHour: 12.5 },', head = 'currency: EUR'): Scenario {
  return overQueue(`
${head}
horizon: 60 days
centres:
  home:
    groups:
      servers: { ${juniors} shifts: { always: null, early: { agents: 2, from: "06:00", to: "13:00" }, late: { agents: 3, from: "12:00", to: "20:00" } } }
      seniors: { ${juniors === '' ? '' : PAID} tier: 1, languages: [en], products: all, shifts: { day: { agents: 3, from: "08:00", to: "16:00" } } }
segments:
  customers:
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: 12/day }]
  partners:
    promise: none
    placement: home
    products: { any: 1 }
    severities: { C: 1 }
    channels: { web: 1 }
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: 5/day }]
work:
  handle: { tier1: { web: exponential 100 min } }
  ${work}
`);
}

const near = (actual: number | undefined, expected: number) =>
  expect(Math.abs((actual ?? Number.NaN) - expected)).toBeLessThanOrEqual(1e-5 * Math.abs(expected) + 1e-9);

describe.each([
  ['finish', ''],
  ['pause', 'shiftEnd: { web: pause }\n  absence: { web: pause, phone: finish, e-mail: finish }'],
  ['finish, with work after contacts', 'afterContact: { tier1: { web: exponential 30 min } }'],
  ['hand over', 'shiftEnd: { web: hand over }\n  handOver: { time: 5 min, lostShare: 0.1 }'],
])('costs, with work in hand treated as: %s', (policy, work) => {
  const scenario = desk(work);
  const { hours, summary } = hoursByActs(scenario);
  const { costs } = summary;
  const paid = scenario.groups.map(({ wage }, g) => {
    const { perHour = 0, overtimeFactor = 0 } = wage ?? {};
    const { busy, duty, overtime } = hours[g] ?? { busy: [], duty: 0, overtime: [] };
    const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);
    const idle = duty - sum(busy) + sum(overtime);
    return {
      cost: perHour * (duty + overtimeFactor * sum(overtime)),
      segments: busy.map((value, s) => {
        const beyond = overtime[s] ?? 0;
        return perHour * (value - beyond + overtimeFactor * beyond + (idle * value) / sum(busy));
      }),
      beyond: sum(overtime),
    };
  });
  const total = paid.reduce((sum, { cost }) => sum + cost, 0);

  it('are hours on duty and overtime times wages', () => {
    expect(costs?.currency).toBe('EUR');
    near(costs?.cost, total);
    near(costs?.centres[0]?.cost, total);
    near(costs?.perCase ?? 0, total / summary.total.arrived);
    const beyond = paid.reduce((sum, group) => sum + group.beyond, 0);
    near(summary.centres[0]?.overtimeHours, beyond);
    if (policy.startsWith('finish')) expect(beyond).toBeGreaterThan(1);
  });

  it('are split between segments by the time that they keep the groups busy', () => {
    scenario.segments.forEach(({ id }, s) => {
      const row = costs?.segments[s];
      expect(row?.id).toBe(id);
      const cost = paid.reduce((sum, { segments }) => sum + (segments[s] ?? 0), 0);
      near(row?.cost, cost);
      near(row?.perCase ?? 0, cost / (summary.segments[s]?.arrived ?? 0));
    });
    near(
      (costs?.segments ?? []).reduce((sum, { cost }) => sum + cost, costs?.unused ?? 0),
      total,
    );
  });
});

describe('wages', () => {
  it('are null if nobody has one, and change nothing else', () => {
    const [paid, unpaid] = [desk(''), desk('', '', '')];
    const summary = runInMemory(unpaid).summary;
    expect(summary.costs).toBeNull();
    expect(runInMemory({ ...paid, groups: unpaid.groups }).summary.costs).toBeNull();
    const { groups } = paid;
    const without = groups.map(({ wage: _wage, ...group }) => group);
    const { summary: plain } = runInMemory({ ...paid, groups: without });
    const { summary: priced } = runInMemory(paid);
    const unpriced = priced.groups.map((group) => ({ ...group, cost: null, paidHours: null }));
    expect({ ...priced, costs: null, groups: unpriced }).toEqual(plain);
  });

  it('of groups without any contact are only in the total', () => {
    const scenario = desk('');
    const idle = scenario.groups.map((group) => ({ ...group, channels: ['phone' as const] }));
    const { costs } = runInMemory({ ...scenario, groups: idle }).summary;
    expect(costs?.unused).toBe(costs?.cost);
    expect(costs?.cost).toBeGreaterThan(0);
    expect(costs?.segments.map(({ cost }) => cost)).toEqual([0, 0]);
  });

  it('keep the audit clean', () => {
    const scenario = desk('');
    expect(auditInMemory(runInMemory(scenario).ledger, scenario).verdict).toBe('clean');
  });
});
