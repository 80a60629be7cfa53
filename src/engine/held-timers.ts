import type { CaseRecord } from './case-record.ts';
import type { Clock } from './clock.ts';
import type { TimerWheel } from './timer-wheel.ts';
import { JOINING } from './waiting-queues.ts';
import { Worklist } from './worklist.ts';

/** A timer's notice carries the timer in the lowest bits of its token, and the epoch that it was set in above them. */
export const TIMER_BITS = 5;
export const TIMERS_MAX = 1 << TIMER_BITS;

/** Timers of cases that are about to look for an agent are held back: most find one, and would never be due. */
export interface HeldTimers {
  /** What lies beyond the horizon is not scheduled. */
  schedule(record: CaseRecord, kind: number, epoch: number, delayMs: number): void;
  /** The cases have looked for an agent: timers of those that found none are scheduled. */
  settle(): void;
}

/** Times begin with no small integer, so that V8 keeps doubles. */
class HeldTimer {
  record: CaseRecord | null = null;
  token = 0;
  timeMs = Number.NEGATIVE_INFINITY;
}

export function createHeldTimers(clock: Clock, timers: TimerWheel, horizonMs: number): HeldTimers {
  const held = new Worklist<HeldTimer>();
  /** The objects are used again. */
  const spare: HeldTimer[] = [];

  function schedule(record: CaseRecord, kind: number, epoch: number, delayMs: number): void {
    const timeMs = clock.nowMs + delayMs;
    if (timeMs >= horizonMs) return;
    const token = (epoch << TIMER_BITS) | kind;
    if (record.queue !== JOINING) {
      timers.schedule(timeMs, record.row, token);
      return;
    }
    const timer = spare.pop() ?? new HeldTimer();
    timer.record = record;
    timer.token = token;
    timer.timeMs = timeMs;
    held.push(timer);
  }

  function scheduleHeld(timer: HeldTimer): void {
    const { queue, row } = timer.record as CaseRecord;
    if (queue !== null) timers.schedule(timer.timeMs, row, timer.token);
    spare.push(timer);
  }

  return { schedule, settle: () => held.drain(scheduleHeld) };
}
