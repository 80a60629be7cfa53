import { AssertionError, assert } from '#base';
import type { RunMs } from '#domain';

/** A timer's notice that is due. */
export interface DueTimer {
  /** Set by the caller of `take`: V8 boxes a number that is passed as an argument, but not one in an object (docs/performance.md). */
  limitMs: number;
  timeMs: RunMs;
  row: number;
  token: number;
}

export interface TimerWheel {
  /** The notice taken last, and the limit up to which `take` looks for one. */
  readonly due: DueTimer;
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
  /** The last notice of each slot; for an empty slot, the place of its first. */
  const last = Int32Array.from({ length: HEADS }, (_, slot) => slot);
  /** A bit for each slot that is not empty, 32 slots to a word, the highest first; and for each wheel, a bit for each word that is not 0. */
  const filled = new Int32Array(HEADS >> 5);
  const filledWords = new Int32Array(32);
  /** The cursor, span × 2^30 + offset, never later than the next notice; the first free notice; the length of the front. */
  const cursor = new Int32Array(32);
  const times = new Float64Array(32);
  const frontTimes = new Float64Array(FRONT);
  const frontRows = new Int32Array(FRONT);
  const frontTokens = new Int32Array(FRONT);
  const due = new Due();
  /**
   * `fields`: the first notice of each slot, stored like the `next` of a notice; then the notices (next, row, token). `times`: their
   * times. Free notices are linked by `next`, too. Only these arrays grow, and until they do, V8 treats their addresses as constants. A
   * notice is identified by the place of its first field.
   */
  const pool = arraysFor(capacity);
  cursor[FREE] = HEADS;
  linkFree(HEADS);
  times[FRONT_END] = Number.NEGATIVE_INFINITY;

  function schedule(timeMs: RunMs, row: number, token: number): void {
    if (timeMs < (times[FRONT_END] as number)) insert(timeMs, row, token);
    else put(timeMs, row, token);
  }

  /** Inserts a notice into the wheels. */
  function put(timeMs: RunMs, row: number, token: number): void {
    const notice = cursor[FREE] as number;
    if (notice === pool.fields.length) grow();
    const { fields } = pool;
    cursor[FREE] = fields[notice] as number;
    pool.times[notice >> FIELD_BITS] = timeMs;
    fields[notice | ROW] = row;
    fields[notice | TOKEN] = token;
    fields[notice] = NOTHING;
    times[EARLIEST] = Math.min(times[EARLIEST] as number, timeMs);
    append(notice, slotOf(timeMs));
  }

  /** Inserts a notice into the front, after those that are earlier or were scheduled before it for the same time. */
  function insert(timeMs: RunMs, row: number, token: number): void {
    const length = cursor[LENGTH] as number;
    if (length === FRONT) {
      dissolve();
      put(timeMs, row, token);
      return;
    }
    let place = length;
    for (; place > 0 && (frontTimes[place - 1] as number) <= timeMs; place--) {
      frontTimes[place] = frontTimes[place - 1] as number;
      frontRows[place] = frontRows[place - 1] as number;
      frontTokens[place] = frontTokens[place - 1] as number;
    }
    frontTimes[place] = timeMs;
    frontRows[place] = row;
    frontTokens[place] = token;
    cursor[LENGTH] = length + 1;
  }

  /** Moves the notices of the front back to the wheels. */
  function dissolve(): void {
    for (let place = (cursor[LENGTH] as number) - 1; place >= 0; place--) {
      put(frontTimes[place] as number, frontRows[place] as number, frontTokens[place] as number);
    }
    cursor[LENGTH] = 0;
    times[FRONT_END] = Number.NEGATIVE_INFINITY;
  }

