import { availableParallelism } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import { UserProblem } from '#base';
import type { Scenario } from '#domain';
import {
  choiceOfMeasures,
  filtersOf,
  type Measure,
  measureNamed,
  measuresOf,
  type RecordStore,
  type ReplicationOutcome,
  replicate,
  type StoppingRule,
} from '#experiment';
import { BAD_INPUT, INTERRUPTED } from '../../shared/exit-codes.ts';
import { reasonOf } from '../../shared/host.ts';
import { complain, note } from '../../shared/print.ts';
import { startProgress } from '../progress.ts';
import { type ExecutorOptions, openExecutors } from './executors.ts';
import { type ExperimentStore, openExperimentStore } from './experiment-store.ts';
import { createKeepingExecutor, type KeepingExecutor } from './kept-jobs.ts';
import { openKeptLines } from './kept-lines.ts';
import { preparePlace, type ResultPlace, TRIED } from './result-place.ts';

/** Options that every experiment has. Numbers arrive as text from the command line. */
export interface ExperimentOptions {
  readonly replications: string;
  readonly maximum?: string;
  readonly precision?: string;
  readonly level: string;
  readonly threads?: string;
  readonly seed?: string;
  readonly out?: string;
  readonly resume?: true;
  readonly quiet?: true;
  readonly json?: true;
  readonly executor?: string;
  readonly tenant?: string;
}

export interface ExperimentSettings {
  readonly stopping: StoppingRule;
  readonly level: number;
  readonly threads: number;
}

/** The options as numbers, or null when one is wrong; what is wrong has then been told. */
export function settingsOfExperiment(
  options: ExperimentOptions,
  precise: readonly string[],
): ExperimentSettings | null {
  const minimum = wholeNumber('--replications', options.replications, 1, 1_000_000);
  const threads = wholeNumber('--threads', options.threads ?? String(availableParallelism()), 1, 1024);
  const level = share('--level', options.level);
  const precision = options.precision === undefined ? null : share('--precision', options.precision);
  const maximum =
    options.precision === undefined
      ? minimum
      : wholeNumber('--maximum', options.maximum ?? '1000', 1, 1_000_000);
  if (minimum === null || threads === null || level === null || maximum === null) return null;
  if (options.precision !== undefined && precision === null) return null;
  if (maximum < minimum) {
    complain(`--maximum ${maximum} is below --replications ${minimum}`, 'let it be larger');
    return null;
  }
  const least = precision === null ? minimum : Math.max(2, minimum);
  return { stopping: { minimum: least, maximum, precision, measures: precise }, level, threads };
}

/** The number of an option; null when it is none, which has been told. */
export function wholeNumber(name: string, text: string, least: number, most: number): number | null {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  complain(`${name} ${text} is not a whole number from ${least} to ${most}`, `write e.g. ${name} 20`);
  return null;
}

/** The share of an option, above 0 and below 1; null when it is none, which has been told. */
export function share(name: string, text: string): number | null {
  const match = /^(\d+(?:\.\d+)?) ?(%?)$/.exec(text);
  const value = match === null ? Number.NaN : Number(match[1]) / (match[2] === '%' ? 100 : 1);
  if (value > 0 && value < 1) return value;
  complain(`${name} ${text} is not a share between 0 and 1`, `write e.g. ${name} 95% or ${name} 0.95`);
  return null;
}

/** The measures that are named, separated by commas, or all; null when there is none of a name, which has been told. */
export function chosenMeasures(
  segments: Scenario['segments'],
  currency: string | null,
  names: string | undefined,
): readonly Measure[] | null {
  if (names === undefined) return measuresOf(segments, currency);
  const wanted = new Map<string, Measure>();
  for (const name of names.split(',').map((text) => text.trim())) {
    const measure = measureNamed(name, segments, currency);
    if (!measure.ok) {
      complain(`there is no measure ${name}: ${measure.problem}`, choiceOfMeasures(segments, currency));
      return null;
    }
    wanted.set(measure.value.id, measure.value);
  }
  return [...wanted.values()];
}

/** An experiment: what is to be run, under one seed. */
export interface Experiment {
  readonly kind: string;
  readonly seed: string;
  readonly scenarios: readonly { readonly name: string; readonly scenario: Scenario }[];
  readonly measures: readonly (readonly Measure[])[];
}

/** What ends an experiment before its time. */
interface Ending {
  isInterrupted: boolean;
  /** What the operating system refused while replications were kept. */
  refusal: unknown;
}

/**
 * Makes the replications of an experiment in threads, with progress. What is made is kept in the unfinished folder as it comes, so
 * that an interruption, or worse, loses no more than the replications in hand. Null when there is nothing to go on with: the problem has
 * then been reported and the exit code set.
 */
