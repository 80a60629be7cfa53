import { definite, numbered } from '#base';
import { type GroupIndex, WAITING_CAUSES, type WaitingCauseIndex } from '#domain';
import { type CaseState, type CaseView, type LiveCases, QUEUED } from './case-state.ts';
import { PRIMARY, placeOfCopy, REPLICA, roleOfCopy } from './copy-list.ts';
import type { Eligibility } from './eligibility.ts';
import type { EligibleGroups, PoolView, WaitingPool } from './waiting-pool.ts';
import type { WorldView } from './world-state.ts';

export const DATA_CENTRE_DOWN = WAITING_CAUSES.indexOf('data centre down');
export const NO_AGENT_FREE = WAITING_CAUSES.indexOf('no agent free');
const {
  'held for a local specialist': HELD,
  'residency leaves no eligible centre': RESIDENCY,
  'centre down': CENTRE_DOWN,
  'centre closed': CENTRE_CLOSED,
  'no expertise': NO_EXPERTISE,
  'no language match': NO_LANGUAGE,
  'nobody with the skill on duty': NOBODY_SKILLED,
  'no agreement in force': NO_AGREEMENT,
} = numbered(WAITING_CAUSES);

/** Why a case is stalled at intake. `isAgreed`: as in `EligibleGroups`. */
export function causeAtIntake(isAgreed: boolean): WaitingCauseIndex {
  return isAgreed ? DATA_CENTRE_DOWN : NO_AGREEMENT;
}

/** Whether the case's data can be read: a data centre that is up holds its primary copy or a replica. */
export function isReachable(supportCase: CaseView, world: WorldView): boolean {
  for (const copy of supportCase.copies) {
    const role = roleOfCopy(copy);
    if ((role === PRIMARY || role === REPLICA) && world.isDataCentreUp(placeOfCopy(copy))) return true;
  }
  return false;
}

/**
 * Why a case waits, provided that its data can be read: lines 2 to 10 of the decision list (docs/waiting-causes.md). `isReachable`
 * is line 1, "data centre down". `held`: so far only groups of the customer's region may take the case, and there are some.
 *
 * A group is staffed if its centre is up and one of its agents is inside a duty window.
 *
 *   no agreement in force                the customers lack an agreement that their law asks for
 *   no agent free                        a group that may take the case now is staffed
 *   held for a local specialist          held, and a permitted group elsewhere is staffed
 *   residency leaves no eligible centre  an able group is staffed (none of the permitted is), or none of
 *                                        the able groups is permitted
 *   centre down                          a permitted group has somebody on duty, but its centre is down
 *   nobody with the skill on duty        somebody is on duty at the centre of a permitted group
 *   centre closed                        there are permitted groups
 *   no expertise                         a group of the tier takes the channel and serves the language
 *   no language match                    otherwise
 */
export function waitingCauseOf(groups: EligibleGroups, held: boolean, world: WorldView): WaitingCauseIndex {
  const isStaffed = (group: GroupIndex) => world.isStaffed(group);
  const { able, permitted, local, isAgreed, languageKnown } = groups;
  if (!isAgreed) return NO_AGREEMENT;
  if ((held ? local : permitted).some(isStaffed)) return NO_AGENT_FREE;
  if (held && permitted.some(isStaffed)) return HELD;
  if (able.some(isStaffed)) return RESIDENCY;
  if (permitted.length === 0 && able.length > 0) return RESIDENCY;
  if (permitted.some((group) => (world.onDuty[group] as number) > 0)) return CENTRE_DOWN;
  if (permitted.some((group) => world.isAnybodyOnDutyWith(group))) return NOBODY_SKILLED;
  if (permitted.length > 0) return CENTRE_CLOSED;
  return languageKnown ? NO_EXPERTISE : NO_LANGUAGE;
}

/** Index under which a pool counts cases whose cause is missing or unknown. */
export const UNTOLD = WAITING_CAUSES.length;

/**
 * Counts the waiting cases of each pool by recorded cause. The only writer of `pool`, `cause` and `touched` of a
 * case.
 */
export class WaitingCensus {
  /** Cases that began to wait, got a cause, or gained or lost a copy in this instant; each listed once. */
  readonly changed: CaseState[] = [];
  private readonly eligibility: Eligibility;
  private readonly world: WorldView;
  private readonly cases: LiveCases;
  /** Rises with each change of staffing, law or outages. The true cause of a pool is cached per version. */
  private worldVersion = 0;

  constructor(eligibility: Eligibility, world: WorldView, cases: LiveCases) {
    this.eligibility = eligibility;
    this.world = world;
    this.cases = cases;
  }

  /** Adds the case, as now described, to the pool of its kind. */
  place(supportCase: CaseState): void {
    this.move(supportCase, this.eligibility.poolFor(supportCase));
  }

  /** Removes a case that no longer waits. */
  remove(supportCase: CaseState): void {
    this.move(supportCase, null);
    this.setCause(supportCase, -1);
  }

  /** Rebuilds all pools after a change of promise or law. */
  placeAgain(cases: LiveCases): void {
    cases.forEach((supportCase) => {
      if (supportCase.state === QUEUED) this.place(supportCase);
    });
  }

  /** Sets the recorded cause of the case; −1 for none. */
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

  /** Marks the case after a change that can affect its waiting cause. */
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

  /**
   * Why the cases of the pool wait, provided that their data can be read. Determined once for each version of the
   * world.
   */
  trueCauseOf(pool: WaitingPool<CaseState>): WaitingCauseIndex {
    if (pool.causeVersion !== this.worldVersion) {
      pool.cause = waitingCauseOf(pool.groups, pool.held, this.world);
      pool.causeVersion = this.worldVersion;
    }
    return pool.cause;
  }

  /** The waiting cases of the pool. Pools list them only from the first call on, since few ledgers ask for them. */
  casesIn(pool: WaitingPool<CaseState>): ReadonlySet<CaseState> {
    if (pool.waiting === null) {
      this.eligibility.listWaiting();
      this.cases.forEach((one) => one.pool?.waiting?.add(one));
    }
    return definite(pool.waiting, 'every pool lists its cases');
  }

  private move(supportCase: CaseState, pool: WaitingPool<CaseState> | null): void {
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
  trueCauseOf(pool: PoolView<CaseView>): WaitingCauseIndex;
  casesIn(pool: PoolView<CaseView>): ReadonlySet<CaseView>;
}

function slotOf(cause: WaitingCauseIndex): number {
  return cause === -1 || cause > UNTOLD ? UNTOLD : cause;
}

/** Empties a list that will soon fill again. Unlike `length = 0`, it keeps the memory. */
export function empty(list: unknown[]): void {
  while (list.length > 0) list.pop();
}
