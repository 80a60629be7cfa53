import type { CaseRecord } from './case-record.ts';

/** A timer of a case that is about to look for an agent. Times begin with no small integer, so that V8 keeps doubles. */
export class HeldTimer {
  record: CaseRecord | null = null;
  token = 0;
  timeMs = Number.NEGATIVE_INFINITY;
}

/** A timer's notice carries the timer in the lowest bits of its token, and the epoch that it was set in above them. */
export const TIMER_BITS = 5;
export const TIMERS_MAX = 1 << TIMER_BITS;
