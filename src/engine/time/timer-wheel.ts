import { assert } from '#base';
import type { RunMs } from '#domain';
import { Due } from './due.ts';
import { createNoticePool, FIELD_BITS, NOTHING, ROW, TOKEN } from './notice-pool.ts';
import { createWheelCursor, SLOT_BITS, SLOTS, SPAN_MS, WHEELS } from './wheel-cursor.ts';
import { createWheelFront } from './wheel-front.ts';
import { createWheelSlots } from './wheel-slots.ts';

export interface TimerWheel {
  /** The notice taken last, and the limit up to which `take` looks for one. */
  readonly due: Due;
  /** How many notices are pending. */
  length(): number;
  /**
   * Adds a notice for `timeMs`, a whole number that lies neither before 0 nor before the notice taken last. `row` and
   * `token`: signed 32-bit numbers.
   */
  schedule(timeMs: RunMs, row: number, token: number): void;
  /**
   * Takes the earliest notice into `due`. Returns false if there is none up to `due.limitMs` (inclusive); then schedule nothing before that
   * time.
   */
  take(): boolean;
}

/**
 * The future-event list of the cases' timers: a hierarchical timing wheel over whole milliseconds (G. Varghese and T. Lauck,
 * SOSP 1987). Notices come out by time, and those of one millisecond in the order of scheduling. The cost of scheduling and taking does
 * not depend on how many notices are pending, whereas that of a heap grows with its depth.
 *
 *   wheel 0   1,024 slots of 1 ms                 notices within the cursor's 1.024 s
 *   wheel 1   1,024 slots of 2^10 ms (1.024 s)    … within its 17 minutes
 *   wheel 2   1,024 slots of 2^20 ms (17 min)     … within its 12 days, the cursor's span
 *   wheel 3   1,024 slots of 2^30 ms (12 days)    … within its 35 years
 *   wheel 4   1,024 slots of 2^40 ms (35 years)   … all the rest
 *
 * A notice is in the wheel of the highest ten bits in which its time differs from the cursor's. When the cursor reaches a slot of a higher
 * wheel, the slot's notices move down; a single one is taken directly. A slot is a list in order of scheduling. All notices of one
 * time are in the same slot at any moment, so they stay in that order.
 *
 * The front holds the few notices of the next slot of wheel 1, sorted, the earliest last. It is refilled as soon as its last notice is
 * taken, so that the processor can do this while it works on that notice, and the next one is known when `take` is called. Notices
 * scheduled before the slot's end go to the front, too. If it overflows, all of them go back to the wheels. The cursor need not follow
 * within wheel 1. Only a slot with many notices is spread over wheel 0, when its time comes.
 *
 * The functions are closures over constant arrays: V8 then knows their addresses and lengths, and an access takes three instructions
 * instead of nine (docs/performance.md). For the same reason arrays have at least 64 bytes, and two functions stand where one loop would do.
 */
