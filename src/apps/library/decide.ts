import { failure, RELEVANT, success } from '#base';
import type { Scenario } from '#domain';
import {
  casesByRates,
  chooseLevels,
  combineRuns,
  GUARD_NAMES,
  type GuardName,
  type Importance,
  type RareResult,
  splitOnce,
  withGoals,
} from '#experiment';
import { type SweepUse, sweepOf, sweepPoints } from '#planning';
import type {
  ActionsPage,
  ExplainedChange,
  HiringPage,
  PriceInput,
  SensitivityPage,
  StaffingPage,
  SweepResult,
} from '#report';
import { parseHiringPlan, type ReadScenario } from '#scenario';
import { askable, findActions } from '../shared/experiment/action-search.ts';
import {
  changeMeasures,
  explainedChange,
  recoveryQuestion,
  stepsBetween,
} from '../shared/experiment/explained-change.ts';
import { hiringPage, requiredByGrowth, requiredByPlan } from '../shared/experiment/hiring.ts';
import {
  pricedFrom,
  pricePage,
  pricePlan,
  staffThatBuysBack,
} from '../shared/experiment/price-of-promise.ts';
import { readRareEvent } from '../shared/experiment/rare-event.ts';
import { sensitivityPage, sensitivityPlan } from '../shared/experiment/sensitivity-of-inputs.ts';
import { nothingFound, searchStaff, staffGoals, staffPage } from '../shared/experiment/staff-search.ts';
import { scenariosAt, sweepMeasures, sweepResult } from '../shared/experiment/sweep-points.ts';
import { type Answer, answered, Failed, known } from './arguments.ts';
import {
  chosenGoals,
  chosenMeasures,
  experiment,
  failIfAborted,
  inSentences,
  type MeasuresOptions,
  type RunsOptions,
  refuseStrangers,
} from './experiment.ts';
import type { CompareOptions } from './replicate.ts';
import { knownOf, openInput, type ScenarioInput } from './scenario-input.ts';

/** Values by path, as for `override`: a list, or a range such as `'10..40 step 5'`. */
export type Varied = Readonly<Record<string, string | readonly unknown[]>>;

/** Bounds such as `service level>=80%`. Left out: the scenario's service levels. */
interface GoalsOptions {
  readonly goals?: readonly string[];
}

export interface SweepOptions extends RunsOptions, MeasuresOptions, GoalsOptions {}

/**
 * Runs a scenario at every combination of values, under common random numbers: each measure of each point with its interval, and whether the
 * point meets the goals. 5 runs of each point, if `replications` is left out.
 *
 * @example
 * const short = override(desk, { horizon: '1 day' });
 * const found = await sweep(short, { 'centres.dublin.groups.first-line.shifts.day.agents': [8, 9] }, { replications: 2 });
 */
export async function sweep(
  input: ScenarioInput,
  vary: Varied,
  { goals: bounds = [], measures: named, ...options }: SweepOptions = {},
): Answer<SweepResult> {
  return answered(async () => {
    const opened = openInput(input);
    const { scenario: base } = opened;
    const design = designOf(vary);
    const points = sweepPoints(design, options.seed ?? base.seed);
    const { parameters } = design;
    const scenarios = pointsOf(
      opened,
      points.map((values) => ({ parameters, values })),
    );
    const varied = scenarios.map(({ scenario }) => scenario);
    const chosen = chosenMeasures(varied, named);
    const asked = { chosen, goals: chosenGoals(base, bounds, chosen, named !== undefined) };
    const run = { replications: 5, ...options };
    return experiment([base], run, asked, async ({ level, records }, { chosen, goals }) => {
      const measures = withGoals(named === undefined ? sweepMeasures(chosen, base) : chosen, goals);
      const made = await records(varied, measures);
      const { title } = base;
      return sweepResult({ design, title, points, scenarios, measures, goals, level, records: made });
    });
  });
}

function designOf(vary: Varied, use?: SweepUse) {
  return knownOf(sweepOf(vary as Parameters<typeof sweepOf>[0], 'vary', use));
}

function pointsOf(...of: Parameters<typeof scenariosAt>) {
  return knownOf(scenariosAt(...of)).map((scenario, i) => ({ name: `point-${i}`, scenario }));
}

export interface SensitivityOptions extends SweepOptions {
  /** One input at a time, elementary effects, or shares of variance. Left out: `oat`. */
  readonly method?: SensitivityPage['method'];
  /** Walks of `morris` (10), or rows of each sample of `sobol` (64). */
  readonly size?: number;
}

