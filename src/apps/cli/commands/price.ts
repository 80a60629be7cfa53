import { givenLaw, type Scenario } from '#domain';
import {
  addedWages,
  buyBack,
  commonCurrency,
  compare,
  type Executor,
  estimateOf,
  groupsFor,
  measuresOf,
  measuresOver,
  promiseVariants,
  restrictedSegments,
  withMoreAgents,
} from '#experiment';
import { type PriceOfStaff, renderComparisonCsv, renderPrice, renderPriceText } from '#report';
import { BAD_INPUT, CLEAN } from '../../shared/exit-codes.ts';
import {
  colour,
  complain,
  note,
  print,
  printJson,
  printLaw,
  printText,
  terminalWidth,
} from '../../shared/print.ts';
import { type Extent, loadForExperiment } from '../../shared/scenario/load-scenario.ts';
import {
  type ExperimentOptions,
  isSearchWhole,
  openKeepingExecutor,
  runExperiment,
  settingsOfExperiment,
} from '../experiment/experiment-run.ts';
import { leaveResults, PLAN, placeOf, RECORDS, TRIED } from '../experiment/result-place.ts';

export interface PriceOptions extends ExperimentOptions, Extent {
  readonly staff: boolean;
}

const RESTRICTED = 'restricted customers';
const GOAL = `service level/${RESTRICTED}`;
/** Added agents are tried up to this multiple of those who may work the cases. */
const MOST = 4;

/** `meridian price`: what the promise costs in service, and the staff that buys it back. */
export async function price(name: string, options: PriceOptions): Promise<void> {
  process.exitCode = BAD_INPUT;
  const scenario = loadForExperiment(name, options);
  if (scenario === null) return;
  const restricted = restrictedSegments(scenario);
  if (restricted.length === 0) {
    return complain(
      `${scenario.name} restricts nothing`,
      'price a scenario in which some segment has a promise',
    );
  }
  const variants = promiseVariants(scenario);
  const currency = commonCurrency([scenario]);
  const measures = [
    ...measuresOf([], currency),
    ...measuresOver(RESTRICTED, RESTRICTED, restricted, currency),
  ];
  const settings = settingsOfExperiment(options, [GOAL]);
  if (settings === null) return;
  const folder = options.out ?? `runs/price-${scenario.name}`;
  const place = placeOf(folder);
  const seed = options.seed ?? scenario.seed;
  const outcome = await runExperiment(
    {
      kind: 'price',
      seed,
      scenarios: variants.map((variant) => ({ name: variant.id, scenario: variant.scenario })),
      measures: variants.map(() => measures),
    },
    settings,
    place,
    options,
  );
  if (outcome === null) return;
  const comparison = compare(
    variants.map(({ id }) => id),
    measures,
    outcome.records,
    settings.level,
  );
  const goal = estimateOf(outcome.records[0] ?? [], GOAL, settings.level)?.mean ?? null;
  const row = comparison.measures.find(({ measure }) => measure.id === GOAL);
  const worse = variants.slice(1).filter((_, i) => row?.others[i]?.verdict === 'worse');
  const staff: PriceOfStaff[] = [];
  const kept = [PLAN, RECORDS];
  if (options.staff && goal !== null && worse.length > 0) {
    let isCancelled = false;
    const kind = `price of ${scenario.name}`;
    const executor = await openKeepingExecutor(kind, settings.threads, place, options, () => {
      isCancelled = true;
    });
    if (executor === null) return;
    try {
      for (const variant of worse) {
        const found = await buyBackFor(variant.id, variant.scenario, restricted, goal, {
          executor,
          level: settings.level,
          seed,
          replications: comparison.replications,
          isQuiet: options.quiet === true,
          isCancelled: () => isCancelled,
        });
        if (found === null) break;
        staff.push(found);
      }
    } finally {
      await executor.end();
    }
    kept.push(TRIED);
    if (!isSearchWhole(executor, staff.length < worse.length, place)) return;
  }
  const titles = variants.map(({ beyond, id, keeps, title: what }) => ({ beyond, id, keeps, title: what }));
  const law = givenLaw(scenario);
  const page = { title: scenario.title, law, comparison, variants: titles, restricted, staff };
  const files = {
    'price.json': `${JSON.stringify({ law, comparison, variants: titles, restricted, staff }, null, 2)}\n`,
    'price.csv': renderComparisonCsv(comparison),
    'price.html': renderPrice(page),
  };
  if (!leaveResults(place, files, kept)) return;
  if (options.json === true) printJson({ folder, law, comparison, restricted, staff });
  else if (options.quiet === undefined) {
    printText(renderPriceText(page, RESTRICTED, { width: terminalWidth(), colour }));
    if (options.staff && worse.length === 0) {
      print(
        'No variant detectably lowers the service level of restricted customers: there is nothing to buy back.',
      );
    }
    printLaw(law);
    print(`${folder}: price.html, price.csv, price.json`);
  }
  process.exitCode = CLEAN;
}

async function buyBackFor(
  variant: string,
  scenario: Scenario,
  restricted: readonly string[],
  goal: number,
  run: {
    readonly executor: Executor;
    readonly level: number;
    readonly seed: string;
    readonly replications: number;
    readonly isQuiet: boolean;
    readonly isCancelled: () => boolean;
  },
): Promise<PriceOfStaff | null> {
  const groups = groupsFor(scenario, restricted);
  const agentsOf = (of: Scenario, group: number) =>
    (of.groups[group]?.shifts ?? []).reduce((sum, { agents }) => sum + agents, 0);
  const have = groups.reduce((sum, group) => sum + agentsOf(scenario, group), 0);
  let isInterrupted = false;
  const interrupt = () => {
    isInterrupted = true;
  };
  process.on('SIGINT', interrupt);
  try {
    const measure = measuresOver(RESTRICTED, RESTRICTED, restricted).find(({ id }) => id === GOAL);
    if (measure === undefined) return null;
    const found = await buyBack(scenario, groups, {
      measure,
      goal,
      most: MOST * have,
      replications: run.replications,
      seed: run.seed,
      level: run.level,
      executor: run.executor,
      watch: (added) => {
        if (process.stderr.isTTY && !run.isQuiet) note(`${variant}: ${added} more agents …`);
        return !isInterrupted && !run.isCancelled();
      },
    });
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
    return { variant, goal, buyBack: found, places, wages };
  } finally {
    process.off('SIGINT', interrupt);
  }
}
