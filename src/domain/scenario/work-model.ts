import {
  anyOf,
  distribution,
  endingDistribution,
  type Form,
  list,
  number,
  type Of,
  optional,
  orNull,
  record,
  tuple,
  word,
} from '#base';
import { type BySeverity, DAY_END_POLICIES, OUTAGE_POLICIES, SHIFT_END_POLICIES } from '../vocabulary.ts';
import { messageRule, patienceAgain, patienceBySeverity, retryRule } from './arrival-streams.ts';
import { tierTransfer, transferRule } from './transfers.ts';
import {
  amount,
  count,
  duration,
  factor,
  perChannel,
  perSeverity,
  perTier,
  positiveCount,
  rows,
  share,
  tier,
} from './values.ts';
import { workException } from './work-exception.ts';

/** Contacts of a tier that need a second agent for a part of their work, from their beginning on. */
export const consultationRule = record({
  /** Share of the contacts, per product. */
  shares: rows.products.each(share),
  /** Tier of the second agent, who knows this product (left out: that of the case). Languages and channel do not matter. */
  tier,
  product: optional(rows.products.index),
  /** For how much of the handle time the second agent joins: above 0, at most 1. */
  part: share,
  /** The factor on the handle time of a contact that a second agent joins, above 1; left out: the contact takes no longer. */
  lengthens: optional(number({ min: 1 })),
  /** How long the contact waits for somebody to be free, ms; 0: its agent goes on alone at once. */
  waitMs: duration,
});
export interface ConsultationRule extends Of<typeof consultationRule> {}

/** One for all cases, or one per severity. */
function bySeverity<Policy>(policy: Form<Policy>): Form<BySeverity<Policy>> {
  return anyOf(policy, record({ bySeverity: perSeverity(policy) }));
}

/** `finishWithinMs`: work that needs no longer is finished, the rest is handed over. */
const leavingPolicy = anyOf(word(SHIFT_END_POLICIES), record({ finishWithinMs: amount }));
export type ShiftEndPolicy = Of<typeof leavingPolicy>;

/** Share of contacts after which the customer (or a vendor) is to answer, and how long that takes. */
const customerWait = record({ share, reply: endingDistribution });
export interface CustomerWait extends Of<typeof customerWait> {}

/**
 * A customer who begins to wait is offered to be called back where the wait is predicted to be long, or the line is; who
 * accepts keeps the place in the queue, but not the patience. Exactly one of the first two is not null.
 */
const callbackRule = record({
  /** A callback is offered if the customer of the channel who was answered last has waited at least this long, ms. */
  predictedWaitMs: orNull(amount),
  /** A callback is offered if at least this many cases of the channel wait already. */
  waiting: orNull(count),
  /** Share of the customers who accept. */
  accepted: share,
  /** Chance that a call is answered. */
  reached: share,
  /** Calls, the first included. */
  attempts: positiveCount,
  /** From a call that is not answered until the case waits for the next, ms. */
  againMs: amount,
  /** How long an agent is busy with a call that is not answered, ms. */
  ringMs: amount,
});
export interface CallbackRule extends Of<typeof callbackRule> {}