/** Which inputs affect the answer, ranked by their effect: each between the first and the last of its values. */
export async function sensitivity(
  input: ScenarioInput,
  vary: Varied,
  { goals: bounds = [], measures: named, method = 'oat', size, ...options }: SensitivityOptions = {},
): Answer<SensitivityPage> {
  return answered(async () => {
    const opened = openInput(input);
    const { scenario: base } = opened;
    const design = designOf(vary, 'inputs');
    const chosen = chosenMeasures([base], named);
    const asked = { chosen, goals: chosenGoals(base, bounds, chosen, named !== undefined) };
    const run = { replications: 5, ...options };
    return experiment([base], run, asked, async ({ level, records, seed }, { chosen, goals }) => {
      const measures = withGoals(chosen, method === 'oat' || bounds.length > 0 ? goals : []);
      const plan = sensitivityPlan(design, method, size ?? (method === 'morris' ? 10 : 64), seed);
      const scenarios = pointsOf(opened, plan.changes);
      const made = await records(
        scenarios.map(({ scenario }) => scenario),
        measures,
      );
      return sensitivityPage(plan, { base, scenarios, measures, goals, records: made, level, seed });
    });
  });
}

export interface StaffOptions extends RunsOptions, GoalsOptions {
  /** What must not get worse than today. Left out: all. */
  readonly guards?: readonly GuardName[];
  /** The most staffings that are tried to prove that none costs less. Left out: 100. */
  readonly proofMost?: number;
}

/**
 * The cheapest head counts of today's shifts, of those searched, that meet the goals and keep the guards. Fails if none that was tried does. 5
 * runs of each staffing, if `replications` is left out.
 */
export async function staff(
  input: ScenarioInput,
  { goals: bounds = [], guards = GUARD_NAMES, proofMost = 100, ...options }: StaffOptions = {},
): Answer<StaffingPage> {
  return answered(async () => {
    const source = openInput(input);
    const { scenario } = source;
    const asked = { goals: inSentences(staffGoals(scenario, bounds)) };
    const run = { replications: 5, ...options };
    return experiment([scenario], run, asked, async ({ level, replications, search, seed }, { goals }) => {
      const question = { level, replications, seed, guards, proofMost, goals, scenario, source };
      const found = await search((...how) => searchStaff(question, ...how));
      if (found !== null) return staffPage(question, found);
      return known(inSentences(failure(nothingFound(guards))));
    });
  });
}

export interface HireOptions extends StaffOptions {
  /** The least probability, from 0 to 1, with which each month is met. Left out: the expected staff meets it. */
  readonly safe?: number | null;
}

/**
 * The fewest people to hire so that staff meets what each month requires, and when their classes start. `plan`: what a hiring plan says, with
 * its keys. Without `required`, a search finds what the first month needs, with 2 runs of each staffing if `replications` is left out.
 *
 * @example
 * const plan = { 'meridian-hiring': 1, from: '2026-01', months: 6, attrition: 0.03, classes: 'monthly', classSize: 6, training: '1 month' };
 * const hiring = await hire(desk, { ...plan, required: { 'dublin/first-line': 8 } });
 */
export async function hire(
  input: ScenarioInput,
  plan: Readonly<Record<string, unknown>>,
  { goals: bounds = [], guards = GUARD_NAMES, proofMost = 0, safe = null, ...options }: HireOptions = {},
): Answer<HiringPage> {
  return answered(async () => {
    const source = openInput(input);
    const { scenario } = source;
    const groups = scenario.groups.map(({ id }) => id);
    const read = knownOf(parseHiringPlan('plan', JSON.stringify(plan), groups));
    if (safe !== null && !(safe >= 0 && safe <= 1))
      throw new Failed([`safe is ${safe}; give a probability from 0 to 1`]);
    const given = requiredByPlan(read);
    if (given !== null) return hiringPage(scenario, read, given, safe);
    const asked = { goals: inSentences(staffGoals(scenario, bounds)) };
    const run = { replications: 2, ...options };
    return experiment([scenario], run, asked, async ({ level, replications, search, seed }, { goals }) => {
      const question = { level, replications, seed, guards, proofMost, goals, scenario, source };
      const found = await search((executor, goesOn) => requiredByGrowth(question, read, executor, goesOn));
      if (found === null) throw new Failed(FAILED);
      return hiringPage(scenario, read, known(inSentences(found)), safe);
    });
  });
}

/** The single change that improves a measure most for its cost. 20 fresh runs of each action that is left at the end. */
export async function actions(
  input: ScenarioInput,
  {
    measures: named,
    relevance = RELEVANT,
    ...options
  }: RunsOptions & MeasuresOptions & Pick<CompareOptions, 'relevance'> = {},
): Answer<ActionsPage> {
  return answered(async () => {
    const one = readInput(input);
    const { scenario } = one.parsed;
    const chosen = named === undefined ? success(null) : chosenMeasures([scenario], named);
    const asked = { measures: chosen.ok ? inSentences(askable(scenario, chosen.value)) : chosen };
    const run = { replications: 20, ...options };
    return experiment([scenario], run, asked, async ({ level, replications, search, seed }, { measures }) => {
      const question = { ...one, measures, cut: same, seed, replications, level, relevance };
      const page = await search((...how) => findActions(question, ...how));
      if (page !== null) return page;
      throw new Failed(FAILED);
    });
  });
}