  /** Fills the front from the next slot of wheel 1; false if the slot has too many notices. Needs wheel 0 and the front empty. */
  function refill(): boolean {
    const slot = lowestSlot(1);
    const { fields } = pool;
    const notice = pool.fields[slot] as number;
    // Most slots have a single notice.
    if (fields[notice] === NOTHING) {
      frontTimes[0] = pool.times[notice >> FIELD_BITS] as number;
      frontRows[0] = fields[notice | ROW] as number;
      frontTokens[0] = fields[notice | TOKEN] as number;
      cursor[LENGTH] = 1;
    } else if (!sortIn(notice)) return false;
    // The whole list of the slot is free now.
    fields[last[slot] as number] = cursor[FREE] as number;
    cursor[FREE] = notice;
    empty(slot);
    times[FRONT_END] = startOf(1, slot & (SLOTS - 1)) + SLOTS;
    return true;
  }

  /** Sorts a list into the empty front. Does nothing and returns false if the list has too many notices. */
  function sortIn(list: number): boolean {
    const { fields } = pool;
    let length = 0;
    for (let notice = list; notice !== NOTHING; notice = fields[notice] as number) {
      if (++length > FEW) return false;
    }
    for (let notice = list; notice !== NOTHING; notice = fields[notice] as number) {
      const timeMs = pool.times[notice >> FIELD_BITS] as number;
      insert(timeMs, fields[notice | ROW] as number, fields[notice | TOKEN] as number);
    }
    return true;
  }

  function take(): boolean {
    const length = cursor[LENGTH] as number;
    if (length === 0) return takeFromWheels();
    const place = length - 1;
    const timeMs = frontTimes[place] as number;
    if (timeMs > due.limitMs) return false;
    if (timeMs < due.timeMs) goesBack(due.timeMs, timeMs);
    due.timeMs = timeMs;
    due.row = frontRows[place] as number;
    due.token = frontTokens[place] as number;
    cursor[LENGTH] = place;
    if (place === 0 && (filledWords[1] === 0 || !refill())) times[FRONT_END] = Number.NEGATIVE_INFINITY;
    return true;
  }

  function takeFromWheels(): boolean {
    // An earlier search has found nothing before this.
    if (due.limitMs < (times[EARLIEST] as number)) return false;
    return filledWords[0] !== 0 ? takeFromLowest() : takeFromHigher();
  }

  function takeFromLowest(): boolean {
    const slot = lowestSlot(0);
    const notice = pool.fields[slot] as number;
    const timeMs = (times[SPAN_START] as number) + (((cursor[OFFSET] as number) & ~(SLOTS - 1)) | slot);
    if (timeMs > due.limitMs) return isNotBefore(timeMs);
    const next = pool.fields[notice] as number;
    if (next === NOTHING) empty(slot);
    else pool.fields[slot] = next;
    cursor[OFFSET] = ((cursor[OFFSET] as number) & ~(SLOTS - 1)) | slot;
    return give(notice, timeMs);
  }

  function takeFromHigher(): boolean {
    return filledWords[1] !== 0 ? takeFromSecond() : takeFromFar();
  }

  /** Takes a notice from wheel 2 or a higher one. */
  function takeFromFar(): boolean {
    const wheel = filledWords[2] !== 0 ? 2 : filledWords[3] !== 0 ? 3 : filledWords[4] !== 0 ? 4 : WHEELS;
    if (wheel === WHEELS) return isNotBefore(Number.POSITIVE_INFINITY);
    const slot = lowestSlot(wheel);
    const notice = pool.fields[slot] as number;
    if (pool.fields[notice] === NOTHING) {
      const timeMs = pool.times[notice >> FIELD_BITS] as number;
      if (timeMs > due.limitMs) return isNotBefore(timeMs);
      empty(slot);
      if (wheel > 2) enterSpan(Math.floor(timeMs / SPAN_MS));
      cursor[OFFSET] = (timeMs - (times[SPAN_START] as number)) | 0;
      return give(notice, timeMs);
    }
    const startMs = startOf(wheel, slot & (SLOTS - 1));
    if (startMs > due.limitMs) return isNotBefore(startMs);
    if (wheel > 2) enterSpan(startMs / SPAN_MS);
    return spread(slot, startMs);
  }

