/** The states in which a case can rest, in the order of their numbers in the ledger. Append new states. */
export const CASE_STATES = [
  'submitted',
  'stalled',
  'open.triage',
  'open.waiting.queued',
  'open.working',
  'open.awaitingCustomer',
  'resolved',
  'closed',
  'erased',
  'open.paused',
  'refused',
  'open.unreached',
  'open.awaitingVendor',
  'open.linked',
] as const;
export type CaseState = (typeof CASE_STATES)[number];

/** Events put to the machine. */
export const CASE_EVENTS = [
  'SUBMIT',
  'PLACE',
  'ASSIGN',
  'SHIFT_END',
  'CENTRE_DOWN',
  'RELOCATE',
  'AGENT_ABSENT',
  'PAUSE',
  'RESUME',
  'BAR',
  'PREEMPT',
  'CALL_BACK',
  'CLEAR',
  'LOSE',
  'MEND',
] as const;

/** Timers: the delay, and the state that sets it. */
export const CASE_TIMERS = [
  'triage',
  'patience',
  'severityRaise',
  'hold',
  'handling',
  'reply',
  'autoClose',
  'reopening',
  'closing',
  'retention',
  'message',
  'callAgain',
  'vendorReply',
] as const;

/** Later events and timers, which follow all that older ledgers know. */
const LATER = ['CALL_BACK', 'callAgain', 'vendorReply', 'CLEAR', 'LOSE', 'MEND'] as const;
type Later = (typeof LATER)[number];
type Word = (typeof CASE_EVENTS)[number] | (typeof CASE_TIMERS)[number];
const isFirst = (word: Word): word is Exclude<Word, Later> => LATER.every((later) => later !== word);

/** What causes a transition, in the order of the numbers in the ledger. Append new events and timers. */
export const TRANSITION_EVENTS: readonly Word[] = [
  ...CASE_EVENTS.slice(0, CASE_EVENTS.indexOf('RELOCATE') + 1),
  ...CASE_TIMERS.filter(isFirst),
  ...CASE_EVENTS.slice(CASE_EVENTS.indexOf('RELOCATE') + 1).filter(isFirst),
  ...LATER,
];
