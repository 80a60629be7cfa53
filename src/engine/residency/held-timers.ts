import type { CaseRow, DurationMs, RunMs, Scenario } from '#domain';
import type { CaseRecord } from '../cases/case-record.ts';
import { JOINING } from '../cases/waiting-queues.ts';
import type { Clock } from '../time/clock.ts';
import type { TimerWheel } from '../time/timer-wheel.ts';
import { scheduleWithHolds } from './legal-holds.ts';

/** A timer's notice carries the timer in the lowest bits of its token, and the epoch that it was set in above them. */
export const TIMER_BITS = 5;
export const TIMERS_MAX = 1 << TIMER_BITS;

/** Timers of cases that are about to look for an agent are held back: most find one, and would never be due. */
export interface HeldTimers {
  /** What lies beyond the horizon is not scheduled. */
  schedule(record: CaseRecord, kind: number, epoch: number, delayMs: DurationMs): void;
  /** The cases have looked for an agent: timers of those that found none are scheduled, in the order in which they were set. */
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
  /** There are seldom more than three; these arrays grow. */
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

/** At least 64 bytes each, so that V8 knows their addresses. */
const CAPACITY = 32;

function columns(capacity: number): Columns {
  return {
    times: new Float64Array(capacity),
    rows: new Int32Array(capacity),
    tokens: new Int32Array(capacity),
  };
}
