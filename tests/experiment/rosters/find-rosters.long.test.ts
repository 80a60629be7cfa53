import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { createLocalExecutor, findRosters, type Programme, type RosterOutcome, readGoal } from '#experiment';
import { parseScenario } from '#scenario';
import { createHighsSolver } from '../../../src/apps/cli/experiment/highs-solver.ts';
import { auditorsPermissions } from '../../../src/apps/shared/experiment/staff-search.ts';
import { inputOf } from '../../../src/apps/shared/scenario/load-scenario.ts';
import { sha256 } from '../../running.ts';
import { findSmall, smallInstance } from './small-rosters.ts';

const text = readFileSync('tests/experiment/rosters/two-desks.yaml', 'utf8');

function read(written: string) {
  const input = inputOf('tests/experiment/rosters/two-desks.yaml');
  if (!input.ok) throw new Error('the file can be read');
  const parsed = parseScenario({ ...input.value, text: written });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problem));
  return parsed.value.scenario;
}

const scenario = read(text);

function goalOf(percent: number) {
  const goal = readGoal(`service level>=${percent}%`, scenario.segments, 'EUR');
  if (!goal.ok) throw new Error(goal.problem.message);
  return goal.value;
}

const options = {
  replications: 2,
  checked: 4,
  level: 0.9,
  seed: '1',
  proofMost: 5,
  watch: () => true,
  guards: ['cover', 'targets'] as const,
  executor: createLocalExecutor(sha256),
};

const find = (changes: Partial<Parameters<typeof findRosters>[2]> = {}, of = scenario) =>
  findRosters(of, [[goalOf(80)]], {
    ...options,
    permissions: auditorsPermissions(of),
    solver: createHighsSolver(),
    ...changes,
  });

