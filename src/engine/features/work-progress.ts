import type { DurationMs, RunMs } from '#domain';
import type { Run } from '../run/run.ts';
import type { TimerRow } from '../time/notices.ts';

const NEVER = Number.POSITIVE_INFINITY;
/** Remainders below this, ms, are rounding errors. */
const ROUNDING = 1e-6;

/** Work in progress: what was left of it at full speed at `sinceMs`, its speed since then, and the notice of its end. */
export interface Progress {
  leftMs: DurationMs;
  sinceMs: RunMs;
  speed: number;
  endMs: RunMs;
  readonly row: TimerRow;
  readonly token: number;
}

/** Work at speeds that change: what is left of it, and the notice of its end. */
export interface WorkProgress {
  /** Begins work that takes `leftMs` at full speed. `row` and `token`: of the notice of its end, which `goOnAt` schedules. */
  begun(leftMs: DurationMs, row: TimerRow, token: number): Progress;
  /** The work goes on at that speed; 0: it rests. */
  goOnAt(one: Progress, speed: number): void;
  /** What is left of it, ms at full speed. */
  leftNow(one: Progress): DurationMs;
}

export function createWorkProgress({ clock, scenario: { horizonMs }, timers }: Run): WorkProgress {
  function begun(leftMs: DurationMs, row: TimerRow, token: number): Progress {
    return { leftMs, sinceMs: clock.nowMs, speed: 1, endMs: NEVER, row, token };
  }

  function goOnAt(one: Progress, speed: number): void {
    one.leftMs = leftNow(one);
    one.sinceMs = clock.nowMs;
    one.speed = speed;
    const endMs = speed === 0 ? NEVER : clock.nowMs + timeFor(one.leftMs, speed);
    if (endMs === one.endMs) return;
    one.endMs = endMs;
    if (endMs < horizonMs) timers.schedule(endMs, one.row, one.token);
  }

  function leftNow({ leftMs, sinceMs, speed }: Progress): number {
    return Math.max(0, leftMs - (clock.nowMs - sinceMs) * speed);
  }

  return { begun, goOnAt, leftNow };
}

/** How long work takes at that speed, whole milliseconds. */
export function timeFor(leftMs: DurationMs, speed: number): number {
  return Math.max(0, Math.ceil(leftMs / speed - ROUNDING));
}
