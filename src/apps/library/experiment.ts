import { failure, type Result, success } from '#base';
import type { OwnPreference, Scenario } from '#domain';
import {
  askedOf,
  commonCurrency,
  createLocalExecutor,
  type Executor,
  type Goal,
  type GoalProblem,
  goalsFor,
  type Measure,
  replicate as makeReplications,
  measuresNamed,
  measuresOf,
  type ReplicationRecord,
  withWaitsByChannel,
} from '#experiment';
import { sharedParts } from '../shared/experiment/shared-parts.ts';
import {
  ABORTED,
  Failed,
  kindProblems,
  known,
  numberProblems,
  preferenceProblems,
  scenarioProblems,
} from './arguments.ts';
import { createThreadExecutor, engine, sha256, THREADS_MOST } from './machine/node.ts';
import type { MeasureName } from './scenario-input.ts';

/** How to make several runs. */
export interface RunsOptions {
  /** Runs of each scenario, at least 2. Left out: 10, or what the function says. */
  readonly replications?: number;
  /** Left out: the first scenario's. All scenarios have the same random numbers, so that differences come from the scenarios. */
  readonly seed?: string;
  /** Confidence of each interval, between 0 and 1. Left out: 0.95. */
  readonly level?: number;
  /**
   * Worker threads of Node that make the runs, 1 to 1024; there are never more than runs. The results are the same for any number. Left out: 1,
   * the calling thread, which other work of the program then waits for. A program that a bundler has put into one file, or that is in a
   * browser, has no threads.
   */
  readonly threads?: number;
  /** A routing preference of one's own, or what makes one for a scenario. It stays in the calling thread. */
  readonly preference?: OwnPreference | ((scenario: Scenario) => OwnPreference);
  /** Once it is aborted, no further run begins, and the function fails; `replicate` and `compare` return what the runs so far give. */
  readonly signal?: AbortSignal;
  /** Called after each run with the part of all runs that is made, 0 to 1. It does not count the runs of searches, whose number is not known. */
  readonly onProgress?: (share: number) => void;
}

/** What to measure. */
export interface MeasuresOptions {
  /** For instance `service level/germany/phone@mon-fri 18:00-08:00`. Left out: the usual ones, in total and by segment. */
  readonly measures?: readonly MeasureName[];
}

type Records = readonly (readonly ReplicationRecord[])[];

/** Checked options, and what makes runs. */
interface Experiment {
  readonly seed: string;
  readonly level: number;
  readonly replications: number;
  /** Replications of all these scenarios, with the same measures of each; if the caller aborts, those made so far. */
  recordsSoFar(scenarios: readonly Scenario[], measures: readonly Measure[]): Promise<Records>;
  /** Makes records like `recordsSoFar`, but fails if the caller aborts. */
  records: Experiment['recordsSoFar'];
  /** What a search finds, which asks before each step whether it may go on; fails if the caller aborts. */
  search<Found>(work: (executor: Executor, goesOn: () => boolean) => Promise<Found>): Promise<Found>;
}

const REPLICATIONS_MOST = 1_000_000;

export function failIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw new Failed([ABORTED]);
}

