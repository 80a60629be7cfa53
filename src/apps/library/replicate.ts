import { failure, RELEVANT, type Result, success } from '#base';
import type { Scenario } from '#domain';
import {
  askedOf,
  type Comparison,
  commonCurrency,
  compare as compareRecords,
  createLocalExecutor,
  estimateOf,
  type Measure,
  kindsOfCases,
  replicate as makeReplications,
  measuresFor,
  measuresNamed,
  measuresOf,
  NO_DECISIONS,
  type ReplicationRecord,
  withWaitsByChannel,
} from '#experiment';
import type { Estimate } from '#statistics';
import { sharedParts } from '../shared/experiment/shared-parts.ts';
import { sha256 } from '../shared/host.ts';
import { createThreadExecutor } from '../shared/threads/thread-executor.ts';
import { kindProblems, numberProblems, scenarioProblems } from './arguments.ts';

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
  /**
   * Worker threads of Node that make the runs, 1 to 1024; there are never more than runs. The results are the same for any number. Left out: 1,
   * the calling thread, which other work of the program then waits for. A program that a bundler has put into one file has no threads.
   */
  readonly threads?: number;
  /** Ends early, with what is there, when aborted. */
  readonly signal?: AbortSignal;
  /** Called after each run with the part of all runs that is made, 0 to 1. */
  readonly onProgress?: (share: number) => void;
}

/** One figure over all runs. */
export interface EstimatedMeasure {
  readonly id: string;
  readonly title: string;
  /** The unit of mean, deviation and half-width: `share` from 0 to 1, `s` seconds, `h` hours, or what its name says. */
  readonly unit: Measure['unit'];
  /** Null if fewer than two runs observed anything. */
  readonly estimate: Estimate | null;
}

/**
 * Makes several runs of a scenario, in this thread or in several, and estimates each measure with its interval. Fails with a sentence for each
 * measure that does not exist, and for numbers out of range.
 *
 * @example
 * const measures = ['service level', 'wait p90/phone'];
 * const found = await replicate(scenario, { replications: 20, measures, threads: availableParallelism() });
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
      id,
      title,
      unit,
      estimate: estimateOf(records[0] ?? [], id, level),
    })),
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
 * differences hold together with the confidence asked for. `moreCases` has, for each scenario after the first, how many more of its cases were
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
  const kinds = scenarioProblems(scenarios[0], 'scenario 0').length > 0 ? [] : kindsOfCases(scenarios);
  const decisions = { ...NO_DECISIONS, kinds };
  const made = await recordsOf(scenarios, options, measuresFor(decisions));
  if (!made.ok) return made;
  const { level, measures, records } = made.value;
  const names = scenarios.map(({ name }) => name);
  return success(
    compareRecords(names, measures, records, {
      level,
      relevance: options.relevance ?? RELEVANT,
      isChosen: options.measures !== undefined,
      decisions,
    }),
  );
}

interface Records {
  readonly measures: readonly Measure[];
  readonly records: readonly (readonly ReplicationRecord[])[];
  readonly level: number;
}

async function recordsOf(
  scenarios: readonly Scenario[],
  options: ReplicateOptions,
  also: readonly Measure[] = [],
): Promise<Result<Records, readonly string[]>> {
  const { level = 0.95, onProgress, replications = 10, signal, threads = 1 } = options;
  const strangers = scenarios.flatMap((scenario, i) =>
    scenarioProblems(scenario, scenarios.length === 1 ? 'scenario' : `scenario ${i}`),
  );
  if (strangers.length > 0) return failure(strangers);
  const measures = chosenMeasures(scenarios, options.measures);
  const problems = [
    ...(measures.ok ? [] : measures.problem),
    ...numberProblems('replications', replications, { least: 2, most: REPLICATIONS_MOST }),
    ...numberProblems('threads', threads, { least: 1, most: THREADS_MOST }),
    ...kindProblems('seed', options.seed, 'string'),
    ...(level > 0 && level < 1 ? [] : [`level: ${level} is not between 0 and 1`]),
  ];
  if (!measures.ok || problems.length > 0) return failure(problems);
  const executor = threads === 1 ? createLocalExecutor(sha256) : createThreadExecutor(threads);
  const recorded = [...measures.value, ...also];
  await executor.begin(scenarios, askedOf(recorded));
  const seed = options.seed ?? scenarios[0]?.seed ?? '';
  const stopping = { minimum: replications, maximum: replications, precision: null, measures: [] };
  let done = 0;
  const { failures, records } = await makeReplications(
    { measures: scenarios.map(() => recorded), seed, level, stopping },
    executor,
    { known: [], add: () => {} },
    {
      isInterrupted: () => signal?.aborted === true,
      done: () => onProgress?.(++done / (replications * scenarios.length)),
    },
  ).finally(() => executor.end());
  if (failures.length > 0) return failure([...new Set(failures.map(({ cause }) => cause))]);
  return success({ measures: measures.value, records, level });
}

const THREADS_MOST = 1024;
const REPLICATIONS_MOST = 1_000_000;

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
