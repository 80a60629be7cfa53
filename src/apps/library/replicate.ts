import { failure, type Result, success } from '#base';
import type { Scenario } from '#domain';
import {
  type Comparison,
  commonCurrency,
  compare as compareRecords,
  createLocalExecutor,
  estimateOf,
  filtersOf,
  type Measure,
  replicate as makeReplications,
  measuresNamed,
  measuresOf,
  type ReplicationRecord,
  withWaitsByChannel,
} from '#experiment';
import type { Estimate } from '#statistics';
import { sharedParts } from '../shared/experiment/shared-parts.ts';
import { sha256 } from '../shared/host.ts';

/** How to make several runs. */
export interface ReplicateOptions {
  /** Runs of each scenario, at least 2. Left out: 10. */
  readonly replications?: number;
  /** Left out: the first scenario's. All scenarios have the same random numbers, so that differences come from the scenarios. */
  readonly seed?: string;
  /** Confidence of each interval, between 0 and 1. Left out: 0.95. */
  readonly level?: number;
  /** Names of measures, e.g. `service level/germany/phone@mon-fri 18:00-08:00`. Left out: the usual ones, in total and by segment. */
  readonly measures?: readonly string[];
  /** Ends early, with what is there, when aborted. */
  readonly signal?: AbortSignal;
  /** Called after each run with the part of all runs that is made, 0 to 1. */
  readonly onProgress?: (share: number) => void;
}

/** One figure over all runs. */
export interface EstimatedMeasure {
  readonly id: string;
  readonly title: string;
  /** Of mean, deviation and half-width: `share` from 0 to 1, `s` seconds, `h` hours, or what its name says. */
  readonly unit: Measure['unit'];
  /** Null if fewer than two runs observed anything. */
  readonly estimate: Estimate | null;
}

/**
 * Makes several runs of a scenario, in this thread, and estimates each measure with its interval. Fails with a sentence for each
 * measure that does not exist, and for numbers out of range.
 *
 * @example
 * const found = await replicate(scenario, { replications: 20, measures: ['service level', 'wait p90/phone'] });
 */
export async function replicate(
  scenario: Scenario,
  options: ReplicateOptions = {},
): Promise<Result<readonly EstimatedMeasure[], readonly string[]>> {
  const made = await recordsOf([scenario], options);
  if (!made.ok) return made;
  const { level, measures, records } = made.value;
  return success(
    measures.map(({ id, title, unit }) => ({
      ...{ id, title, unit },
      estimate: estimateOf(records[0] ?? [], id, level),
    })),
  );
}

/**
 * Makes several runs of each scenario under common random numbers, in this thread, and compares each with the first. The intervals of all
 * differences hold together with the confidence asked for. Fails like `replicate`.
 *
 * @example
 * const comparison = await compare([today, withoutNightShift], { measures: ['service level'] });
 */
export async function compare(
  scenarios: readonly Scenario[],
  options: ReplicateOptions = {},
): Promise<Result<Comparison, readonly string[]>> {
  if (scenarios.length < 2) return failure(['a single scenario cannot be compared: give two or more']);
  const made = await recordsOf(scenarios, options);
  if (!made.ok) return made;
  const { level, measures, records } = made.value;
  const names = scenarios.map(({ name }) => name);
  return success(compareRecords(names, measures, records, level));
}

interface Records {
  readonly measures: readonly Measure[];
  readonly records: readonly (readonly ReplicationRecord[])[];
  readonly level: number;
}

async function recordsOf(
  scenarios: readonly Scenario[],
  options: ReplicateOptions,
): Promise<Result<Records, readonly string[]>> {
  const { level = 0.95, onProgress, replications = 10, signal } = options;
  const measures = chosenMeasures(scenarios, options.measures);
  const problems = [
    ...(measures.ok ? [] : measures.problem),
    ...(Number.isSafeInteger(replications) && replications >= 2
      ? []
      : [`replications: ${replications} is not a whole number of at least 2`]),
    ...(level > 0 && level < 1 ? [] : [`level: ${level} is not between 0 and 1`]),
  ];
  if (!measures.ok || problems.length > 0) return failure(problems);
  const executor = createLocalExecutor(sha256);
  await executor.begin(scenarios, filtersOf(measures.value));
  const seed = options.seed ?? scenarios[0]?.seed ?? '';
  const stopping = { minimum: replications, maximum: replications, precision: null, measures: [] };
  let done = 0;
  const { failures, records } = await makeReplications(
    { measures: scenarios.map(() => measures.value), seed, level, stopping },
    executor,
    { known: [], add: () => {} },
    {
      isInterrupted: () => signal?.aborted === true,
      done: () => onProgress?.(++done / (replications * scenarios.length)),
    },
  );
  if (failures.length > 0) return failure(failures.map(({ cause }) => cause));
  return success({ measures: measures.value, records, level });
}

/** The measures with these names, or the usual ones. */
function chosenMeasures(
  scenarios: readonly Scenario[],
  names: readonly string[] | undefined,
): Result<readonly Measure[], readonly string[]> {
  const shared = sharedParts(scenarios);
  const currency = commonCurrency(scenarios);
  if (names !== undefined) return measuresNamed(names, shared, currency);
  return success(withWaitsByChannel(measuresOf(shared.segments, currency), scenarios));
}
