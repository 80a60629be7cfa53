import type {
  AgentIndex,
  CentreIndex,
  DataCentreIndex,
  DurationMs,
  GroupIndex,
  TierNumber,
} from '../indices.ts';
import { SAME_TIER } from '../tier-transfers.ts';
import { SEVERITIES } from '../vocabulary.ts';
import { type CaseContext, NONE } from './case-context.ts';

/**
 * Events put to the machine. Everything that routing or placement decided arrives as a number in the event, so the machine itself needs no
 * knowledge of the world.
 */
export type CaseEvent =
  /**
   * The customer submits the case; `primary`, `replica`: data centres, NONE where no place is allowed and up; `refused`: 1
   * where the lines are full; `stands`: where a case stands that was opened before the run (STANDS), else 0.
   */
  | { type: 'SUBMIT'; primary: DataCentreIndex; replica: DataCentreIndex; refused: number; stands: number }
  /** A place has been found for a stalled case. */
  | { type: 'PLACE'; primary: DataCentreIndex; replica: DataCentreIndex }
  /** The router gives the case to an agent; the outcome of the contact is drawn with it. */
  | {
      type: 'ASSIGN';
      agent: AgentIndex;
      group: GroupIndex;
      centre: CentreIndex;
      handleMs: DurationMs;
      replyMs: DurationMs;
      /** How long a vendor takes to answer, Infinity where none is asked. */
      vendorMs: DurationMs;
      reopeningMs: DurationMs;
      /** How long the customer waits once more after the contact, by what makes the case wait; Infinity for ever. */
      transferPatienceMs: DurationMs;
      interruptionPatienceMs: DurationMs;
      reopeningPatienceMs: DurationMs;
      /** The tier that solves the case as this contact finds it, where outcomes are drawn anew. */
      solvedAtTier: TierNumber;
      /** 1 where a customer who is called back does not answer. */
      unreached: number;
      /** 1 where the agent only links the case to an incident. */
      links: number;
    }
  /** The customer hangs up and keeps the place in the queue. An agent will call back. */
  | { type: 'CALL_BACK' }
  /** The queue closes for the day, and is cleared. */
  | { type: 'CLEAR' }
  /** Nobody is free for a case that must be transferred at once. */
  | { type: 'LOSE' }
  /** The agent's shift ends with the case in hand. */
  | { type: 'SHIFT_END'; workLeftMs: DurationMs; handsOver: number }
  /** The centre that works the case goes down. */
  | { type: 'CENTRE_DOWN'; workLeftMs: DurationMs }
  /** The agent goes away with the case in hand. */
  | { type: 'AGENT_ABSENT'; workLeftMs: DurationMs }
  /** The contact rests until its agent can go on; `leftMs` of handling are left. */
  | { type: 'PAUSE'; leftMs: DurationMs }
  /** The agent of a resting contact goes on with it. */
  | { type: 'RESUME' }
  /** Promise or law no longer permit the centre that has the case in hand, or keeps a resting contact. */
  | { type: 'BAR'; workLeftMs: DurationMs }
  /**
   * The agent lets go of the case for a more urgent one. `rests`: 1 where the agent goes on with it later, 0 where it goes back
   * to its queue. `leftMs` of handling, or `workLeftMs` of work, are left.
   */
  | { type: 'PREEMPT'; rests: number; leftMs: DurationMs; workLeftMs: DurationMs }
  /** The cause of the incident to which the case is linked has been mended. */
  | { type: 'MEND' }
  /** The copies of the case move to other data centres. */
  | { type: 'RELOCATE'; primary: DataCentreIndex; replica: DataCentreIndex };

const PATIENT = {
  transferPatienceMs: Number.POSITIVE_INFINITY,
  interruptionPatienceMs: Number.POSITIVE_INFINITY,
  reopeningPatienceMs: Number.POSITIVE_INFINITY,
};

/** Numbers of the life cycle that change only in scenarios with a feature that varies them, and what they are in the others. */
export const UNVARIED = {
  context: { calledBack: 0, linked: 0, ...PATIENT },
  ASSIGN: { unreached: 0, links: 0, ...PATIENT },
  SUBMIT: { refused: 0, stands: 0 },
} as const;

