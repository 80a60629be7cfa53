import { assert } from '#base';
import type { RunMs } from '#domain';

/** A timer's notice that has come up. */
export interface DueTimer {
  /** Set by the caller of `take`: a number in an object, unlike an argument, need not be boxed. */
  limitMs: number;
  timeMs: RunMs;
  row: number;
  token: number;
}

export interface TimerWheel {
  /** The notice taken last; and until when `take` looks for one. */
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
 * SOSP 1987). Notices come out by time, and those of one millisecond in the order of scheduling. Scheduling and taking cost the
 * same whatever is pending, where a heap's cost grows with its depth.
 *
 *   wheel 0   1,024 slots of 1 ms                 what comes within the cursor's 1.024 s
 *   wheel 1   1,024 slots of 2^10 ms (1.024 s)    … within its 17 minutes
 *   wheel 2   1,024 slots of 2^20 ms (17 min)     … within its 12 days, the cursor's span
 *   wheel 3   1,024 slots of 2^30 ms (12 days)    … within its 35 years
 *   wheel 4   1,024 slots of 2^40 ms (35 years)   … all the rest
 *
 * A notice lies in the wheel of the highest ten bits in which its time differs from the cursor's. When the cursor comes
 * to a slot of a higher wheel, the slot's notices move down; one that is alone there is taken at once. A slot is a list in
 * order of scheduling, and a time's notices lie in one slot at any moment, so that they stay in that order.
 *
 * The front: the few notices of the next slot of wheel 1, sorted, the earliest last. It is filled anew as soon as its last
 * notice is taken, while a processor that is busy with that notice has time for it: so the next one is known when it is asked
 * for. Whatever is scheduled before the slot's end goes there, too; when it overflows, all of it goes back to the wheels. The
 * cursor need not follow within wheel 1. Only a slot with many notices is spread over wheel 0, when its time has come.
 *
 * Closures over arrays that never change: V8 then knows their addresses and lengths, and an access is three instructions
 * instead of nine (docs/performance.md). Hence also the arrays of at least 64 bytes, and no loop where two functions will do.
 */
