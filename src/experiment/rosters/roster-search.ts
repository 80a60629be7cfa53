import { assert, sumOf } from '#base';
import { BETAS } from '../staffing/headcounts.ts';
import { largestFirst } from '../staffing/staffing-evaluation.ts';
import { type ProgrammeColumn, type ProgrammeRow, solve } from './programme.ts';
import { coverFor } from './required-cover.ts';
import type { Choice } from './roster-scenario.ts';
import { type RosterTrials, withAgents } from './roster-trials.ts';
import { simulationCuts } from './simulation-cuts.ts';

/** Rounds of cuts before the search asks for more cover instead. */
const CUT_ROUNDS = 8;
/** Rosters that the local search tries in which one agent works another tour. */
const SWAPS_MOST = 40;
/** An agent missing for half an hour costs as much as this many of the most expensive tours. */
const MISSING = 10;

/** The search needs no exact optimum of rows that are estimates. */
const GAP = 0.01;
/** By how much a roster is to get cheaper at once, as shares of its cost. */
const SAVINGS: readonly number[] = [0.08, 0.04, 0.02, 0.01];
/** Rosters that are tried for savings. */
const SAVING_ROUNDS = 8;

/**
 * A roster that holds, as cheap as the search can find:
 *
 * 1. The cheapest tours that cover the load of each half hour, by the programme. While a requirement is missed, rows from simulated
 *    differences are added, and the programme is solved again.
 * 2. If that does not end in a roster that holds: cover of load + β·√load, with growing β, and at last as many agents as allowed.
 * 3. Savings: the programme is solved for rosters that cost some percent less, and rows are added where these miss something.
 * 4. Local search: agents who are not needed are removed, and others get cheaper tours.
 *
 * Null if no roster that was tried holds, or the search was ended.
 */
export async function searchRoster(trials: RosterTrials): Promise<Choice | null> {
  const rows = [...coverFor(trials.problem, trials.loads, 0)];
  const first = (await byCuts(trials, rows)) ?? (await byCover(trials));
  if (first === null) return null;
  const saved = await bySavings(trials, rows, await withoutSpare(trials, first));
  return improveRoster(trials, saved);
}

/** Adds to `rows`. */
async function byCuts(trials: RosterTrials, rows: ProgrammeRow[]): Promise<Choice | null> {
  const { evaluation, problem } = trials;
  for (let round = 0; round < CUT_ROUNDS; round++) {
    const choice = await cheapest(trials, rows);
    if (choice === null) return null;
    if (await trials.holds(choice)) return choice;
    if (evaluation.isEnded) return null;
    const cuts = await simulationCuts(problem, evaluation, choice);
    if (cuts.length === 0) return null;
    rows.push(...cuts);
  }
  return null;
}

async function bySavings(trials: RosterTrials, rows: ProgrammeRow[], first: Choice): Promise<Choice> {
  let best = first;
  let rounds = 0;
  for (const saving of SAVINGS) {
    const cheaper = async (than: Choice) => {
      const cost = trials.costOf(than);
      const found = await cheapest(trials, rows, (1 - saving) * cost);
      const saved = found === null ? cost : cost - trials.costOf(found);
      assert(saved >= (saving - SAVED_ROUNDING) * cost, `${saved} of ${cost} is saved`);
      return found;
    };
    let choice = await cheaper(best);
    while (choice !== null && rounds++ < SAVING_ROUNDS && !trials.evaluation.isEnded) {
      if (await trials.holds(choice)) {
        best = await withoutSpare(trials, choice);
        choice = await cheaper(best);
        continue;
      }
      if (trials.evaluation.isEnded) return best;
      rows.push(...(await simulationCuts(trials.problem, trials.evaluation, choice)));
      const next: Choice | null = await cheaper(best);
      // The rows do not exclude it, so that another saving is tried.
      choice = next?.join(' ') === choice.join(' ') ? null : next;
    }
  }
  return best;
}

async function byCover(trials: RosterTrials): Promise<Choice | null> {
  for (const beta of BETAS) {
    const choice = await cheapest(trials, coverFor(trials.problem, trials.loads, beta));
    if (choice !== null && (await trials.holds(choice))) return choice;
    if (trials.evaluation.isEnded) return null;
  }
  const most = await mostStaff(trials);
  return most !== null && (await trials.holds(most)) ? most : null;
}

/** The cheapest allowed roster that keeps to these rows as far as it can. `costMost`: what it may cost. */
async function cheapest(
  trials: RosterTrials,
  wanted: readonly ProgrammeRow[],
  costMost = Number.POSITIVE_INFINITY,
): Promise<Choice | null> {
  const { candidates } = trials.problem;
  const dearest = Math.max(1, ...candidates.map(({ cost }) => cost));
  const columns = candidates.map(({ cost, most }) => ({ cost, most, isWhole: true }));
  const budget: ProgrammeRow = {
    terms: candidates.flatMap(({ cost }, c) => (cost > 0 ? [[c, cost / dearest] as const] : [])),
    least: Number.NEGATIVE_INFINITY,
    most: costMost / dearest,
  };
  return solved(trials, columns, Number.isFinite(costMost) ? [budget] : [], {
    rows: wanted,
    cost: MISSING * dearest,
  });
}

