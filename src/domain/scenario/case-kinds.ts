import { list, type Of, optional, orNull, record, word } from '#base';
import { ALLOCATION_COSTS } from '../vocabulary.ts';
import { amount, channels, count, factor, positiveCount, rows, severities, share } from './values.ts';

/** Cases that have all of this in common; null: any. */
const caseKind = record({
  severities: orNull(severities),
  channels: orNull(channels),
  segment: orNull(rows.segments.index),
  product: orNull(rows.products.index),
});
export interface CaseKind extends Of<typeof caseKind> {}

/** Ranks count from 1; where left out, the rank is the place in the list, and the weight 1. */
export const rankedKind = record({
  ...caseKind.members,
  rank: optional(positiveCount),
  weight: optional(factor),
});
export interface RankedKind extends Of<typeof rankedKind> {}

/**
 * The condition that more cases of another kind wait than `ratio` times those of this kind, plus `by`. A group counts as the queue of a
 * kind the cases of its tier that wait in a queue, including the one that is to be taken.
 */
const lineRatio = record({ ...caseKind.members, ratio: amount, by: amount });

/** A group takes cases of this kind only while all of this holds; null: no matter. */
export const takingGuard = record({
  ...caseKind.members,
  /** At least this many agents of the group are free, including the one who takes the case. */
  idle: orNull(count),
  /** At least this share of the agents of the group who are on duty and present are free. Left out: no matter. */
  idleShare: optional(share),
  /** This centre is down. */
  down: orNull(rows.centres.index),
  /** The case has waited at least this long, ms. Left out: no matter. */
  waitedMs: optional(amount),
  /** The queue of the kind is longer than that of another. Left out: no matter. */
  longerThan: optional(lineRatio),
});
export interface TakingGuard extends Of<typeof takingGuard> {}

/** How cases of a kind are allocated to centres or groups: by shares, or to the best of several that are drawn. */
export const allocatedKind = record({
  ...caseKind.members,
  /** By centre or group, adding up to 1; null: not by shares. */
  shares: orNull(list(share)),
  bestOf: orNull(record({ drawn: positiveCount, by: word(ALLOCATION_COSTS) })),
});
export interface AllocatedKind extends Of<typeof allocatedKind> {}
