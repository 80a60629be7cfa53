import type { CaseRow, DurationMs, RunMs, Scenario } from '#domain';
import type { CaseRecord } from '../cases/case-record.ts';
import { JOINING } from '../cases/waiting-queues.ts';
import type { Clock } from '../time/clock.ts';
import type { TimerWheel } from '../time/timer-wheel.ts';
import { scheduleWithHolds } from './legal-holds.ts';

/** The token of a timer's notice holds the timer in its lowest bits, and above them the epoch in which it was set. */
export const TIMER_BITS = 5;
export const TIMERS_MAX = 1 << TIMER_BITS;

/** Holds back the timers of cases that are about to look for an agent. Most cases find one, and their timers would never be due. */
export interface HeldTimers {
  /** Ignores timers that are due at or after the horizon. */
  schedule(record: CaseRecord, kind: number, epoch: number, delayMs: DurationMs): void;
  /** Called when the cases have looked for an agent. Schedules the timers of those that found none, in the order in which they were set. */
  settle(): void;
}

export function createHeldTimers(
  scenario: Scenario,
  clock: Clock,
  timers: TimerWheel,
  records: readonly CaseRecord[],
): HeldTimers {
  const { horizonMs } = scenario;
  const held = { count: 0 };
  /** Seldom more than three timers; the arrays grow when needed. */
  const pool = columns(CAPACITY);

  function schedule(record: CaseRecord, kind: number, epoch: number, delayMs: DurationMs): void {
    const timeMs = clock.nowMs + delayMs;
    if (timeMs >= horizonMs) return;
    const token = (epoch << TIMER_BITS) | kind;
    if (record.queue === JOINING) hold(timeMs, record.row, token);
    else timers.schedule(timeMs, record.row, token);
  }

  function hold(timeMs: RunMs, row: CaseRow, token: number): void {
    const { count } = held;
    if (count === pool.rows.length) grow();
    pool.times[count] = timeMs;
    pool.rows[count] = row;
    pool.tokens[count] = token;
    held.count = count + 1;
  }

  function settle(): void {
    if (held.count !== 0) scheduleHeld();
  }

  function scheduleHeld(): void {
    const { count } = held;
    const { rows, times, tokens } = pool;
    held.count = 0;
    for (let i = 0; i < count; i++) {
      const row = rows[i] as number;
      if ((records[row] as CaseRecord).queue === null) continue;
      timers.schedule(times[i] as number, row, tokens[i] as number);
    }
  }

  function grow(): void {
    const { rows, times, tokens } = pool;
    Object.assign(pool, columns(2 * rows.length));
    pool.rows.set(rows);
    pool.times.set(times);
    pool.tokens.set(tokens);
  }

  return { schedule: scheduleWithHolds(scenario, clock, schedule), settle };
}

interface Columns {
  times: Float64Array;
  rows: Int32Array;
  tokens: Int32Array;
}

/** At least 64 bytes for each array, so that V8 treats their addresses as constants (docs/performance.md). */
const CAPACITY = 32;

function columns(capacity: number): Columns {
  return {
    times: new Float64Array(capacity),
    rows: new Int32Array(capacity),
    tokens: new Int32Array(capacity),
  };
}
