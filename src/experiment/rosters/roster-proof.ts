import { assert } from '#base';
import { Exclusions } from './exclusions.ts';
import { type Solver, solve } from './programme.ts';
import type { Choice } from './roster-scenario.ts';
import type { RosterTrials } from './roster-trials.ts';

export interface RosterProof {
  /** Null if no roster holds: all were tried if `isProved`. */
  readonly choice: Choice | null;
  /** Whether the programme shows that no roster that costs less holds in the runs of this search. */
  readonly isProved: boolean;
  /** No roster that costs less than this holds. Null if not even that is known. */
  readonly bound: number | null;
  /** Rosters that were tried and do not hold: the checks object to them, or runs miss a goal or guard. */
  readonly failed: number;
}

/** Costs that differ by less are equal. */
const SAME = 1e-9;

/**
 * Tries rosters in the order of their cost, starting with the cheapest that the limits allow, until one holds or the next costs as much as
 * `best`. Each that fails is excluded from the programme, alone. Ends after `most` rosters.
 */
export async function proveRoster(
  trials: RosterTrials,
  solver: Solver,
  best: Choice | null,
  most: number,
): Promise<RosterProof> {
  const exclusions = new Exclusions(trials.problem);
  let excluded = 0;
  let bound: number | null = null;
  const cost = best === null ? Number.POSITIVE_INFINITY : trials.costOf(best);
  const end = (choice: Choice | null, isProved: boolean, least: number | null): RosterProof => ({
    choice,
    isProved,
    failed: trials.failed.length,
    bound: least,
  });
  for (let tried = 0; ; tried++) {
    for (; excluded < trials.failed.length; excluded++) exclusions.exclude(trials.failed[excluded] ?? []);
    const next = await solve(solver, exclusions.programme);
    if (next.kind === 'infeasible') return end(best, true, best === null ? null : cost);
    const rounding = 1e-6 * Math.max(1, Math.abs(bound ?? 0));
    const isDearer = next.kind === 'unknown' || bound === null || next.cost >= bound - rounding;
    assert(isDearer, 'a roster costs less than all that were left');
    bound = Math.max(bound ?? next.bound, next.bound);
    const isBound =
      next.kind === 'unknown' || next.bound <= next.cost + SAME * Math.max(1, Math.abs(next.cost));
    assert(isBound && excluded === trials.failed.length, 'a bound lies above a roster that is allowed');
    if (bound >= cost - SAME * Math.max(1, Math.abs(cost))) return end(best, true, cost);
    if (next.kind === 'unknown' || tried >= most || trials.evaluation.isEnded) return end(best, false, bound);
    const choice = next.values.slice(0, trials.problem.candidates.length);
    const isNew = trials.failed.every((one) => one.join(' ') !== choice.join(' '));
    assert(isNew && trials.isAllowed(choice), 'a roster is tried that is excluded');
    if (next.cost >= cost) return end(best, false, bound);
    if (await trials.holds(choice)) return end(choice, next.isOptimal, next.isOptimal ? next.cost : bound);
  }
}
