import type { Scenario } from '#domain';
import {
  askedOf,
  createLocalExecutor,
  type Executor,
  type GoalProblem,
  type Measure,
  type ReplicationRecord,
  replicate,
} from '#experiment';
import { sha256 } from '../../../shared/hashes-in-browsers.ts';
import type { Library } from '../library.ts';
import { Cancelled, goesOn, Refusal, type Work } from '../work.ts';
import { createPoolExecutor, HELPER_NAME, type Helper } from './replication-pool.ts';

/** Makes an executor for one experiment. `watch` gets the work done on the running jobs, in replications. */
export type Executors = (work: Work, watch: (inHand: number) => void) => Executor;

/** What an experiment is made with. */
export interface Bench {
  readonly library: Library;
  readonly executors: Executors;
  readonly work: Work;
}

/** More helpers would take more memory than a page should. */
const HELPERS_MAX = 8;

/** Uses helper workers: one per core, except one core that is left to the page. */
export const poolExecutors: Executors = (_, watch) => {
  const size = Math.max(1, Math.min(HELPERS_MAX, globalThis.navigator.hardwareConcurrency - 1));
  return createPoolExecutor(size, launchHelper, watch);
};

/** Makes replications in this worker, which handles messages between jobs. */
export const localExecutors: Executors = (work) => {
  const executor = createLocalExecutor(sha256, { engine: 'table' });
  return {
    ...executor,
    run: async (job) => {
      await work.breathe();
      return executor.run(job);
    },
  };
};

/** Starts this worker's own program again, as a helper. */
function launchHelper(): Helper {
  const { href } = globalThis.location;
  return new Worker(href, { type: 'module', name: HELPER_NAME }) as unknown as Helper;
}

/**
 * Calls `make` with an executor, and ends the executor afterwards. Cancelling interrupts it. A failed job rejects the whole: a search would
 * otherwise take the remaining jobs for all of them.
 */
export async function withExecutor<Made>(
  { executors, work }: Pick<Bench, 'executors' | 'work'>,
  make: (executor: Executor) => Promise<Made>,
  watch: (inHand: number) => void = () => {},
): Promise<Made> {
  const executor = executors(work, watch);
  const { signal } = work;
  const interrupt = () => executor.interrupt();
  signal.addEventListener('abort', interrupt);
  let failed: string | null = null;
  const run: Executor['run'] = async (job) => {
    const result = await executor.run(job);
    if ('failed' in result) failed ??= `replication ${job.replication} failed: ${result.failed}`;
    return result;
  };
  try {
    await work.breathe();
    const made = await make({
      ...executor,
      get parallel() {
        return executor.parallel;
      },
      run,
    });
    if (signal.aborted) throw new Cancelled();
    if (failed !== null) throw new Refusal(failed);
    return made;
  } finally {
    signal.removeEventListener('abort', interrupt);
    await executor.end();
  }
}

/** Confidence of all intervals, as in the commands by default. */
export const LEVEL = 0.95;

export interface ReplicationWish {
  readonly replications: number;
  readonly seed: string;
}

/** Replications of each scenario under common random numbers, by scenario, with these measures. */
export async function recordsOf(
  scenarios: readonly Scenario[],
  measures: readonly Measure[],
  { replications, seed }: ReplicationWish,
  bench: Bench,
): Promise<readonly (readonly ReplicationRecord[])[]> {
  const all = replications * scenarios.length;
  let done = 0;
  let share = 0;
  const report = (inHand: number) => {
    // Helpers report their progress at different times: the bar never moves back.
    share = Math.max(share, Math.min(1, (done + inHand) / all));
    goesOn(bench.work, 'replicating', share, done, all);
  };
  report(0);
  const made = async (executor: Executor) => {
    await executor.begin(scenarios, askedOf(measures));
    return replicate(
      {
        measures: scenarios.map(() => measures),
        seed,
        level: LEVEL,
        stopping: { minimum: replications, maximum: replications, precision: null, measures: [] },
      },
      executor,
      { known: [], add: () => {} },
      {
        isInterrupted: () => bench.work.signal.aborted,
        done: () => {
          done++;
          report(0);
        },
      },
    );
  };
  const { records } = await withExecutor(bench, made, report);
  return records;
}

/** A problem with goals or guards, in a sentence. */
export function goalRefusal({ message, remedy }: GoalProblem): Refusal {
  return new Refusal(`${message}: ${remedy}`);
}
