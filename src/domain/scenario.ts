import type { Distribution, Indexed } from '#base';
import type { Backlog } from './backlog.ts';
import type { ZoneClock } from './calendar/local-time.ts';
import type { Window } from './calendar/windows.ts';
import type { AllocatedKind, RankedKind, TakingGuard } from './case-kinds.ts';
import type { Concurrency } from './concurrency.ts';
import type { ConsultationRule } from './consultation.ts';
import type {
  ArrivalStream,
  Busyness,
  ForecastError,
  MessageRule,
  PatienceAgain,
  PatienceBySeverity,
  ProductMix,
  RetryRule,
} from './demand.ts';
import type {
  CentreIndex,
  DataCentreIndex,
  DurationMs,
  EntityIndex,
  EpochMs,
  GroupIndex,
  LanguageIndex,
  PlacementIndex,
  ProductIndex,
  PromiseIndex,
  RunMs,
  SegmentIndex,
  SeverityIndex,
  StreamIndex,
} from './indices.ts';
import type {
  Consent,
  Disclosure,
  LegalEntity,
  LegalHold,
  MadeLaw,
  ResidencyPromise,
  RetentionRule,
} from './legal-terms.ts';
import type { WarmUpRule, WeeklyMeasure } from './measures.ts';
import type { Roster } from './rosters.ts';
import type { TierTransfer, TransferRule } from './tier-transfers.ts';
import type {
  BySeverity,
  Channel,
  COMMITTED_TO,
  CommitmentRuleName,
  DayEndPolicy,
  OutagePolicy,
  PausingParty,
  Preference,
  QueueOrder,
  Severity,
  ShiftEndPolicy,
  TargetMeasure,
  Tier,
} from './vocabulary.ts';
import type { WorkException } from './work-exceptions.ts';

/** Default limit: a run ends when this many cases wait, since a queue of that length can hardly be worked off. */
export const MOST_WAITING = 1_000_000;

/**
 * A scenario, checked and resolved: no defaults missing, every reference an index into its list, every duration in
 * milliseconds, every instant in epoch ms. Only the room `scenario` makes one. It is plain data (JSON), is kept
 * beside the ledger of its run, and is all that the auditor knows of the world apart from the ledger.
 */
export interface Scenario {
  readonly format: 2;
  readonly name: string;
  readonly title: string;
  readonly startEpochMs: EpochMs;
  readonly horizonMs: number;
  /** A clock for every time zone that the scenario names, by name. */
  readonly clocks: readonly ZoneClock[];
  readonly seed: string;
  /** ISO 4217, of the wages. Left out where nobody has a wage. */
  readonly currency?: string;

  readonly languages: Indexed<LanguageIndex, string>;
  readonly products: Indexed<ProductIndex, Product>;
  readonly entities: Indexed<EntityIndex, LegalEntity>;
  readonly dataCentres: Indexed<DataCentreIndex, DataCentre>;
  readonly centres: Indexed<CentreIndex, ServiceCentre>;
  readonly groups: Indexed<GroupIndex, AgentGroup>;
  readonly promises: Indexed<PromiseIndex, ResidencyPromise>;
  readonly placements: Indexed<PlacementIndex, Placement>;
  readonly segments: Indexed<SegmentIndex, Segment>;
  readonly streams: Indexed<StreamIndex, ArrivalStream>;
  /** Left out where every day is as busy as its rates say. */
  readonly busyness?: readonly Busyness[] | undefined;
  /** Left out where every rate is taken to be certain. */
  readonly forecast?: { readonly correlation: number; readonly errors: readonly ForecastError[] } | undefined;
  readonly evacuations: readonly Evacuation[];
  /** Left out where the law is that of history, and where courts and authorities want nothing. */
  readonly law?: MadeLaw;
  readonly holds?: readonly LegalHold[];
  readonly disclosures?: readonly Disclosure[];
  /** Where the ledger may be kept, in order of choice. Left out where nobody says. */
  readonly ledger?: { readonly dataCentres: readonly DataCentreIndex[] };

  readonly work: WorkModel;
  /** Left out where every channel takes any number of cases. */
  readonly lines?: Readonly<Record<Channel, LineLimits | null>> | undefined;
  /** Lines that several channels share; `lines` is given with them. Left out: none. */
  readonly sharedLines?: readonly SharedLines[];
  readonly routing: RoutingRule;
  readonly retention: RetentionRule;
  readonly serviceLevels: readonly ServiceLevel[];
  /** Left out where there are none. */
  readonly targets?: readonly Target[] | undefined;
  /** Left out where nothing is measured by interval of the week. */
  readonly measures?: readonly WeeklyMeasure[] | undefined;
  /** Left out where measures are of the whole run. */
  readonly warmUp?: WarmUpRule | undefined;
  /** The run ends when so many cases wait. Left out: MOST_WAITING. */
  readonly mostWaiting?: number | undefined;
  /** Cases that are open when the run starts. Left out: none. */
  readonly backlog?: Backlog;
}

