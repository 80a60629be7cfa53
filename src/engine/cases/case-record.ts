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
 * A live case: all its numbers as properties of one object, the machine's context among them. An object's property is
 * one instruction away; an element of a typed array needs its bounds looked at each time, which made the code of a
 * transition too long for the processor's instruction cache (docs/performance.md).
 *
 * Properties that hold times begin with a value that is not a small integer, so that V8 stores them as doubles from the
 * start. Records are recycled: their number stays, everything else is set anew at the next arrival.
 */
export class CaseRecord implements LifecycleRecord, CaseContext {
  /** Its place in the table: what notices and the data of agents refer to. */
  row: CaseRow = 0;
  state = 0;
  epoch0 = 0;
  epoch1 = 0;
  /** The next row without a case, where it has none itself. */
  nextFree = -1;

  // What every case has. Properties stand in the order of their use, and those of features further below: a processor
  // fetches eight at a time.
  source: Source;
  /** Where cases of its stream and present severity are counted. */
  tally: CaseTally;
  caseNumber: CaseNumber = 0;
  /** Running number of the case within its stream: what its draws are keyed by. */
  ordinal = 0;
  arrivedMs: RunMs = NEVER;
  patienceMs = NEVER;
  // What the life cycle knows (CASE_COLUMNS of the domain says what each is).
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
  /** Contacts finished, interruptions by shift ends and outages not counted: keys the draws of the next contact. */
  episode = 0;

  /** Waiting: the list it is in (or JOINING), neighbours, when it joined, its place in the order. */
  queue: WaitingList | null = null;
  queuedMs: RunMs = NEVER;
  queueOrder = 0;
  cause: WaitingCauseIndex = -1;
  /** Its routing class when it joined, or when the law changed since. */
  routingClass: RoutingClass | null = null;
  next: CaseRecord | null = null;
  previous: CaseRecord | null = null;

  /**
   * Work: in whose hands, since when, content of the contact at speed 1 (before the first contact, what has been drawn
   * for it), speed.
   */
  inHandsOf: Agent | null = null;
  startedMs: RunMs = NEVER;
  contentMs = NEVER;
  speed = NEVER;
  /** Where a working copy lies, and where the case is read from: places, −1 for none. */
  workingCopy: PlaceIndex = -1;
  viewedPlace: PlaceIndex = -1;
  /** Why the case left a centre before it waits again (−1: it did not). */
  leftReason: EscalationReasonIndex = -1;
  /** The channel whose times the record holds: they need not be set again for the next case of it. */
  timesOf: ChannelIndex = -1;

  // What only some scenarios know.
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

  /** Whose draws are the case's, where customers come again: the source by which this one came for the first time. */
  origin: Source;
  /**
   * Where who comes again keeps something: how many rounds of draws earlier those of its patience and of its work are (in episodes),
   * 0 where they are drawn anew.
   */
  patienceBack = 0;
  workBack = 0;

  /** 1 where the customer leaves at once when nobody answers at once. */
  balks = 0;

  /** Where it stands among the members of its list, in random order only. */
  queuePlace = 0;

  /** Handle time of the contact before it was paused last, ms. */
  handledMs = 0;
  /** The draw that replaces the contact's work after a restart with new work (0: none), and how many there were. */
  resample = 0;
  resamples = 0;

  /** Which centre the case left before it waits again, for `leftReason`. */
  leftCentre: CentreIndex = -1;

  constructor(row: CaseRow, source: Source) {
    this.row = row;
    this.source = source;
    this.origin = source;
    this.tally = source.tallies?.[0] as CaseTally;
  }

  /** Begins in another run of the same scenario, with what every case finds that is not set at its arrival. */
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

/** Times that few scenarios use, or that are the same for all cases of a channel. */
const SELDOM_OWN = [
  ...(['triageMs', 'closingMs', 'retentionMs', 'autoCloseMs', 'regionHoldMs', 'severityRaiseMs'] as const),
  ...(['holdMs', 'replyMs', 'reopeningMs', 'messageMs', 'callAgainMs', 'vendorMs'] as const),
];

/** Records made from now on share the boxes of these numbers, and take a fifth less memory (docs/performance.md). */
export function shareBoxes(record: CaseRecord): void {
  for (const name of SELDOM_OWN) {
    (record as unknown as Record<string, null>)[name] = null;
    record[name] = NEVER;
  }
}
