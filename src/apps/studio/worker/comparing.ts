import type { Scenario } from '#domain';
import {
  commonCurrency,
  compare,
  createLocalExecutor,
  decisionsOf,
  type Executor,
  estimateOf,
  filtersOf,
  measuresFor,
  measuresOf,
  measuresOver,
  promiseVariants,
  type ReplicationRecord,
  replicate,
  restrictedSegments,
} from '#experiment';
import { formatEstimate, renderComparisonFigures } from '#report';
import { scenarioJson } from '#scenario';
import { scenarioDifferences } from '../../shared/scenario/scenario-differences.ts';
import type { CompareRequest, ComparisonAnswer, IntervalRow } from '../protocol.ts';
import type { Library } from './library.ts';
import { sha256 } from './sha256.ts';
import { BadScenario, endedEarly } from './simulate.ts';
import { Refusal, type Work } from './work.ts';

const LEVEL = 0.95;
const RESTRICTED = 'restricted customers';
/** Differences of the files that are listed. */
const CHANGES_MAX = 200;

interface Variant {
  readonly name: string;
  readonly title: string;
  readonly scenario: Scenario;
}

/** Scenarios against the first of them, under common random numbers. */
export async function compareScenarios(
  library: Library,
  request: CompareRequest,
  work: Work,
): Promise<ComparisonAnswer> {
  const variants: Variant[] = [];
  for (const text of request.scenarios) {
    const parsed = await library.parse(text);
    if (!parsed.ok) throw new BadScenario(parsed.problem);
    const scenario = endedEarly(parsed.value, request.until);
    const again = variants.some(({ name }) => name === scenario.name);
    variants.push({
      name: again ? `${scenario.name} (edited)` : scenario.name,
      title: scenario.title,
      scenario,
    });
  }
  const [first, ...others] = variants;
  if (first === undefined || others.length === 0) throw new Refusal('name two scenarios or more');
  const shared = first.scenario.segments.filter(({ id }) =>
    variants.every(({ scenario }) => scenario.segments.some((segment) => segment.id === id)),
  );
  const measures = measuresOf(shared, commonCurrency(variants.map(({ scenario }) => scenario)));
  const answer = await compared(variants, measures, request.replications, work);
  const before = scenarioJson(first.scenario);
  const changes = others.map(({ name, scenario }) => {
    const differences = scenarioDifferences(before, scenarioJson(scenario));
    return { name, count: differences.length, differences: differences.slice(0, CHANGES_MAX) };
  });
  return { ...answer, changes };
}

/** What the promise costs in service: without it, then step by step, up to what is promised. */
export async function priceOfPromise(
  library: Library,
  request: CompareRequest,
  work: Work,
): Promise<ComparisonAnswer> {
  const [text] = request.scenarios;
  if (text === undefined) throw new Refusal('name a scenario');
  const parsed = await library.parse(text);
  if (!parsed.ok) throw new BadScenario(parsed.problem);
  const scenario = endedEarly(parsed.value, request.until);
  const restricted = restrictedSegments(scenario);
  if (restricted.length === 0)
    throw new Refusal(`${scenario.name} restricts nothing, so nothing has a price`);
  const currency = commonCurrency([scenario]);
  const variants = promiseVariants(scenario).map(({ id, scenario: variant, title }) => ({
    name: id,
    title,
    scenario: variant,
  }));
  const measures = [
    ...measuresOver(RESTRICTED, RESTRICTED, restricted, currency),
    ...measuresOf([], currency),
  ];
  return compared(variants, measures, request.replications, work, RESTRICTED);
}

async function compared(
  variants: readonly Variant[],
  measures: Measures,
  replications: number,
  work: Work,
  about = '',
): Promise<ComparisonAnswer> {
  const seed = variants[0]?.scenario.seed ?? '1';
  const scenarios = variants.map(({ scenario }) => scenario);
  // A price is about the restricted customers, who are one group: no segment or channel is looked at by itself.
  const decisions = about === '' ? decisionsOf(scenarios, measures) : undefined;
  const recorded = decisions === undefined ? measures : [...measures, ...measuresFor(decisions)];
  const records = await recordsOf(scenarios, recorded, { replications, seed }, work);
  const names = variants.map(({ name }) => name);
  const comparison = compare(names, measures, records, LEVEL, decisions);
  const titles = variants.map(({ title }) => title);
  return { comparison, titles, changes: [], drawings: renderComparisonFigures(comparison, titles, about) };
}

/** Every measure of one scenario with its interval over replications. */
export async function intervalsOf(
  scenario: Scenario,
  plan: ReplicationWish,
  work: Work,
): Promise<readonly IntervalRow[]> {
  const measures = measuresOf(scenario.segments, commonCurrency([scenario]));
  const [records = []] = await recordsOf([scenario], measures, plan, work);
  return measures.map(({ id, title, unit }) => ({
    id,
    title,
    text: formatEstimate(estimateOf(records, id, LEVEL), unit),
  }));
}

type Measures = ReturnType<typeof measuresOf>;

interface ReplicationWish {
  readonly replications: number;
  readonly seed: string;
}

async function recordsOf(
  scenarios: readonly Scenario[],
  measures: Measures,
  { replications, seed }: ReplicationWish,
  work: Work,
): Promise<readonly (readonly ReplicationRecord[])[]> {
  const executor = breathing(createLocalExecutor(sha256, 'table'), work);
  await executor.begin(scenarios, filtersOf(measures));
  const all = replications * scenarios.length;
  let done = 0;
  const outcome = await replicate(
    {
      measures: scenarios.map(() => measures),
      seed,
      level: LEVEL,
      stopping: { minimum: replications, maximum: replications, precision: null, measures: [] },
    },
    executor,
    { known: [], add: () => {} },
    {
      isInterrupted: () => work.isCancelled,
      done: () => {
        done++;
        work.progress({ share: done / all, stage: 'replicating', cases: done, waiting: all });
      },
    },
  );
  await work.breathe();
  return outcome.records;
}

/** The same executor, which lets messages in between jobs. */
function breathing(executor: Executor, work: Work): Executor {
  return {
    ...executor,
    run: async (job) => {
      await work.breathe();
      return executor.run(job);
    },
  };
}