/** A pure function of a case and of the event that is put to it. */
type Reading<Value> = (args: { readonly context: CaseContext; readonly event: CaseEvent }) => Value;

const HIGHEST = SEVERITIES.indexOf('A');

/** Where a case stands that was opened before the run and neither waits for an agent nor is worked on. */
export const STANDS = { awaitingCustomer: 1, awaitingVendor: 2, resolved: 3 } as const;

/** How long the customer waits in the queue that the case joins after a transfer, ms. */
function transferPatience({ context }: { readonly context: CaseContext }): DurationMs {
  return context.transferPatienceMs;
}

/** What transitions depend on. */
export const CASE_GUARDS = {
  isRefused: ({ event }) => event.type === 'SUBMIT' && event.refused === 1,
  awaitedCustomer: ({ event }) => event.type === 'SUBMIT' && event.stands === STANDS.awaitingCustomer,
  awaitedVendor: ({ event }) => event.type === 'SUBMIT' && event.stands === STANDS.awaitingVendor,
  wasResolved: ({ event }) => event.type === 'SUBMIT' && event.stands === STANDS.resolved,
  placed: ({ event }) => event.type !== 'SUBMIT' || event.primary !== NONE,
  needsNoTriage: ({ context }) => context.triageMs === 0,
  languageWasMisdeclared: ({ context }) => context.language !== context.trueLanguage,
  productWasMisdeclared: ({ context }) => context.product !== context.trueProduct,
  needsHigherTier: ({ context }) => context.tier < context.solvedAtTier,
  drawsOutcomes: ({ context }) => context.drawsOutcomes !== 0,
  staysInTier: ({ context }) => context.drawsOutcomes === 2 && context.solvedAtTier === SAME_TIER,
  goesBack: ({ context }) => context.drawsOutcomes !== 0 && context.solvedAtTier < context.tier,
  needsCustomer: ({ context }) => context.replyMs !== Number.POSITIVE_INFINITY,
  isCalledBack: ({ context }) => context.calledBack === 1,
  isLinked: ({ context }) => context.linked === 1,
  isCalledNoMore: ({ context }) => context.callsLeft <= 0,
  needsVendor: ({ context }) => context.vendorMs !== Number.POSITIVE_INFINITY,
  handsOver: ({ event }) => event.type === 'SHIFT_END' && event.handsOver !== 0,
  restsMeanwhile: ({ event }) => event.type === 'PREEMPT' && event.rests === 1,
  closesAtOnce: ({ context }) => context.closingMs === 0,
  erasesAtOnce: ({ context }) => context.retentionMs === 0,
} satisfies Record<string, Reading<boolean>>;

/** How long timers run, in ms; Infinity means that the timer is never set. */
export const CASE_DELAYS = {
  triage: ({ context }) => context.triageMs,
  patience: ({ context }) => context.patienceMs,
  message: ({ context }) => context.messageMs,
  severityRaise: ({ context }) => context.severityRaiseMs,
  hold: ({ context }) => context.holdMs,
  handling: ({ context }) => context.handleMs,
  reply: ({ context }) => context.replyMs,
  autoClose: ({ context }) => context.autoCloseMs,
  reopening: ({ context }) => context.reopeningMs,
  closing: ({ context }) => context.closingMs,
  retention: ({ context }) => context.retentionMs,
  vendorReply: ({ context }) => context.vendorMs,
  callAgain: ({ context }) => context.callAgainMs,
} satisfies Record<string, Reading<DurationMs>>;

