import { anyOf, endingDistribution, type Of, optional, orNull, record, word } from '#base';
import { CONTACT_TURNS } from '../vocabulary.ts';
import { amount, count, duration, rows, share, tier } from './values.ts';

const mayWait = { waiting: optional(count) };

/** How a case goes from the agent who has found that others are the right ones. */
export const transferRule = anyOf(
  /** The agent stays with the customer until another takes over, for `atMostMs` at most. Both then need the hand-over time (ms). */
  record({ way: word(['warm']), handOverMs: amount, atMostMs: duration }),
  /**
   * Given over only to who is free at once, or to a queue for the tier in which no more than `waiting` cases wait then (left out: 0).
   * Otherwise the case is lost; or the agent goes on, at a factor on the speed; or the agent stays with it until there is room.
   */
  record({ way: word(['no wait']), otherwise: word(['lost']), ...mayWait }),
  record({ way: word(['no wait']), otherwise: word(['go on']), speed: share, ...mayWait }),
  record({ way: word(['no wait']), otherwise: word(['block']), ...mayWait }),
);
export type TransferRule = Of<typeof transferRule>;

/** Contacts of one tier after which the case goes to others. Each contact finds anew where it goes. */
export const tierTransfer = record({
  /** If it is the tier that the case leaves, others of the tier get it. */
  to: tier,
  /** The only group that gets the case, unless promise, law or skills exclude it. Its own contacts go nowhere by this transfer. Left out: any of the tier. */
  group: optional(rows.groups.index),
  /** Only after the first contact of a case that is finished, or only after later ones. Left out: after any. */
  contact: optional(word(CONTACT_TURNS)),
  /** Per product. The shares of one tier add up to at most 1: after the other contacts, the case stays. */
  shares: rows.products.each(share),
  /** Handle time there, per product, until the case is transferred again. Left out: that of the tier. */
  handle: optional(rows.products.each(endingDistribution)),
  /** How the case is transferred; null: cold. Left out: as on its channel. */
  rule: optional(orNull(transferRule)),
});
export interface TierTransfer extends Of<typeof tierTransfer> {}
