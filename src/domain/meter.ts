import type { NumberOf } from '#base';
import type { SessionStep } from './acts/act-words.ts';
import type {
  CentreIndex,
  CopyRoleIndex,
  DurationMs,
  EscalationReasonIndex,
  GroupIndex,
  PlaceIndex,
  ProductIndex,
  PromiseIndex,
  RunMs,
  SegmentIndex,
  SeverityIndex,
  StreamIndex,
  TierNumber,
  WaitingCauseIndex,
} from './indices.ts';
/**
 * How the engine reports service to statistics, in numbers and at the moment it happens. Acts report what happens to data.
 *
 * A meter hands out one tally for everything that is counted together. A caller looks up its tally once and from then on only adds to it.
 * A stream is an arrival stream (segment × country × channel).
 */
export interface Meter {
  /** Gives the meter the clock of the run, for figures that depend on the time. Call it before anything else. */
  followClock(clock: { readonly nowMs: RunMs }): void;
  /** When `advanceTo` must be called next, ms; Infinity for never. */
  nextMs(): RunMs;
  /** Everything reported from now on happens at this time or later. */
  advanceTo(timeMs: RunMs): void;
  /** The tally of a stream's cases of one severity. */
  casesOf(stream: StreamIndex, severity: SeverityIndex): CaseTally;
  /** The tally of a stream's cases of one severity that were declared for one product. If not null, call this instead of `casesOf`. */
  readonly casesOfProduct:
    | ((stream: StreamIndex, severity: SeverityIndex, product: ProductIndex) => CaseTally)
    | null;
  groupTally(group: GroupIndex): GroupTally;
  /** The tally of one thing in a list that only scenarios with a feature have, by its index there. */
  featureTally<Name extends keyof FeatureTallies>(name: Name, index: number): FeatureTallies[Name];
  /** A service centre goes down, or comes up again. */
  centreIs(isUp: boolean, centre: CentreIndex): void;
  readonly contacts: ContactCounts;
  /** Null where nothing is counted by interval of the week: then nobody tells of it. */
  readonly weekly: WeeklyCounts | null;
  /** Cases that were open at the start; null if no case was: then nobody tells of it. */
  readonly backlog: BacklogTally | null;
  /** A target (its index in the scenario), for the cases of a segment. */
  targetTally(target: number, segment: SegmentIndex): TargetTally;
  /** The waiting queue of a tier. */
  queueTally(tier: TierNumber): Level;
  /** Live copies of cases under a promise at a place. */
  copiesAt(promise: PromiseIndex, role: CopyRoleIndex, place: PlaceIndex): Level;
  /** A waiting case gets this cause. */
  waitingCause(cause: WaitingCauseIndex): void;
  /** Something out of the ordinary is done with a case. */
  exceptional(kind: NumberOf<Exception>): void;
  /** The run has ended; `overload` when its waiting line grew without bound. */
  ended(timeMs: RunMs, overload: Overload | null): void;
}

/** What is done with data beyond the promise or beside the service, and counted. */
export const EXCEPTIONS = ['access on consent', 'disclosure to an authority', 'emergency access'] as const;
export type Exception = (typeof EXCEPTIONS)[number];

/** The waiting line of a run grew without bound: the run is unstable, and its figures depend on how long it was. */
export interface Overload {
  /** The smallest number of cases that waited in each of the last weeks, oldest first. */
  readonly shortestByWeek: readonly number[];
  /** Cases that waited at last. */
  readonly waiting: number;
  /** The run was ended for it before its horizon. */
  readonly isEnded: boolean;
}

/** A number of things that jumps at instants. */
export interface Level {
  /** `delta`: by how much the number grows (or shrinks) at `timeMs`. Times never decrease. */
  change(timeMs: RunMs, delta: number): void;
}

export interface CaseTally {
  arrived(): void;
  /** A case that was opened before the run is open at its start. `isWaiting`: for its first answer. */
  carriedIn(isWaiting: boolean): void;
  /** A case that waits for its first answer changes its severity: `step` is −1 in the tally that it leaves, 1 in the one that it enters. */
  changedSeverity(step: -1 | 1): void;
  /** The first answer of a case, `waitMs` after it joined the queue. */
  answered(waitMs: DurationMs): void;
  /** The customer hung up before the first answer. */
  abandoned(waitMs: DurationMs): void;
  /** The run ends, and the case has waited in a queue for its first answer for `waitMs`. Not reported of customers who are to be called back. */
  stillWaiting(waitMs: DurationMs): void;
  /** The customer hung up in a later wait, after an answer. Not reported as abandoned. */
  abandonedLater(): void;
  /** The customer would have had to wait, on a channel where some leave at once, and left. Not reported as abandoned. */
  balked(): void;
  /** The lines were full, and the case was refused. */
  blocked(): void;
  /** The customer left a message, which is a case of its own, instead of waiting on after `waitMs`. */
  leftMessage(waitMs: DurationMs): void;
  /** The line was cleared at the end of the day, after a wait of `waitMs`, for the first answer or a later one. */
  cleared(waitMs: DurationMs, isAnswered: boolean): void;
  /** The case could not be given over at once, and was lost. */
  lost(): void;
  /** The customer, who waits, is offered to be called back. */
  offeredCallback(isAccepted: boolean): void;
  /** The customer who accepted has been reached (and is also reported as answered), or was not reached by any call. */
  endedCallback(isReached: boolean): void;
  /** A customer who gave up or was refused comes again. The case is also reported as arrived. */
  cameAgain(): void;
  /** The case is solved; `sojournMs` since its arrival. */
  resolved(sojournMs: DurationMs): void;
  reopened(): void;
  /** A case that had left `fromCentre` (−1: it had none yet) for a reason is taken by `toCentre`. */
  handedOver(reason: EscalationReasonIndex, fromCentre: CentreIndex, toCentre: CentreIndex): void;
  /** A case waits at intake because no allowed data centre is up. */
  stalled(): void;
  /** Its agent is to consult another one. */
  asksForConsultation(): void;
  /** After a wait of `waitMs` another agent joins, or the agent goes on alone. */
  consultationSettled(isJoined: boolean, waitMs: DurationMs): void;
  /** Its agent lets go of the case for a more urgent one. */
  preempted(): void;
}