  function takeFromSecond(): boolean {
    if (refill()) return take();
    const slot = lowestSlot(1);
    const startMs = startOf(1, slot & (SLOTS - 1));
    return startMs > due.limitMs ? isNotBefore(startMs) : spread(slot, startMs);
  }

  /** The time at which a slot of a higher wheel begins that the cursor has not reached yet. */
  function startOf(wheel: number, slot: number): number {
    const span = cursor[SPAN] as number;
    if (wheel === 4) return slot * 2 ** (4 * SLOT_BITS);
    if (wheel === 3) return (((span >> SLOT_BITS) << SLOT_BITS) + slot) * SPAN_MS;
    const shift = wheel * SLOT_BITS;
    const above = ((cursor[OFFSET] as number) >> (shift + SLOT_BITS)) << (shift + SLOT_BITS);
    return (times[SPAN_START] as number) + (above | (slot << shift));
  }

  function slotOf(timeMs: RunMs): number {
    const ahead = timeMs - (times[SPAN_START] as number);
    if (ahead < SPAN_MS) {
      const offset = ahead | 0;
      const differs = offset ^ (cursor[OFFSET] as number);
      if (differs < SLOTS) return offset & (SLOTS - 1);
      if (differs < SLOTS * SLOTS) return SLOTS + ((offset >> SLOT_BITS) & (SLOTS - 1));
      return 2 * SLOTS + (offset >> (2 * SLOT_BITS));
    }
    return farSlotOf(Math.floor(timeMs / SPAN_MS));
  }

  function farSlotOf(span: number): number {
    if (span >> SLOT_BITS === (cursor[SPAN] as number) >> SLOT_BITS) return 3 * SLOTS + (span & (SLOTS - 1));
    const age = span >> SLOT_BITS;
    assert(age < SLOTS, 'a notice lies beyond the end of the wheel');
    return 4 * SLOTS + age;
  }

  /** `notice` has no next. The code does not test whether the slot is empty, because a processor could not predict the branch. */
  function append(notice: number, slot: number): void {
    pool.fields[last[slot] as number] = notice;
    last[slot] = notice;
    const word = slot >> 5;
    filled[word] = (filled[word] as number) | (HIGHEST_BIT >>> slot);
    filledWords[word >> 5] = (filledWords[word >> 5] as number) | (HIGHEST_BIT >>> word);
  }

  function empty(slot: number): void {
    last[slot] = slot;
    const word = slot >> 5;
    const bits = (filled[word] as number) & ~(HIGHEST_BIT >>> slot);
    filled[word] = bits;
    if (bits === 0) filledWords[word >> 5] = (filledWords[word >> 5] as number) & ~(HIGHEST_BIT >>> word);
  }

  function lowestSlot(wheel: number): number {
    const word = (wheel << 5) | Math.clz32(filledWords[wheel] as number);
    return (word << 5) | Math.clz32(filled[word] as number);
  }

  function give(notice: number, timeMs: RunMs): true {
    const { fields } = pool;
    if (timeMs < due.timeMs) goesBack(due.timeMs, timeMs);
    due.timeMs = timeMs;
    due.row = fields[notice | ROW] as number;
    due.token = fields[notice | TOKEN] as number;
    times[EARLIEST] = timeMs;
    fields[notice] = cursor[FREE] as number;
    cursor[FREE] = notice;
    return true;
  }

  function isNotBefore(timeMs: RunMs): false {
    times[EARLIEST] = timeMs;
    return false;
  }

  function enterSpan(span: number): void {
    cursor[SPAN] = span;
    cursor[OFFSET] = 0;
    times[SPAN_START] = span * SPAN_MS;
  }

