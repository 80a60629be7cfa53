import { MINUTE_MS } from '#base';
import { givenLaw, type Scenario } from '#domain';
import { type Executor, estimateOf, type Measure, type ReplicationRecord, replicateOnce } from '#experiment';
import {
  type LevelPrice,
  type LevelPrices,
  type LevelStaff,
  levelsCsv,
  type PriceOfStaff,
  renderLevels,
  renderLevelsText,
  strandedIn,
} from '#report';
import type { RequirementFile } from '#scenario';
import {
  ACCESS_WAYS,
  type AccessWay,
  answersOfRun,
  type Evaluation,
  evaluation,
  promisedAsRequired,
  reachOf,
} from '#statements';
import { estimateMean } from '#statistics';
import {
  PRICE_GOAL,
  type PricedPromise,
  type PricePlan,
  pricedFrom,
  pricePlan,
  RESTRICTED,
  staffThatBuysBack,
} from '../../shared/experiment/price-of-promise.ts';
import { resultFiles } from '../../shared/experiment/result-files.ts';
import { refuse } from '../../shared/problem.ts';
import type { CommandContext } from '../../shared/run-command.ts';
import { runExperiment, runSearch } from '../experiment/experiment-run.ts';
import { giveResults, PLAN, placeOf, RECORDS, resultsOf, TRIED } from '../experiment/result-place.ts';
import { type ExperimentOptions, type ExperimentTask, settingsOfExperiment } from '../experiment/settings.ts';
import { type Extent, loadForExperiment } from '../options/extent.ts';
import { progressLines } from '../progress.ts';
import { simulatedEvidence } from '../run/evidence-source.ts';
import { readRequirements } from '../run/requirements-file.ts';

export interface PriceOptions extends ExperimentOptions, Extent {
  readonly levels?: true;
  /** Undefined: yes, unless `levels` are asked for. */
  readonly staff?: boolean;
  readonly restaff?: string;
}

const LEVELS = ['1', '2', '3', '4'];
const REPLICATIONS = 4;
/** Independent searches for staff: three give an interval. */
const SEARCHES = 3;
const TODAY = 'today';
/** How customers answer when they are asked for approval, if no promise of the scenario says so. */
const ASSUMED = { answer: { kind: 'exponential', mean: 20 * MINUTE_MS }, refused: 0.2 } as const;
const ASSUMPTION =
  'No promise says how customers answer who are asked for approval: they are assumed to take 20 min on average, and to refuse one question in five.';

function approvalIn({ promises }: Scenario) {
  return promises.find(({ approval }) => approval !== undefined)?.approval;
}

/** A level with a way of access. Those that let the same people see the same cases share a scenario. */
interface Cell extends Pick<LevelPrice, 'impossible' | 'level' | 'variant' | 'way'> {
  readonly file: RequirementFile;
  readonly scenario: Scenario | null;
}

export interface PriceTask extends ExperimentTask {
  readonly plan: PricePlan;
  readonly seed: string;
}

interface Task extends PriceTask {
  readonly cells: readonly Cell[];
}

/** `meridian price --levels`: what levels of sovereignty take, and what they cost. */
export async function priceLevels(
  name: string,
  options: PriceOptions,
  context: CommandContext,
): Promise<void> {
  if (options.restaff !== undefined)
    return refuse('--restaff searches with and without the promise', 'with --levels, give --staff');
  const own = planFor(name, options);
  const cells = cellsOf(own);
  const measures = own.measures.filter(({ id }) => id.endsWith(`/${RESTRICTED}`));
  const plan = { ...own, variants: variantsOf(own, cells), measures };
  const { scenario } = plan;
  const settings = settingsOfExperiment(options, [PRICE_GOAL], REPLICATIONS);
  const place = placeOf(options.out, `runs/price-levels-${scenario.name}`);
  const seed = options.seed ?? scenario.seed;
  const task: Task = { plan, cells, seed, settings, place, options, context };
  // Threads make replications while this one judges.
  const [priced, judged] = await Promise.all([pricedVariants('price of levels', task), judgedCells(task)]);
  const staff = options.staff === true ? await staffOf(task, priced) : null;
  const page = pageOf(task, priced, judged, staff);
  const files = resultFiles('price', page, levelsCsv(page), renderLevels(page));
  const kept = staff === null ? [PLAN, RECORDS] : [PLAN, RECORDS, TRIED];
  giveResults(place, resultsOf(page, files, renderLevelsText), options, kept);
}

