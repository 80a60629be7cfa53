import { plural } from '#base';
import type { Scenario } from '#domain';
import {
  commonCurrency,
  compare,
  decisionsOf,
  measuresFor,
  measuresOf,
  withWaitsByChannel,
} from '#experiment';
import {
  changeSections,
  comparisonHeading,
  comparisonSections,
  drawnSections,
  intervalsTable,
  priceSections,
  targetsPart,
} from '#report';
import {
  type ComparedScenario,
  comparisonContext,
  comparisonFiles,
} from '../../../shared/experiment/comparison-files.ts';
import {
  changeFiles,
  changeMeasures,
  explainedChange,
  recoveryQuestion,
  stepsBetween,
} from '../../../shared/experiment/explained-change.ts';
import {
  pricedFrom,
  priceFiles,
  pricePage,
  pricePlan,
  staffThatBuysBack,
} from '../../../shared/experiment/price-of-promise.ts';
import { sharedParts } from '../../../shared/experiment/shared-parts.ts';
import type {
  CompareRequest,
  ExperimentAnswer,
  ExplainChangeRequest,
  PriceRequest,
  ScenarioText,
} from '../../protocol.ts';
import type { Library } from '../library.ts';
import { endedEarly } from '../run-scenario.ts';
import { goesOn, goodValue, Refusal } from '../work.ts';
import { readScenario, searchActions } from './best-actions.ts';
import { type Bench, LEVEL, type ReplicationWish, recordsOf, withExecutor } from './executors.ts';

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

/** Whether the targets of one scenario are met, and every measure with its interval over replications, as markup. */
export async function intervalsOf(scenario: Scenario, plan: ReplicationWish, bench: Bench) {
  const measures = withWaitsByChannel(measuresOf(scenario.segments, commonCurrency([scenario])), [scenario]);
  const decisions = decisionsOf([scenario], measures);
  const records = await recordsOf([scenario], [...measures, ...measuresFor(decisions)], plan, bench);
  const judged = compare([scenario.title], measures, records, { level: LEVEL, decisions });
  return drawnSections([targetsPart(judged), intervalsTable(judged)]);
}

/** Why figures moved from one scenario to another, and what would win them back, as in `meridian explain-change`. */
export async function explainChangeOf(
  request: ExplainChangeRequest,
  bench: Bench,
): Promise<ExperimentAnswer> {
  const before = await readScenario(bench.library, request.before);
  const after = await readScenario(bench.library, request.after);
  const parted = stepsBetween(before, after, null);
  if (!parted.ok) throw new Refusal(parted.problem.message);
  const cutOf = (scenario: Scenario) => endedEarly({ scenario }, request.until);
  const scenarios = parted.value.scenarios.map(({ scenario }) => cutOf(scenario));
  const measures = changeMeasures(scenarios);
  const { replications } = request;
  const seed = request.seed ?? before.parsed.scenario.seed;
  const records = await recordsOf(scenarios, measures, { replications, seed }, bench);
  const findings = { before, after, parted: parted.value, measures, records, level: LEVEL, areNamed: false };
  const explained = explainedChange(findings);
  const question = request.withActions ? recoveryQuestion(explained, findings, seed, cutOf) : null;
  const recovery = question === null ? null : await searchActions(question, bench);
  const change = { ...explained, recovery };
  const [first, second] = change.titles;
  return {
    heading: `From ${first} to ${second}`,
    extent: {
      simulatedMs: scenarios[0]?.horizonMs ?? 0,
      horizonMs: before.parsed.scenario.horizonMs,
      text: `${plural(replications, 'replication')} of ${scenarios.length} scenarios, seed ${seed}`,
    },
    sections: drawnSections(changeSections(change)),
    files: changeFiles(change),
    edited: null,
  };
}

/** What the promise costs in service, step by step, and the staff that restores the service, as in `meridian price`. */
export async function priceOfPromise(request: PriceRequest, bench: Bench): Promise<ExperimentAnswer> {
  const parsed = goodValue(await bench.library.parse(request.scenario));
  const scenario = endedEarly(parsed, request.until);
  const plan = pricePlan(scenario);
  if (plan === null)
    throw new Refusal(
      `${scenario.name} restricts nothing, so there is no price: choose a scenario in which a segment has a promise`,
    );
  const { replications } = request;
  const seed = request.seed ?? scenario.seed;
  const variants = plan.variants.map((variant) => variant.scenario);
  const recorded = [...plan.measures, ...plan.losses];
  const records = await recordsOf(variants, recorded, { replications, seed }, bench);
  const priced = pricedFrom(plan, records, LEVEL);
  const { goal, worse } = priced;
  let tried = 0;
  const staff =
    request.withStaff && goal !== null && worse.length > 0
      ? await withExecutor(bench, (executor) =>
          staffThatBuysBack(plan, worse, { goal, replications, seed, level: LEVEL, executor }, () =>
            goesOn(bench.work, 'searching', 0, tried++),
          ),
        )
      : [];
  const page = pricePage(plan, priced, staff);
  return {
    heading: `The price of residency: ${scenario.title}`,
    extent: {
      simulatedMs: scenario.horizonMs,
      horizonMs: parsed.scenario.horizonMs,
      text: `${plural(replications, 'replication')} of each variant, seed ${seed}`,
    },
    sections: drawnSections(priceSections(page)),
    files: priceFiles(page),
    edited: null,
  };
}