export function createTimerWheel(capacity = 4096): TimerWheel {
  const due = new Due();
  const front = createWheelFront(due);
  const pool = createNoticePool(capacity);
  const slots = createWheelSlots(pool);
  const cursor = createWheelCursor();
  const { arrays } = pool;
  /** A bound before which the wheels hold no notice. */
  const earliestMs = new Float64Array(32);

  function schedule(timeMs: RunMs, row: number, token: number): void {
    if (front.covers(timeMs)) insert(timeMs, row, token);
    else put(timeMs, row, token);
  }

  /** Inserts a notice into the wheels. */
  function put(timeMs: RunMs, row: number, token: number): void {
    const notice = pool.add(timeMs, row, token);
    earliestMs[0] = Math.min(earliestMs[0] as number, timeMs);
    slots.append(notice, cursor.slotOf(timeMs));
  }

  /** Inserts a notice into the front. If that is full, all of them go to the wheels. */
  function insert(timeMs: RunMs, row: number, token: number): void {
    if (front.isFull()) {
      front.drain(put);
      put(timeMs, row, token);
    } else front.insert(timeMs, row, token);
  }

  /** Fills the front from the next slot of wheel 1; false if the slot has too many notices. Needs wheel 0 and the front empty. */
  function refill(): boolean {
    const slot = slots.lowest(1);
    const { fields, times } = arrays;
    const first = fields[slot] as number;
    let length = 0;
    for (let notice = first; notice !== NOTHING; notice = fields[notice] as number) {
      if (++length > FEW) return false;
    }
    for (let notice = first; notice !== NOTHING; notice = fields[notice] as number) {
      const timeMs = times[notice >> FIELD_BITS] as number;
      front.insert(timeMs, fields[notice | ROW] as number, fields[notice | TOKEN] as number);
    }
    pool.free(first, slots.last[slot] as number);
    slots.empty(slot);
    front.openUntil(cursor.startOf(1, slot & (SLOTS - 1)) + SLOTS);
    return true;
  }

  function take(): boolean {
    if (front.isEmpty()) return takeFromWheels();
    if (!front.take()) return false;
    if (front.isEmpty() && (slots.isEmpty(1) || !refill())) front.close();
    return true;
  }

  function takeFromWheels(): boolean {
    // An earlier search has found nothing before this.
    if (due.limitMs < (earliestMs[0] as number)) return false;
    if (!slots.isEmpty(0)) return takeFromLowest();
    return slots.isEmpty(1) ? takeFromFar() : takeFromSecond();
  }

  function takeFromLowest(): boolean {
    const slot = slots.lowest(0);
    const { fields } = arrays;
    const notice = fields[slot] as number;
    const timeMs = cursor.timeOf(slot);
    if (timeMs > due.limitMs) return isNotBefore(timeMs);
    const next = fields[notice] as number;
    if (next === NOTHING) slots.empty(slot);
    else fields[slot] = next;
    cursor.moveTo(timeMs);
    return give(notice, timeMs);
  }

  function takeFromSecond(): boolean {
    if (refill()) return take();
    const slot = slots.lowest(1);
    const startMs = cursor.startOf(1, slot & (SLOTS - 1));
    return startMs > due.limitMs ? isNotBefore(startMs) : spread(slot, startMs);
  }

  /** Takes a notice from wheel 2 or a higher one. */
  function takeFromFar(): boolean {
    const wheel = !slots.isEmpty(2) ? 2 : !slots.isEmpty(3) ? 3 : !slots.isEmpty(4) ? 4 : WHEELS;
    if (wheel === WHEELS) return isNotBefore(Number.POSITIVE_INFINITY);
    const slot = slots.lowest(wheel);
    const notice = arrays.fields[slot] as number;
    if (arrays.fields[notice] === NOTHING) {
      const timeMs = arrays.times[notice >> FIELD_BITS] as number;
      if (timeMs > due.limitMs) return isNotBefore(timeMs);
      slots.empty(slot);
      if (wheel > 2) cursor.enterSpan(Math.floor(timeMs / SPAN_MS));
      cursor.moveTo(timeMs);
      return give(notice, timeMs);
    }
    const startMs = cursor.startOf(wheel, slot & (SLOTS - 1));
    if (startMs > due.limitMs) return isNotBefore(startMs);
    if (wheel > 2) cursor.enterSpan(startMs / SPAN_MS);
    return spread(slot, startMs);
  }

  function give(notice: number, timeMs: RunMs): true {
    const { fields } = arrays;
    due.set(timeMs, fields[notice | ROW] as number, fields[notice | TOKEN] as number);
    earliestMs[0] = timeMs;
    pool.free(notice, notice);
    return true;
  }

  function isNotBefore(timeMs: RunMs): false {
    earliestMs[0] = timeMs;
    return false;
  }

  /** Moves the cursor to the start of a slot, and the slot's notices into lower wheels. */
  function spread(slot: number, startMs: RunMs): boolean {
    const { fields, times } = arrays;
    let notice = fields[slot] as number;
    cursor.moveTo(startMs);
    slots.empty(slot);
    while (notice !== NOTHING) {
      const next = fields[notice] as number;
      fields[notice] = NOTHING;
      slots.append(notice, cursor.slotOf(times[notice >> FIELD_BITS] as number));
      notice = next;
    }
    return take();
  }

  function length(): number {
    return pool.count() + front.length();
  }

  /**
   * Schedules and takes notices of all wheels before the run. Without this, V8 discards the compiled code of all callers when simulated
   * time first crosses a border of a higher wheel, because it has not seen that path (docs/performance.md). It also shows that the wheel
   * gives each notice once, in order.
   */
  function rehearse(): void {
    /** By row: when the notice is due. */
    const times: RunMs[] = [];
    let [taken, lastRow] = [0, -1];
    const put = (timeMs: RunMs) => schedule(timeMs, times.push(timeMs) - 1, 0);
    const takeAll = () => {
      for (let lastMs = due.timeMs; take(); lastMs = due.timeMs) {
        const isNext = due.timeMs > lastMs || due.row > lastRow;
        assert(isNext && times[due.row] === due.timeMs, `notice ${due.row} comes out of order`);
        assert(due.timeMs <= due.limitMs && taken++ < times.length, `notice ${due.row} comes early or twice`);
        lastRow = due.row;
        // A notice schedules others, the later one first.
        if (due.row % 7 === 0) for (const afterMs of [2, 1]) put(due.timeMs + afterMs);
      }
    };
    for (let round = 0; round < REHEARSALS; round++) {
      const fromMs = round * 4 * SPAN_MS;
      for (let bits = 0; bits < 4 * SLOT_BITS; bits += SLOT_BITS / 2) put(fromMs + 2 ** bits);
      for (let k = 0; k <= FEW; k++) put(fromMs + 3 * SLOTS * SLOTS + (k >> 1));
      for (due.limitMs = fromMs; due.limitMs < fromMs + 4 * SPAN_MS; due.limitMs += SPAN_MS) takeAll();
    }
    due.limitMs = Number.POSITIVE_INFINITY;
    takeAll();
    cursor.enterSpan(0);
    earliestMs[0] = 0;
    due.timeMs = Number.NEGATIVE_INFINITY;
    assert(length() === 0 && taken === times.length, 'the rehearsal leaves no notice');
  }

  try {
    rehearse();
  } catch (error) {
    assert(false, `the rehearsal of a timer wheel: ${error instanceof Error ? error.message : error}`);
  }
  return { due, length, schedule, take };
}

/** V8 collects feedback on a function from about its eighth call. */
const REHEARSALS = 16;
/** The largest slot that the front takes. */
const FEW = 16;