export interface Product {
  readonly id: string;
  readonly title: string;
}

/** Mean times up (or present) and down (or away), both exponential. */
export interface RandomTimes {
  readonly upMeanMs: number;
  readonly downMeanMs: number;
}

/** Random outages: both times exponential, drawn from the stream of the cause. Places with one cause go down together. */
export interface RandomOutages extends RandomTimes {
  readonly cause: string;
}

export interface DataCentre {
  readonly id: string;
  readonly title: string;
  readonly country: string;
  readonly entity: EntityIndex;
  readonly plannedOutages: readonly Window[];
  readonly randomOutages: readonly RandomOutages[];
}

export interface ServiceCentre {
  readonly id: string;
  readonly title: string;
  readonly country: string;
  readonly timeZone: string;
  readonly entity: EntityIndex;
  /** Routing region, e.g. `emea`; the local specialist preference compares it with the customer's. */
  readonly region: string;
  /** Degrees; both or neither. Only maps and the order of centres from east to west look at them. */
  readonly latitude?: number;
  readonly longitude?: number;
  /** `remote view`: nothing is stored at the centre; `local system`: a working copy is stored in its country. */
  readonly access: 'remote view' | 'local system';
  /** Opening windows over the horizon: hours, holidays and closures applied, daylight saving resolved. */
  readonly open: readonly Window[];
  readonly plannedOutages: readonly Window[];
  readonly randomOutages: readonly RandomOutages[];
}

/** Agents of one centre with the same skills. Agents are numbered through all groups and shifts in order. */
export interface AgentGroup {
  readonly id: string;
  readonly centre: CentreIndex;
  readonly tier: Tier;
  /** Languages that the agents speak. A `de` agent also serves `de-AT`. */
  readonly languages: readonly LanguageIndex[];
  readonly channels: readonly Channel[];
  /** Per product: speed factor (1 = the work model's time, 2 = twice as fast), or 0 where there is no expertise. */
  readonly speed: Indexed<ProductIndex, number>;
  /** A further factor on it by channel. Left out: 1. */
  readonly channelSpeeds?: Readonly<Record<Channel, number>>;
  /** Factors of single agents, one after the other and from the beginning again; or lognormal with mean 1 and this coefficient of variation, drawn once for each. */
  readonly agentSpeeds?: readonly number[] | { readonly cv: number };
  readonly shifts: readonly Shift[];
  /** Country in which its agents reside, where it is not that of the centre. */
  readonly residence?: string;
  /** Who employs them, where it is not the company of the centre. */
  readonly employer?: EntityIndex;
  /** When each agent, alone, is away: both times exponential, on duty or not. */
  readonly absences?: RandomTimes;
  /** Left out where each agent has one contact in hand at a time. */
  readonly concurrency?: Concurrency;
  /** Kinds of cases in the order in which its agents take them, before all others. Left out: they take what the queue order says. */
  readonly takesFirst?: readonly RankedKind[];
  /** Conditions under which alone some kinds of cases are taken. Left out: none. */
  readonly takesOnlyWhile?: readonly TakingGuard[];
  /** How much overtime an agent does on a calendar day of the centre, ms. Left out: as much as comes. */
  readonly overtimePerDayMs?: DurationMs;
  /** Left out where their work costs nothing. */
  readonly wage?: Wage;
  /** Which shifts may be scheduled for it. Left out where the centre names none. */
  readonly roster?: Roster;
}

/** What an agent is paid, in the scenario's currency. */
export interface Wage {
  /** For each hour on duty. */
  readonly perHour: number;
  /** Overtime (busy while not on duty) is paid at this multiple of `perHour`. */
  readonly overtimeFactor: number;
}

/**
 * New agents: the factor on their speed, `from` until they were hired (`hiredMs` since the start of the run, which may be before
 * it), rises evenly to 1 within `overMs`. A contact has the speed of its begin.
 */
export interface RampUp {
  readonly hiredMs: RunMs;
  readonly from: number;
  readonly overMs: DurationMs;
}