function pageOf(
  { cells, plan: { restricted, scenario, variants } }: Task,
  { comparison }: PricedPromise,
  judged: readonly (Evaluation | null)[],
  staff: ReadonlyMap<string, LevelPrice['staff']> | null,
): LevelPrices {
  const stranded = new Map(
    // Where people outside may be let in, schedules do not show who is permitted.
    variants
      .slice(1)
      .filter(({ id }) => id.endsWith(ACCESS_WAYS[0]))
      .map(({ id, scenario: promised }) => [id, strandedIn(promised, restricted)]),
  );
  return {
    title: scenario.title,
    law: givenLaw(scenario),
    source: cells[0]?.file.title.replace(/, level 1$/, '') ?? '',
    restricted: scenario.segments.flatMap(({ id, title }) => (restricted.includes(id) ? [title] : [])),
    comparison,
    assumed: approvalIn(scenario) === undefined ? ASSUMPTION : null,
    cells: cells.map(({ impossible, level, variant, way }, c) => ({
      level,
      way,
      impossible,
      variant,
      blocked: rowsOf(judged[c], 'broken'),
      untold: rowsOf(judged[c], 'cannot be told'),
      stranded: stranded.get(variant ?? '') ?? [],
      staff: staff === null || variant === null ? null : (staff.get(variant) ?? 'none'),
    })),
  };
}

/** Refuses a scenario that restricts nothing. */
export function planFor(name: string, extent: Extent): PricePlan {
  const scenario = loadForExperiment(name, extent);
  return (
    pricePlan(scenario) ??
    refuse(`${scenario.name} restricts nothing`, 'price a scenario in which some segment has a promise')
  );
}

function cellsOf({ restricted, scenario }: PricePlan): readonly Cell[] {
  const segments = scenario.segments.flatMap(({ id }, s) => (restricted.includes(id) ? [s] : []));
  const approval = approvalIn(scenario) ?? ASSUMED;
  const known = new Map<string, { readonly variant: string; readonly scenario: Scenario }>();
  return LEVELS.flatMap((level) => {
    const whole = readRequirements(`cloud-act-level-${level}`).file;
    const file = {
      ...whole,
      requirements: whole.requirements.map((one) => ({ ...one, segments: restricted })),
    };
    return ACCESS_WAYS.map((way: AccessWay): Cell => {
      const promised = promisedAsRequired(file, scenario, segments, { way, approval });
      if (typeof promised === 'string')
        return { level, way, file, impossible: promised, variant: null, scenario: null };
      const key = reachOf(promised, segments);
      const same = known.get(key) ?? { variant: `level ${level}, ${way}`, scenario: promised };
      known.set(key, same);
      return { level, way, file, impossible: null, ...same };
    });
  });
}

/** The scenario of today, and each that a cell promises, once. */
function variantsOf({ scenario, variants }: PricePlan, cells: readonly Cell[]): PricePlan['variants'] {
  const of = (id: string, one: Scenario) => ({ id, title: id, scenario: one, keeps: [], beyond: null });
  const promised = new Map(
    cells.flatMap(({ scenario: one, variant }) =>
      one === null || variant === null ? [] : [[variant, one] as const],
    ),
  );
  return [of(TODAY, variants.at(-1)?.scenario ?? scenario), ...[...promised].map(([id, one]) => of(id, one))];
}

/** Service in each variant, compared with the first. */
export async function pricedVariants(
  kind: string,
  { plan, seed, ...task }: PriceTask,
): Promise<PricedPromise> {
  const scenarios = plan.variants.map(({ id, scenario }) => ({ name: id, scenario }));
  const recorded = [...plan.measures, ...plan.losses];
  const experiment = { kind, seed, scenarios, measures: scenarios.map(() => recorded) };
  const { level, records } = await runExperiment(experiment, task);
  const priced = pricedFrom(plan, records, level);
  return { ...priced, comparison: { ...priced.comparison, level: task.settings.level } };
}

