import { sumOf } from '#base';
import type { Scenario } from '#domain';
import type { TreeValue } from '#scenario';
import type { Estimate } from '#statistics';
import type { Goal } from '../measures/goals.ts';
import type { Measure } from '../measures/measure.ts';
import { AMPLE, headcountsOf, withHeadcounts } from '../staffing/headcounts.ts';
import {
  coverPermissions,
  Evaluation,
  type EvaluationOptions,
  Known,
  type Plan,
} from '../staffing/staffing-evaluation.ts';
import { type Solver, solve } from './programme.ts';
import { type LoadCurve, loadCurve } from './required-cover.ts';
import { proveRoster } from './roster-proof.ts';
import { type RosterResult, rosterResult } from './roster-result.ts';
import { type RosterProblem, type RowReason, rosterProblem } from './roster-rows.ts';
import { type Choice, rosterPlan } from './roster-scenario.ts';
import { improveRoster, mostStaff, searchRoster } from './roster-search.ts';
import { RosterTrials } from './roster-trials.ts';

export interface RosterOptions extends Omit<EvaluationOptions, 'goals'> {
  readonly solver: Solver;
  /** Whether the checks of scenario files object to a change. Left out: they never do. */
  readonly objects?: (override: TreeValue) => boolean;
  /** The most rosters that are simulated for the proof that none costs less. */
  readonly proofMost: number;
}

/** A requirement that the roster with the most agents misses. */
export interface MissedMeasure {
  readonly measure: Measure;
  /** The goal; null for a guard, which is compared with today. */
  readonly bound: number | null;
  readonly found: Estimate | null;
}

export type RosterOutcome =
  | { readonly kind: 'found'; readonly result: RosterResult }
  /** No roster keeps these limits together. */
  | { readonly kind: 'impossible'; readonly limits: readonly RowReason[] }
  /** `isProved`: every allowed roster was simulated. `agents`: of the roster with the most agents, which misses this. */
  | {
      readonly kind: 'missed';
      readonly isProved: boolean;
      readonly tried: number;
      readonly agents: number;
      readonly missed: readonly MissedMeasure[];
    }
  | { readonly kind: 'ended' };

/**
 * For each list of goals, the cheapest roster of the shift shapes that meets it and keeps the guards. What was simulated for one list is used
 * for the others. Groups without shapes keep their shifts, and promises stay as they are.
 */
export async function findRosters(
  scenario: Scenario,
  levels: readonly (readonly Goal[])[],
  options: RosterOptions,
): Promise<readonly RosterOutcome[]> {
  const problem = rosterProblem(scenario, coverPermissions(options));
  const limits = await brokenLimits(problem, options.solver);
  if (limits.length > 0) return levels.map(() => ({ kind: 'impossible', limits }));
  const known = new Known();
  const outcomes: RosterOutcome[] = [];
  const earlier: Choice[] = [];
  for (const goals of levels) {
    const evaluation = new Evaluation(scenario, todayOf(scenario), { ...options, goals }, known);
    await evaluation.guard();
    const found = await outcomeOf(problem, evaluation, options, earlier);
    if (found.choice !== null) earlier.push(found.choice);
    outcomes.push(found.outcome);
  }
  return outcomes;
}

async function outcomeOf(
  problem: RosterProblem,
  evaluation: Evaluation,
  { objects, proofMost, solver, watched }: RosterOptions,
  earlier: readonly Choice[],
): Promise<{ readonly outcome: RosterOutcome; readonly choice: Choice | null }> {
  const none = (outcome: RosterOutcome) => ({ outcome, choice: null });
  const loads = await loadsOf(evaluation, problem.scenario);
  if (loads === null) return none({ kind: 'ended' });
  const trials = new RosterTrials(problem, evaluation, { solver, objects, loads });
  const best = await cheaperOf(trials, await searchRoster(trials), earlier);
  const proof = await proveRoster(trials, best, proofMost);
  if (evaluation.isEnded) return none({ kind: 'ended' });
  if (proof.choice === null) return none(await missedOutcome(trials, proof.isProved));
  const result = await rosterResult(trials, todayOf(problem.scenario), proof.choice, { proof, watched });
  return result === null
    ? none({ kind: 'ended' })
    : { outcome: { kind: 'found', result }, choice: proof.choice };
}

/** Rosters found for other goals may do as well, and cost less. */
async function cheaperOf(
  trials: RosterTrials,
  searched: Choice | null,
  earlier: readonly Choice[],
): Promise<Choice | null> {
  let best = searched;
  for (const choice of earlier) {
    const isCheaper = best === null || trials.costOf(choice) < trials.costOf(best);
    if (isCheaper && (await trials.holds(choice))) best = await improveRoster(trials, choice);
  }
  return best;
}

async function missedOutcome(trials: RosterTrials, isProved: boolean): Promise<RosterOutcome> {
  const { evaluation, failed, problem } = trials;
  const most = await mostStaff(trials);
  const tried = failed.length;
  if (most === null) return { kind: 'missed', isProved, tried, agents: 0, missed: [] };
  const plan = rosterPlan(problem, most);
  const requirements = await trials.missedIn(most);
  const values = await evaluation.valuesOf(plan, 'search');
  if (evaluation.isEnded) return { kind: 'ended' };
  return {
    kind: 'missed',
    isProved,
    tried,
    agents: sumOf(most),
    missed: requirements.map(({ measure, value }) => ({
      measure,
      bound: value,
      found: evaluation.estimateOf(values, measure),
    })),
  };
}

function todayOf(scenario: Scenario): Plan {
  return { key: 'today', scenario: () => scenario, hours: 0 };
}

async function loadsOf(evaluation: Evaluation, scenario: Scenario): Promise<LoadCurve | null> {
  const ample = headcountsOf(scenario).map((shifts) => shifts.map((agents) => AMPLE * Math.max(1, agents)));
  const plan = { key: 'ample', hours: 0, scenario: () => withHeadcounts(scenario, ample) };
  const [run] = await evaluation.simulate(plan, 1, 'search');
  return run === undefined ? null : loadCurve(scenario, ample, run.summary);
}

/**
 * Which limits no roster keeps together: those that the roster with the smallest sum of violations breaks. Empty if some roster keeps all.
 */
async function brokenLimits(problem: RosterProblem, solver: Solver): Promise<readonly RowReason[]> {
  const { candidates, rows } = problem;
  const columns = candidates.map(({ most }) => ({ cost: 0, most, isWhole: true }));
  const violations = rows.map(() => ({ cost: 1, most: Number.POSITIVE_INFINITY, isWhole: false }));
  const solution = await solve(solver, {
    columns: [...columns, ...violations],
    rows: rows.map((row, k) => ({
      ...row,
      terms: [...row.terms, [columns.length + k, Number.isFinite(row.least) ? 1 : -1] as const],
    })),
  });
  if (solution.kind !== 'found') return [];
  return rows.flatMap(({ reason }, k) =>
    (solution.values[columns.length + k] ?? 0) > VIOLATED ? [reason] : [],
  );
}

const VIOLATED = 0.5;
