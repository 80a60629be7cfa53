import {
  type CaseContext,
  type CaseNumber,
  type CaseRow,
  type CaseTally,
  type CentreIndex,
  type ChannelIndex,
  type EscalationReasonIndex,
  NONE,
  type PlaceIndex,
  type RunMs,
  type WaitingCauseIndex,
} from '#domain';
import type { Source } from '../demand/source.ts';
import type { LifecycleRecord } from '../lifecycle/stepper.ts';
import type { Agent } from '../people/agents.ts';
import type { RoutingClass } from '../routing/routing-classes.ts';
import type { WaitingList } from './waiting-queues.ts';

const NEVER = Number.POSITIVE_INFINITY;

/** Declares what the life cycle knows of a case: CASE_COLUMNS of the domain describes each property. */
const LifeCycleNumbers = Object as unknown as new () => LifecycleRecord & CaseContext;

/**
 * A live case: its numbers, including the machine's context, as properties of one object. Features keep more of a case in columns of their
 * own (`case-column.ts`). Here a property takes one instruction, whereas a typed array checks its bounds each time, which made
 * the code of a transition too long for the processor's instruction cache (docs/performance.md).
 *
 * A literal creates records: while most of them stay alive, V8 then allocates them among old objects, and copies none (docs/performance.md).
 * Properties that hold times begin with a value that is not a small integer, so that V8 stores doubles from the start. Records are recycled: a
 * new case sets everything that it uses.
 */
export class CaseRecord extends LifeCycleNumbers {
  /** Its row in the table, to which notices and agents refer. */
  declare row: CaseRow;
  declare epoch0: number;
  declare epoch1: number;
  /** If the row has no case: the next such row. */
  declare nextFree: number;

  // What every case has.
  declare source: Source;
  /** Counts cases of its stream and present severity. */
  declare tally: CaseTally;
  declare caseNumber: CaseNumber;
  /** Running number of the case within its stream, which keys its draws. */
  declare ordinal: number;
  declare arrivedMs: RunMs;
  /** Contacts that ended without interruption. It keys the draws of the next contact. */
  declare episode: number;

  /** Waiting: the list that it is in (or JOINING), when it joined, its place in the order, the waiting cause. */
  declare queue: WaitingList | null;
  declare queuedMs: RunMs;
  declare queueOrder: number;
  declare cause: WaitingCauseIndex;
  /** Its routing class when it joined, or when the law changed since. */
  declare routingClass: RoutingClass | null;
  declare next: CaseRecord | null;
  declare previous: CaseRecord | null;

  /**
   * Work: who has the case in hand, since when, the work of the contact at speed 1 (before the first contact, what was drawn for it), and
   * the speed.
   */
  declare inHandsOf: Agent | null;
  declare startedMs: RunMs;
  declare contentMs: number;
  declare speed: number;
  /** Where a working copy is, and where the case is read from: places, −1 for none. */
  declare workingCopy: PlaceIndex;
  declare viewedPlace: PlaceIndex;
  /** Why the case left a centre before it waits again; −1 if it did not. */
  declare leftReason: EscalationReasonIndex;
  /** The first channel with the times that the record holds, so that the next case of the channel need not set them again. */
  declare timesOf: ChannelIndex;

  // What only some scenarios use.
  /** How often a tier has sent it back. */
  declare returned: number;

  /** If customers come again: the source by which this one came first, whose draws the case uses. */
  declare origin: Source;
  /**
   * If customers who come again keep their patience or work: how many rounds earlier (in episodes) these were drawn; 0 if they are drawn
   * again.
   */
  declare patienceBack: number;
  declare workBack: number;

  /** 1 if the customer leaves at once when nobody answers at once. */
  declare balks: number;

  /** Its place among the members of its list, in random order only. */
  declare queuePlace: number;

  /** Handle time of the contact before it was paused last, ms. */
  declare handledMs: number;
  /** The draw that replaces the contact's work after a restart with new work (0: none), and how many there have been. */
  declare resample: number;
  declare resamples: number;

  /** The centre that the case left for `leftReason`. */
  declare leftCentre: CentreIndex;

  /** For subclasses. `newCaseRecord` creates all other records. */
  constructor(row: CaseRow, source: Source) {
    super();
    Object.assign(this, newCaseRecord(row, source));
  }
}

export function newCaseRecord(row: CaseRow, source: Source): CaseRecord {
  // Properties are in the order of their use, because a processor fetches eight at a time.
  // biome-ignore format: several properties on a line.
  return {
    row, state: 0, epoch0: 0, epoch1: 0, nextFree: -1, source, tally: source.tallies?.[0] as CaseTally,
    caseNumber: 0, ordinal: 0, arrivedMs: NEVER, patienceMs: NEVER, channel: 0, trueLanguage: 0,
    trueProduct: 0, solvedAtTier: 1, severity: 0, language: 0, product: 0, tier: 1, stage: 0,
    primary: NONE, replica: NONE, agent: NONE, group: NONE, centre: NONE, contacts: 0, handleMs: NEVER,
    workLeftMs: NEVER, episode: 0, queue: null, queuedMs: NEVER, queueOrder: 0, cause: -1,
    routingClass: null, next: null, previous: null, inHandsOf: null, startedMs: NEVER, contentMs: NEVER,
    speed: NEVER, workingCopy: -1, viewedPlace: -1, leftReason: -1, timesOf: -1, drawsOutcomes: 0,
    returned: 0, triageMs: NEVER, closingMs: NEVER, retentionMs: NEVER, autoCloseMs: NEVER,
    regionHoldMs: NEVER, severityRaiseMs: NEVER, holdMs: NEVER, replyMs: NEVER, reopeningMs: NEVER,
    messageMs: NEVER, calledBack: 0, callsLeft: 0, callAgainMs: NEVER, vendorMs: NEVER, linked: 0,
    transferPatienceMs: NEVER, interruptionPatienceMs: NEVER, reopeningPatienceMs: NEVER, origin: source,
    patienceBack: 0, workBack: 0, balks: 0, queuePlace: 0, handledMs: 0, resample: 0, resamples: 0,
    leftCentre: -1,
  };
}

/** Prepares a record for another run of the same scenario: sets what a new case does not set. */
export function beginAnew(record: CaseRecord, row: CaseRow, source: Source): void {
  record.row = row;
  record.source = source;
  record.origin = source;
  record.timesOf = -1;
  record.previous = null;
  record.inHandsOf = null;
  record.handledMs = 0;
}

/** Times that few scenarios use, or that all cases of a channel share. */
const SELDOM_OWN = [
  ...(['triageMs', 'closingMs', 'retentionMs', 'autoCloseMs', 'regionHoldMs', 'severityRaiseMs'] as const),
  ...(['holdMs', 'replyMs', 'reopeningMs', 'messageMs', 'callAgainMs', 'vendorMs'] as const),
  ...(['transferPatienceMs', 'interruptionPatienceMs', 'reopeningPatienceMs'] as const),
];

/** Records created from now on share the boxes of these numbers, and take a fifth less memory (docs/performance.md). */
export function shareBoxes(record: CaseRecord): void {
  for (const name of SELDOM_OWN) {
    (record as unknown as Record<string, null>)[name] = null;
    record[name] = NEVER;
  }
}
