import { setImmediate } from 'node:timers/promises';
import { type Result, success } from '#base';
import { askedOf, type Executor, type RecordStore, type ReplicationOutcome, replicate } from '#experiment';
import { attempt, interrupted, type Problem, refusalOf, refuse } from '../../shared/problem.ts';
import type { CommandContext } from '../../shared/run-command.ts';
import { note } from '../../shared/terminal.ts';
import { withProgress } from '../progress.ts';
import { createEnding, type Ending } from './ending.ts';
import { type ExecutorOptions, openExecutors } from './executors.ts';
import type { Experiment } from './experiment.ts';
import { type ExperimentStore, openExperimentStore } from './experiment-store.ts';
import { NO_PLACE, type ResultPlace } from './result-place.ts';
import type { ExperimentSettings } from './settings.ts';

export type ExperimentRunOptions = ExecutorOptions & { readonly resume?: true; readonly quiet?: true };

/**
 * Makes the replications of an experiment, with progress. Stores each in the unfinished folder at once, so that an
 * interruption or crash loses only the replications in progress.
 */
export async function runExperiment(
  experiment: Experiment,
  settings: ExperimentSettings,
  place: ResultPlace,
  options: ExperimentRunOptions,
  { signal }: CommandContext,
): Promise<Result<ReplicationOutcome, Problem>> {
  const ending = createEnding(signal);
  const executors = await openExecutors(options, settings.threads, ending.cancel);
  if (!executors.ok) return executors;
  try {
    const store = attempt(place.unfinished, NO_PLACE, () =>
      openExperimentStore(experiment, settings, place, options.resume === true),
    );
    if (!store.ok) return store;
    const executor = executors.value.create(`${experiment.kind} ${experiment.scenarios[0]?.name ?? ''}`);
    ending.signal.addEventListener('abort', () => executor.interrupt());
    try {
      const run = { experiment, settings, store: store.value, ending, isQuiet: options.quiet === true };
      const { made, outcome } = await replications(run, executor);
      return finished(run, place, outcome, made);
    } finally {
      await executor.end();
    }
  } finally {
    await executors.value.close();
  }
}

interface Run {
  readonly experiment: Experiment;
  readonly settings: ExperimentSettings;
  readonly store: ExperimentStore;
  readonly ending: Ending;
  readonly isQuiet: boolean;
}

/** The outcome, and the number of stored replications. */
async function replications(
  { ending, experiment, isQuiet, settings, store }: Run,
  executor: Executor,
): Promise<{ readonly outcome: ReplicationOutcome; readonly made: number }> {
  const { kind, measures, scenarios, seed } = experiment;
  const { level, stopping } = settings;
  const total = stopping.maximum * scenarios.length;
  const startedMs = performance.now();
  const passed = () => (performance.now() - startedMs) / (settings.longestMs ?? Number.POSITIVE_INFINITY);
  let made = store.known.length;
  return withProgress(kind, isQuiet, 'replications', async (progress) => {
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
  { ending, experiment, store }: Run,
  { unfinished }: ResultPlace,
  outcome: ReplicationOutcome,
  made: number,
): Result<ReplicationOutcome, Problem> {
  if (ending.refusal() !== null) {
    const remedy = 'make room, and continue with --resume; kept replications are not made again';
    return refusalOf(ending.refusal(), unfinished, remedy);
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
  const kept = attempt(unfinished, 'make room, and continue with --resume', () =>
    success(store.finish(outcome)),
  );
  if (!kept.ok) return kept;
  warnOfOverload(experiment, outcome);
  return success(outcome);
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