  /** Moves the cursor to the start of a slot, and the slot's notices into lower wheels. */
  function spread(slot: number, startMs: number): boolean {
    const { fields } = pool;
    let notice = pool.fields[slot] as number;
    cursor[OFFSET] = (startMs - (times[SPAN_START] as number)) | 0;
    empty(slot);
    while (notice !== NOTHING) {
      const next = fields[notice] as number;
      fields[notice] = NOTHING;
      append(notice, slotOf(pool.times[notice >> FIELD_BITS] as number));
      notice = next;
    }
    return take();
  }

  function grow(): void {
    const { fields, times } = pool;
    const larger = arraysFor(2 * ((fields.length - HEADS) >> FIELD_BITS));
    larger.fields.set(fields);
    larger.times.set(times);
    Object.assign(pool, larger);
    linkFree(fields.length);
  }

  function linkFree(from: number): void {
    const { fields } = pool;
    for (let notice = from; notice < fields.length; notice += FIELDS) fields[notice] = notice + FIELDS;
  }

  function length(): number {
    let pending = ((pool.fields.length - HEADS) >> FIELD_BITS) + (cursor[LENGTH] as number);
    for (let notice = cursor[FREE] as number; notice < pool.fields.length; pending--) {
      notice = pool.fields[notice] as number;
    }
    return pending;
  }

  /**
   * Schedules and takes notices of all wheels before the run. Without this, V8 discards the compiled code of all callers when simulated
   * time first crosses a border of a higher wheel, because it has not seen that path (docs/performance.md).
   */
  function rehearse(): void {
    for (let round = 0; round < REHEARSALS; round++) {
      const fromMs = round * 4 * SPAN_MS;
      for (let bits = 0; bits < 4 * SLOT_BITS; bits += SLOT_BITS / 2) schedule(fromMs + 2 ** bits, 0, 0);
      for (let k = 0; k <= FEW; k++) schedule(fromMs + 3 * SLOTS * SLOTS + (k >> 1), 0, 0);
      for (due.limitMs = fromMs; due.limitMs < fromMs + 4 * SPAN_MS; due.limitMs += SPAN_MS) while (take());
    }
    due.limitMs = Number.POSITIVE_INFINITY;
    while (take());
    enterSpan(0);
    times[EARLIEST] = 0;
    due.timeMs = Number.NEGATIVE_INFINITY;
    assert(length() === 0, 'the rehearsal leaves no notice');
  }

  rehearse();
  return { due, length, schedule, take };
}

function goesBack(fromMs: RunMs, toMs: RunMs): never {
  throw new AssertionError(`time goes back from ${fromMs} to ${toMs} ms`);
}

/** Arrays for that many notices. The time of a notice is at a quarter of the place of its first field. */
function arraysFor(notices: number) {
  const fields = new Int32Array(HEADS + FIELDS * notices);
  return { fields, times: new Float64Array(fields.length >> FIELD_BITS) };
}

/** Times start with values that are no small integers, so that V8 keeps doubles. */
class Due implements DueTimer {
  limitMs = Number.POSITIVE_INFINITY;
  timeMs = Number.NEGATIVE_INFINITY;
  row = 0;
  token = 0;
}

const SLOT_BITS = 10;
const SLOTS = 1 << SLOT_BITS;
const WHEELS = 5;
/** Place in `fields` of the first notice. */
const HEADS = WHEELS * SLOTS;
const SPAN_MS = 2 ** (3 * SLOT_BITS);
const NOTHING = -1;
const FIELD_BITS = 2;
const FIELDS = 1 << FIELD_BITS;
const HIGHEST_BIT = 1 << 31;
const ROW = 1;
const TOKEN = 2;
/** Places in `cursor`. */
const OFFSET = 0;
const SPAN = 1;
const FREE = 2;
const LENGTH = 3;
/** Places in `times`, ms: start of the cursor's span; a bound before which the wheels hold no notice; end of the front's slot, if any. */
const SPAN_START = 0;
const EARLIEST = 1;
const FRONT_END = 2;
/** V8 collects feedback on a function from about its eighth call. */
const REHEARSALS = 16;
/** Capacity of the front, and the largest slot that it takes. */
const FRONT = 64;
const FEW = 16;
