import { WAITING_CAUSES } from '#domain';
import type { CaseState } from './case-state.ts';
import type { WaitingPool } from './waiting-pool.ts';

/** Where a pool counts cases without a recorded cause, or with one that there is not. */
export const UNTOLD = WAITING_CAUSES.length;

/** Counts the waiting cases of each pool by their recorded cause. The only writer of `pool` and `cause`. */
export class WaitingCensus {
  /** The case waits in that pool now, or (null) in none. */
  place(supportCase: CaseState, pool: WaitingPool | null): void {
    const before = supportCase.pool;
    if (before === pool) return;
    const slot = slotOf(supportCase.cause);
    if (before !== null) {
      before.counts[slot] = (before.counts[slot] as number) - 1;
      before.total--;
      before.waiting?.delete(supportCase);
    }
    if (pool !== null) {
      pool.counts[slot] = (pool.counts[slot] as number) + 1;
      pool.total++;
      pool.waiting?.add(supportCase);
    }
    supportCase.pool = pool;
  }

  /** The case has that recorded cause now; −1 for none. */
  setCause(supportCase: CaseState, cause: number): void {
    const { pool } = supportCase;
    if (pool !== null) {
      const before = slotOf(supportCase.cause);
      const after = slotOf(cause);
      pool.counts[before] = (pool.counts[before] as number) - 1;
      pool.counts[after] = (pool.counts[after] as number) + 1;
    }
    supportCase.cause = cause;
  }
}

function slotOf(cause: number): number {
  return cause === -1 || cause > UNTOLD ? UNTOLD : cause;
}
