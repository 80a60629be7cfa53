import { list, type Of, optional, orNull, record, word } from '#base';
import { COMMITMENT_RULES, COMMITTED_TO, OUTAGE_POLICIES, PREFERENCES, QUEUE_ORDERS } from '../vocabulary.ts';
import { allocatedKind } from './case-kinds.ts';
import { amount, count, factor, perChannel, perSeverity, rows, severity, share } from './values.ts';

/** All of it has to hold; null: it does not matter. */
const routingCondition = record({
  /** The case has waited at least this long, ms. */
  waitedMs: orNull(amount),
  /** At least this many cases wait, whichever they are. */
  waiting: orNull(count),
  /** At least this share of the agents on duty who may take the case are busy. */
  busyShare: orNull(share),
  /** The time of day on the customer's clock; an end at or before the begin is on the next day. */
  hours: orNull(record({ fromMinute: amount, toMinute: amount })),
});
export interface RoutingCondition extends Of<typeof routingCondition> {}

const routingStage = record({
  when: routingCondition,
  /** The first decides, the next among those who are equal by it, and so on; the longest idle agent in the end. */
  prefer: list(word(PREFERENCES), { least: 1 }),
});
export interface RoutingStage extends Of<typeof routingStage> {}

/**
 * Waiting cases of these severities that find nobody free take an agent from a case of a lower severity: the lowest there is, of
 * those the one whose contact began last.
 */
const preemptionRule = record({
  by: list(severity, { least: 1 }),
  /** What becomes of the interrupted contact. `pause`: its agent goes on with it afterwards. */
  interrupted: word(OUTAGE_POLICIES),
});
export interface PreemptionRule extends Of<typeof preemptionRule> {}

/** A case that finds nobody free (by allocation: every case) joins the queue of one centre or group, and is taken only there. */
const commitmentRule = record({
  to: word(COMMITTED_TO),
  by: word([...COMMITMENT_RULES, 'allocation']),
  /** By allocation: the first kind that a case belongs to decides, before it looks for an agent. Others are open to all. */
  kinds: optional(list(allocatedKind)),
  /** The wait after which a case is open to all who may take it, ms. Left out: never. */
  releaseAfterMs: optional(amount),
});
export interface CommitmentRule extends Of<typeof commitmentRule> {}

export const routingRule = record({
  /** In order: the first stage whose condition holds decides. The last has no condition. */
  stages: list(routingStage, { least: 1 }),
  /** `overflow list`: the place of each group in the order of choice; what is not listed shares the last place. */
  overflowPlaces: rows.groups.each(count),
  /** Local specialist: how long a case is held for its own region, per channel (ms). */
  holdMs: perChannel(amount),
  /** Which waiting case is served next; the first in first out of the highest severity where left out. */
  order: optional(word(QUEUE_ORDERS.filter((order) => order !== 'first in first out'))),
  /** Which cases may interrupt work on which others. Left out: none may. */
  preemption: optional(preemptionRule),
  /** The queue that a case joins if nobody is free. Left out: cases wait in one queue per kind, for the first agent who is free. */
  commitment: optional(commitmentRule),
  /** `fixed queue ratio`: the share of all who wait that each severity is to have, adding up to 1. */
  queueShares: optional(perSeverity(share)),
  /** `longest weighted wait`: what counts as waited beforehand, per severity, ms; nothing where left out. */
  headStartMs: optional(perSeverity(amount)),
  /** `longest weighted wait`: by how much faster than at weight 1 a wait counts, per severity. */
  weights: optional(perSeverity(factor)),
});
export interface RoutingRule extends Of<typeof routingRule> {}
