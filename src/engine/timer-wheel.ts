import { assert } from '#base';

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
 * to a slot of a higher wheel, the slot's notices move down; one that is alone there is taken at once. A slot is a list in order
 * of scheduling, and a time's notices lie in one slot at any moment, so that they stay in that order.
 */
export class TimerWheel {
  /** Of the notice taken last; times begin with a value that is no small integer, so that V8 keeps a double here. */
  timeMs = Number.NEGATIVE_INFINITY;
  what = 0;
  row = 0;
  token = 0;
  length = 0;

  private readonly first = new Int32Array(WHEELS * SLOTS).fill(NOTHING);
  private readonly last = new Int32Array(WHEELS * SLOTS).fill(NOTHING);
  /** A bit per slot that is not empty, 32 slots to a word; and a bit per word that is not nought. */
  private readonly filled = new Int32Array((WHEELS * SLOTS) >> 5);
  private readonly filledWords = new Int32Array(WHEELS);
  /** The cursor: span × 2^30 + offset. Never later than the next notice. */
  private span = 0;
  private offset = 0;
  private spanStartMs = Number.NEGATIVE_INFINITY;
  /** Notices: next, what, row, token. Free ones are linked by `next`, too. */
  private notices: Int32Array;
  private times: Float64Array;
  private free = 0;

  constructor(capacity = 1024) {
    this.notices = new Int32Array(FIELDS * capacity);
    this.times = new Float64Array(capacity);
    this.linkFree(0, capacity);
    this.spanStartMs = 0;
  }

  /** Adds a notice for `timeMs`, a whole number that lies neither before 0 nor before the notice taken last. */
  schedule(timeMs: number, what: number, row: number, token: number): void {
    if (this.free === this.times.length) this.grow();
    const notice = this.free;
    const { notices } = this;
    const i = FIELDS * notice;
    this.free = notices[i] as number;
    notices[i + WHAT] = what;
    notices[i + ROW] = row;
    notices[i + TOKEN] = token;
    this.times[notice] = timeMs;
    this.length++;
    this.append(notice, this.slotOf(timeMs));
  }

  /**
   * Takes the earliest notice into `timeMs`, `what`, `row` and `token`; false when there is none up to `limitMs`
   * (inclusive). After a false, nothing may be scheduled before `limitMs`.
   */
  take(limitMs: number): boolean {
    if (this.length === 0) return false;
    const { filled, filledWords, first, notices, times } = this;
    for (;;) {
      const wheel =
        filledWords[0] !== 0
          ? 0
          : filledWords[1] !== 0
            ? 1
            : filledWords[2] !== 0
              ? 2
              : filledWords[3] !== 0
                ? 3
                : 4;
      const words = filledWords[wheel] as number;
      const word = (wheel << 5) + lowestBit(words);
      const bits = filled[word] as number;
      const slot = (word << 5) + lowestBit(bits);
      const notice = first[slot] as number;
      const next = notices[FIELDS * notice] as number;
      const timeMs = times[notice] as number;
      const isAlone = next === NOTHING;
      if (isAlone || wheel === 0) {
        if (timeMs > limitMs) return false;
        this.moveCursor(timeMs, wheel);
        if (isAlone) {
          first[slot] = NOTHING;
          filled[word] = bits & (bits - 1);
          if ((bits & (bits - 1)) === 0) filledWords[wheel] = words & (words - 1);
        } else first[slot] = next;
        this.timeMs = timeMs;
        this.what = notices[FIELDS * notice + WHAT] as number;
        this.row = notices[FIELDS * notice + ROW] as number;
        this.token = notices[FIELDS * notice + TOKEN] as number;
        notices[FIELDS * notice] = this.free;
        this.free = notice;
        this.length--;
        return true;
      }
      if (!this.enter(wheel, slot & (SLOTS - 1), limitMs)) return false;
      first[slot] = NOTHING;
      filled[word] = bits & (bits - 1);
      if ((bits & (bits - 1)) === 0) filledWords[wheel] = words & (words - 1);
      this.spread(notice);
    }
  }