/** What becomes of the cases that were open at the start (`isOld`), and how many others are open. */
export interface BacklogTally {
  opened(isOld: boolean): void;
  closed(isOld: boolean): void;
  /** A case that was open at the start is resolved for the first time, `afterMs` after the start. */
  resolved(afterMs: DurationMs): void;
  /** The customer of such a case leaves before it is resolved. */
  left(): void;
}

export interface TargetTally {
  /** What a target is of has happened to a case, within its time or later; or the run ends before that, and the time is up. */
  judged(isMet: boolean): void;
}

/** The tallies of features, by the scenario's lists. */
export interface FeatureTallies {
  readonly software: SoftwareTally;
  readonly incidents: IncidentTally;
}

interface IncidentTally {
  /** A case is linked to the incident, in a contact that would have taken `replacedMs` otherwise. */
  linked(replacedMs: DurationMs): void;
  /** A case is resolved, because the cause of its incident is mended. */
  mended(): void;
}

/** Cases with software that answers before people. */
interface SoftwareTally {
  /** Sessions in hand. */
  readonly inHand: Level;
  /** A step of a case. `workMs`: with the end of a session, the work that people would have had at the first contact, ms at speed 1. */
  step(step: NumberOf<SessionStep>, workMs: DurationMs): void;
  /** A case goes to software (1), or from it to people (−1), where it is reported as arrived. */
  apart(delta: 1 | -1): void;
  /** A session is over. */
  lasted(durationMs: DurationMs): void;
}

export interface GroupTally {
  /** Agents on duty, busy ones, and those of the busy who are not on duty. */
  readonly onDuty: Level;
  readonly busy: Level;
  readonly overtime: Level;
  /** For whom paid agents work; null where the group has no wage. */
  readonly paid: PaidWork | null;
}

/** Contacts by agent group and severity. */
export interface ContactCounts {
  /** An agent of the group takes a case, first answer or not, `waitMs` after it joined the queue. */
  began(group: GroupIndex, severity: SeverityIndex, waitMs: DurationMs): void;
  /** With this contact, an agent of the group takes over a case that had left an agent or a centre for a reason. */
  tookOver(group: GroupIndex, severity: SeverityIndex): void;
  /** An agent of the group ends a contact after `handledMs`. */
  ended(group: GroupIndex, severity: SeverityIndex, handledMs: DurationMs): void;
}

/**
 * Takes everything once more by what measures distinguish: stream of the case, its product and severity at that moment (indices), and
 * the agent's group.
 */
export interface WeeklyCounts {
  arrived(stream: StreamIndex, product: ProductIndex, severity: SeverityIndex): void;
  answered(answer: FirstAnswer): void;
  abandoned(stream: StreamIndex, product: ProductIndex, severity: SeverityIndex, waitMs: DurationMs): void;
  stillWaiting(stream: StreamIndex, product: ProductIndex, severity: SeverityIndex, waitMs: DurationMs): void;
  contactBegan(
    stream: StreamIndex,
    product: ProductIndex,
    severity: SeverityIndex,
    group: GroupIndex,
    waitMs: DurationMs,
  ): void;
  contactEnded(
    stream: StreamIndex,
    product: ProductIndex,
    severity: SeverityIndex,
    group: GroupIndex,
    handledMs: DurationMs,
  ): void;
}

/** The first answer of a case. */
export interface FirstAnswer {
  readonly stream: StreamIndex;
  readonly product: ProductIndex;
  readonly severity: SeverityIndex;
  /** The agent's group. */
  readonly group: GroupIndex;
  /** When the case joined the queue. For a callback, not `waitMs` before the answer: calls that the customer missed may lie in between. */
  readonly joinedMs: RunMs;
  readonly waitMs: DurationMs;
}

/** Paid work by the arrival stream of the cases. */
export interface PaidWork {
  /** `delta` more agents (or fewer, if negative) are busy with cases of the stream from `timeMs` on. Times never decrease. */
  busy(stream: StreamIndex, timeMs: RunMs, delta: number): void;
  /** `delta` more agents who are not on duty (or fewer, if negative) are busy with cases of the stream from `timeMs` on. */
  overtime(stream: StreamIndex, timeMs: RunMs, delta: number): void;
  /** `delta` more agents (or fewer, if negative) are on duty and away by shrinkage, which is paid, and not in overtime. */
  away(timeMs: RunMs, delta: number): void;
}