/** Agents who work the same hours. */
export interface Shift {
  readonly id: string;
  readonly agents: number;
  /** Duty windows over the horizon, clipped to the centre's opening. */
  readonly duty: readonly Window[];
  /** Left out where its agents work at full speed from the start. */
  readonly rampUp?: RampUp;
  /**
   * Shifts of the group with the same number share their agents: their hours say how many are on duty, and at a drop those who are free
   * leave, then those who become free next. Left out: each agent keeps to the hours of the shift.
   */
  readonly rota?: number;
}

/** Where copies are put: candidates in order of choice. No replica: an empty list. */
export interface Placement {
  readonly id: string;
  readonly primary: readonly DataCentreIndex[];
  readonly replica: readonly DataCentreIndex[];
}

export interface Segment {
  readonly id: string;
  readonly title: string;
  readonly promise: PromiseIndex;
  readonly placement: PlacementIndex;
  /** Shares over `products`, adding up to 1. */
  readonly productShares: Indexed<ProductIndex, number>;
  /** Shares over SEVERITIES, adding up to 1. */
  readonly severityShares: Indexed<SeverityIndex, number>;
  /** The shares of the products while they are others than `productShares`, in the order of time. */
  readonly mixes?: readonly ProductMix[] | undefined;
  /** Index into `busyness`; left out where every day is as busy as its rates say. */
  readonly busyness?: number | undefined;
  /** What its customers are for personal data. Left out: controllers. */
  readonly role?: 'processor';
  /** What these customers let happen outside of their promise. Left out: nothing. */
  readonly consents?: readonly Consent[];
}

/** A data centre is emptied: from `atMs` on nothing is placed there, and every copy moves to the new place. */
export interface Evacuation {
  readonly dataCentre: DataCentreIndex;
  readonly atMs: RunMs;
  readonly to: readonly DataCentreIndex[];
}

export interface WorkModel {
  /** Time to triage before a case may be routed, per channel (ms). */
  readonly triageMs: Readonly<Record<Channel, number>>;
  /** Patience of a customer who waits for the first answer, per channel; null waits for ever. */
  readonly patience: Readonly<Record<Channel, Distribution | null>>;
  /** Patience by severity. Left out: `patience` applies to all severities. */
  readonly patienceBySeverity?: Readonly<Record<Channel, PatienceBySeverity>>;
  /** Patience of a customer who waits again after an answer, per channel. Null, or left out: for ever. */
  readonly patienceAgain?: Readonly<Record<Channel, PatienceAgain | null>>;
  /** Share of the customers who leave at once when they would have to wait, per channel. Left out: nobody. */
  readonly balking?: Readonly<Record<Channel, number>> | undefined;
  /** Whether customers who gave up or were refused come again, per channel. Left out: nobody does. */
  readonly retry?: Readonly<Record<Channel, RetryRule | null>> | undefined;
  /** Whether waiting customers leave a message, and after which wait, per channel. Left out: nobody does. */
  readonly message?: Readonly<Record<Channel, MessageRule | null>> | undefined;
  /** Customers who are offered to be called back, per channel. Left out: nobody is. */
  readonly callback?: Readonly<Record<Channel, CallbackRule | null>> | undefined;
  /** Transfers at the end of a contact, per channel. Null, or left out: the case joins the line (cold). Given if `tierTransfers` has a rule. */
  readonly transfer?: Readonly<Record<Channel, TransferRule | null>> | undefined;
  /** By tier that the case leaves: where it may go. `escalation` is 0 then, and nothing `returns`. Left out: as these two say. */
  readonly tierTransfers?: readonly (readonly TierTransfer[])[];
  /** Contacts of tier 1, 2, 3 that need a second agent for a while; null, or left out: none. */
  readonly consultation?: readonly (ConsultationRule | null)[] | undefined;
  /** What becomes of lines that close for the day, per channel. Left out: what waits is carried over to the next opening. */
  readonly dayEnd?: Readonly<Record<Channel, DayEndPolicy>> | undefined;
  /** Handle time of a contact at speed 1: tier → channel → product. */
  readonly handle: readonly Readonly<Record<Channel, Indexed<ProductIndex, Distribution>>>[];
  /** Factors on it by severity. Left out: 1. */
  readonly severityFactors?: Readonly<Record<Severity, number>>;
  /**
   * Work of the agent that the case need not wait for, after each contact that is finished, at speed 1: tier → channel. Null,
   * or left out: none.
   */
  readonly afterContact?: readonly Readonly<Record<Channel, Distribution | null>>[];
  /** Cases that are worked differently, for which the first match decides. Left out: none. */
  readonly exceptions?: readonly WorkException[];
  /** Chance that tier 1 (first number) or tier 2 (second) cannot solve the case, per product. */
  readonly escalation: Indexed<ProductIndex, readonly [number, number]>;
  /** Chance that a contact of tier 2 or tier 3 sends the case back to the tier below, per product: each contact finds anew who solves it. */
  readonly returns?: Indexed<ProductIndex, readonly [number, number]>;
  /** Returns of one case at most. Left out: no limit. */
  readonly returnsMost?: number;
  /** Cases whose language or product was declared wrongly; noticed after this share of the handle time. */
  readonly misrouted: {
    readonly language: LanguageIndex;
    readonly product: ProductIndex;
    readonly noticedAfter: number;
  };
  /** Chance after each contact that the case awaits the customer, and how long the customer takes (ms). */
  readonly customerWait: CustomerWait & {
    readonly autoCloseMs: number;
    /** Tiers 2 and 3, where they differ from tier 1. */
    readonly higherTiers?: readonly [CustomerWait, CustomerWait];
  };
  /** Contacts of tier 1, 2, 3 after which the case awaits a vendor; the others may await the customer. Left out: none. */
  readonly vendorWait?: readonly CustomerWait[] | undefined;
  /** Customers who raise the severity of a waiting written case to A, and after how long a wait (ms). */
  readonly severityRaise: {
    readonly share: number;
    readonly after: Distribution;
    /** Goes behind the others of severity A; where left out, the case has the place of the time when it joined. */
    readonly goesLast?: true;
  };
  /** Resolved cases that the customer re-opens, and after how long (ms). */
  readonly reopening: { readonly share: number; readonly after: Distribution };
  /** From resolution to closing (ms). */
  readonly closingMs: number;
  /** Work in hand at the end of a shift. */
  readonly shiftEnd: Readonly<Record<Channel, BySeverity<ShiftEndPolicy>>>;
  /** Work in hand when the centre goes down; handed over where left out. */
  readonly outage?: Readonly<Record<Channel, BySeverity<OutagePolicy>>>;
  /** Work in hand when the agent goes away; finished where left out. */
  readonly absence?: Readonly<Record<Channel, BySeverity<ShiftEndPolicy>>>;
  /** A hand-over costs the next agent this time (ms) and this share of the work done is done again. */
  readonly handOver: { readonly timeMs: DurationMs; readonly lostShare: number };
}

