import { plural } from '#base';
import type { Scenario } from '#domain';
import {
  commonCurrency,
  compare,
  decisionsOf,
  estimateOf,
  measuresFor,
  measuresOf,
  withWaitsByChannel,
} from '#experiment';
import { comparisonHeading, comparisonSections, drawnSections, formatEstimate } from '#report';
import {
  type ComparedScenario,
  comparisonContext,
  comparisonFiles,
} from '../../../shared/experiment/comparison-files.ts';
import { sharedParts } from '../../../shared/experiment/shared-parts.ts';
import type { CompareRequest, ExperimentAnswer, IntervalRow, ScenarioText } from '../../protocol.ts';
import type { Library } from '../library.ts';
import { endedEarly } from '../run-scenario.ts';
import { Refusal } from '../work.ts';
import type { Bench } from './executors.ts';
import { LEVEL, type ReplicationWish, recordsOf } from './replicating.ts';

/** Compares scenarios with the first of them under common random numbers, as `meridian compare` does. */
export async function compareScenarios(request: CompareRequest, bench: Bench): Promise<ExperimentAnswer> {
  const variants: Variant[] = [];
  for (const text of request.scenarios)
    variants.push(await variantOf(bench.library, text, request.until, variants));
  const [first, ...others] = variants;
  if (first === undefined || others.length === 0)
    throw new Refusal('one scenario cannot be compared: choose another one to compare it with');
  const scenarios = variants.map(({ scenario }) => scenario);
  const shared = sharedParts(scenarios).segments;
  const measures = withWaitsByChannel(measuresOf(shared, commonCurrency(scenarios)), scenarios);
  const decisions = decisionsOf(scenarios, measures);
  const recorded = [...measures, ...measuresFor(decisions)];
  const { replications } = request;
  const seed = request.seed ?? first.scenario.seed;
  const records = await recordsOf(scenarios, recorded, { replications, seed }, bench);
  const names = variants.map(({ name }) => name);
  const comparison = compare(names, measures, records, { level: LEVEL, decisions });
  const context = comparisonContext(comparison, variants);
  return {
    heading: comparisonHeading(names, context.titles),
    extent: {
      simulatedMs: first.scenario.horizonMs,
      horizonMs: first.horizonMs,
      text: `${plural(replications, 'pair')} of replications, seed ${seed}`,
    },
    sections: drawnSections(comparisonSections(comparison, context)),
    files: comparisonFiles(comparison, context),
    edited: null,
  };
}

interface Variant extends ComparedScenario {
  /** Horizon of the whole scenario, even if only a part is simulated. */
  readonly horizonMs: number;
}

async function variantOf(
  library: Library,
  text: ScenarioText,
  until: string | null,
  before: readonly Variant[],
): Promise<Variant> {
  const source = await library.source(text);
  const scenario = endedEarly(source, until);
  const again = before.some(({ name }) => name === scenario.name);
  return {
    name: again ? `${scenario.name} (edited)` : scenario.name,
    scenario,
    tree: source.tree,
    events: source.events,
    horizonMs: source.scenario.horizonMs,
  };
}

/** Every measure of one scenario with its interval over replications. */
export async function intervalsOf(
  scenario: Scenario,
  plan: ReplicationWish,
  bench: Bench,
): Promise<readonly IntervalRow[]> {
  const measures = withWaitsByChannel(measuresOf(scenario.segments, commonCurrency([scenario])), [scenario]);
  const [records = []] = await recordsOf([scenario], measures, plan, bench);
  return measures.map(({ id, title, unit }) => ({
    id,
    title,
    text: formatEstimate(estimateOf(records, id, LEVEL), unit),
  }));
}
