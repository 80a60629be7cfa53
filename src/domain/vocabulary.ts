/**
 * The closed unions of the field. The order of each list is part of the ledger's format: a value is written as its index, so append new
 * words and never insert any.
 */

/** How a customer reaches support. Phone callers abandon if unanswered; e-mail and web wait. */
export const CHANNELS = ['phone', 'e-mail', 'web'] as const;
export type Channel = (typeof CHANNELS)[number];

/** Severity of a case: A is critical business impact, C is minimal. A is served first. */
export const SEVERITIES = ['A', 'B', 'C'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Support tiers, from first line to engineering. Functional escalation (ITIL) goes up one tier. */
export const TIERS = [1, 2, 3] as const;
export type Tier = (typeof TIERS)[number];

/** Why a case leaves the centre or tier that had it. */
export const ESCALATION_REASONS = [
  'uptime',
  'language',
  'expertise',
  'severity',
  'follow-the-sun',
  'returned',
  'absence',
  'residency',
  'preemption',
] as const;
export type EscalationReason = (typeof ESCALATION_REASONS)[number];

/** Why a case waits. Exactly one cause is in force at any moment of waiting; docs/waiting-causes.md has the order of judgement. */
export const WAITING_CAUSES = [
  'data centre down',
  'no agent free',
  'held for a local specialist',
  'residency leaves no eligible centre',
  'centre down',
  'centre closed',
  'no expertise',
  'no language match',
  'nobody with the skill on duty',
  'no agreement in force',
] as const;
export type WaitingCause = (typeof WAITING_CAUSES)[number];
/** Causes that a summary lists only where cases waited for them: few scenarios can have them. */
export const RARE_CAUSES: readonly WaitingCause[] = ['no agreement in force'];

/** The purpose of a copy. */
export const COPY_ROLES = ['primary', 'replica', 'backup', 'cache', 'working copy', 'log'] as const;
export type CopyRole = (typeof COPY_ROLES)[number];

/** The contents of a copy. A copy carries a set of them as a bit mask: bit i stands for the i-th class. */
export const ITEM_CLASSES = [
  'content',
  'attachment',
  'note',
  'case metadata',
  'contact',
  'telemetry',
  'audit',
] as const;
export type ItemClass = (typeof ITEM_CLASSES)[number];

/** What a promise can restrict. Storage and access are separate facts with separate verdicts. */
export const PROMISE_DIMENSIONS = [
  'storage',
  'backup',
  'workingCopy',
  'processing',
  'access',
  'personnel',
] as const;
export type PromiseDimension = (typeof PROMISE_DIMENSIONS)[number];

/** Relation of a legal entity to the vendor. */
export const ENTITY_KINDS = ['vendor', 'affiliate', 'subcontractor'] as const;

/** Standards on which a promise may require a certificate. Editions are named after them. */
export const CERTIFIED_STANDARDS = ['ISO27001'] as const;
export type CertifiedStandard = (typeof CERTIFIED_STANDARDS)[number];

/** The services that a certificate may cover: keeping cases in a data centre, or working on them. */
export const CERTIFIED_SERVICES = ['storage', 'support'] as const;
export type CertifiedService = (typeof CERTIFIED_SERVICES)[number];

/** Subcontractors that a promise lets hold or see data: any; those announced, in the countries listed, with duties passed on; none. */
export const SUBCONTRACTOR_RULES = ['any', 'announced', 'none'] as const;

/** What the vendor does with items that customers were to encrypt and did not: it takes them and tells the customer, or sends everything back and keeps no copy. */
export const PLAIN_RULES = ['told', 'sent back'] as const;

/** Agreements in writing between vendor and customer, as scenario files name them. */
export const AGREEMENTS = ['dataProcessing', 'businessAssociate'] as const;
export type Agreement = (typeof AGREEMENTS)[number];

/** Their names in sentences. */
export const AGREEMENT_NAMES: Readonly<Record<Agreement, string>> = {
  dataProcessing: 'data processing agreement',
  businessAssociate: 'business associate agreement',
};

/** Named routing preferences: who is chosen among the eligible and free agents. */
export const PREFERENCES = [
  /** The agent who has been free the longest, whatever the group. Breaks the ties of all the others. */
  'longest idle',
  /** Centres of the customer's region first; the case is held for them for a time. */
  'local specialist',
  /** Centres where it is day (08:00 to 18:00) first. */
  'follow the sun',
  /** The group with the largest number of free agents. */
  'most idle agents',
  /** The group with the smallest share of busy agents. */
  'least occupied',
  /** The group that works the product fastest. */
  'fastest server',
  /** The order that the scenario lists. */
  'overflow list',
  /** The group that was chosen longest ago. */
  'round robin',
  /** Any of the groups that have somebody free, with equal chances; of its agents the one who has been free the longest. */
  'random',
  /** Any of the free agents, with equal chances, whatever the group. */
  'random agent',
  /** The group that ranks the kind of case highest. */
  'kind rank',
] as const;
export type Preference = (typeof PREFERENCES)[number];

/** Which waiting case of a severity an agent takes who becomes free. */
export const QUEUE_ORDERS = [
  'first in first out',
  'last in first out',
  'random',
  /** First in first out from the longest of the queues. Cases that the same agents may take form a queue. */
  'longest queue first',
  /** The case with the largest product of wait (including its head start) and severity weight: accumulating priorities. */
  'longest weighted wait',
  /** From the severity furthest above its share of all waiting cases, first in first out. */
  'fixed queue ratio',
] as const;

/** What a waiting case may be committed to. */
export const COMMITTED_TO = ['centre', 'group'] as const;

/** Whose queue a case joins if nobody is free, among places where somebody is on duty who may take it. */
export const COMMITMENT_RULES = [
  /** Where the fewest cases wait. */
  'join the shortest queue',
  /** Where the fewest cases wait per agent on duty who may take it. */
  'join the shortest queue per agent',
  /** Where its turn would come soonest: the cases ahead and itself, times the mean handle time of such a case, divided by those agents. */
  'minimum expected delay',
] as const;

/** Which of several places that were drawn gets a case. */
export const ALLOCATION_COSTS = [
  /** Where the fewest cases wait. */
  'shortest queue',
  /** Where the fewest cases wait or are in hand, per agent on duty who may take the case. */
  'least load',
] as const;
export type AllocationCost = (typeof ALLOCATION_COSTS)[number];

/** Where a case waits after its severity was raised: by the time when it joined, or behind the others of its new severity. */
export const RAISED_PLACES = ['kept', 'last'] as const;

/** What happens to work in hand when the agent's centre goes down. */
export const OUTAGE_POLICIES = ['hand over', 'pause', 'restart', 'resample'] as const;
export type OutagePolicy = (typeof OUTAGE_POLICIES)[number];

/** What happens to work in hand when the agent's shift ends, or the agent goes away. */
export const SHIFT_END_POLICIES = ['finish', ...OUTAGE_POLICIES] as const;
/** One for all cases, or one per severity. */
export type BySeverity<Policy> = Policy | { readonly bySeverity: Readonly<Record<Severity, Policy>> };

/** What the policy is for cases of that severity. */
export function policyFor<Policy extends string | { readonly finishWithinMs: number }>(
  policy: BySeverity<Policy>,
  severity: Severity,
): Policy {
  return typeof policy === 'object' && 'bySeverity' in policy ? policy.bySeverity[severity] : policy;
}

/** What happens to waiting cases when the last agents who could take them go home for the day. */
export const DAY_END_POLICIES = ['carry over', 'clear', 'serve out'] as const;
export type DayEndPolicy = (typeof DAY_END_POLICIES)[number];

/** How a case moves to other agents when a contact finds that it needs them. */
export const TRANSFER_WAYS = ['cold', 'warm', 'no wait', 'limited'] as const;
/** Contacts after which a transfer can happen: the first of a case that was finished, or those after it. */
export const CONTACT_TURNS = ['first', 'later'] as const;
export type ContactTurn = (typeof CONTACT_TURNS)[number];
/** What happens to a transfer that may not wait if nobody is free. */
export const NO_WAIT_OUTCOMES = ['lost', 'go on', 'block'] as const;

/**
 * Drawn customers have numbers below this. Every channel draws from the same customers (of a segment, country and time zone), so a number
 * means one customer on all channels. Customers named by a trace are numbered from here on.
 */
export const DRAWN_CUSTOMERS = 1000;

/** What a target is of: two that have a time from the arrival of a case on, customers who give up, and what is left at the end of a day. */
export const TARGET_MEASURES = ['answer', 'resolution', 'abandonment', 'backlog'] as const;
export type TargetMeasure = (typeof TARGET_MEASURES)[number];

/** Series that show that a run has settled: waiting cases, busy agents, first answers, each as hourly means. */
export const WARM_UP_SERIES = ['waiting', 'busy', 'answered'] as const;
export type WarmUpSeries = (typeof WARM_UP_SERIES)[number];

/** What a customer who calls again keeps from the last try. */
export const RETRY_KEEPS = ['patience', 'work'] as const;
export type RetryKeeps = (typeof RETRY_KEEPS)[number];

/** The party for whom a case waits while the clock of a target may pause. */
export const PAUSING_PARTIES = ['customer', 'vendor'] as const;
export type PausingParty = (typeof PAUSING_PARTIES)[number];

/** What becomes of a contact that needs a second agent while nobody is free, as scenarios say it. */
export const CONSULTATION_ALTERNATIVES = ['go on alone', 'wait'] as const;

/** The name of a data centre in events, such as `data centre Dublin`. */
export function placeInEvent(title: string): string {
  return /\bdata centre\b/i.test(title) ? title : `data centre ${title}`;
}