/** Share of contacts after which the customer (or a vendor) is to answer, and how long that takes. */
export interface CustomerWait {
  readonly share: number;
  readonly reply: Distribution;
}

/** How many cases of a channel there may be: a further one is refused. Null: any number. */
export interface LineLimits {
  /** Waiting and in hand together. */
  readonly total: number | null;
  /** Waiting. A case that is answered at once does not count. */
  readonly waiting: number | null;
}

/** How many cases of these channels there may be together, waiting and in hand: a further one is refused. */
export interface SharedLines {
  readonly channels: readonly Channel[];
  readonly total: number;
}

/**
 * A customer who begins to wait is offered to be called back where the wait is predicted to be long, or the line is; who
 * accepts keeps the place in the queue, but not the patience. Exactly one of the first two is not null.
 */
export interface CallbackRule {
  /** A callback is offered if the customer of the channel who was answered last has waited at least this long, ms. */
  readonly predictedWaitMs: number | null;
  /** A callback is offered if at least this many cases of the channel wait already. */
  readonly waiting: number | null;
  /** Share of the customers who accept. */
  readonly accepted: number;
  /** Chance that a call is answered. */
  readonly reached: number;
  /** Calls, the first included. */
  readonly attempts: number;
  /** From a call that is not answered until the case waits for the next, ms. */
  readonly againMs: number;
  /** How long an agent is busy with a call that is not answered, ms. */
  readonly ringMs: number;
}

