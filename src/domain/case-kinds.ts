import type { CentreIndex, ProductIndex, SegmentIndex } from './indices.ts';
import type { AllocationCost, Channel, Severity } from './vocabulary.ts';

/** Cases that have all of this in common; null: any. */
export interface CaseKind {
  readonly severities: readonly Severity[] | null;
  readonly channels: readonly Channel[] | null;
  readonly segment: SegmentIndex | null;
  readonly product: ProductIndex | null;
}

/** Ranks count from 1; where left out, the rank is the place in the list, and the weight 1. */
export interface RankedKind extends CaseKind {
  readonly rank?: number;
  readonly weight?: number;
}

/** A group takes cases of this kind only while all of this holds; null: no matter. */
export interface TakingGuard extends CaseKind {
  /** At least this many agents of the group are free, including the one who takes the case. */
  readonly idle: number | null;
  /** At least this share of the agents of the group who are on duty and present are free. Left out: no matter. */
  readonly idleShare?: number;
  /** This centre is down. */
  readonly down: CentreIndex | null;
  /** The case has waited at least this long, ms. Left out: no matter. */
  readonly waitedMs?: number;
  /** The queue of the kind is longer than that of another. Left out: no matter. */
  readonly longerThan?: LineRatio;
}

/**
 * The condition that more cases of another kind wait than `ratio` times those of this kind, plus `by`. A group counts as the queue of a
 * kind the cases of its tier that wait in a queue, including the one that is to be taken.
 */
export interface LineRatio extends CaseKind {
  readonly ratio: number;
  readonly by: number;
}

/** How cases of a kind are allocated to centres or groups: by shares, or to the best of several that are drawn. */
export interface AllocatedKind extends CaseKind {
  /** By centre or group, adding up to 1; null: not by shares. */
  readonly shares: readonly number[] | null;
  readonly bestOf: { readonly drawn: number; readonly by: AllocationCost } | null;
}
