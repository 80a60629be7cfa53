import { assign, setup } from 'xstate';
import type {
  AgentIndex,
  CentreIndex,
  DataCentreIndex,
  DurationMs,
  GroupIndex,
  TierNumber,
} from '../indices.ts';
import { SAME_TIER } from '../tier-transfers.ts';
import { type EscalationReason, type PausingParty, SEVERITIES } from '../vocabulary.ts';
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
  /** The copies of the case move to other data centres. */
  | { type: 'RELOCATE'; primary: DataCentreIndex; replica: DataCentreIndex };

/** The facts of a case at its arrival: its context before any event. */
export type CaseFacts = CaseContext;

const HIGHEST = SEVERITIES.indexOf('A');

/** Where a case stands that was opened before the run and neither waits for an agent nor is worked on. */
export const STANDS = { awaitingCustomer: 1, awaitingVendor: 2, resolved: 3 } as const;

/** How long the customer waits in the queue that the case joins after a transfer, ms. */
function transferPatience({ context }: { readonly context: CaseContext }): DurationMs {
  return context.transferPatienceMs;
}

/** The case leaves its agent for that reason, and waits for another one. */
function leaves(
  release: 'releaseAgent' | 'releaseRestingAgent',
  change: 'noteWorkLeft' | 'correctLanguage' | 'correctProduct' | 'raiseTier' | 'lowerTier' | 'stayInTier',
  reason: EscalationReason,
) {
  const record = { type: 'recordEscalation' as const, params: { reason } };
  return { target: 'waiting' as const, actions: [release, change, record, 'forgetAgent' as const] };
}

/** The copies of the case are where the event says. */
const PLACED = ['notePlaces', 'storePrimary', 'storeReplica'] as const;

/**
 * The life of a support case: the specification that the engine executes (compiled) and that the differential tests execute (interpreted).
 * Guards and assigns are pure functions of context and event. The other actions are only names: the engine supplies them, and data is
 * stored, copied, seen or deleted in no other way.
 *
 * Delays are durations in ms taken from the context; Infinity means that the timer is never set.
 */