describe('findRosters', () => {
  let roster: ReturnType<typeof find>;
  beforeAll(async () => {
    roster = find();
    await roster;
  }, 60_000);

  it('gives the same bytes in two runs, each with a solver of its own', async () => {
    const instance = smallInstance(24);
    const result = () => findSmall(instance, { solver: createHighsSolver() });
    const [one, other] = [await result(), await result()];
    expect(one.kind).toBe('found');
    expect(JSON.stringify(one)).toBe(JSON.stringify(other));
  }, 60_000);

  it('proposes shifts that the scenario file gives when it is read again', async () => {
    const [outcome] = await roster;
    if (outcome?.kind !== 'found') throw new Error('a roster is found');
    const { override, scenario: both, tours } = outcome.result;
    const applied = withOverride(override);
    const chosen = applied.groups.map(({ shifts }) => shifts);
    const expected = scenario.groups.map((group, g) =>
      group.roster === undefined
        ? group.shifts
        : tours.flatMap(({ agents, candidate: { duty, group: own, id } }) =>
            own === g ? [{ id, agents, duty }] : [],
          ),
    );
    expect(chosen).toEqual(expected);
    expect(tours.some(({ candidate }) => candidate.duty.length > 5)).toBe(true);
    expect(both.promises).toEqual(scenario.promises);
    expect({ ...applied, groups: [] }).toEqual({ ...scenario, groups: [], title: applied.title });
  }, 60_000);

  it('keeps to the limits of groups and shapes', async () => {
    const [outcome] = await roster;
    if (outcome?.kind !== 'found') throw new Error('a roster is found');
    const agents = (group: number, shape: number | null) =>
      outcome.result.tours
        .filter(
          ({ candidate }) =>
            candidate.group === group && (shape ?? candidate.tour.shape) === candidate.tour.shape,
        )
        .reduce((sum, tour) => sum + tour.agents, 0);
    expect(agents(0, null)).toBeGreaterThanOrEqual(3);
    expect(agents(0, 1)).toBeLessThanOrEqual(2);
    // The second desk has no shapes, and keeps its shifts.
    expect(agents(1, null)).toBe(0);
  }, 60_000);

  it('says which limits no roster keeps', async () => {
    const early = text
      .replace('to: "14:00", every: 2 h', 'to: "07:00"')
      .replace('to: "15:00", every: 3 h', 'to: "09:00"');
    const late = read(early);
    expect(await find({}, late)).toMatchObject([{ kind: 'impossible', limits: [{ kind: 'cover' }] }]);
    const few = read(text.replace('most: 12', 'most: 3'));
    const [missed] = await findRosters(few, [[goalOf(99)]], {
      ...options,
      permissions: auditorsPermissions(few),
      guards: [],
      solver: createHighsSolver(),
    });
    expect(missed).toMatchObject({ kind: 'missed', agents: 3, isProved: false });
    if (missed?.kind !== 'missed') throw new Error('the goal is missed');
    expect(missed.missed[0]?.measure.id).toBe('service level');
  }, 60_000);

  it('finds no cheaper roster for a stricter level of the goal', async () => {
    const levels = [80, 70, 50].map((percent) => [goalOf(percent)]);
    const outcomes = await findRosters(scenario, levels, {
      ...options,
      permissions: auditorsPermissions(scenario),
      solver: createHighsSolver(),
    });
    const costs = outcomes.map((outcome) => (outcome.kind === 'found' ? outcome.result.cost : Number.NaN));
    expect(costs[0]).toBeGreaterThanOrEqual(costs[1] ?? Number.NaN);
    expect(costs[1]).toBeGreaterThanOrEqual(costs[2] ?? Number.NaN);
  }, 60_000);

  it('ends when it is told to', async () => {
    let calls = 0;
    expect(await find({ watch: () => calls++ < 3 })).toEqual([{ kind: 'ended' }]);
  }, 60_000);

  it('claims a proof only if every cheaper roster was tried', async () => {
    const instance = smallInstance(24);
    const tried = async (proofMost: number) => {
      const outcome: RosterOutcome = await findSmall(instance, { proofMost });
      return outcome.kind === 'found' ? outcome.result : null;
    };
    const [short, long] = [await tried(2), await tried(5000)];
    expect([short?.proof.isProved, long?.proof.isProved]).toEqual([false, true]);
    expect(short?.proof.bound).toBeLessThan(long?.cost ?? Number.NaN);
    expect(short?.cost).toBeGreaterThanOrEqual(long?.cost ?? Number.NaN);
  }, 60_000);

  function withOverride(override: unknown) {
    const input = inputOf('tests/experiment/rosters/two-desks.yaml');
    if (!input.ok) throw new Error('the file can be read');
    const own = { meridian: 1, extends: './two-desks.yaml', name: 'two-desks', ...(override as object) };
    const parsed = parseScenario({
      ...input.value,
      path: 'tests/experiment/rosters/proposal.yaml',
      text: JSON.stringify(own),
    });
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problem));
    return parsed.value.scenario;
  }
});

describe('the solver', () => {
  const column = (cost: number) => ({ cost, most: 10, isWhole: true });
  const programme: Programme = {
    columns: [column(3), column(2)],
    rows: [
      {
        terms: [
          [0, 1],
          [1, 0.5],
        ],
        least: 3.5,
        most: Number.POSITIVE_INFINITY,
      },
    ],
  };

  it('finds the least cost in whole numbers', async () => {
    // 2 · 3 + 3 · 2 = 12 for 3.5; the linear relaxation costs 10.5.
    expect(await createHighsSolver()(programme)).toMatchObject({ kind: 'found', cost: 11, isOptimal: true });
  });

  it('says that there are no values', async () => {
    const rows = [{ terms: [[0, 1] as const], least: 11, most: Number.POSITIVE_INFINITY }];
    expect(await createHighsSolver()({ ...programme, rows })).toEqual({ kind: 'infeasible' });
    expect(await createHighsSolver()({ columns: [], rows: [{ terms: [], least: 1, most: 2 }] })).toEqual({
      kind: 'infeasible',
    });
  });

  it('solves the next programme after one that it refuses', async () => {
    const solver = createHighsSolver();
    const rows = [{ terms: [[7, 1] as const], least: 1, most: 2 }];
    await expect(solver({ ...programme, rows })).rejects.toThrow();
    expect(await solver(programme)).toMatchObject({ kind: 'found', cost: 11 });
  });
});
