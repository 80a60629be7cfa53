import { setImmediate } from 'node:timers/promises';
import { askedOf, type Executor, type RecordStore, type ReplicationOutcome, replicate } from '#experiment';
import { attempt, interrupted, refusalOf, refuse } from '../../shared/problem.ts';
import { note } from '../../shared/terminal.ts';
import { createThreadExecutor } from '../../shared/threads/thread-executor.ts';
import { withProgress } from '../progress.ts';
import { createEnding, type Ending } from './ending.ts';
import { type ExperimentStore, openExperimentStore } from './experiment-store.ts';
import { createKeepingExecutor } from './kept-jobs.ts';
import { openKeptLines, refuseEarlierLines } from './kept-lines.ts';
import { NO_PLACE, preparePlace, TRIED } from './result-place.ts';
import type { Experiment, ExperimentTask } from './settings.ts';

/**
 * Makes the replications of an experiment, with progress. Stores each in the unfinished folder at once, so that an
 * interruption or crash loses only the replications in progress.
 */
export async function runExperiment(
  experiment: Experiment,
  task: ExperimentTask,
): Promise<ReplicationOutcome> {
  const { context, options, place, settings } = task;
  const ending = createEnding(context.signal);
  const executors = await openExecutors(task, ending.cancel);
  try {
    const store = attempt(place.unfinished, NO_PLACE, () =>
      openExperimentStore(experiment, settings, place, options.resume === true),
    );
    const executor = executors.create(`${experiment.kind} ${experiment.scenarios[0]?.name ?? ''}`);
    ending.signal.addEventListener('abort', () => executor.interrupt());
    try {
      const run = { ...task, experiment, store, ending };
      const { made, outcome } = await replications(run, executor);
      return finished(run, outcome, made);
    } finally {
      await executor.end();
    }
  } finally {
    await executors.close();
  }
}

interface Run extends ExperimentTask {
  readonly experiment: Experiment;
  readonly store: ExperimentStore;
  readonly ending: Ending;
}

/** The outcome, and the number of stored replications. */
async function replications(
  { ending, experiment, options, settings, store }: Run,
  executor: Executor,
): Promise<{ readonly outcome: ReplicationOutcome; readonly made: number }> {
  const { kind, measures, scenarios, seed } = experiment;
  const { level, stopping } = settings;
  const total = stopping.maximum * scenarios.length;
  const startedMs = performance.now();
  const passed = () => (performance.now() - startedMs) / (settings.longestMs ?? Number.POSITIVE_INFINITY);
  let made = store.known.length;
  return withProgress(kind, options.quiet === true, 'replications', async (progress) => {
    await executor.begin(
      scenarios.map(({ scenario }) => scenario),
      { ...askedOf(measures.flat()), isDetailed: experiment.isDetailed === true },
    );
    const keeping: RecordStore = {
      known: store.known,
      add: (record) => ending.whileKept(() => store.add(record)),
    };
    const watch = {
      isInterrupted: () => ending.signal.aborted,
      isOver: () => passed() >= 1,
      done: () => progress.at(Math.min(1, Math.max(++made / total, passed())), made),
    };
    const outcome = await replicate({ measures, seed, level, stopping }, executor, keeping, watch);
    await setImmediate();
    return { outcome, made };
  });
}

function finished(
  { ending, experiment, place: { unfinished }, store }: Run,
  outcome: ReplicationOutcome,
  made: number,
): ReplicationOutcome {
  if (ending.refusal() !== null) {
    const remedy = 'make room, and continue with --resume; kept replications are not made again';
    throw refusalOf(ending.refusal(), unfinished, remedy);
  }
  const [failure] = outcome.failures;
  if (failure !== undefined) {
    const others = outcome.failures.length - 1;
    return refuse(
      `replication ${failure.job.replication} of ${experiment.scenarios[failure.job.scenario]?.name} failed: ${failure.cause}` +
        (others === 0 ? '' : ` (and ${others} more)`),
      `the ${made} finished ones are kept in ${unfinished}; --resume makes the others`,
    );
  }
  if (ending.signal.aborted) {
    return interrupted(`${made} replications are kept in ${unfinished}; --resume continues`);
  }
  attempt(unfinished, 'make room, and continue with --resume', () => store.finish(outcome));
  warnOfOverload(experiment, outcome);
  return outcome;
}

/** Warns about unstable replications: their figures depend on the run length, whatever the experiment measures. */
function warnOfOverload({ scenarios }: Experiment, { records }: ReplicationOutcome): void {
  scenarios.forEach(({ name }, s) => {
    const all = records[s] ?? [];
    const unstable = all.filter(({ isUnstable }) => isUnstable).length;
    if (unstable === 0) return;
    note(
      `warning: ${unstable} of ${all.length} replications of ${name} are unstable: their queues grew without bound, ` +
        'and their figures depend on how long they ran',
    );
  });
}

/** Refuses a search because the scenario itself, or a change of it, cannot be simulated. */
export function refuseFailed(): never {
  return refuse('a replication failed', 'run the scenario itself; meridian validate may say why');
}

/**
 * Runs a search that chooses each step by the results so far. Stores these in the unfinished folder. `search` calls
 * `goesOn` before each step; once it is false, the return value does not matter.
 */
export async function runSearch<Found>(
  search: (executor: Executor, goesOn: () => boolean) => Promise<Found>,
  kind: string,
  task: ExperimentTask,
): Promise<Found> {
  const { context, options, place } = task;
  const ending = createEnding(context.signal);
  const executors = await openExecutors(task, ending.cancel);
  try {
    const executor = attempt(place.unfinished, NO_PLACE, () => {
      if (options.resume === true) {
        refuseEarlierLines(place, TRIED, TRIED);
      }
      preparePlace(place);
      const lines = openKeptLines(place, TRIED, `${TRIED} 2`, options.resume === true);
      return createKeepingExecutor(executors.create(kind), lines, ending);
    });
    ending.signal.addEventListener('abort', () => executor.interrupt());
    const found = await search(executor, () => !ending.signal.aborted).finally(() => executor.end());
    if (!ending.signal.aborted) executor.finish();
    if (ending.refusal() !== null) {
      throw refusalOf(ending.refusal(), place.unfinished, 'make room, and continue with --resume');
    }
    if (!ending.signal.aborted) return found;
    return interrupted(`what was tried is kept in ${place.unfinished}; --resume continues`);
  } finally {
    await executors.close();
  }
}

interface Executors {
  /** `kind`: kind of experiment, for people. */
  create(kind: string): Executor;
  close(): Promise<void>;
}

/** In threads of this process, or at a broker if `options` name one. `cancelled`: called when another user has cancelled the experiment. */
async function openExecutors(
  { options, pool, settings: { threads } }: ExperimentTask,
  cancelled: () => void,
): Promise<Executors> {
  if (options.executor === undefined) {
    return { create: () => createThreadExecutor(threads, pool), close: async () => {} };
  }
  const { openBrokerOf, publishersAt } = await import('./broker-access.ts');
  const broker = await openBrokerOf('--executor', options.executor, options.tenant);
  return publishersAt(broker, cancelled);
}