export const caseMachine = setup({
  types: { context: {} as CaseContext, events: {} as CaseEvent, input: {} as CaseFacts },
  guards: {
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
    isCalledNoMore: ({ context }) => context.callsLeft <= 0,
    needsVendor: ({ context }) => context.vendorMs !== Number.POSITIVE_INFINITY,
    handsOver: ({ event }) => event.type === 'SHIFT_END' && event.handsOver !== 0,
    restsMeanwhile: ({ event }) => event.type === 'PREEMPT' && event.rests === 1,
    closesAtOnce: ({ context }) => context.closingMs === 0,
    erasesAtOnce: ({ context }) => context.retentionMs === 0,
  },
  delays: {
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
  },
  actions: {
    // Assignments: what the case remembers.
    notePlaces: assign({
      primary: ({ context, event }) => ('primary' in event ? event.primary : context.primary),
      replica: ({ context, event }) => ('replica' in event ? event.replica : context.replica),
    }),
    noteAssignment: assign({
      agent: ({ context, event }) => (event.type === 'ASSIGN' ? event.agent : context.agent),
      group: ({ context, event }) => (event.type === 'ASSIGN' ? event.group : context.group),
      centre: ({ context, event }) => (event.type === 'ASSIGN' ? event.centre : context.centre),
      handleMs: ({ context, event }) => (event.type === 'ASSIGN' ? event.handleMs : context.handleMs),
      replyMs: ({ context, event }) => (event.type === 'ASSIGN' ? event.replyMs : context.replyMs),
      vendorMs: ({ context, event }) => (event.type === 'ASSIGN' ? event.vendorMs : context.vendorMs),
      reopeningMs: ({ context, event }) =>
        event.type === 'ASSIGN' ? event.reopeningMs : context.reopeningMs,
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
    }),
    noteOutcome: assign({
      solvedAtTier: ({ context, event }) =>
        event.type === 'ASSIGN' ? event.solvedAtTier : context.solvedAtTier,
    }),
    noteCallBack: assign({
      calledBack: () => 1,
      patienceMs: () => Number.POSITIVE_INFINITY,
      messageMs: () => Number.POSITIVE_INFINITY,
    }),
    noteCall: assign({
      calledBack: ({ event }) => (event.type === 'ASSIGN' ? event.unreached : 1),
      solvedAtTier: ({ context, event }) =>
        event.type === 'ASSIGN' && context.drawsOutcomes !== 0 ? event.solvedAtTier : context.solvedAtTier,
    }),
    noteUnreached: assign({ callsLeft: ({ context }) => context.callsLeft - 1 }),
    noteWorkLeft: assign({
      workLeftMs: ({ event }) => ('workLeftMs' in event ? event.workLeftMs : 0),
      patienceMs: ({ context }) => context.interruptionPatienceMs,
    }),
    notePause: assign({
      handleMs: ({ context, event }) => ('leftMs' in event ? event.leftMs : context.handleMs),
    }),
    forgetAgent: assign({ agent: () => NONE, group: () => NONE, centre: () => NONE }),
    // The case is transferred.
    correctLanguage: assign({
      language: ({ context }) => context.trueLanguage,
      patienceMs: transferPatience,
    }),
    correctProduct: assign({ product: ({ context }) => context.trueProduct, patienceMs: transferPatience }),
    raiseTier: assign({
      tier: ({ context }) => (context.drawsOutcomes === 2 ? context.solvedAtTier : context.tier + 1),
      patienceMs: transferPatience,
    }),
    lowerTier: assign({
      tier: ({ context }) => (context.drawsOutcomes === 2 ? context.solvedAtTier : context.tier - 1),
      patienceMs: transferPatience,
    }),
    stayInTier: assign({ patienceMs: transferPatience }),
    raiseSeverity: assign({ severity: () => HIGHEST, severityRaiseMs: () => Number.POSITIVE_INFINITY }),
    raiseTierForSeverity: assign({
      tier: ({ context }) => Math.max(context.tier, Math.min(2, context.solvedAtTier)),
    }),
    widen: assign({ stage: ({ context }) => context.stage + 1, holdMs: () => Number.POSITIVE_INFINITY }),
    startPool: assign({ stage: () => 0, holdMs: ({ context }) => context.regionHoldMs }),
    noteNoReply: assign({ replyMs: () => Number.POSITIVE_INFINITY }),
    noteReopened: assign({
      reopeningMs: () => Number.POSITIVE_INFINITY,
      patienceMs: ({ context }) => context.reopeningPatienceMs,
    }),

    // Effects: what the engine does in the world. Nothing else moves data.
    storePrimary: () => {},
    storeReplica: () => {},
    relocateCopies: () => {},
    viewCase: () => {},
    endView: () => {},
    storeWorkingCopy: () => {},
    purgeWorkingCopy: () => {},
    eraseCopies: () => {},
    awaitPlace: () => {},
    joinQueue: () => {},
    joinWiderQueue: () => {},
    leaveQueue: () => {},
    releaseAgent: () => {},
    restContact: () => {},
    takeUpContact: () => {},
    releaseRestingAgent: () => {},
    pauseClock: () => {},
    resumeClock: (_, _params: { party: PausingParty }) => {},
    recordSeverity: () => {},
    recordEscalation: (_, _params: { reason: EscalationReason }) => {},
    recordRefusal: () => {},
    recordAbandonment: () => {},
    recordMessage: () => {},
    recordClearing: () => {},
    recordLoss: () => {},
    recordUnreached: () => {},
    recordResolution: () => {},
    recordReopening: () => {},
    retire: () => {},
  },
}).createMachine({
  id: 'case',
  context: ({ input }) => ({ ...input }),
  initial: 'submitted',
  on: { RELOCATE: { actions: ['relocateCopies', 'notePlaces'] } },
  states: {
    /** The customer has written or called; nothing is stored yet. */
    submitted: {
      on: {
        SUBMIT: [
          { guard: 'isRefused', target: 'refused', actions: 'recordRefusal' },
          { guard: 'awaitedCustomer', target: 'open.awaitingCustomer', actions: PLACED },
          { guard: 'awaitedVendor', target: 'open.awaitingVendor', actions: PLACED },
          { guard: 'wasResolved', target: 'resolved', actions: PLACED },
          { guard: 'placed', target: 'open', actions: PLACED },
          { target: 'stalled' },
        ],
      },
    },
    /** The lines were full when the customer called, so nothing was ever stored. */
    refused: { type: 'final', entry: 'retire' },
    /** No data centre inside the promised boundary is up: the case waits at intake, visibly, stored nowhere. */
    stalled: { entry: 'awaitPlace', on: { PLACE: { target: 'open', actions: PLACED } } },
    open: {
      initial: 'triage',
      states: {
        triage: { always: { guard: 'needsNoTriage', target: 'waiting' }, after: { triage: 'waiting' } },
        waiting: {
          initial: 'queued',
          entry: ['startPool', 'joinQueue'],
          exit: 'leaveQueue',
          on: {
            ASSIGN: [
              { guard: 'isCalledBack', target: 'working', actions: ['noteAssignment', 'noteCall'] },
              { guard: 'drawsOutcomes', target: 'working', actions: ['noteAssignment', 'noteOutcome'] },
              { target: 'working', actions: 'noteAssignment' },
            ],
            CALL_BACK: { target: 'waiting', reenter: true, actions: 'noteCallBack' },
            LOSE: { target: '#case.closed', actions: 'recordLoss' },
            CLEAR: { target: '#case.closed', actions: 'recordClearing' },
          },
          after: {
            patience: { target: '#case.abandoned', actions: 'recordAbandonment' },
            // The message is a separate case; this one is over.
            message: { target: '#case.closed', actions: 'recordMessage' },
            severityRaise: {
              target: 'waiting',
              reenter: true,
              actions: [
                'raiseSeverity',
                'recordSeverity',
                'raiseTierForSeverity',
                { type: 'recordEscalation', params: { reason: 'severity' } },
              ],
            },
          },
          states: {
            queued: {
              after: { hold: { target: 'queued', reenter: true, actions: ['widen', 'joinWiderQueue'] } },
            },
          },
        },
        working: {
          entry: ['viewCase', 'storeWorkingCopy'],
          exit: ['purgeWorkingCopy', 'endView'],
          on: {
            SHIFT_END: { guard: 'handsOver', ...leaves('releaseAgent', 'noteWorkLeft', 'follow-the-sun') },
            CENTRE_DOWN: leaves('releaseAgent', 'noteWorkLeft', 'uptime'),
            AGENT_ABSENT: leaves('releaseAgent', 'noteWorkLeft', 'absence'),
            BAR: leaves('releaseAgent', 'noteWorkLeft', 'residency'),
            PAUSE: { target: 'paused', actions: ['notePause', 'restContact'] },
            PREEMPT: [
              { guard: 'restsMeanwhile', target: 'paused', actions: ['notePause', 'restContact'] },
              leaves('releaseAgent', 'noteWorkLeft', 'preemption'),
            ],
          },
          after: {
            handling: [
              {
                guard: 'isCalledBack',
                target: 'unreached',
                actions: ['releaseAgent', 'noteUnreached', 'forgetAgent'],
              },
              { guard: 'languageWasMisdeclared', ...leaves('releaseAgent', 'correctLanguage', 'language') },
              { guard: 'productWasMisdeclared', ...leaves('releaseAgent', 'correctProduct', 'expertise') },
              { guard: 'staysInTier', ...leaves('releaseAgent', 'stayInTier', 'expertise') },
              { guard: 'needsHigherTier', ...leaves('releaseAgent', 'raiseTier', 'expertise') },
              { guard: 'goesBack', ...leaves('releaseAgent', 'lowerTier', 'returned') },
              { guard: 'needsVendor', target: 'awaitingVendor', actions: ['releaseAgent', 'forgetAgent'] },
              {
                guard: 'needsCustomer',
                target: 'awaitingCustomer',
                actions: ['releaseAgent', 'forgetAgent'],
              },
              { target: '#case.resolved', actions: ['releaseAgent', 'recordResolution', 'forgetAgent'] },
            ],
          },
        },
        /** The agent is away, or busy with another case, and keeps this one, which nobody sees meanwhile. */
        paused: {
          on: {
            RESUME: { target: 'working', actions: 'takeUpContact' },
            SHIFT_END: {
              guard: 'handsOver',
              ...leaves('releaseRestingAgent', 'noteWorkLeft', 'follow-the-sun'),
            },
            CENTRE_DOWN: leaves('releaseRestingAgent', 'noteWorkLeft', 'uptime'),
            AGENT_ABSENT: leaves('releaseRestingAgent', 'noteWorkLeft', 'absence'),
            BAR: leaves('releaseRestingAgent', 'noteWorkLeft', 'residency'),
          },
        },
        /** The customer has not answered the call: another try, or the end of the case. */
        unreached: {
          always: { guard: 'isCalledNoMore', target: '#case.abandoned', actions: 'recordUnreached' },
          after: { callAgain: 'waiting' },
        },
        /** The clock of the service level pauses until the customer answers. */
        awaitingCustomer: {
          entry: 'pauseClock',
          exit: { type: 'resumeClock', params: { party: 'customer' } },
          after: {
            reply: 'waiting',
            autoClose: { target: '#case.resolved', actions: ['noteNoReply', 'recordResolution'] },
          },
        },
        /** A third party has to answer before the work continues. */
        awaitingVendor: {
          entry: 'pauseClock',
          exit: { type: 'resumeClock', params: { party: 'vendor' } },
          after: { vendorReply: 'waiting' },
        },
      },
    },
    resolved: {
      always: { guard: 'closesAtOnce', target: 'closed' },
      after: {
        reopening: { target: 'open.waiting', actions: ['noteReopened', 'recordReopening'] },
        closing: 'closed',
      },
    },
    abandoned: { always: 'closed' },
    closed: { always: { guard: 'erasesAtOnce', target: 'erased' }, after: { retention: 'erased' } },
    erased: { type: 'final', entry: ['eraseCopies', 'retire'] },
  },
});
