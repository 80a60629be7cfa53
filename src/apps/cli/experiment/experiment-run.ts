import { setImmediate } from 'node:timers/promises';
import { definite } from '#base';
import type { Scenario } from '#domain';
import {
  type Asked,
  askedKey,
  askedOf,
  type Executor,
  hashScenario,
  type Job,
  type JobSummary,
  type RecordStore,
  type ReplicationOutcome,
  replicate,
} from '#experiment';
import { sha256, versions } from '../../shared/host.ts';
import { attempt, interrupted, refusalOf, refuse } from '../../shared/problem.ts';
import { note } from '../../shared/terminal.ts';
import { createThreadExecutor } from '../../shared/threads/thread-pool.ts';
import { withProgress } from '../progress.ts';
import {
  type ExperimentStore,
  type KeptLines,
  openExperimentStore,
  openKeptLines,
  refuseEarlierLines,
  warnOfUnfit,
} from './kept-lines.ts';
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

/**
 * Runs a search that chooses each step by the results so far. Stores these in the unfinished folder. `search` calls
 * `goesOn` before each step; once it is false, the return value does not matter. Refuses if a replication fails: a search that went on would
 * take the others for all.
 */
export async function runSearch<Found>(
  search: (executor: Executor, goesOn: () => boolean) => Promise<Found | null>,
  kind: string,
  task: ExperimentTask,
): Promise<Found> {
  const { context, options, place } = task;
  const ending = createEnding(context.signal);
  const executors = await openExecutors(task, ending.cancel);
  try {
    const executor = attempt(place.unfinished, NO_PLACE, () => {
      if (options.resume === true) {
        refuseEarlierLines(place, TRIED, [TRIED, `${TRIED} 2`]);
      }
      preparePlace(place);
      const lines = openKeptLines(place, TRIED, `${TRIED} 3`, options.resume === true);
      return createKeepingExecutor(executors.create(kind), lines, ending);
    });
    ending.signal.addEventListener('abort', () => executor.interrupt());
    const found = await search(executor, () => !ending.signal.aborted).finally(() => executor.end());
    if (!ending.signal.aborted) executor.finish();
    if (ending.refusal() !== null) {
      throw refusalOf(ending.refusal(), place.unfinished, 'make room, and continue with --resume');
    }
    if (ending.signal.aborted)
      return interrupted(`what was tried is kept in ${place.unfinished}; --resume continues`);
    const cause = executor.failure();
    if (cause !== null)
      return refuse(
        `a replication failed: ${cause}`,
        'run the scenario itself; meridian validate may say why',
      );
    return definite(found, 'a search that runs to its end finds something, or says that it does not');
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

/** Early end of an experiment: by the user's signal, a remote cancellation, or a full disk. */
interface Ending {
  readonly signal: AbortSignal;
  cancel(): void;
  /** Calls `keep`. If the operating system refuses it, the experiment ends and nothing more is stored. */
  whileKept(keep: () => void): void;
  /** Why nothing more can be stored; null if it can. */
  refusal(): unknown;
}

export function createEnding(asked: AbortSignal): Ending {
  const own = new AbortController();
  let refusal: unknown = null;
  return {
    signal: AbortSignal.any([asked, own.signal]),
    cancel: () => own.abort(),
    whileKept(keep) {
      if (refusal !== null) return;
      try {
        keep();
      } catch (error) {
        refusal = error;
        own.abort();
      }
    },
    refusal: () => refusal,
  };
}

interface KeptJob {
  readonly key: string;
  readonly summary: JobSummary;
}

interface KeepingExecutor extends Executor {
  /** Call at the end of the search: keeps only the results it requested, and drops those of earlier searches. */
  finish(): void;
  /** Why the first job that failed did; null if none did. */
  failure(): string | null;
}

/**
 * An executor that stores its results line by line, and reuses those of earlier starts. An interrupted or killed
 * search reaches the same result and loses only the work in progress. Throws if nothing can be stored at the start.
 */
export function createKeepingExecutor(
  inner: Executor,
  lines: KeptLines,
  { whileKept }: Pick<Ending, 'whileKept'>,
): KeepingExecutor {
  const known = new Map<string, JobSummary>();
  for (const file of lines.earlier) {
    warnOfUnfit(file);
    for (const content of file.contents) {
      const { key, summary } = JSON.parse(content) as KeptJob;
      known.set(key, summary);
    }
  }
  const write = (entries: readonly (readonly [string, JobSummary])[]) =>
    lines.rewrite(entries.map(([key, summary]) => JSON.stringify({ key, summary })));
  write([...known]);
  /** Entries are sorted by key, so that the file has the same bytes for any number of threads. */
  const inOrder = () => [...known].sort(([one], [other]) => (one < other ? -1 : 1));
  const used = new Set<string>();
  let hashes: readonly string[] = [];
  let scenarios: readonly Scenario[] = [];
  let begun: Promise<void> | null = null;
  let asked: Asked = {};
  let failure: string | null = null;
  const keyOf = ({ replication, scenario, seed }: Job) =>
    [...[versions.engine, hashes[scenario], JSON.stringify(seed), replication], ...askedKey(asked)].join(' ');
  return {
    get parallel() {
      return inner.parallel;
    },
    interrupt: () => inner.interrupt(),
    failure: () => failure,
    finish: () => whileKept(() => write(inOrder().filter(([key]) => used.has(key)))),
    async begin(all, wanted = {}) {
      asked = wanted;
      scenarios = all;
      hashes = all.map((scenario) => hashScenario(scenario, sha256));
      begun = null;
    },
    async run(job) {
      const key = keyOf(job);
      used.add(key);
      const summary = known.get(key);
      if (summary !== undefined) return { job, summary };
      begun ??= inner.begin(scenarios, asked);
      await begun;
      const result = await inner.run(job);
      if ('summary' in result) {
        known.set(key, result.summary);
        whileKept(() => lines.append(JSON.stringify({ key, summary: result.summary })));
      } else failure ??= result.failed;
      return result;
    },
    async end() {
      whileKept(() => write(inOrder()));
      await inner.end();
    },
  };
}
