import type { Scenario } from '#domain';
import {
  commonCurrency,
  compare,
  createLocalExecutor,
  type Executor,
  measuresOf,
  measuresOver,
  promiseVariants,
  replicate,
  restrictedSegments,
} from '#experiment';
import { renderComparisonFigures } from '#report';
import { scenarioJson } from '#scenario';
import { scenarioDifferences } from '../../cli/scenario-differences.ts';
import type { CompareRequest, ComparisonAnswer } from '../protocol.ts';
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
  const [first, second] = variants;
  if (first === undefined || second === undefined) throw new Refusal('name two scenarios or more');
  const shared = first.scenario.segments.filter(({ id }) =>
    variants.every(({ scenario }) => scenario.segments.some((segment) => segment.id === id)),
  );
  const measures = measuresOf(shared, commonCurrency(variants.map(({ scenario }) => scenario)));
  const answer = await compared(variants, measures, request.replications, work);
  const changes = scenarioDifferences(scenarioJson(first.scenario), scenarioJson(second.scenario));
  return { ...answer, changes: changes.slice(0, CHANGES_MAX) };
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
  return compared(variants, measures, request.replications, work);
}

async function compared(
  variants: readonly Variant[],
  measures: ReturnType<typeof measuresOf>,
  replications: number,
  work: Work,
): Promise<ComparisonAnswer> {
  const executor = breathing(createLocalExecutor(sha256, 'table'), work);
  await executor.begin(variants.map(({ scenario }) => scenario));
  const all = replications * variants.length;
  let done = 0;
  const outcome = await replicate(
    {
      measures: variants.map(() => measures),
      seed: variants[0]?.scenario.seed ?? '1',
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
  const comparison = compare(
    variants.map(({ name }) => name),
    measures,
    outcome.records,
    LEVEL,
  );
  return {
    comparison,
    titles: variants.map(({ title }) => title),
    changes: [],
    drawings: renderComparisonFigures(comparison),
  };
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
