import { describe, expect, it } from 'vitest';
import type { Scenario } from '#domain';
import { type Executor, findStaff, type JobSummary, measuresOf } from '#experiment';
import { loadScenario } from '../../src/apps/shared/scenario/load-scenario.ts';

const loaded = loadScenario('scenarios/bench-mmc');
if (!loaded.ok) throw new Error('scenarios/bench-mmc is valid');
const { scenario } = loaded.value;
const [first] = measuresOf([]);
if (first === undefined) throw new Error('there is a measure');

/** An executor that simulates nothing. Its summaries carry the number of agents, and luck that changes with the replication. */
function fakeExecutor(): Executor {
  let agents = 0;
  return {
    parallel: 1,
    begin: async ([one]: readonly Scenario[]) => {
      agents = one?.groups[0]?.shifts[0]?.agents ?? 0;
    },
    run: async (job) => {
      const luck = [-0.01, 0, 0.01][job.replication % 3] ?? 0;
      const summary = { cases: agents, total: { luck }, centres: [{ occupancy: 0.5 }] };
      return { job, summary: summary as unknown as JobSummary };
    },
    interrupt: () => {},
    end: async () => {},
  };
}

/** A measure that is `of` the number of agents, plus luck. */
function measureOf(id: string, of: (agents: number) => number) {
  return {
    id,
    title: id,
    unit: 'share' as const,
    better: 'more' as const,
    filter: null,
    contribution: ({ cases, total }: { readonly cases: number; readonly total: object }) => ({
      numerator: of(cases) + (total as { readonly luck: number }).luck,
      denominator: 1,
    }),
  };
}

const options = {
  replications: 3,
  checked: 12,
  level: 0.95,
  seed: '1',
  executor: fakeExecutor(),
  watch: () => true,
};

describe('the binding constraints of a staffing', () => {
  it('are those that one agent fewer breaks; a goal near its bound that nothing breaks is reported as at its bound', async () => {
    const goals = [
      { measure: measureOf('grows with agents', (agents) => agents / 50), value: 0.795 },
      { measure: measureOf('near', () => 0.806), value: 0.8 },
      { measure: measureOf('far', () => 0.95), value: 0.8 },
    ];
    const found = await findStaff(scenario, { ...options, goals });
    expect(found?.binding).toEqual(['one agent fewer breaks it', 'at its bound', 'no']);
    expect(found?.holds).toEqual([[['grows with agents']]]);
    expect(found?.isConfident).toBe(true);
  });

  it('report a goal as missed if no staffing reaches it with confidence', async () => {
    const goals = [{ measure: measureOf('near', () => 0.802), value: 0.8 }];
    const found = await findStaff(scenario, { ...options, goals });
    expect([found?.isConfident, found?.binding]).toEqual([false, ['missed']]);
  });

  it("never propose a staffing that costs more than today's if today's meets the goals", async () => {
    // Met by today's 50 agents, and by no number from 51 to 99.
    const measure = measureOf('odd', (agents) => (agents === 50 || agents > 99 ? 0.9 : 0.5));
    const found = await findStaff(scenario, { ...options, goals: [{ measure, value: 0.8 }] });
    expect(found?.after).toEqual([[50]]);
  });
});

describe('the search for a cheaper staffing', () => {
  const [group] = scenario.groups;
  if (group === undefined) throw new Error('there is a group');
  const paid = (id: string, perHour: number, agents: number) => ({
    ...group,
    id,
    wage: { perHour, overtimeFactor: 1 },
    shifts: group.shifts.map((shift) => ({ ...shift, agents })),
  });
  const two = {
    ...scenario,
    currency: 'EUR',
    groups: [paid('home/dear', 30, 40), paid('home/cheap', 20, 0)],
  };
  const fake = fakeExecutor();
  const executor: Executor = {
    ...fake,
    begin: async ([one], asked) => {
      const agents = (one?.groups ?? []).reduce((sum, { shifts }) => sum + (shifts[0]?.agents ?? 0), 0);
      const shifts = [{ agents }] as unknown as (typeof group)['shifts'];
      await fake.begin([{ ...scenario, groups: [{ ...group, shifts }] }], asked);
    },
  };
  const goals = [{ measure: measureOf('served', (agents) => agents / 40), value: 0.99 }];

  it('raises a shift of nobody today where its agents cost less, and knows when none costs less', async () => {
    const found = await findStaff(two, { ...options, executor, goals, proofMost: 100 });
    // Today's 40 expensive agents meet the goal, and nobody can be spared.
    expect(found?.after).toEqual([[0], [40]]);
    expect(found?.isProved).toBe(true);
  });

  it('does not say that none costs less if checks object to one, or if an agent costs nothing', async () => {
    const asked = { ...options, executor, goals, proofMost: 100 };
    const objects = (counts: readonly (readonly number[])[]) => counts.join() === '0,39';
    const refused = await findStaff(two, { ...asked, objects });
    expect([refused?.after, refused?.isProved]).toEqual([[[0], [40]], false]);
    const unpaid = { ...two, groups: [paid('home/dear', 30, 40), paid('home/unpaid', 0, 0)] };
    expect((await findStaff(unpaid, asked))?.isProved).toBe(false);
  });

  it('does not say that none costs less if it may not try', async () => {
    const found = await findStaff(two, { ...options, executor, goals, proofMost: 0 });
    expect(found?.isProved).toBe(false);
  });
});
