import { definite, failure, formatShare, ownMember, present, type Result, success, sumOf } from '#base';
import { givenLaw, presentShareOf, type Scenario } from '#domain';
import {
  type Executor,
  type GoalProblem,
  measureNamed,
  replicateOnce,
  squareRootStaff,
  withHeadcounts,
} from '#experiment';
import { planHiring } from '#planning';
import type { HiringPage } from '#report';
import type { HiringPlan } from '#scenario';
import { nothingFound, type StaffQuestion, searchStaff } from './staff-search.ts';

/** What each group needs. */
interface Required {
  /** People by group and month. */
  readonly people: Readonly<Record<string, readonly number[]>>;
  /** Where the figures come from, in sentences. */
  readonly notes: readonly string[];
}

/**
 * What each month requires: for the demand of the first month, the head counts that `meridian staff` proposes; for the others, by square-root
 * staffing in each shift from there, with the load that a run of the proposal shows, as demand grows. Null if the search was ended.
 */
export async function requiredByGrowth(
  question: StaffQuestion,
  { growth, months }: HiringPlan,
  executor: Executor,
  watch: (evaluations: number, hours: number) => boolean,
): Promise<Result<Required, GoalProblem> | null> {
  const found = await searchStaff(question, executor, watch);
  if (found === null) return failure(nothingFound(question.guards));
  const { replications, scenario, seed } = question;
  const staffed = withHeadcounts(scenario, found.after);
  const measures = scenario.groups.map(({ id }) => {
    const named = measureNamed(`occupancy/group:${id}`, scenario.segments, null, scenario);
    return named.ok ? named.value : null;
  });
  const records = await replicateOnce(
    staffed,
    { measures: present(measures), replications, seed: `${seed}/hire` },
    executor,
    { isInterrupted: () => !watch(found.evaluations, found.hoursAfter), done: () => {} },
  );
  if (records === null) return null;
  const all = scenario.groups.map(({ id }, g): readonly [string, readonly number[]] => {
    const seen = records.map(({ contributions }) => contributions[measures[g]?.id ?? '']);
    const time = sumOf(seen.map((one) => one?.denominator ?? 0));
    const busy = time === 0 ? 0 : Math.min(1, sumOf(seen.map((one) => one?.numerator ?? 0)) / time);
    const shifts = definite(found.after[g], 'each group has head counts');
    const here = presentShareOf(definite(scenario.groups[g], 'each group has a row'));
    const inMonth = (month: number) =>
      sumOf(shifts.map((agents) => agentsFor(agents, { here, busy }, (1 + growth) ** month)));
    return [id, Array.from({ length: months }, (_, month) => inMonth(month))];
  });
  const basis = `Required: in the first month what meridian staff proposes; then by square-root staffing in each shift, as demand grows by ${formatShare(growth)} a month. meridian staff --set demand=1.2 simulates a month with 20 % more.`;
  const unsure = found.isConfident && found.isGuarded ? [] : [UNSURE];
  return success({ people: Object.fromEntries(all), notes: [basis, ...unsure] });
}

const UNSURE = 'The proposal for the first month does not meet every goal and guard with confidence.';

/** What a plan itself says is required; null if that is to be computed. */
export function requiredByPlan({ required }: HiringPlan): Required | null {
  return required === null ? null : { people: required, notes: ['Required: as the plan says.'] };
}

/**
 * People that a shift needs once its load has grown by a factor: those beyond the load grow with its square root. `here`: the share of people
 * who are present. `busy`: the share of these who are busy.
 */
function agentsFor(
  agents: number,
  { busy, here }: { readonly busy: number; readonly here: number },
  growth: number,
): number {
  const load = agents * here * busy;
  if (load === 0) return agents;
  const beta = (agents * here - load) / Math.sqrt(load);
  return Math.ceil(squareRootStaff(load * growth, beta) / here - 1e-9);
}

/** The plan for each group of which a requirement is known. `safe`: the least chance of each month, or null. */
export function hiringPage(
  scenario: Scenario,
  plan: HiringPlan,
  required: Required,
  safe: number | null,
): HiringPage {
  const { attrition, classes, classSize, from, months, rampUp, training } = plan;
  const groups = scenario.groups.flatMap(({ id, shifts }) => {
    const own = ownMember(required.people, id);
    if (own === undefined) return [];
    const staff = sumOf(shifts.map(({ agents }) => agents));
    const question = { attrition, classes, classSize, rampUp, required: own, safe, staff, training };
    return [{ group: id, staff, ...planHiring(question) }];
  });
  return {
    title: scenario.title,
    months: Array.from({ length: months }, (_, month) => monthText(from + month)),
    safe,
    groups,
    notes: [...required.notes, 'Each agent of a shift of the scenario counts as one person.'],
    law: givenLaw(scenario),
  };
}

/** `2026-01`, of months since the year 0. */
function monthText(month: number): string {
  return `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`;
}