/** What the case remembers. */
export const CASE_ASSIGNMENTS = {
  notePlaces: {
    primary: ({ context, event }) => ('primary' in event ? event.primary : context.primary),
    replica: ({ context, event }) => ('replica' in event ? event.replica : context.replica),
  },
  noteAssignment: {
    agent: ({ context, event }) => (event.type === 'ASSIGN' ? event.agent : context.agent),
    group: ({ context, event }) => (event.type === 'ASSIGN' ? event.group : context.group),
    centre: ({ context, event }) => (event.type === 'ASSIGN' ? event.centre : context.centre),
    handleMs: ({ context, event }) => (event.type === 'ASSIGN' ? event.handleMs : context.handleMs),
    replyMs: ({ context, event }) => (event.type === 'ASSIGN' ? event.replyMs : context.replyMs),
    vendorMs: ({ context, event }) => (event.type === 'ASSIGN' ? event.vendorMs : context.vendorMs),
    reopeningMs: ({ context, event }) => (event.type === 'ASSIGN' ? event.reopeningMs : context.reopeningMs),
    contacts: ({ context }) => context.contacts + 1,
    // An answered customer no longer raises the severity, and waits patiently unless the contact gives a patience for the next wait.
    patienceMs: () => Number.POSITIVE_INFINITY,
    transferPatienceMs: ({ context, event }) =>
      event.type === 'ASSIGN' ? event.transferPatienceMs : context.transferPatienceMs,
    interruptionPatienceMs: ({ context, event }) =>
      event.type === 'ASSIGN' ? event.interruptionPatienceMs : context.interruptionPatienceMs,
    reopeningPatienceMs: ({ context, event }) =>
      event.type === 'ASSIGN' ? event.reopeningPatienceMs : context.reopeningPatienceMs,
    messageMs: () => Number.POSITIVE_INFINITY,
    severityRaiseMs: () => Number.POSITIVE_INFINITY,
    workLeftMs: () => 0,
    linked: ({ context, event }) => (event.type === 'ASSIGN' ? event.links : context.linked),
  },
  noteOutcome: {
    solvedAtTier: ({ context, event }) =>
      event.type === 'ASSIGN' ? event.solvedAtTier : context.solvedAtTier,
  },
  noteCallBack: {
    calledBack: () => 1,
    patienceMs: () => Number.POSITIVE_INFINITY,
    messageMs: () => Number.POSITIVE_INFINITY,
  },
  noteCall: {
    calledBack: ({ event }) => (event.type === 'ASSIGN' ? event.unreached : 1),
    solvedAtTier: ({ context, event }) =>
      event.type === 'ASSIGN' && context.drawsOutcomes !== 0 ? event.solvedAtTier : context.solvedAtTier,
  },
  noteUnreached: { callsLeft: ({ context }) => context.callsLeft - 1 },
  noteWorkLeft: {
    workLeftMs: ({ event }) => ('workLeftMs' in event ? event.workLeftMs : 0),
    patienceMs: ({ context }) => context.interruptionPatienceMs,
  },
  notePause: {
    handleMs: ({ context, event }) => ('leftMs' in event ? event.leftMs : context.handleMs),
  },
  forgetAgent: { agent: () => NONE, group: () => NONE, centre: () => NONE },
  // The case is transferred.
  correctLanguage: {
    language: ({ context }) => context.trueLanguage,
    patienceMs: transferPatience,
  },
  correctProduct: { product: ({ context }) => context.trueProduct, patienceMs: transferPatience },
  raiseTier: {
    tier: ({ context }) => (context.drawsOutcomes === 2 ? context.solvedAtTier : context.tier + 1),
    patienceMs: transferPatience,
  },
  lowerTier: {
    tier: ({ context }) => (context.drawsOutcomes === 2 ? context.solvedAtTier : context.tier - 1),
    patienceMs: transferPatience,
  },
  stayInTier: { patienceMs: transferPatience },
  raiseSeverity: { severity: () => HIGHEST, severityRaiseMs: () => Number.POSITIVE_INFINITY },
  raiseTierForSeverity: {
    tier: ({ context }) => Math.max(context.tier, Math.min(2, context.solvedAtTier)),
  },
  widen: { stage: ({ context }) => context.stage + 1, holdMs: () => Number.POSITIVE_INFINITY },
  startPool: { stage: () => 0, holdMs: ({ context }) => context.regionHoldMs },
  noteNoReply: { replyMs: () => Number.POSITIVE_INFINITY },
  noteReopened: {
    reopeningMs: () => Number.POSITIVE_INFINITY,
    patienceMs: ({ context }) => context.reopeningPatienceMs,
  },
} satisfies Record<string, { readonly [Column in keyof CaseContext]?: Reading<CaseContext[Column]> }>;