const FAILED = ['a run failed: the scenario cannot be simulated'];

function same(scenario: Scenario): Scenario {
  return scenario;
}

/** An input as what changes are made from. */
function readInput(input: ScenarioInput): ReadScenario {
  const parsed = openInput(input);
  return { source: parsed.source, parsed };
}

/**
 * Why a figure moved from one scenario to another: volume, mix, handle time, staff and so on, each with its interval; and, unless `actions` is
 * false, what would win it back. `parts`: tell only these apart.
 */
export async function explainChange(
  before: ScenarioInput,
  after: ScenarioInput,
  {
    actions: wantsActions = true,
    measures: named,
    parts = null,
    ...options
  }: RunsOptions &
    MeasuresOptions & { readonly actions?: boolean; readonly parts?: readonly string[] | null } = {},
): Answer<ExplainedChange> {
  return answered(async () => {
    const [first, second] = [readInput(before), readInput(after)];
    const parted = known(inSentences(stepsBetween(first, second, parts)));
    const scenarios = parted.scenarios.map(({ scenario }) => scenario);
    const measures =
      named === undefined ? success(changeMeasures(scenarios)) : chosenMeasures(scenarios, named);
    const own = [first.parsed.scenario];
    return experiment(own, options, { measures }, async ({ level, records, search, seed }, { measures }) => {
      const made = await records(scenarios, measures);
      const areNamed = named !== undefined;
      const findings = { before: first, after: second, parted, measures, areNamed, records: made, level };
      const change = explainedChange(findings);
      const question = wantsActions ? recoveryQuestion(change, findings, seed, same) : null;
      const recovery = question === null ? null : await search((...how) => findActions(question, ...how));
      return { ...change, recovery };
    });
  });
}

/** What residency costs in service, step by step; and, unless `staff` is false, the staff that restores it. */
export async function price(
  scenario: Scenario,
  { staff: wantsStaff = true, ...options }: RunsOptions & { readonly staff?: boolean } = {},
): Answer<PriceInput> {
  return answered(async () => {
    refuseStrangers([scenario]);
    const plan = pricePlan(scenario);
    if (plan === null)
      throw new Failed([
        `${scenario.name} restricts nothing; price a scenario in which some segment has a promise`,
      ]);
    return experiment([scenario], options, {}, async ({ level, records, replications, search, seed }) => {
      const variants = plan.variants.map((variant) => variant.scenario);
      const made = await records(variants, [...plan.measures, ...plan.losses]);
      const priced = pricedFrom(plan, made, level);
      const { goal, worse } = priced;
      if (!wantsStaff || goal === null) return pricePage(plan, priced, []);
      const staff = await search((executor, goesOn) =>
        staffThatBuysBack(plan, worse, { goal, replications, seed, level, executor }, goesOn),
      );
      return pricePage(plan, priced, staff);
    });
  });
}

export interface RareOptions extends Pick<RunsOptions, 'level' | 'onProgress' | 'seed' | 'signal'> {
  /** The cases whose number makes the levels. Left out: `in system`. */
  readonly count?: Importance;
  /** Independent runs of splitting, from 2; 20. */
  readonly runs?: number;
  /** Paths of each level; 200. */
  readonly paths?: number;
}

/** How probable an event is that runs hardly ever show, such as `wait of premier > 4 h`, by multilevel splitting. */
export async function rare(
  scenario: Scenario,
  event: string,
  {
    count = 'in system',
    level = 0.95,
    onProgress,
    paths = 200,
    runs = 20,
    seed = scenario.seed,
    signal,
  }: RareOptions = {},
): Answer<RareResult> {
  return answered(async () => {
    refuseStrangers([scenario]);
    const read = readRareEvent(event, scenario);
    if (!read.ok)
      throw new Failed([
        `event, column ${read.problem.column}: ${read.problem.message}; ${read.problem.remedy}`,
      ]);
    const { warmUp } = scenario;
    if (warmUp !== undefined && !('forMs' in warmUp))
      throw new Failed(['the warm-up is to be found by a run, but splitting needs a fixed one']);
    const plan = { event: read.value, fromMs: warmUp?.forMs ?? 0, importance: count, paths, seed };
    const pilot = chooseLevels(scenario, plan);
    const made = [];
    for (let k = 0; k < runs; k++) {
      await new Promise((resolve) => setTimeout(resolve, 0));
      failIfAborted(signal);
      made.push(splitOnce(scenario, { ...plan, levels: pilot.levels }, k));
      onProgress?.((k + 1) / runs);
    }
    const cases = plan.event.isShare ? casesByRates(scenario, plan.event.segment, plan.fromMs) : null;
    return combineRuns(pilot, made, level, cases);
  });
}