export function createTimerWheel(capacity = 4096): TimerWheel {
  /** The last notice of each slot; of an empty one the place of its first. */
  const last = Int32Array.from({ length: HEADS }, (_, slot) => slot);
  /** A bit per slot that is not empty, 32 slots to a word, the highest first; and per wheel a bit per word that is not nought. */
  const filled = new Int32Array(HEADS >> 5);
  const filledWords = new Int32Array(32);
  /** The cursor is span × 2^30 + offset; never later than the next notice. And the first free notice, and the length of the front. */
  const cursor = new Int32Array(32);
  const times = new Float64Array(32);
  const frontTimes = new Float64Array(FRONT);
  const frontRows = new Int32Array(FRONT);
  const frontTokens = new Int32Array(FRONT);
  const due = new Due();
  /**
   * The first notice of each slot, so that it can be set as if it were the next of another. Then the notices: next, row, token; and
   * their times. Free ones are linked by `next`, too. These arrays alone grow, and until they do, V8 takes their addresses for
   * granted. A notice is known by where its fields begin.
   */
  const pool = arraysFor(capacity);
  cursor[FREE] = HEADS;
  linkFree(HEADS);
  times[FRONT_END] = Number.NEGATIVE_INFINITY;

  function schedule(timeMs: RunMs, row: number, token: number): void {
    if (timeMs < (times[FRONT_END] as number)) insert(timeMs, row, token);
    else put(timeMs, row, token);
  }

  /** Into the wheels. */
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

  /** Into the front, behind those that come before it or were scheduled before it for the same time. */
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

  /** The front goes back to the wheels. */
  function dissolve(): void {
    for (let place = (cursor[LENGTH] as number) - 1; place >= 0; place--) {
      put(frontTimes[place] as number, frontRows[place] as number, frontTokens[place] as number);
    }
    cursor[LENGTH] = 0;
    times[FRONT_END] = Number.NEGATIVE_INFINITY;
  }

  /** Whether the front has got the notices of the next slot of wheel 1. Wheel 0 and the front are empty, that wheel is not. */
  function refill(): boolean {
    const slot = lowestSlot(1);
    const { fields } = pool;
    const notice = pool.fields[slot] as number;
    // There is seldom another.
    if (fields[notice] === NOTHING) {
      frontTimes[0] = pool.times[notice >> FIELD_BITS] as number;
      frontRows[0] = fields[notice | ROW] as number;
      frontTokens[0] = fields[notice | TOKEN] as number;
      cursor[LENGTH] = 1;
    } else if (!sortIn(notice)) return false;
    // The slot's list is free now, all of it.
    fields[last[slot] as number] = cursor[FREE] as number;
    cursor[FREE] = notice;
    empty(slot);
    times[FRONT_END] = startOf(1, slot & (SLOTS - 1)) + SLOTS;
    return true;
  }

  /** Sorts a list into the empty front; false, and nothing is done, where it has too many notices. */
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
    due.timeMs = timeMs;
    due.row = frontRows[place] as number;
    due.token = frontTokens[place] as number;
    cursor[LENGTH] = place;
    if (place === 0 && (filledWords[1] === 0 || !refill())) times[FRONT_END] = Number.NEGATIVE_INFINITY;
    return true;
  }

  function takeFromWheels(): boolean {
    // Nothing lies before this, which a search that failed has found.
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

  /** From wheel 2 or a higher one. */
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

  /** When a slot of a higher wheel begins, which the cursor has not come to yet. */
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

  /** `notice` has no next. Nobody asks whether the slot is empty: a processor could not guess the answer. */
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

  /** The cursor comes to the begin of a slot: its notices are sorted into lower wheels. */
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

  /** Counted only when asked for. */
  function length(): number {
    let pending = ((pool.fields.length - HEADS) >> FIELD_BITS) + (cursor[LENGTH] as number);
    for (let notice = cursor[FREE] as number; notice < pool.fields.length; pending--) {
      notice = pool.fields[notice] as number;
    }
    return pending;
  }

  /**
   * Notices of all wheels come and go, before the run: V8 throws away the code of all callers, compiled early in a run, when
   * simulated time first crosses a border of a higher wheel, unless it has seen that way before.
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
  }

  rehearse();
  return { due, length, schedule, take };
}

/** By notice, whose time stands at a quarter of where its fields begin. */
function arraysFor(notices: number) {
  const fields = new Int32Array(HEADS + FIELDS * notices);
  return { fields, times: new Float64Array(fields.length >> FIELD_BITS) };
}

/** Times begin with no small integer, so that V8 keeps doubles. */
class Due implements DueTimer {
  limitMs = Number.POSITIVE_INFINITY;
  timeMs = Number.NEGATIVE_INFINITY;
  row = 0;
  token = 0;
}

const SLOT_BITS = 10;
const SLOTS = 1 << SLOT_BITS;
const WHEELS = 5;
/** Of `fields`: where the notices begin. */
const HEADS = WHEELS * SLOTS;
const SPAN_MS = 2 ** (3 * SLOT_BITS);
const NOTHING = -1;
const FIELD_BITS = 2;
const FIELDS = 1 << FIELD_BITS;
const HIGHEST_BIT = 1 << 31;
const ROW = 1;
const TOKEN = 2;
/** Of `cursor`. */
const OFFSET = 0;
const SPAN = 1;
const FREE = 2;
const LENGTH = 3;
/** Of `times`, ms: begin of the cursor's span; what no notice in the wheels lies before; end of the front's slot, if there is one. */
const SPAN_START = 0;
const EARLIEST = 1;
const FRONT_END = 2;
/** Functions are watched from about their eighth call on. */
const REHEARSALS = 16;
/** Room in the front, and how many notices of a slot it takes at most. */
const FRONT = 64;
const FEW = 16;
