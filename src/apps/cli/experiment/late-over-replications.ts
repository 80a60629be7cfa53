import type { Scenario } from '#domain';
import type { ReplicationRecord } from '#experiment';
import { LateCell } from '#planning';
import { interrupted, refuse } from '../../shared/problem.ts';
import { aborted } from '../../shared/run-command.ts';
import type { ThreadPool } from '../../shared/threads/thread-pool.ts';
import { withProgress } from '../progress.ts';

interface Sought {
  readonly scenario: Scenario;
  readonly seed: string;
  readonly replications: number;
  /** The target, by its key among late answers. */
  readonly target: string;
}

interface Circumstances {
  readonly isQuiet: boolean;
  readonly signal: AbortSignal;
  /** The caller ends it. */
  readonly pool: ThreadPool;
  /** The folder that keeps the replications until the results are written. */
  readonly unfinished: string;
}

/** Late cases of a share. Shares have six digits, so the count of each replication is rounded to the whole number that it stands for. */
export function lateCount(records: readonly ReplicationRecord[], measure: string): number {
  return records.reduce((sum, { contributions }) => {
    const { denominator, numerator } = contributions[measure] ?? { denominator: 0, numerator: 0 };
    return sum + Math.round(denominator - numerator);
  }, 0);
}

/** Repeats the replications and adds up the late cases of a target. Null if there are none. */
export async function lateOverReplications(
  { replications, scenario, seed, target }: Sought,
  { isQuiet, pool, signal, unfinished }: Circumstances,
): Promise<LateCell | null> {
  const number = pool.add(scenario);
  const results = await withProgress('hours', isQuiet, 'replications', (progress) => {
    let made = 0;
    const all = Array.from({ length: replications }, async (_, replication) => {
      const result = await pool.runForLate({ scenario: number, seed, replication }, target);
      if (!signal.aborted) progress.at(++made / replications, made);
      return result;
    });
    return Promise.race([Promise.all(all), aborted(signal)]);
  });
  if (results === undefined || signal.aborted)
    return interrupted(`all replications are kept in ${unfinished}; --resume continues`);
  const sum = new LateCell(scenario.centres.length, scenario.groups.length);
  for (const result of results) {
    if ('failed' in result)
      return refuse(
        `replication ${result.job.replication} failed: ${result.failed}`,
        'run it again with --resume',
      );
    if (result.late !== null) sum.join(result.late);
  }
  return sum.lateCount === 0 ? null : sum;
}
