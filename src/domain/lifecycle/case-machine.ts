import { assign, setup } from 'xstate';
import type { EscalationReason, PausingParty } from '../vocabulary.ts';
import type { CaseContext } from './case-context.ts';
import { CASE_ASSIGNMENTS, CASE_DELAYS, CASE_GUARDS, type CaseEvent } from './case-functions.ts';

/** The case leaves its agent for that reason, and waits for another one. */
function leaves(
  release: 'releaseAgent' | 'releaseRestingAgent',
  change: 'noteWorkLeft' | 'correctLanguage' | 'correctProduct' | 'raiseTier' | 'lowerTier' | 'stayInTier',
  reason: EscalationReason,
) {
  const record = { type: 'recordEscalation' as const, params: { reason } };
  return { target: 'waiting' as const, actions: [release, change, record, 'forgetAgent' as const] };
}

const ASSIGNS = Object.fromEntries(
  Object.entries(CASE_ASSIGNMENTS).map(([name, assignment]) => [name, assign(assignment as never)]),
) as unknown as Readonly<Record<keyof typeof CASE_ASSIGNMENTS, () => void>>;

/** The copies of the case are where the event says. */
const PLACED = ['notePlaces', 'storePrimary', 'storeReplica'] as const;

/**
 * The life of a support case: the specification that the engine executes (compiled) and that the differential tests execute (interpreted).
 * Guards, delays and assigns are pure functions (`case-functions.ts`). The other actions are only names: the engine supplies them, and data is
 * stored, copied, seen or deleted in no other way.
 */
export const caseMachine = setup({
  types: { context: {} as CaseContext, events: {} as CaseEvent, input: {} as CaseContext },
  guards: CASE_GUARDS,
  delays: CASE_DELAYS,
  actions: {
    ...ASSIGNS,
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
    linkToIncident: () => {},
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
              {
                guard: 'isLinked',
                target: 'linked',
                actions: ['releaseAgent', 'linkToIncident', 'forgetAgent'],
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
        /** The case has the same cause as others. It waits, in no queue and with its clocks running, until that is mended. */
        linked: { on: { MEND: { target: '#case.resolved', actions: 'recordResolution' } } },
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
