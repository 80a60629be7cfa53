import { assert, type Result, success } from '#base';
import { givenLaw, type Scenario } from '#domain';
import {
  addedWages,
  buyBack,
  commonCurrency,
  compare,
  type Executor,
  estimateOf,
  groupsFor,
  type Measure,
  measuresOf,
  measuresOver,
  promiseVariants,
  restrictedSegments,
  withMoreAgents,
} from '#experiment';
import { type PriceOfStaff, renderComparisonCsv, renderPrice, renderPriceText } from '#report';
import { type Problem, refuse } from '../../shared/problem.ts';
import type { CommandContext, CommandResult } from '../../shared/run-command.ts';
import { note } from '../../shared/terminal.ts';
import { runExperiment } from '../experiment/experiment-run.ts';
import { PLAN, placeOf, RECORDS, type ResultFolder, TRIED } from '../experiment/result-place.ts';
import { giveResults, type Results } from '../experiment/results.ts';
import { runSearch } from '../experiment/search-run.ts';
import {
  type ExperimentOptions,
  type ExperimentSettings,
  settingsOfExperiment,
} from '../experiment/settings.ts';
import { type Extent, loadForExperiment } from '../options/extent.ts';

export interface PriceOptions extends ExperimentOptions, Extent {
  readonly staff: boolean;
}

const RESTRICTED = 'restricted customers';
const GOAL = `service level/${RESTRICTED}`;
/** Added agents are tried up to this multiple of those who may work the cases. */
const MOST = 4;

/** `meridian price`: what the promise costs in service, and the staff that buys it back. */
export async function price(
  name: string,
  options: PriceOptions,
  context: CommandContext,
): Promise<CommandResult> {
  const loaded = loadForExperiment(name, options);
  if (!loaded.ok) return loaded;
  const scenario = loaded.value;
  const restricted = restrictedSegments(scenario);
  if (restricted.length === 0) {
    return refuse(
      `${scenario.name} restricts nothing`,
      'price a scenario in which some segment has a promise',
    );
  }
  const settings = settingsOfExperiment(options, [GOAL]);
  if (!settings.ok) return settings;
  const place = placeOf(options.out, `runs/price-${scenario.name}`);
  const task: Task = { scenario, restricted, settings: settings.value, place, options, context };
  const priced = await pricedVariants(task);
  if (!priced.ok) return priced;
  const { comparison, goal, variants, worse } = priced.value;
  const isBought = options.staff && goal !== null && worse.length > 0;
  const staff = isBought ? await staffFor(task, priced.value, goal) : success([]);
  if (!staff.ok) return staff;
  const law = givenLaw(scenario);
  const result = { law, comparison, variants, restricted, staff: staff.value };
  const page = { title: scenario.title, ...result };
  const files = {
    'price.json': `${JSON.stringify(result, null, 2)}\n`,
    'price.csv': renderComparisonCsv(comparison),
    'price.html': renderPrice(page),
  };
  const json = { law, comparison, restricted, staff: staff.value };
  const text: Results['text'] = (style) => {
    const told = renderPriceText(page, RESTRICTED, style).replace(/\n$/, '');
    return options.staff && worse.length === 0 ? `${told}\n${NOTHING_TO_BUY}` : told;
  };
  const kept = isBought ? [PLAN, RECORDS, TRIED] : [PLAN, RECORDS];
  const given = giveResults(place, { files, json, text, law }, options, kept);
  return given.ok ? success('clean') : given;
}

interface Task {
  readonly scenario: Scenario;
  readonly restricted: readonly string[];
  readonly settings: ExperimentSettings;
  readonly place: ResultFolder;
  readonly options: PriceOptions;
  readonly context: CommandContext;
}

interface Priced {
  readonly comparison: ReturnType<typeof compare>;
  readonly variants: readonly Pick<Variant, 'beyond' | 'id' | 'keeps' | 'title'>[];
  /** Service level of restricted customers without any promise; null where it was never measured. */
  readonly goal: number | null;
  /** Variants that detectably lower it. */
  readonly worse: readonly Variant[];
  readonly seed: string;
}

