import type { Asked, Executor, Job } from '#experiment';
import { createThreadPool, type ThreadPool } from './thread-pool.ts';

/** Makes replications in worker threads of this process. `shared`: threads that somebody else goes on using, and ends. */
export function createThreadExecutor(threads: number, shared: ThreadPool | null = null): Executor {
  let pool = shared;
  let numbers: readonly number[] = [];
  let wanted: Asked = {};

  return {
    parallel: threads,
    async begin(scenarios, asked = {}) {
      wanted = asked;
      // Existing threads have already compiled the code.
      pool ??= createThreadPool(threads);
      for (const number of numbers) pool.forget(number);
      numbers = scenarios.map(pool.add);
    },
    async run(job: Job) {
      const number = numbers[job.scenario];
      if (pool === null || number === undefined) return { job, failed: 'there is no such scenario' };
      return { ...(await pool.run({ ...job, scenario: number, ...wanted })), job };
    },
    interrupt: () => {},
    async end() {
      if (shared === null) await pool?.end();
    },
  };
}
