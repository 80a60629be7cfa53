/**
 * The future-event list: a binary heap of notices in a total order: time, then urgency, then the order of
 * scheduling. Ties therefore never depend on the heap.
 *
 * Layout: three arrays move when the heap is sifted (time, order, slot); what a notice carries stays in its slot.
 * Taking a notice leaves a hole at the root that the next `schedule` fills with one sift down, since most notices
 * schedule another.
 *
 *   time   [ 3.0 | 5.0 | 4.0 | … ]      heap order, ms since the start
 *   order  [ 17  | 12  | 20  | … ]      urgency × 2^48 + running number
 *   slot   [  4  |  0  |  2  | … ]  →   what[slot], row[slot], token[slot]
 */
export class EventList {
  /** Of the notice taken last. */
  timeMs = 0;
  what = 0;
  row = 0;
  token = 0;

  private time: Float64Array;
  private order: Float64Array;
  private slot: Int32Array;
  private whatOf: Int32Array;
  private rowOf: Int32Array;
  private tokenOf: Int32Array;
  private freeSlots: Int32Array;
  private size = 0;
  private holeAtRoot = false;
  private scheduled = 0;

  constructor(capacity = 1024) {
    this.time = new Float64Array(capacity);
    this.order = new Float64Array(capacity);
    this.slot = new Int32Array(capacity);
    this.whatOf = new Int32Array(capacity);
    this.rowOf = new Int32Array(capacity);
    this.tokenOf = new Int32Array(capacity);
    this.freeSlots = new Int32Array(capacity);
    for (let i = 0; i < capacity; i++) this.freeSlots[i] = i;
  }

  get length(): number {
    return this.holeAtRoot ? this.size - 1 : this.size;
  }

  /** Adds a notice. Smaller urgencies come first among equal times. `token` may be any 32-bit number. */
  schedule(timeMs: number, urgency: number, what: number, row: number, token: number): void {
    if (this.size === this.time.length) this.grow();
    const slot = this.freeSlots[this.length] as number;
    this.whatOf[slot] = what;
    this.rowOf[slot] = row;
    this.tokenOf[slot] = token;
    const order = urgency * URGENCY_STEP + this.scheduled++;
    if (this.holeAtRoot) {
      this.holeAtRoot = false;
      this.siftDown(timeMs, order, slot);
    } else {
      this.siftUp(this.size++, timeMs, order, slot);
    }
  }

  /** Takes the earliest notice into `timeMs`, `what`, `row` and `token`; false when there is none. */
  take(): boolean {
    if (this.holeAtRoot) this.fillHole();
    if (this.size === 0) return false;
    const slot = this.slot[0] as number;
    this.timeMs = this.time[0] as number;
    this.what = this.whatOf[slot] as number;
    this.row = this.rowOf[slot] as number;
    this.token = (this.tokenOf[slot] as number) >>> 0;
    this.holeAtRoot = true;
    this.freeSlots[this.size - 1] = slot;
    return true;
  }

  /** Time of the earliest notice, Infinity when there is none. */
  nextTimeMs(): number {
    if (this.holeAtRoot) this.fillHole();
    return this.size === 0 ? Number.POSITIVE_INFINITY : (this.time[0] as number);
  }

  private fillHole(): void {
    this.holeAtRoot = false;
    const last = --this.size;
    if (last > 0) {
      this.siftDown(this.time[last] as number, this.order[last] as number, this.slot[last] as number);
    }
  }

  private siftDown(timeMs: number, order: number, slot: number): void {
    const { time, order: orders, slot: slots, size } = this;
    let hole = 0;
    for (;;) {
      let child = 2 * hole + 1;
      if (child >= size) break;
      const right = child + 1;
      if (right < size) {
        const leftTime = time[child] as number;
        const rightTime = time[right] as number;
        const rightFirst =
          rightTime < leftTime ||
          (rightTime === leftTime && (orders[right] as number) < (orders[child] as number));
        child += rightFirst ? 1 : 0;
      }
      const childTime = time[child] as number;
      if (timeMs < childTime || (timeMs === childTime && order < (orders[child] as number))) break;
      time[hole] = childTime;
      orders[hole] = orders[child] as number;
      slots[hole] = slots[child] as number;
      hole = child;
    }
    time[hole] = timeMs;
    orders[hole] = order;
    slots[hole] = slot;
  }

  private siftUp(from: number, timeMs: number, order: number, slot: number): void {
    const { time, order: orders, slot: slots } = this;
    let hole = from;
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      const parentTime = time[parent] as number;
      if (parentTime < timeMs || (parentTime === timeMs && (orders[parent] as number) < order)) break;
      time[hole] = parentTime;
      orders[hole] = orders[parent] as number;
      slots[hole] = slots[parent] as number;
      hole = parent;
    }
    time[hole] = timeMs;
    orders[hole] = order;
    slots[hole] = slot;
  }

  private grow(): void {
    const before = this.time.length;
    const capacity = before * 2;
    this.time = copyInto(new Float64Array(capacity), this.time);
    this.order = copyInto(new Float64Array(capacity), this.order);
    this.slot = copyInto(new Int32Array(capacity), this.slot);
    this.whatOf = copyInto(new Int32Array(capacity), this.whatOf);
    this.rowOf = copyInto(new Int32Array(capacity), this.rowOf);
    this.tokenOf = copyInto(new Int32Array(capacity), this.tokenOf);
    this.freeSlots = copyInto(new Int32Array(capacity), this.freeSlots);
    for (let i = before; i < capacity; i++) this.freeSlots[i] = i;
  }
}

/** Leaves room for 2^48 notices of each urgency: 15 urgencies stay exact in a double. */
const URGENCY_STEP = 2 ** 48;

function copyInto<Column extends Float64Array | Int32Array>(target: Column, source: Column): Column {
  target.set(source);
  return target;
}
