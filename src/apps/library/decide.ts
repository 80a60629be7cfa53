import { failure, RELEVANT, type Result, success } from '#base';
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
import { sweepOf, sweepPoints } from '#planning';
import type {
  ActionsPage,
  ExplainedChange,
  PriceInput,
  SensitivityPage,
  StaffingPage,
  SweepResult,
} from '#report';
import { askable, findActions } from '../shared/experiment/action-search.ts';
import {
  changeMeasures,
  explainedChange,
  recoveryQuestion,
  stepsBetween,
} from '../shared/experiment/explained-change.ts';
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
import {
  chosenGoals,
  chosenMeasures,
  experiment,
  INTERRUPTED,
  type MeasuresOptions,
  problemsOfScenarios,
  type RunsOptions,
} from './experiment.ts';
import type { CompareOptions } from './replicate.ts';
import { openInput, type ScenarioInput, sentenceOf } from './scenario-input.ts';

type Answer<Value> = Promise<Result<Value, readonly string[]>>;

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
  const opened = openInput(input);
  if (!opened.ok) return opened;
  const { scenario: base } = opened.value;
  const design = sweepOf(vary as Parameters<typeof sweepOf>[0], 'vary');
  if (!design.ok) return failure(design.problem.map(sentenceOf));
  const points = sweepPoints(design.value, options.seed ?? base.seed);
  const { parameters } = design.value;
  const varied = scenariosAt(
    opened.value,
    points.map((values) => ({ parameters, values })),
  );
  if (!varied.ok) return failure(varied.problem.map(sentenceOf));
  const chosen = chosenMeasures(varied.value, named);
  const goals = chosen.ok ? chosenGoals(base, bounds, named === undefined ? null : chosen.value) : chosen;
  const problems = goals.ok ? [] : goals.problem;
  return experiment([base], { replications: 5, ...options }, problems, async ({ level, records }) => {
    if (!chosen.ok || !goals.ok) return failure(problems);
    const measures = withGoals(
      named === undefined ? sweepMeasures(chosen.value, base) : chosen.value,
      goals.value,
    );
    const made = await records(varied.value, measures);
    if (!made.ok) return made;
    const scenarios = varied.value.map((scenario, i) => ({ name: `point-${i}`, scenario }));
    const { title } = base;
    return success(
      sweepResult({
        design: design.value,
        title,
        points,
        scenarios,
        measures,
        goals: goals.value,
        level,
        records: made.value,
      }),
    );
  });
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
  const opened = openInput(input);
  if (!opened.ok) return opened;
  const { scenario: base } = opened.value;
  const design = sweepOf(vary as Parameters<typeof sweepOf>[0], 'vary', 'inputs');
  if (!design.ok) return failure(design.problem.map(sentenceOf));
  const chosen = chosenMeasures([base], named);
  const goals = chosen.ok ? chosenGoals(base, bounds, named === undefined ? null : chosen.value) : chosen;
  const problems = goals.ok ? [] : goals.problem;
  return experiment([base], { replications: 5, ...options }, problems, async ({ level, records, seed }) => {
    if (!chosen.ok || !goals.ok) return failure(problems);
    const asked = method === 'oat' || bounds.length > 0 ? goals.value : [];
    const measures = withGoals(chosen.value, asked);
    const plan = sensitivityPlan(design.value, method, size ?? (method === 'morris' ? 10 : 64), seed);
    const varied = scenariosAt(opened.value, plan.changes);
    if (!varied.ok) return failure(varied.problem.map(sentenceOf));
    const made = await records(varied.value, measures);
    if (!made.ok) return made;
    const scenarios = varied.value.map((scenario, i) => ({ name: `point-${i}`, scenario }));
    return success(
      sensitivityPage(plan, {
        base,
        scenarios,
        measures,
        goals: goals.value,
        records: made.value,
        level,
        seed,
      }),
    );
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
  const source = openInput(input);
  if (!source.ok) return source;
  const { scenario } = source.value;
  const goals = staffGoals(scenario, bounds);
  const problems = goals.ok ? [] : [`${goals.problem.message}; ${goals.problem.remedy}`];
  const run = { replications: 5, ...options };
  return experiment([scenario], run, problems, async ({ executor, goesOn, level, replications, seed }) => {
    if (!goals.ok) return failure(problems);
    const asked = { level, replications, seed, guards, proofMost, goals: goals.value };
    const question = { ...asked, scenario, source: source.value };
    const found = await searchStaff(question, executor, goesOn);
    if (!goesOn()) return failure(INTERRUPTED);
    if (found !== null) return success(staffPage(question, found));
    const { message, remedy } = nothingFound(guards);
    return failure([`${message}; ${remedy}`]);
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
  const read = readInputs(input);
  if (!read.ok) return read;
  const [one] = read.value;
  const { scenario } = one.parsed;
  const chosen = named === undefined ? success(null) : chosenMeasures([scenario], named);
  const asked = chosen.ok ? askable(scenario, chosen.value) : chosen;
  const problems = asked.ok
    ? []
    : 'message' in asked.problem
      ? [sentenceOf({ path: '', ...asked.problem })]
      : asked.problem;
  const run = { replications: 20, ...options };
  return experiment([scenario], run, problems, async ({ executor, goesOn, level, replications, seed }) => {
    if (!asked.ok) return failure(problems);
    const extent = { seed, replications, level, relevance };
    const question = { ...one, measures: asked.value, cut: same, ...extent };
    const page = await findActions(question, executor, goesOn);
    return page === null ? failure(goesOn() ? FAILED : INTERRUPTED) : success(page);
  });
}

const FAILED = ['a run failed: the scenario cannot be simulated'];

function same(scenario: Scenario): Scenario {
  return scenario;
}

/** Inputs as what changes are made from. */
function readInputs(...inputs: readonly ScenarioInput[]) {
  const read = [];
  for (const input of inputs) {
    const opened = openInput(input);
    if (!opened.ok) return opened;
    read.push({ source: opened.value.source, parsed: opened.value });
  }
  return success(read as unknown as readonly [(typeof read)[number], (typeof read)[number]]);
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
  const read = readInputs(before, after);
  if (!read.ok) return read;
  const [first, second] = read.value;
  const parted = stepsBetween(first, second, parts);
  if (!parted.ok) return failure([sentenceOf({ path: '', ...parted.problem })]);
  const scenarios = parted.value.scenarios.map(({ scenario }) => scenario);
  const measures =
    named === undefined ? success(changeMeasures(scenarios)) : chosenMeasures(scenarios, named);
  const problems = measures.ok ? [] : measures.problem;
  return experiment(
    [first.parsed.scenario],
    options,
    problems,
    async ({ executor, goesOn, level, records, seed }) => {
      if (!measures.ok) return measures;
      const made = await records(scenarios, measures.value);
      if (!made.ok) return made;
      const findings = {
        before: first,
        after: second,
        parted: parted.value,
        measures: measures.value,
        areNamed: named !== undefined,
        records: made.value,
        level,
      };
      const change = explainedChange(findings);
      const question = wantsActions ? recoveryQuestion(change, findings, seed, same) : null;
      const recovery = question === null ? null : await findActions(question, executor, goesOn);
      return goesOn() ? success({ ...change, recovery }) : failure(INTERRUPTED);
    },
  );
}

/** What residency costs in service, step by step; and, unless `staff` is false, the staff that restores it. */
export async function price(
  scenario: Scenario,
  { staff: wantsStaff = true, ...options }: RunsOptions & { readonly staff?: boolean } = {},
): Answer<PriceInput> {
  const strangers = problemsOfScenarios([scenario]);
  if (strangers.length > 0) return failure(strangers);
  const plan = pricePlan(scenario);
  if (plan === null)
    return failure([
      `${scenario.name} restricts nothing; price a scenario in which some segment has a promise`,
    ]);
  return experiment(
    [scenario],
    options,
    [],
    async ({ executor, goesOn, level, records, replications, seed }) => {
      const variants = plan.variants.map((variant) => variant.scenario);
      const made = await records(variants, [...plan.measures, ...plan.losses]);
      if (!made.ok) return made;
      const priced = pricedFrom(plan, made.value, level);
      const { goal, worse } = priced;
      const run = { goal: goal ?? 0, replications, seed, level, executor };
      const staff = wantsStaff && goal !== null ? await staffThatBuysBack(plan, worse, run, goesOn) : [];
      return goesOn() ? success(pricePage(plan, priced, staff)) : failure(INTERRUPTED);
    },
  );
}

export interface RareOptions extends Pick<RunsOptions, 'level' | 'onProgress' | 'seed' | 'signal'> {
  /** Whose number makes the levels. Left out: `in system`. */
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
  const strangers = problemsOfScenarios([scenario]);
  if (strangers.length > 0) return failure(strangers);
  const read = readRareEvent(event, scenario);
  if (!read.ok)
    return failure([`event, column ${read.problem.column}: ${read.problem.message}; ${read.problem.remedy}`]);
  const { warmUp } = scenario;
  if (warmUp !== undefined && !('forMs' in warmUp))
    return failure(['the warm-up is to be found by a run, but splitting needs a fixed one']);
  const plan = { event: read.value, fromMs: warmUp?.forMs ?? 0, importance: count, paths, seed };
  const pilot = chooseLevels(scenario, plan);
  const made = [];
  for (let k = 0; k < runs; k++) {
    await new Promise((resolve) => setTimeout(resolve, 0));
    if (signal?.aborted === true) return failure(INTERRUPTED);
    made.push(splitOnce(scenario, { ...plan, levels: pilot.levels }, k));
    onProgress?.((k + 1) / runs);
  }
  const cases = plan.event.isShare ? casesByRates(scenario, plan.event.segment, plan.fromMs) : null;
  return success(combineRuns(pilot, made, level, cases));
}