  private slotOf(timeMs: number): number {
    const ahead = timeMs - this.spanStartMs;
    if (ahead < SPAN_MS) {
      const offset = ahead | 0;
      const differs = offset ^ this.offset;
      if (differs < SLOTS) return offset & (SLOTS - 1);
      if (differs < SLOTS * SLOTS) return SLOTS + ((offset >> SLOT_BITS) & (SLOTS - 1));
      return 2 * SLOTS + (offset >> (2 * SLOT_BITS));
    }
    const span = Math.floor(timeMs / SPAN_MS);
    if (span >> SLOT_BITS === this.span >> SLOT_BITS) return 3 * SLOTS + (span & (SLOTS - 1));
    const age = span >> SLOT_BITS;
    assert(age < SLOTS, 'a notice lies beyond the end of the wheel');
    return 4 * SLOTS + age;
  }

  private append(notice: number, slot: number): void {
    const { first, last, notices } = this;
    notices[FIELDS * notice] = NOTHING;
    if (first[slot] === NOTHING) {
      first[slot] = notice;
      const word = slot >> 5;
      this.filled[word] = (this.filled[word] as number) | (1 << (slot & 31));
      const wheel = word >> 5;
      this.filledWords[wheel] = (this.filledWords[wheel] as number) | (1 << (word & 31));
    } else notices[FIELDS * (last[slot] as number)] = notice;
    last[slot] = notice;
  }

  /** The cursor comes to the time of a notice that lies in that wheel. */
  private moveCursor(timeMs: number, wheel: number): void {
    if (wheel > 2) this.enterSpan(Math.floor(timeMs / SPAN_MS));
    this.offset = (timeMs - this.spanStartMs) | 0;
  }

  /** The cursor comes to the beginning of a slot of a higher wheel, unless that lies behind the limit. */
  private enter(wheel: number, slot: number, limitMs: number): boolean {
    if (wheel > 2) {
      const span = wheel === 3 ? ((this.span >> SLOT_BITS) << SLOT_BITS) + slot : slot << SLOT_BITS;
      if (span * SPAN_MS > limitMs) return false;
      this.enterSpan(span);
      return true;
    }
    const shift = wheel * SLOT_BITS;
    const above = this.offset >> (shift + SLOT_BITS);
    const offset = (above << (shift + SLOT_BITS)) | (slot << shift);
    if (this.spanStartMs + offset > limitMs) return false;
    this.offset = offset;
    return true;
  }

  private enterSpan(span: number): void {
    this.span = span;
    this.spanStartMs = span * SPAN_MS;
    this.offset = 0;
  }

  /** Sorts the notices of a slot that the cursor has come to into lower wheels. */
  private spread(head: number): void {
    let notice = head;
    while (notice !== NOTHING) {
      const next = this.notices[FIELDS * notice] as number;
      this.append(notice, this.slotOf(this.times[notice] as number));
      notice = next;
    }
  }

  private grow(): void {
    const before = this.times.length;
    const notices = new Int32Array(FIELDS * 2 * before);
    notices.set(this.notices);
    const times = new Float64Array(2 * before);
    times.set(this.times);
    this.notices = notices;
    this.times = times;
    this.linkFree(before, 2 * before);
  }

  private linkFree(from: number, to: number): void {
    for (let notice = from; notice < to; notice++) this.notices[FIELDS * notice] = notice + 1;
  }
}

function lowestBit(bits: number): number {
  return 31 - Math.clz32(bits & -bits);
}

const SLOT_BITS = 10;
const SLOTS = 1 << SLOT_BITS;
const WHEELS = 5;
const SPAN_MS = 2 ** (3 * SLOT_BITS);
const NOTHING = -1;
const FIELDS = 4;
const WHAT = 1;
const ROW = 2;
const TOKEN = 3;
