import { assert } from '#base';
import type { RunMs } from '#domain';
import type { NoticeKind, Urgency } from './notices.ts';

/**
 * The future-event list: a binary heap of notices, ordered by time, then urgency, then order of scheduling. The order is total, so
 * ties never depend on the heap.
 *
 * Keys and slots move when the heap is sifted; what a notice carries stays in its slot, in neighbouring elements of one array, which
 * share a cache line. Taking a notice leaves a hole at the root. The next `schedule` fills it with one sift down, because most notices
 * schedule another.
 *
 *   keys    [ 3.0, 17 | 5.0, 12 | … ]   heap order: ms since the start; urgency × 2^48 + running number
 *   slots   [    4    |    0    | … ]  →   carried [ what, row, token, free slot | … ]
 */
export class EventList {
  /** The notice taken last. Its time starts with a value that is no small integer, so that V8 keeps a double. */
  timeMs = Number.NEGATIVE_INFINITY;
  what: NoticeKind = 0;
  row = 0;
  token = 0;

  private keys: Float64Array;
  private slots: Int32Array;
  private carried: Int32Array;
  private size = 0;
  private holeAtRoot = false;
  private scheduled = Number.NEGATIVE_INFINITY;

  constructor(capacity = 1024) {
    this.keys = new Float64Array(2 * capacity);
    this.slots = new Int32Array(capacity);
    this.carried = new Int32Array(4 * capacity);
    for (let i = 0; i < capacity; i++) this.carried[4 * i + FREE] = i;
    this.scheduled = 0;
  }

  /** When the earliest notice is due; Infinity if there is none. */
  get nextMs(): number {
    if (this.holeAtRoot) this.fillHole();
    return this.size === 0 ? NEVER : (this.keys[0] as number);
  }

  get length(): number {
    return this.holeAtRoot ? this.size - 1 : this.size;
  }

  /** Adds a notice. Smaller urgencies come first among equal times. `token`: a signed 32-bit number. */
  schedule(timeMs: RunMs, urgency: Urgency, what: NoticeKind, row: number, token: number): void {
    assert(timeMs >= Math.max(0, this.timeMs), 'a notice is scheduled before the last one taken');
    if (this.size === this.slots.length) this.grow();
    const { carried } = this;
    const slot = carried[4 * this.length + FREE] as number;
    carried[4 * slot] = what;
    carried[4 * slot + ROW] = row;
    carried[4 * slot + TOKEN] = token;
    const order = urgency * URGENCY_STEP + this.scheduled++;
    if (this.holeAtRoot) {
      this.holeAtRoot = false;
      this.siftDown(timeMs, order, slot);
    } else {
      this.siftUp(this.size++, timeMs, order, slot);
    }
  }

  /**
   * Takes the earliest notice into `timeMs`, `what`, `row` and `token`. Returns false if there is none before `limitMs` (exclusive).
   */
  take(limitMs: number): boolean {
    if (this.holeAtRoot) this.fillHole();
    if (this.size === 0) return false;
    const timeMs = this.keys[0] as number;
    if (timeMs >= limitMs) return false;
    assert(timeMs >= this.timeMs, 'time goes back');
    const { carried } = this;
    const slot = this.slots[0] as number;
    this.timeMs = timeMs;
    this.what = carried[4 * slot] as number;
    this.row = carried[4 * slot + ROW] as number;
    this.token = carried[4 * slot + TOKEN] as number;
    this.holeAtRoot = true;
    carried[4 * (this.size - 1) + FREE] = slot;
    for (let child = 1; child <= 2 && child < this.size; child++) this.assertAfter(child, 0);
    return true;
  }

  /** Stops the program if a notice stands before one that is due earlier, or two notices share a slot. */
  assertOrdered(): void {
    if (this.holeAtRoot) this.fillHole();
    for (let child = 1; child < this.size; child++) this.assertAfter(child, (child - 1) >> 1);
    const taken = new Set(this.slots.subarray(0, this.size));
    assert(taken.size === this.size, 'two notices share a slot');
  }

  private assertAfter(child: number, parent: number): void {
    const { keys } = this;
    const byMs = (keys[2 * child] as number) - (keys[2 * parent] as number);
    const isAfter =
      byMs > 0 || (byMs === 0 && (keys[2 * child + 1] as number) > (keys[2 * parent + 1] as number));
    assert(isAfter, 'a notice is due before the one above it');
  }

  private fillHole(): void {
    this.holeAtRoot = false;
    const last = --this.size;
    if (last > 0) {
      const { keys } = this;
      this.siftDown(keys[2 * last] as number, keys[2 * last + 1] as number, this.slots[last] as number);
    }
  }

  private siftDown(timeMs: RunMs, order: number, slot: number): void {
    const { keys, size, slots } = this;
    let hole = 0;
    for (;;) {
      let child = 2 * hole + 1;
      if (child >= size) break;
      if (child + 1 < size) {
        const left = keys[2 * child] as number;
        const right = keys[2 * child + 2] as number;
        const rightFirst =
          right < left ||
          (right === left && (keys[2 * child + 3] as number) < (keys[2 * child + 1] as number));
        child += rightFirst ? 1 : 0;
      }
      const childTime = keys[2 * child] as number;
      const childOrder = keys[2 * child + 1] as number;
      if (timeMs < childTime || (timeMs === childTime && order < childOrder)) break;
      keys[2 * hole] = childTime;
      keys[2 * hole + 1] = childOrder;
      slots[hole] = slots[child] as number;
      hole = child;
    }
    keys[2 * hole] = timeMs;
    keys[2 * hole + 1] = order;
    slots[hole] = slot;
  }

  private siftUp(from: number, timeMs: RunMs, order: number, slot: number): void {
    const { keys, slots } = this;
    let hole = from;
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      const parentTime = keys[2 * parent] as number;
      const parentOrder = keys[2 * parent + 1] as number;
      if (parentTime < timeMs || (parentTime === timeMs && parentOrder < order)) break;
      keys[2 * hole] = parentTime;
      keys[2 * hole + 1] = parentOrder;
      slots[hole] = slots[parent] as number;
      hole = parent;
    }
    keys[2 * hole] = timeMs;
    keys[2 * hole + 1] = order;
    slots[hole] = slot;
  }

  private grow(): void {
    const before = this.slots.length;
    const capacity = before * 2;
    this.keys = copyInto(new Float64Array(2 * capacity), this.keys);
    this.slots = copyInto(new Int32Array(capacity), this.slots);
    this.carried = copyInto(new Int32Array(4 * capacity), this.carried);
    for (let i = before; i < capacity; i++) this.carried[4 * i + FREE] = i;
  }
}

const NEVER = Number.POSITIVE_INFINITY;
/** Places in a slot of `carried`, after `what`. The last one does not belong to the slot: together these form the stack of free slots. */
const ROW = 1;
const TOKEN = 2;
const FREE = 3;

/** Leaves room for 2^48 notices of each urgency. A double holds the keys exactly for urgencies below 32. */
const URGENCY_STEP = 2 ** 48;

function copyInto<Column extends Float64Array | Int32Array>(target: Column, source: Column): Column {
  target.set(source);
  return target;
}
