import { failure, RELEVANT, type Result } from '#base';
import type { Scenario } from '#domain';
import {
  type Comparison,
  compare as compareRecords,
  decisionsOf,
  estimateOf,
  type Measure,
  measuresFor,
} from '#experiment';
import type { Estimate } from '#statistics';
import { type Answer, answered, demand } from './arguments.ts';
import {
  chosenMeasures,
  experiment,
  type MeasuresOptions,
  problemsOfScenarios,
  type RunsOptions,
  refuseStrangers,
} from './experiment.ts';
import type { MeasureName } from './scenario-input.ts';

/** How to make several runs, and what to measure. */
export interface ReplicateOptions extends RunsOptions, MeasuresOptions {}

/** A figure that can be measured. */
export interface MeasureInfo {
  readonly id: MeasureName;
  readonly title: string;
  /** `share` from 0 to 1, `s` seconds, `hours`, or what its name says. */
  readonly unit: Measure['unit'];
  readonly better: Measure['better'];
}

/** One figure over all runs. */
export interface EstimatedMeasure extends Omit<MeasureInfo, 'better'> {
  /** In the unit of the measure. Null if no run observed anything; of a single one, the half-width is infinite. */
  readonly estimate: Estimate | null;
}

/**
 * The usual measures of a scenario, in total and by segment, as `replicate` estimates them if none are named. Throws a `BadArgument` for what is
 * no scenario.
 *
 * @example
 * for (const { id, unit } of measures(scenario)) console.log(id, unit);
 */
export function measures(scenario: Scenario): readonly MeasureInfo[] {
  demand(problemsOfScenarios([scenario]));
  const usual = chosenMeasures([scenario], undefined);
  return usual.ok ? usual.value.map(({ better, id, title, unit }) => ({ id, title, unit, better })) : [];
}

/**
 * Makes several runs of a scenario, in this thread or in several, and estimates each measure with its interval. Fails with a sentence for each
 * measure that does not exist, and for numbers out of range.
 *
 * @example
 * const options = { replications: 20, threads: availableParallelism() };
 * const found = await replicate(scenario, { ...options, measures: ['service level', 'wait p90/phone'] });
 */
export async function replicate(
  scenario: Scenario,
  options: ReplicateOptions = {},
): Promise<Result<readonly EstimatedMeasure[], readonly string[]>> {
  return measured([scenario], options, (measures, [records = []], level) =>
    measures.map(({ id, title, unit }) => ({ id, title, unit, estimate: estimateOf(records, id, level) })),
  );
}

/** How to compare. */
export interface CompareOptions extends ReplicateOptions {
  /**
   * The smallest change that matters: `points` between shares (0.01 is a percentage point), `part` of the first scenario's figure otherwise. Left
   * out: 0.01 and 0.05.
   */
  readonly relevance?: Comparison['relevance'];
}

/**
 * Makes several runs of each scenario under common random numbers, and compares each with the first. The intervals of all
 * differences hold together with the confidence asked for. `targets` has those that all scenarios have, each with its verdict in each. `moreCases` has, for each scenario after the first, how many more of its cases were
 * late or lost, by segment and channel: between scenarios that differ in an outage, closure or surge, its effect. Fails like `replicate`.
 *
 * @example
 * const comparison = await compare([today, withoutNightShift], { measures: ['service level'] });
 */
export async function compare(
  scenarios: readonly Scenario[],
  options: CompareOptions = {},
): Promise<Result<Comparison, readonly string[]>> {
  if (!Array.isArray(scenarios) || scenarios.length < 2)
    return failure(['a single scenario cannot be compared: give two or more']);
  const { measures: named, relevance = RELEVANT } = options;
  return measured(
    scenarios,
    options,
    (measures, records, level) =>
      compareRecords(
        scenarios.map(({ name }) => name),
        measures,
        records,
        { level, relevance, isChosen: named !== undefined, decisions: decisionsOf(scenarios, measures) },
      ),
    (measures) => measuresFor(decisionsOf(scenarios, measures)),
  );
}

type Records = Parameters<typeof compareRecords>[2];

function measured<Value>(
  scenarios: readonly Scenario[],
  options: ReplicateOptions,
  of: (measures: readonly Measure[], records: Records, level: number) => Value,
  also: (measures: readonly Measure[]) => readonly Measure[] = () => [],
): Answer<Value> {
  return answered(async () => {
    refuseStrangers(scenarios);
    const measures = chosenMeasures(scenarios, options.measures);
    return experiment(scenarios, options, { measures }, async ({ level, recordsSoFar }, { measures: all }) =>
      of(all, await recordsSoFar(scenarios, [...all, ...also(all)]), level),
    );
  });
}