export const workModel = record({
  /** Time to triage before a case may be routed, per channel (ms); the mean, and at least 1, of those that `triage` draws. */
  triageMs: perChannel(amount),
  /** Triage that each case draws, per channel. Null, or left out: each takes `triageMs`. */
  triage: optional(perChannel(orNull(endingDistribution))),
  /** Patience of a customer who waits for the first answer, per channel; null waits for ever. */
  patience: perChannel(orNull(distribution)),
  /** Patience by severity. Left out: `patience` applies to all severities. */
  patienceBySeverity: optional(perChannel(patienceBySeverity)),
  /** Patience of a customer who waits again after an answer, per channel. Null, or left out: for ever. */
  patienceAgain: optional(perChannel(orNull(patienceAgain))),
  /** Share of the customers who leave at once when they would have to wait, per channel. Left out: nobody. */
  balking: optional(perChannel(share)),
  /** Whether customers who gave up or were refused come again, per channel. Left out: nobody does. */
  retry: optional(perChannel(orNull(retryRule))),
  /** Whether waiting customers leave a message, and after which wait, per channel. Left out: nobody does. */
  message: optional(perChannel(orNull(messageRule))),
  /** Customers who are offered to be called back, per channel. Left out: nobody is. */
  callback: optional(perChannel(orNull(callbackRule))),
  /** Transfers at the end of a contact, per channel. Null, or left out: the case joins the line (cold). Given if `tierTransfers` has a rule. */
  transfer: optional(perChannel(orNull(transferRule))),
  /** By tier that the case leaves: where it may go. `escalation` is 0 then, and nothing `returns`. Left out: as these two say. */
  tierTransfers: optional(perTier(list(tierTransfer))),
  /** Contacts of tier 1, 2, 3 that need a second agent for a while; null, or left out: none. */
  consultation: optional(perTier(orNull(consultationRule))),
  /** What becomes of lines that close for the day, per channel. Left out: what waits is carried over to the next opening. */
  dayEnd: optional(perChannel(word(DAY_END_POLICIES))),
  /** Handle time of a contact at speed 1: tier → channel → product. */
  handle: perTier(perChannel(rows.products.each(endingDistribution))),
  /** Factors on it by severity. Left out: 1. */
  severityFactors: optional(perSeverity(factor)),
  /**
   * Work of the agent that the case need not wait for, after each contact that is finished, at speed 1: tier → channel. Null,
   * or left out: none.
   */
  afterContact: optional(perTier(perChannel(orNull(endingDistribution)))),
  /** Cases that are worked differently, for which the first match decides. Left out: none. */
  exceptions: optional(list(workException, { least: 1 })),
  /** Chance that tier 1 (first number) or tier 2 (second) cannot solve the case, per product. */
  escalation: rows.products.each(tuple<readonly [number, number]>(share, share)),
  /** Chance that a contact of tier 2 or tier 3 sends the case back to the tier below, per product: each contact finds anew who solves it. */
  returns: optional(rows.products.each(tuple<readonly [number, number]>(share, share))),
  /** Returns of one case at most. Left out: no limit. */
  returnsMost: optional(positiveCount),
  /** Shares of the cases whose language or product was declared wrongly; noticed after this share of the handle time. */
  misrouted: record({ language: share, product: share, noticedAfter: share }),
  /** Chance after each contact that the case awaits the customer, and how long the customer takes (ms). */
  customerWait: record({
    ...customerWait.members,
    /** A case without an answer is resolved after this time, ms. Null: never. */
    autoCloseMs: orNull(amount),
    /** Tiers 2 and 3, where they differ from tier 1. */
    higherTiers: optional(tuple<readonly [CustomerWait, CustomerWait]>(customerWait, customerWait)),
  }),
  /** Contacts of tier 1, 2, 3 after which the case awaits a vendor; the others may await the customer. Left out: none. */
  vendorWait: optional(perTier(customerWait)),
  /** Customers who raise the severity of a waiting written case to A, and after how long a wait (ms). */
  severityRaise: record({
    share,
    after: endingDistribution,
    /** Goes behind the others of severity A; where left out, the case has the place of the time when it joined. */
    goesLast: optional(word([true])),
  }),
  /** Resolved cases that the customer re-opens, and after how long (ms). */
  reopening: record({ share, after: endingDistribution }),
  /** From resolution to closing (ms). */
  closingMs: amount,
  /** Work in hand at the end of a shift. */
  shiftEnd: perChannel(bySeverity(leavingPolicy)),
  /** Work in hand when the centre goes down; handed over where left out. */
  outage: optional(perChannel(bySeverity(word(OUTAGE_POLICIES)))),
  /** Work in hand when the agent goes away; finished where left out. */
  absence: optional(perChannel(bySeverity(leavingPolicy))),
  /** A hand-over costs the next agent this time (ms) and this share of the work done is done again. */
  handOver: record({ timeMs: duration, lostShare: share }),
});
export interface WorkModel extends Of<typeof workModel> {}