type Variant = ReturnType<typeof promiseVariants>[number];

/** Service with the promise step by step, against none. */
async function pricedVariants(task: Task): Promise<Result<Priced, Problem>> {
  const { context, options, place, restricted, scenario, settings } = task;
  const variants = promiseVariants(scenario);
  const currency = commonCurrency([scenario]);
  const measures = [
    ...measuresOf([], currency),
    ...measuresOver(RESTRICTED, RESTRICTED, restricted, currency),
  ];
  const seed = options.seed ?? scenario.seed;
  const scenarios = variants.map((variant) => ({ name: variant.id, scenario: variant.scenario }));
  const experiment = { kind: 'price', seed, scenarios, measures: variants.map(() => measures) };
  const outcome = await runExperiment(experiment, settings, place, options, context);
  if (!outcome.ok) return outcome;
  const { records } = outcome.value;
  const names = variants.map(({ id }) => id);
  const comparison = compare(names, measures, records, settings.level);
  const row = comparison.measures.find(({ measure }) => measure.id === GOAL);
  return success({
    comparison,
    variants: variants.map(({ beyond, id, keeps, title }) => ({ beyond, id, keeps, title })),
    goal: estimateOf(records[0] ?? [], GOAL, settings.level)?.mean ?? null,
    worse: variants.slice(1).filter((_, i) => row?.others[i]?.verdict === 'worse'),
    seed,
  });
}

/** For each variant that lowers the service level, the staff that raises it again. */
async function staffFor(
  task: Task,
  { comparison, seed, worse }: Priced,
  goal: number,
): Promise<Result<readonly PriceOfStaff[], Problem>> {
  const { context, options, place, restricted, scenario, settings } = task;
  const { level, threads } = settings;
  const { replications } = comparison;
  const isWatched = process.stderr.isTTY === true && options.quiet !== true;
  const search = async (executor: Executor, goesOn: () => boolean) => {
    const staff: PriceOfStaff[] = [];
    for (const variant of worse) {
      const watch = (added: number) => {
        if (isWatched) note(`${variant.id}: ${added} more agents …`);
        return goesOn();
      };
      const run = {
        ...{ goal, replications, seed, level, executor, watch },
        measure: goalMeasure(restricted),
      };
      const found = await buyBackFor(variant, restricted, run);
      if (found === null) break;
      staff.push(found);
    }
    return staff;
  };
  return runSearch(search, { kind: `price of ${scenario.name}`, threads }, place, options, context);
}

function goalMeasure(restricted: readonly string[]): Measure {
  const measure = measuresOver(RESTRICTED, RESTRICTED, restricted).find(({ id }) => id === GOAL);
  assert(measure !== undefined, `there is no measure ${GOAL}`);
  return measure;
}

/** Null when it is interrupted. */
async function buyBackFor(
  { id: variant, scenario }: Variant,
  restricted: readonly string[],
  run: Omit<Parameters<typeof buyBack>[2], 'most'>,
): Promise<PriceOfStaff | null> {
  const groups = groupsFor(scenario, restricted);
  const agentsOf = (group: number) =>
    (scenario.groups[group]?.shifts ?? []).reduce((sum, { agents }) => sum + agents, 0);
  const have = groups.reduce((sum, group) => sum + agentsOf(group), 0);
  const found = await buyBack(scenario, groups, { ...run, most: MOST * have });
  if (found === null) return null;
  const places = found.places.map(({ agents, group }) => {
    const { centre = -1, id = '', languages = [] } = scenario.groups[group] ?? {};
    const spoken = languages.map((l) => scenario.languages[l]).join(', ');
    return { group: id, centre: scenario.centres[centre]?.title ?? '', languages: spoken, agents };
  });
  const staffed = found.places.reduce(
    (so, { agents, group }) => withMoreAgents(so, [group], agents),
    scenario,
  );
  const wages = found.places.length === 0 ? null : addedWages(scenario, staffed);
  return { variant, goal: run.goal, buyBack: found, places, wages };
}

const NOTHING_TO_BUY =
  'No variant detectably lowers the service level of restricted customers: there is nothing to buy back.';
