import {
  type AgentIndex,
  type CaseContext,
  type CaseNumber,
  type CaseRow,
  type CaseTally,
  type CentreIndex,
  type ChannelIndex,
  type DataCentreIndex,
  type EscalationReasonIndex,
  type GroupIndex,
  type LanguageIndex,
  NONE,
  type PlaceIndex,
  type ProductIndex,
  type RunMs,
  type SeverityIndex,
  type TierNumber,
  type WaitingCauseIndex,
} from '#domain';
import type { Source } from '../demand/source.ts';
import type { LifecycleRecord } from '../lifecycle/stepper.ts';
import type { Agent } from '../people/agents.ts';
import type { RoutingClass } from '../routing/routing-classes.ts';
import type { WaitingList } from './waiting-queues.ts';

const NEVER = Number.POSITIVE_INFINITY;

/**
 * A live case: its numbers, including the machine's context, as properties of one object. Features keep more of a case in columns of their
 * own (`case-column.ts`). Here a property takes one instruction, whereas a typed array checks its bounds each time, which made
 * the code of a transition too long for the processor's instruction cache (docs/performance.md).
 *
 * Properties that hold times begin with a value that is not a small integer, so that V8 stores doubles from the start. Records are recycled: a
 * new case sets everything that it uses.
 */
export class CaseRecord implements LifecycleRecord, CaseContext {
  /** Its row in the table, to which notices and agents refer. */
  row: CaseRow = 0;
  state = 0;
  epoch0 = 0;
  epoch1 = 0;
  /** If the row has no case: the next such row. */
  nextFree = -1;

  // What every case has. Properties are in the order of their use, because a processor fetches eight at a time.
  source: Source;
  /** Counts cases of its stream and present severity. */
  tally: CaseTally;
  caseNumber: CaseNumber = 0;
  /** Running number of the case within its stream, which keys its draws. */
  ordinal = 0;
  arrivedMs: RunMs = NEVER;
  patienceMs = NEVER;
  // What the life cycle knows. CASE_COLUMNS of the domain describes each property.
  channel: ChannelIndex = 0;
  trueLanguage: LanguageIndex = 0;
  trueProduct: ProductIndex = 0;
  solvedAtTier: TierNumber = 1;
  severity: SeverityIndex = 0;
  language: LanguageIndex = 0;
  product: ProductIndex = 0;
  tier: TierNumber = 1;
  stage = 0;
  primary: DataCentreIndex = NONE;
  replica: DataCentreIndex = NONE;
  agent: AgentIndex = NONE;
  group: GroupIndex = NONE;
  centre: CentreIndex = NONE;
  contacts = 0;
  handleMs = NEVER;
  workLeftMs = NEVER;
  /** Contacts that ended without interruption. It keys the draws of the next contact. */
  episode = 0;

  /** Waiting: the list that it is in (or JOINING), when it joined, its place in the order, the waiting cause. */
  queue: WaitingList | null = null;
  queuedMs: RunMs = NEVER;
  queueOrder = 0;
  cause: WaitingCauseIndex = -1;
  /** Its routing class when it joined, or when the law changed since. */
  routingClass: RoutingClass | null = null;
  next: CaseRecord | null = null;
  previous: CaseRecord | null = null;

  /**
   * Work: who has the case in hand, since when, the work of the contact at speed 1 (before the first contact, what was drawn for it), and
   * the speed.
   */
  inHandsOf: Agent | null = null;
  startedMs: RunMs = NEVER;
  contentMs = NEVER;
  speed = NEVER;
  /** Where a working copy is, and where the case is read from: places, −1 for none. */
  workingCopy: PlaceIndex = -1;
  viewedPlace: PlaceIndex = -1;
  /** Why the case left a centre before it waits again; −1 if it did not. */
  leftReason: EscalationReasonIndex = -1;
  /** The channel whose times the record holds, so that the next case of the channel need not set them again. */
  timesOf: ChannelIndex = -1;

  // What only some scenarios use.
  drawsOutcomes = 0;
  /** How often a tier has sent it back. */
  returned = 0;
  triageMs = NEVER;
  closingMs = NEVER;
  retentionMs = NEVER;
  autoCloseMs = NEVER;
  regionHoldMs = NEVER;
  severityRaiseMs = NEVER;
  holdMs = NEVER;
  replyMs = NEVER;
  reopeningMs = NEVER;
  messageMs = NEVER;
  calledBack = 0;
  callsLeft = 0;
  callAgainMs = NEVER;
  vendorMs = NEVER;
  transferPatienceMs = NEVER;
  interruptionPatienceMs = NEVER;
  reopeningPatienceMs = NEVER;

  /** If customers come again: the source by which this one came first, whose draws the case uses. */
  origin: Source;
  /**
   * If customers who come again keep their patience or work: how many rounds earlier (in episodes) these were drawn; 0 if they are drawn
   * again.
   */
  patienceBack = 0;
  workBack = 0;

  /** 1 if the customer leaves at once when nobody answers at once. */
  balks = 0;

  /** Its place among the members of its list, in random order only. */
  queuePlace = 0;

  /** Handle time of the contact before it was paused last, ms. */
  handledMs = 0;
  /** The draw that replaces the contact's work after a restart with new work (0: none), and how many there have been. */
  resample = 0;
  resamples = 0;

  /** The centre that the case left for `leftReason`. */
  leftCentre: CentreIndex = -1;

  constructor(row: CaseRow, source: Source) {
    this.row = row;
    this.source = source;
    this.origin = source;
    this.tally = source.tallies?.[0] as CaseTally;
  }

  /** Prepares the record for another run of the same scenario: sets what a new case does not set. */
  beginAnew(row: CaseRow, source: Source): void {
    this.row = row;
    this.source = source;
    this.origin = source;
    this.timesOf = -1;
    this.previous = null;
    this.inHandsOf = null;
    this.handledMs = 0;
  }
}

/** Times that few scenarios use, or that all cases of a channel share. */
const SELDOM_OWN = [
  ...(['triageMs', 'closingMs', 'retentionMs', 'autoCloseMs', 'regionHoldMs', 'severityRaiseMs'] as const),
  ...(['holdMs', 'replyMs', 'reopeningMs', 'messageMs', 'callAgainMs', 'vendorMs'] as const),
  ...(['transferPatienceMs', 'interruptionPatienceMs', 'reopeningPatienceMs'] as const),
];

/** Records made from now on share the boxes of these numbers, and take a fifth less memory (docs/performance.md). */
export function shareBoxes(record: CaseRecord): void {
  for (const name of SELDOM_OWN) {
    (record as unknown as Record<string, null>)[name] = null;
    record[name] = NEVER;
  }
}