export async function runExperiment(
  experiment: Experiment,
  settings: ExperimentSettings,
  place: ResultPlace,
  options: ExecutorOptions & { readonly resume?: true; readonly quiet?: true },
): Promise<ReplicationOutcome | null> {
  const ending: Ending = { isInterrupted: false, refusal: null };
  const executors = await openExecutors(options, settings.threads, () => interrupt());
  process.exitCode = BAD_INPUT;
  if (executors === null) return null;
  const store = openStore(experiment, settings, place, options.resume === true);
  if (store === null) {
    await executors.close();
    return null;
  }
  const executor = executors.create(`${experiment.kind} ${experiment.scenarios[0]?.name ?? ''}`);
  const interrupt = () => {
    ending.isInterrupted = true;
    executor.interrupt();
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  const total = settings.stopping.maximum * experiment.scenarios.length;
  const progress = startProgress(experiment.kind, options.quiet === true, 'replications');
  let made = store.known.length;
  try {
    const scenarios = experiment.scenarios.map(({ scenario }) => scenario);
    await executor.begin(scenarios, filtersOf(experiment.measures.flat()));
    const { level, stopping } = settings;
    const plan = { measures: experiment.measures, seed: experiment.seed, level, stopping };
    const watch = {
      isInterrupted: () => ending.isInterrupted,
      done: () => progress.at(++made / total, made),
    };
    const outcome = await replicate(plan, executor, addingTo(store, ending, interrupt), watch);
    await setImmediate();
    return finished(experiment, place, { store, outcome, ending, made });
  } finally {
    progress.done();
    await executor.end();
    await executors.close();
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
  }
}

/** A store that ends the experiment, instead of throwing, when it can keep no more. */
function addingTo(store: ExperimentStore, ending: Ending, interrupt: () => void): RecordStore {
  return {
    known: store.known,
    add(record) {
      if (ending.refusal !== null) return;
      try {
        store.add(record);
      } catch (error) {
        ending.refusal = error;
        interrupt();
      }
    },
  };
}

/** Null after a report of what is wrong. */
function finished(
  experiment: Experiment,
  { unfinished }: ResultPlace,
  run: {
    readonly store: ExperimentStore;
    readonly outcome: ReplicationOutcome;
    readonly ending: Ending;
    readonly made: number;
  },
): ReplicationOutcome | null {
  const { ending, made, outcome, store } = run;
  const refuse = (problem: string, remedy: string) => {
    complain(problem, remedy);
    process.exitCode = BAD_INPUT;
    return null;
  };
  if (ending.refusal !== null) {
    const remedy = 'make room, and go on with --resume; replications that were kept are not made again';
    return refuse(reasonOf(ending.refusal, unfinished), remedy);
  }
  const [failure] = outcome.failures;
  if (failure !== undefined) {
    const others = outcome.failures.length - 1;
    return refuse(
      `replication ${failure.job.replication} of ${experiment.scenarios[failure.job.scenario]?.name} failed: ${failure.cause}` +
        (others === 0 ? '' : ` (and ${others} more)`),
      `the ${made} that were made are kept in ${unfinished}; --resume goes on with the others`,
    );
  }
  if (ending.isInterrupted) {
    note(`interrupted: ${made} replications are kept in ${unfinished}; --resume goes on`);
    process.exitCode = INTERRUPTED;
    return null;
  }
  try {
    store.finish(outcome);
  } catch (error) {
    return refuse(reasonOf(error, unfinished), 'make room, and go on with --resume');
  }
  warnOfOverload(experiment, outcome);
  return outcome;
}

/** Null after a report of what is wrong. */
function openStore(
  experiment: Experiment,
  settings: ExperimentSettings,
  place: ResultPlace,
  isResumed: boolean,
): ExperimentStore | null {
  try {
    return openExperimentStore(experiment, settings, place, isResumed);
  } catch (error) {
    const isRefused = error instanceof UserProblem;
    complain(
      isRefused ? error.message : reasonOf(error, place.unfinished),
      isRefused ? error.remedy : 'choose another folder with --out, or make room',
    );
    return null;
  }
}

/** An unstable replication gives figures that depend on its length: to be known whatever the experiment asks. */
function warnOfOverload({ scenarios }: Experiment, { records }: ReplicationOutcome): void {
  scenarios.forEach(({ name }, s) => {
    const all = records[s] ?? [];
    const unstable = all.filter(({ isUnstable }) => isUnstable).length;
    if (unstable === 0) return;
    note(
      `warning: ${unstable} of ${all.length} replications of ${name} are unstable: their waiting lines grew without bound, ` +
        'and their figures depend on how long they ran',
    );
  });
}

/**
 * An executor for searches, which keeps what it makes in the unfinished folder; null after a report of what is wrong. `cancelled`: the search is
 * to end, because somebody has ended it from afar or because nothing can be kept any more.
 */
export async function openKeepingExecutor(
  kind: string,
  threads: number,
  place: ResultPlace,
  options: ExecutorOptions & { readonly resume?: true },
  cancelled: () => void,
): Promise<KeepingExecutor | null> {
  process.exitCode = BAD_INPUT;
  const executors = await openExecutors(options, threads, cancelled);
  if (executors === null) return null;
  try {
    preparePlace(place);
    const lines = openKeptLines(place, TRIED, TRIED, options.resume === true);
    const inner = executors.create(kind);
    const interrupt = () => inner.interrupt();
    process.on('SIGINT', interrupt);
    const ended = async () => {
      process.off('SIGINT', interrupt);
      await executors.close();
    };
    return createKeepingExecutor(inner, lines, { ended, cancelled });
  } catch (error) {
    await executors.close();
    const isRefused = error instanceof UserProblem;
    complain(
      isRefused ? error.message : reasonOf(error, place.unfinished),
      isRefused ? error.remedy : 'choose another folder with --out, or make room',
    );
    return null;
  }
}

/** Whether a search can be reported; otherwise the problem has been reported and the exit code set. */
export function isSearchWhole(
  executor: KeepingExecutor,
  isInterrupted: boolean,
  { unfinished }: ResultPlace,
): boolean {
  if (!isInterrupted) executor.finish();
  const refusal = executor.refusal();
  if (refusal !== null) {
    complain(reasonOf(refusal, unfinished), 'make room, and go on with --resume');
    process.exitCode = BAD_INPUT;
    return false;
  }
  if (!isInterrupted) return true;
  note(`interrupted: what was tried is kept in ${unfinished}; --resume goes on`);
  process.exitCode = INTERRUPTED;
  return false;
}