/** Whether one run of each cell meets the requirements of its level; null if it was not simulated. */
async function judgedCells({ cells, options, plan, seed }: Task): Promise<readonly (Evaluation | null)[]> {
  const progress = progressLines(options.quiet === true);
  const judged = new Map<Cell, Evaluation>();
  for (const { id, scenario } of plan.variants.slice(1)) {
    progress(() => `${id}: judging a run by its requirements …`);
    const { evidence, summary } = await simulatedEvidence({ ...scenario, seed }, {}, true);
    const own = cells.filter(({ variant }) => variant === id);
    // All levels at once: each reading of a ledger takes seconds.
    const requirements = own.flatMap(({ file }) => file.requirements);
    const { answers, flows, stories } = answersOfRun({ title: id, requirements }, evidence, summary);
    let from = 0;
    for (const cell of own) {
      const to = from + cell.file.requirements.length;
      const sources = [{ answers: answers.slice(from, to), stories, flows }];
      from = to;
      const given = { of: 'run', scenario, sources, proofs: null, assumptions: [] } as const;
      judged.set(cell, evaluation(cell.file, given));
    }
  }
  return cells.map((cell) => judged.get(cell) ?? null);
}

function rowsOf(judged: Evaluation | null | undefined, outcome: 'broken' | 'cannot be told') {
  return (judged?.rows ?? []).flatMap((row) =>
    row.outcome === outcome ? [{ id: row.id, text: row.text }] : [],
  );
}

/** By variant: the staff that brings today's service back, found by searches of which each uses random numbers of its own. */
function staffOf(task: Task, { worse }: PricedPromise): Promise<ReadonlyMap<string, LevelPrice['staff']>> {
  const { options, plan, seed, settings } = task;
  const { level } = settings;
  const replications = settings.stopping.minimum;
  const progress = progressLines(options.quiet === true);
  const goalMeasure = plan.measures.find(({ id }) => id === PRICE_GOAL) as Measure;
  const search = async (executor: Executor, goesOn: () => boolean) => {
    const found = new Map<string, PriceOfStaff[]>();
    for (let n = 0; n < SEARCHES; n++) {
      const own = `${seed}/staff/${n}`;
      const asked = { seed: own, measures: [goalMeasure], replications };
      const watch = { isInterrupted: () => !goesOn(), done: () => {} };
      const today: readonly ReplicationRecord[] | null = await replicateOnce(
        plan.scenario,
        asked,
        executor,
        watch,
      );
      const goal = today === null ? null : (estimateOf(today, PRICE_GOAL, level)?.mean ?? null);
      if (goal === null) break;
      const run = { goal, replications, seed: own, level, executor };
      const bought = await staffThatBuysBack(plan, worse, run, (variant, added) => {
        progress(() => `search ${n + 1} of ${SEARCHES}, ${variant}: ${added} more agents …`);
        return goesOn();
      });
      for (const one of bought) found.set(one.variant, [...(found.get(one.variant) ?? []), one]);
    }
    return new Map([...found].map(([variant, all]) => [variant, levelStaff(all, level)]));
  };
  return runSearch(search, `staff for levels, ${plan.scenario.name}`, task);
}

function levelStaff(all: readonly PriceOfStaff[], level: number): LevelStaff | 'not found' {
  if (all.length < SEARCHES || all.some(({ buyBack }) => buyBack.added === null)) return 'not found';
  const isWeek = all.every(({ fte }) => fte !== null);
  const amounts = all.map(({ buyBack: { added, atPlaces }, fte }) =>
    isWeek ? (fte ?? 0) : (atPlaces?.added ?? added ?? 0),
  );
  const [first] = all.flatMap(({ wages }) => wages ?? []);
  return {
    searches: all.length,
    unit: isWeek ? 'FTE' : 'agents',
    amount: estimateMean(amounts, level),
    wages:
      first === undefined
        ? null
        : {
            currency: first.currency,
            per: first.per,
            amount: estimateMean(
              all.map(({ wages }) => wages?.amount ?? 0),
              level,
            ),
          },
  };
}
