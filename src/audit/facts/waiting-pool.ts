import type { Column } from '#base';
import type { WaitingCauseIndex } from '#domain';

/** Groups that may take cases of one kind, under the law and zones of the moment. Indices of groups, ascending. */
export interface EligibleGroups {
  /** Groups with the right tier, channel, language and product. */
  readonly able: readonly number[];
  /** The able groups that promise and law permit. */
  readonly permitted: readonly number[];
  /**
   * The permitted groups to which a held case is offered: those in the customer's region; if one of these is a subcontractor's that may take
   * the case only when required, also all others that are not.
   */
  readonly local: readonly number[];
  /** Whether some group of the tier takes the channel and serves the language. */
  readonly languageKnown: boolean;
  /** Whether the customers have the agreements with the vendor that their law asks for. */
  readonly isAgreed: boolean;
}

/** Waiting cases of one kind and routing stage. */
export interface WaitingPool<Case> {
  readonly groups: EligibleGroups;
  /** Whether the cases are held for the customer's region, so that only the local groups may take them. */
  readonly held: boolean;
  /** Groups that may take them now. */
  readonly mayTake: readonly number[];
  /** Number of waiting cases by recorded cause; the last element counts those without one. */
  readonly counts: Int32Array;
  total: number;
  /** The waiting cases, if they are judged one by one or listed in a violation; else null. See `WaitingCensus.casesIn`. */
  waiting: Set<Case> | null;
  /** The waiting cases, if the groups that may take them can differ from case to case; else null. */
  readonly members: Set<Case> | null;
  /** The true cause, and the version of the world that it belongs to: see `WaitingCensus.trueCauseOf`. */
  cause: WaitingCauseIndex;
  causeVersion: number;
}

/** A pool as judges see it. */
export type PoolView<Case> = Readonly<
  Omit<WaitingPool<Case>, 'counts' | 'waiting' | 'members' | 'cause' | 'causeVersion'>
> & {
  readonly counts: Readonly<Column<number>>;
  readonly waiting: ReadonlySet<Case> | null;
  readonly members: ReadonlySet<Case> | null;
};
