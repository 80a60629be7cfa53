import type { NumberOf } from '#base';

/**
 * Kinds of changes of the world. At one instant, smaller numbers come first: the law, then places, then people (arrivals before
 * departures), then the queues of agents who have left. Emergencies come last, because only then is it known whether a case is stranded.
 */
export type NoticeKind = NumberOf<'a kind of notice'>;
/** Orders notices that are due at one instant: those of smaller urgency come first. */
export type Urgency = NumberOf<'an urgency' | 'a kind of notice'>;
/** Owner of a timer: a case, or an agent who does the work that a contact has left. The token says which. */
export type TimerRow = NumberOf<'a row of the case table' | 'an agent'>;

/** Kinds of timers that belong to features, in the lowest bits of a token. Timers of the life cycle have smaller numbers. */
export const SESSION_TIMER = 27;
export const OPENS_FURTHER = 28;
export const ASKS_UNTIL = 29;
export const CONSULTED_UNTIL = 30;
export const WORK_AFTER = 31;

export const LAW_CHANGE = 0;
export const CLOCK_CHANGE = 1;
export const DATA_CENTRE_UP = 2;
export const DATA_CENTRE_DOWN = 3;
export const EVACUATION = 4;
export const COPY_REVIEW = 5;
export const CENTRE_UP = 6;
export const CENTRE_DOWN = 7;
export const DUTY_BEGINS = 8;
export const AGENT_RETURNS = 9;
export const DUTY_ENDS = 10;
export const AGENT_LEAVES = 11;
export const DISCLOSURE = 12;
export const NOTICE_OF_DISCLOSURE = 13;
/** From here on, notices belong to features. */
export const OF_FEATURES = 14;
export const LINES_CLOSE = 14;
export const EMERGENCY_ENDS = 15;
export const EMERGENCY_NOTICE = 16;
export const EMERGENCY_REVIEW = 17;
export const EMERGENCY_LOOK = 18;
export const FREE_AGENT_LEAVES = 19;
export const SENT_AGAIN = 20;
export const APPROVAL_ANSWERED = 21;
export const CONTAINMENT_CHANGES = 22;
export const PERSON_SHIFT_BEGINS = 23;
export const AWAY_ENDS = 24;
export const AWAY_STARTS = 25;
export const CAUSE_MENDED = 26;