export interface RoutingRule {
  /** In order: the first stage whose condition holds decides. The last has no condition. */
  readonly stages: readonly RoutingStage[];
  /** `overflow list`: the place of each group in the order of choice; what is not listed shares the last place. */
  readonly overflowPlaces: Indexed<GroupIndex, number>;
  /** Which waiting case is served next; the first in first out of the highest severity where left out. */
  readonly order?: Exclude<QueueOrder, 'first in first out'>;
  /** `longest weighted wait`: by how much faster than at weight 1 a wait counts, per severity. */
  readonly weights?: Readonly<Record<Severity, number>>;
  /** `fixed queue ratio`: the share of all who wait that each severity is to have, adding up to 1. */
  readonly queueShares?: Readonly<Record<Severity, number>>;
  /** `longest weighted wait`: what counts as waited beforehand, per severity, ms; nothing where left out. */
  readonly headStartMs?: Readonly<Record<Severity, number>>;
  /** Whose work may be interrupted for whom. Left out: nobody's. */
  readonly preemption?: PreemptionRule;
  /** Whose queue a case joins if nobody is free. Left out: cases wait in one queue per kind, for the first agent who is free. */
  readonly commitment?: CommitmentRule;
  /** Local specialist: how long a case is held for its own region, per channel (ms). */
  readonly holdMs: Readonly<Record<Channel, number>>;
}

/** A case that finds nobody free (by allocation: every case) joins the queue of one centre or group, and is taken only there. */
export interface CommitmentRule {
  readonly to: (typeof COMMITTED_TO)[number];
  readonly by: CommitmentRuleName | 'allocation';
  /** By allocation: the first kind that a case belongs to decides, before it looks for an agent. Others are open to all. */
  readonly kinds?: readonly AllocatedKind[];
  /** The wait after which a case is open to all who may take it, ms. Left out: never. */
  readonly releaseAfterMs?: number;
}

/**
 * Waiting cases of these severities that find nobody free take an agent from a case of a lower severity: the lowest there is, of
 * those the one whose contact began last.
 */
export interface PreemptionRule {
  readonly by: readonly Severity[];
  /** What becomes of the interrupted contact. `pause`: its agent goes on with it afterwards. */
  readonly interrupted: OutagePolicy;
}

export interface RoutingStage {
  readonly when: RoutingCondition;
  /** The first decides, the next among those who are equal by it, and so on; the longest idle agent in the end. */
  readonly prefer: readonly Preference[];
}

/** All of it has to hold; null: it does not matter. */
export interface RoutingCondition {
  /** The case has waited at least this long, ms. */
  readonly waitedMs: number | null;
  /** At least this many cases wait, whichever they are. */
  readonly waiting: number | null;
  /** At least this share of the agents on duty who may take the case are busy. */
  readonly busyShare: number | null;
  /** The time of day on the customer's clock; an end at or before the begin is on the next day. */
  readonly hours: { readonly fromMinute: number; readonly toMinute: number } | null;
}

/** Acceptable waiting time of the first answer, and the share that should be within it. The first that matches a case decides. */
export interface ServiceLevel {
  /** Left out: all. */
  readonly segments?: readonly SegmentIndex[];
  /** The products that cases are about, as customers declare them. Left out: all. */
  readonly products?: readonly ProductIndex[];
  readonly channel: Channel;
  readonly severity: Severity;
  readonly withinMs: number;
  readonly target: number;
}

/** Service that is wanted for some cases, judged for each segment by itself. */
export interface Target {
  readonly id: string;
  readonly of: TargetMeasure;
  /** Left out: all. */
  readonly segments?: readonly SegmentIndex[] | undefined;
  readonly channels: readonly Channel[];
  readonly severities: readonly Severity[];
  /** Answer and resolution: time by the target's clock. */
  readonly withinMs?: number | undefined;
  /** Share of the cases (backlog: of the days) that should be as wanted. Of abandonment: those that do not give up. */
  readonly target: number;
  /** The clock stands while the case waits for one of them. */
  readonly pauses: readonly PausingParty[];
  /** The clock runs within these, in order and apart from one another; always where left out. */
  readonly hours?: readonly Window[] | undefined;
  /** For a backlog: how many unanswered cases are allowed at the end of a day. */
  readonly casesMax?: number | undefined;
  /** Backlog: when its days end, ms since the start of the run, ascending. */
  readonly dayEndsMs?: readonly number[] | undefined;
}

/** Whether a target or service level is of the cases of a segment (its index). */
export function concernsSegment({ segments }: Pick<Target, 'segments'>, segment: SegmentIndex): boolean {
  return segments === undefined || segments.includes(segment);
}

/** Whether the target is of cases of a stream that have a severity. */
export function concernsCases(
  target: Target,
  { channel, segment }: Pick<ArrivalStream, 'channel' | 'segment'>,
  severity: Severity,
): boolean {
  const { channels, severities } = target;
  return channels.includes(channel) && severities.includes(severity) && concernsSegment(target, segment);
}

/** Names a target for the cases of one segment, by the ids of both. */
export function targetKey(target: string, segment: string): string {
  return `target ${target}/${segment}`;
}
