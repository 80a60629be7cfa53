import { assert } from '#base';
import type { Scenario } from '#domain';
import type { TreeValue } from '#scenario';
import type { Measure } from '../measures/measure.ts';
import { dutyHoursOf, type Headcounts, headcountsOf, sumOverShifts } from '../staffing/headcounts.ts';
import type { Plan } from '../staffing/staffing-evaluation.ts';
import { resultOf, type StaffingResult } from '../staffing/staffing-result.ts';
import { type Candidate, keptShifts } from './candidates.ts';
import type { LoadCurve } from './required-cover.ts';
import type { RosterProof } from './roster-proof.ts';
import type { RosterProblem } from './roster-rows.ts';
import { type Choice, chosenShifts, chosenTours, rosterOverride, rosterPlan } from './roster-scenario.ts';
import type { RosterTrials } from './roster-trials.ts';

export interface ChosenTour {
  readonly candidate: Candidate;
  readonly agents: number;
}

/** A proposal whose `before` and `after` are of the shifts of `scenario`. */
export interface RosterResult extends StaffingResult {
  /** Today's shifts, and after them the chosen tours, in each group. */
  readonly scenario: Scenario;
  /** The changes of the scenario file. */
  readonly override: TreeValue;
  readonly tours: readonly ChosenTour[];
  /** Tours to choose among. */
  readonly candidates: number;
  /** What the chosen tours cost over the horizon: wages, or hours if nobody has a wage. */
  readonly cost: number;
  readonly proof: RosterProof;
  /** Agents that the work keeps busy, by group and half hour of the run, as the search estimates it. */
  readonly loads: LoadCurve;
}

/** Null if a goal was not observed, or the search was ended. */
export async function rosterResult(
  trials: RosterTrials,
  today: Plan,
  choice: Choice,
  found: { readonly proof: RosterProof; readonly watched: readonly Measure[] | undefined },
): Promise<RosterResult | null> {
  const { problem } = trials;
  const scenario = withBoth(problem, choice);
  const holds = await trials.holdsOf(choice);
  const [before, after] = bothCounts(problem, choice);
  const dutyHours = dutyHoursOf(scenario);
  const isPaid = scenario.currency !== undefined;
  const hours = (counts: Headcounts) =>
    sumOverShifts(counts, (agents, g, s) => agents * (dutyHours[g]?.[s] ?? 0));
  const wages = (counts: Headcounts) =>
    sumOverShifts(counts, (agents, g, s) => agents * (dutyHours[g]?.[s] ?? 0) * wageOf(scenario, g));
  const kept = after.map((counts, g) => counts.slice(0, problem.scenario.groups[g]?.shifts.length));
  const result = await resultOf(trials.evaluation, {
    before,
    after,
    dutyHours,
    today,
    watched: found.watched,
    hoursBefore: hours(before),
    hoursAfter: hours(after),
    wagesBefore: isPaid ? wages(before) : null,
    wagesAfter: isPaid ? wages(kept) + trials.costOf(choice) : null,
    holds: holdsByGroup(problem, choice, holds),
    found: rosterPlan(problem, choice),
    isProved: found.proof.isProved,
  });
  if (result === null) return null;
  const isPaidFor = result.wagesAfter === null || result.wagesAfter >= trials.costOf(choice);
  assert(isPaidFor, 'the wages of a roster are less than its tours cost');
  const isWhole = Math.abs(result.hoursAfter - hours(kept) - trials.hoursOf(choice)) < 1e-6;
  assert(isWhole, 'the hours of a roster are not those of its tours and of the shifts that stay');
  return {
    ...result,
    scenario,
    proof: found.proof,
    loads: trials.loads,
    candidates: problem.candidates.length,
    override: rosterOverride(problem, choice),
    tours: chosenTours(problem, choice).map(({ agents, candidate }) => ({ candidate, agents })),
    cost: trials.costOf(choice),
  };
}

function withBoth(problem: RosterProblem, choice: Choice): Scenario {
  return {
    ...problem.scenario,
    groups: problem.scenario.groups.map((group, g) => ({
      ...group,
      shifts: [...group.shifts, ...chosenShifts(problem, choice, g)],
    })),
  };
}

function bothCounts(problem: RosterProblem, choice: Choice): readonly [Headcounts, Headcounts] {
  const today = headcountsOf(problem.scenario);
  const before = today.map((counts, g) => [...counts, ...chosenTours(problem, choice, g).map(() => 0)]);
  const after = problem.scenario.groups.map((group, g) => {
    const kept = new Set(keptShifts(group));
    return [
      ...group.shifts.map((shift) => (kept.has(shift) ? shift.agents : 0)),
      ...chosenTours(problem, choice, g).map(({ agents }) => agents),
    ];
  });
  return [before, after];
}

function holdsByGroup(
  problem: RosterProblem,
  choice: Choice,
  holds: StaffingResult['holds'][number],
): StaffingResult['holds'] {
  return problem.scenario.groups.map(({ shifts }, g) => [
    ...shifts.map(() => []),
    ...chosenTours(problem, choice, g).map(({ c }) => holds[c] ?? []),
  ]);
}

function wageOf({ groups }: Scenario, group: number): number {
  return groups[group]?.wage?.perHour ?? 0;
}
