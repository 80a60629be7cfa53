import { createLocalExecutor, type Executor } from '#experiment';
import { sha256 } from '../sha256.ts';
import { Cancelled, Refusal, type Work } from '../work.ts';
import { HELPER_NAME } from './replication-helper.ts';
import { createPoolExecutor, type Helper } from './replication-pool.ts';

/** Makes an executor for one experiment. `watch` is told how much is done of the jobs in hand, as a number of replications. */
export type Executors = (work: Work, watch: (inHand: number) => void) => Executor;

/** More helpers would want more memory than a page should take. */
const HELPERS_MAX = 8;

/** Helpers beside this worker, one for each core but one, which is left to the page. */
export const poolExecutors: Executors = (_, watch) => {
  const size = Math.max(1, Math.min(HELPERS_MAX, globalThis.navigator.hardwareConcurrency - 1));
  return createPoolExecutor(size, launchHelper, watch);
};

/** This worker itself, which lets messages in between jobs. */
export const localExecutors: Executors = (work) => {
  const executor = createLocalExecutor(sha256, 'table');
  return {
    ...executor,
    run: async (job) => {
      await work.breathe();
      return executor.run(job);
    },
  };
};

/** The program of this worker once more. */
function launchHelper(): Helper {
  const { href } = globalThis.location;
  return new Worker(href, { type: 'module', name: HELPER_NAME }) as unknown as Helper;
}

/**
 * What `make` comes to with an executor that ends with it. When it is called off, the executor is interrupted. A job that fails is told as
 * a refusal: searches would take what is left for all there is.
 */
export async function withExecutor<Made>(
  executors: Executors,
  work: Work,
  watch: (inHand: number) => void,
  make: (executor: Executor) => Promise<Made>,
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