/** Checks scenarios, options, and what is asked for, and lets `work` make runs. Fails with a sentence for each of them that is wrong. */
export async function experiment<Asked extends object, Value>(
  scenarios: readonly Scenario[],
  options: RunsOptions,
  asked: { readonly [Name in keyof Asked]: Result<Asked[Name], readonly string[]> },
  work: (experiment: Experiment, asked: Asked) => Promise<Value>,
): Promise<Value> {
  const { level = 0.95, onProgress, preference, replications = 10, signal, threads = 1 } = options;
  const preferenceFor = typeof preference === 'object' ? () => preference : preference;
  const isOneThread = preference === undefined || threads === 1;
  const found = Object.entries<Result<unknown, readonly string[]>>(asked);
  const wrong = [
    ...new Set(found.flatMap(([, one]) => (one.ok ? [] : one.problem))),
    ...numberProblems('replications', replications, { least: 2, most: REPLICATIONS_MOST }),
    ...numberProblems('threads', threads, { least: 1, most: THREADS_MOST }),
    ...kindProblems('seed', options.seed, 'string'),
    ...(typeof preference === 'function' ? [] : preferenceProblems(preference)),
    ...(isOneThread
      ? []
      : [`threads: ${threads} with a preference, which stays in the calling thread; leave threads out`]),
    ...(level > 0 && level < 1 ? [] : [`level: ${level} is not between 0 and 1`]),
  ];
  if (wrong.length > 0) throw new Failed(wrong);
  const executor =
    threads === 1
      ? inTurns(createLocalExecutor(sha256, { engine, preferenceFor }))
      : createThreadExecutor(threads);
  const seed = options.seed ?? scenarios[0]?.seed ?? '';
  const goesOn = () => signal?.aborted !== true;
  const unlessAborted = <Made>(made: Made): Made => {
    failIfAborted(signal);
    return made;
  };
  const recordsSoFar: Experiment['recordsSoFar'] = async (all, measures) => {
    await executor.begin(all, askedOf(measures));
    const stopping = { minimum: replications, maximum: replications, precision: null, measures: [] };
    let done = 0;
    const { failures, records } = await makeReplications(
      { measures: all.map(() => measures), seed, level, stopping },
      executor,
      { known: [], add: () => {} },
      { isInterrupted: () => !goesOn(), done: () => onProgress?.(++done / (replications * all.length)) },
    );
    if (failures.length > 0) throw new Failed([...new Set(failures.map(({ cause }) => cause))]);
    return records;
  };
  const laboratory: Experiment = {
    seed,
    level,
    replications,
    recordsSoFar,
    records: async (...of) => unlessAborted(await recordsSoFar(...of)),
    search: async (find) => unlessAborted(await find(executor, goesOn)),
  };
  const values = Object.fromEntries(found.map(([name, one]) => [name, known(one)]));
  return work(laboratory, values as Asked).finally(() => executor.end());
}

/** Lets the program do other work between two runs, so that a signal can be aborted meanwhile. */
function inTurns(executor: Executor): Executor {
  return {
    ...executor,
    async run(job) {
      await new Promise((resolve) => setTimeout(resolve, 0));
      return executor.run(job);
    },
  };
}

export function problemsOfScenarios(scenarios: readonly Scenario[]): readonly string[] {
  return scenarios.flatMap((scenario, i) =>
    scenarioProblems(scenario, scenarios.length === 1 ? 'scenario' : `scenario ${i}`),
  );
}

export function refuseStrangers(scenarios: readonly Scenario[]): void {
  const strangers = problemsOfScenarios(scenarios);
  if (strangers.length > 0) throw new Failed(strangers);
}

/** The measures with these names, or the usual ones. */
export function chosenMeasures(
  scenarios: readonly Scenario[],
  names: readonly string[] | undefined,
): Result<readonly Measure[], readonly string[]> {
  const shared = sharedParts(scenarios);
  const currency = commonCurrency(scenarios);
  if (names !== undefined) return measuresNamed(names, shared, currency);
  return success(withWaitsByChannel(measuresOf(shared.segments, currency), scenarios));
}

/** The goals with these bounds; otherwise the scenario's service levels, of the measures that were chosen. */
export function chosenGoals(
  scenario: Scenario,
  texts: readonly string[],
  measures: Result<readonly Measure[], readonly string[]>,
  isChosen: boolean,
): Result<readonly Goal[], readonly string[]> {
  if (!measures.ok) return measures;
  const only = isChosen ? measures.value : null;
  return inSentences(goalsFor(scenario, texts, commonCurrency([scenario]), only));
}

/** What is wrong, in a sentence that names the library's option in place of the command's. */
export function inSentences<Value>(result: Result<Value, GoalProblem>): Result<Value, readonly string[]> {
  if (result.ok) return result;
  const { message, remedy } = result.problem;
  return failure([`${message}; ${remedy}`.replaceAll('--goal ', 'goals: ')]);
}
