import type { Column } from '#base';
import type { WaitingCauseIndex } from '#domain';
import type { CaseState, CaseView } from './case-state.ts';

/** Who may take cases of one kind, by the law and the zones of the moment. Groups are indices, ascending. */
export interface EligibleGroups {
  /** Tier, channel, language and product fit. */
  readonly able: readonly number[];
  /** Those of them that promise and law permit. */
  readonly permitted: readonly number[];
  /** Those of the permitted in the customer's region. */
  readonly local: readonly number[];
  /** Whether some group of the tier takes the channel and serves the language. */
  readonly languageKnown: boolean;
}

/** Waiting cases of one kind and routing stage. */
export interface WaitingPool {
  readonly groups: EligibleGroups;
  /** Held for the customer's region: only the local groups may take them. */
  readonly held: boolean;
  /** Groups that may take them now. */
  readonly mayTake: readonly number[];
  /** How many of the waiting cases have each recorded cause; the last place counts those without one. */
  readonly counts: Int32Array;
  total: number;
  /** The waiting cases themselves, where they are judged one by one, or each violation is wanted; else null. */
  readonly waiting: Set<CaseState> | null;
  /** The same, only where who may take them is a matter of each. */
  readonly members: Set<CaseState> | null;
  /** The true cause, and the version of the world for which it was determined: see `WaitingCensus.trueCauseOf`. */
  cause: WaitingCauseIndex;
  causeVersion: number;
}

/** A pool as judges see it. */
export type PoolView = Readonly<
  Omit<WaitingPool, 'counts' | 'waiting' | 'members' | 'cause' | 'causeVersion'>
> & {
  readonly counts: Readonly<Column<number>>;
  readonly waiting: ReadonlySet<CaseView> | null;
  readonly members: ReadonlySet<CaseView> | null;
};