/** The roster with as many agents as the limits allow, on duty when the load needs them. */
export async function mostStaff(trials: RosterTrials): Promise<Choice | null> {
  const { loads, problem } = trials;
  const columns = problem.candidates.map(({ hours, most }) => ({
    cost: -MISSING * hours,
    most,
    isWhole: true,
  }));
  const least = Math.max(1, ...problem.candidates.map(({ most }) => most));
  const wanted = coverFor(problem, loads, 1).map((row) => ({ ...row, least }));
  return solved(trials, columns, [], { rows: wanted, cost: 1 });
}

/** The best allowed roster that keeps to `rows`, and to the wanted rows as far as it can: what is missing of them has a cost. */
async function solved(
  { problem, solver }: RosterTrials,
  columns: readonly ProgrammeColumn[],
  rows: readonly ProgrammeRow[],
  wanted: { readonly rows: readonly ProgrammeRow[]; readonly cost: number },
): Promise<Choice | null> {
  const { cost } = wanted;
  const missing = wanted.rows.map(() => ({ cost, most: Number.POSITIVE_INFINITY, isWhole: false }));
  const withMissing = wanted.rows.map((row, k) => ({
    ...row,
    terms: [...row.terms, [columns.length + k, 1] as const],
  }));
  const solution = await solve(solver, {
    gap: GAP,
    columns: [...columns, ...missing],
    rows: [...problem.rows, ...rows, ...withMissing],
  });
  if (solution.kind !== 'found') return null;
  const choice = solution.values.slice(0, columns.length);
  const isPossible = choice.every((agents, c) => agents >= 0 && agents <= (columns[c]?.most ?? 0));
  assert(isPossible, 'a roster has more agents than a tour may have');
  return choice;
}

/** Costs are sums of many parts, and differ by less than this share because of rounding. */
const ROUNDING = 1e-4;

/** Savings are bounded by a row, which solvers keep within a small tolerance. */
const SAVED_ROUNDING = 5e-3;

/** Stops the program if a step that is to save costs makes a roster more expensive. */
function assertCheaper(trials: RosterTrials, choice: Choice, than: Choice): void {
  const [cost, before] = [trials.costOf(choice), trials.costOf(than)];
  assert(cost <= before + ROUNDING * Math.abs(before), `a roster costs ${cost} instead of ${before}`);
}

export async function improveRoster(trials: RosterTrials, first: Choice): Promise<Choice | null> {
  let best = await withoutSpare(trials, first);
  let swaps = 0;
  for (let isBetter = true; isBetter; ) {
    isBetter = false;
    for (const swapped of cheaperSwaps(trials, best)) {
      assert(sumOf(swapped) === sumOf(best), 'a swap changes the number of agents');
      if (trials.evaluation.isEnded) return null;
      if (!trials.isAllowed(swapped)) continue;
      if (swaps++ >= SWAPS_MOST) return best;
      if (!(await trials.holds(swapped))) continue;
      assertCheaper(trials, swapped, best);
      best = await withoutSpare(trials, swapped);
      isBetter = true;
      break;
    }
  }
  return trials.evaluation.isEnded ? null : best;
}

/** Removes agents whom nothing requires, those with the most expensive tours first. */
async function withoutSpare(trials: RosterTrials, first: Choice): Promise<Choice> {
  let choice = first;
  for (const c of byCost(trials)) {
    for (let agents = choice[c] ?? 0; agents > 0; agents--) {
      const fewer = withAgents(choice, c, agents - 1);
      if (!(await trials.holds(fewer))) break;
      assert(sumOf(fewer) === sumOf(choice) - 1, 'not one agent is removed');
      assertCheaper(trials, fewer, choice);
      choice = fewer;
    }
  }
  return choice;
}

/** One agent works a cheaper tour of the same group instead: the largest saving first. */
function cheaperSwaps({ problem }: RosterTrials, choice: Choice): readonly Choice[] {
  const { candidates } = problem;
  const found = candidates.flatMap((from, c) =>
    (choice[c] ?? 0) === 0
      ? []
      : candidates.flatMap((to, k) =>
          to.group === from.group && to.cost < from.cost ? [{ c, k, saved: from.cost - to.cost }] : [],
        ),
  );
  return largestFirst(found, ({ saved }) => saved).map(({ c, k }) =>
    withAgents(withAgents(choice, c, (choice[c] ?? 0) - 1), k, (choice[k] ?? 0) + 1),
  );
}

function byCost({ problem }: RosterTrials): readonly number[] {
  const { candidates } = problem;
  return largestFirst([...candidates.keys()], (c) => candidates[c]?.cost ?? 0);
}
