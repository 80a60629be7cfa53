import { type Result, success } from '#base';
import type { Scenario } from '#domain';
import { LateCell } from '#evidence';
import { type Problem, refuse } from '../../shared/problem.ts';
import { withProgress } from '../progress.ts';
import { createThreadPool, type LateResult } from '../threads/thread-pool.ts';

interface Sought {
  readonly scenario: Scenario;
  readonly seed: string;
  readonly replications: number;
  /** The target, by its key among late answers. */
  readonly target: string;
}

/** Makes the replications again, and adds up what is late of a target; null if nothing is, or the user interrupts. */
export async function lateOverReplications(
  { replications, scenario, seed, target }: Sought,
  {
    isQuiet,
    signal,
    threads,
  }: { readonly isQuiet: boolean; readonly signal: AbortSignal; readonly threads: number },
): Promise<Result<LateCell | null, Problem>> {
  const pool = createThreadPool(threads);
  const number = pool.add(scenario);
  const sum = new LateCell(scenario.centres.length, scenario.groups.length);
  try {
    return await withProgress('hours', isQuiet, 'replications', async (progress) => {
      let made = 0;
      const results = await Promise.all(
        Array.from({ length: replications }, async (_, replication): Promise<LateResult | null> => {
          const job = { scenario: number, seed, replication };
          if (signal.aborted) return null;
          const result = await pool.runForLate(job, target);
          progress.at(++made / replications, made);
          return result;
        }),
      );
      for (const result of results) {
        if (result === null || signal.aborted) return success(null);
        if ('failed' in result)
          return refuse(
            `replication ${result.job.replication} failed: ${result.failed}`,
            'run it again with --resume',
          );
        if (result.late !== null) sum.join(result.late);
      }
      return success(sum.lateCount === 0 ? null : sum);
    });
  } finally {
    await pool.end();
  }
}
