import { WAITING_CAUSES, type WaitingCauseIndex } from '#domain';
import { type CaseState, type CaseView, type LiveCases, QUEUED } from './case-state.ts';
import type { Eligibility } from './eligibility.ts';
import { empty } from './empty-list.ts';
import { waitingCauseOf } from './waiting-cause.ts';
import type { PoolView, WaitingPool } from './waiting-pool.ts';
import type { WorldView } from './world-state.ts';

/** Where a pool counts cases without a recorded cause, or with an unknown one. */
export const UNTOLD = WAITING_CAUSES.length;

/** Counts the waiting cases of each pool by their recorded cause. The only writer of `pool`, `cause` and `touched` of a case. */
export class WaitingCensus {
  /** Cases that in this instant have begun to wait, got a cause, or gained or lost a copy; each once. */
  readonly changed: CaseState[] = [];
  private readonly eligibility: Eligibility;
  private readonly world: WorldView;
  /** Changes with staffing, law and outages: true causes of pools are kept until then. */
  private worldVersion = 0;

  constructor(eligibility: Eligibility, world: WorldView) {
    this.eligibility = eligibility;
    this.world = world;
  }

  /** The case, as it is described now, waits in the pool of its kind. */
  place(supportCase: CaseState): void {
    this.move(supportCase, this.eligibility.poolFor(supportCase));
  }

  /** The case waits no longer. */
  remove(supportCase: CaseState): void {
    this.move(supportCase, null);
    this.setCause(supportCase, -1);
  }

  /** All pools have been forgotten: promise or law have changed. */
  placeAgain(cases: LiveCases): void {
    cases.forEach((supportCase) => {
      if (supportCase.state === QUEUED) this.place(supportCase);
    });
  }

  /** The case has that recorded cause now; −1 for none. */
  setCause(supportCase: CaseState, cause: WaitingCauseIndex): void {
    const { pool } = supportCase;
    if (pool !== null) {
      const before = slotOf(supportCase.cause);
      const after = slotOf(cause);
      pool.counts[before] = (pool.counts[before] as number) - 1;
      pool.counts[after] = (pool.counts[after] as number) + 1;
    }
    supportCase.cause = cause;
  }

  /** Something has changed on which the cause of the case depends. */
  touch(supportCase: CaseState): void {
    if (supportCase.touched) return;
    supportCase.touched = true;
    this.changed.push(supportCase);
  }

  worldHasChanged(): void {
    this.worldVersion++;
  }

  endOfInstant(): void {
    if (this.changed.length === 0) return;
    for (const supportCase of this.changed) supportCase.touched = false;
    empty(this.changed);
  }

  /** Why the cases of the pool wait whose data can be read. Determined once for each version of the world. */
  trueCauseOf(pool: WaitingPool): WaitingCauseIndex {
    if (pool.causeVersion !== this.worldVersion) {
      pool.cause = waitingCauseOf(pool.groups, pool.held, this.world);
      pool.causeVersion = this.worldVersion;
    }
    return pool.cause;
  }

  private move(supportCase: CaseState, pool: WaitingPool | null): void {
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
}

/** The census as judges see it. */
export interface WaitingCensusView {
  readonly changed: readonly CaseView[];
  trueCauseOf(pool: PoolView): WaitingCauseIndex;
}

function slotOf(cause: WaitingCauseIndex): number {
  return cause === -1 || cause > UNTOLD ? UNTOLD : cause;
}
