import { assert } from '#base';
import type { RunMs } from '#domain';
import type { NoticeKind, Urgency } from './notices.ts';

interface Notice {
  readonly timeMs: RunMs;
  /** Urgency × 2^48 + running number. */
  readonly order: number;
  readonly what: NoticeKind;
  readonly row: number;
  readonly token: number;
}

/**
 * The future-event list of what is rare: a binary heap of notices, ordered by time, then urgency, then order of scheduling. The order is
 * total, so ties never depend on the heap.
 */
export class EventList {
  /** The notice taken last. Its time starts with a value that is no small integer, so that V8 keeps a double. */
  timeMs = Number.NEGATIVE_INFINITY;
  what: NoticeKind = 0;
  row = 0;
  token = 0;

  private readonly heap: Notice[] = [];
  private scheduled = 0;

  /** When the earliest notice is due; Infinity if there is none. */
  get nextMs(): number {
    return this.heap.length === 0 ? NEVER : this.at(0).timeMs;
  }

  get length(): number {
    return this.heap.length;
  }

  /** Adds a notice. Smaller urgencies come first among equal times. */
  schedule(timeMs: RunMs, urgency: Urgency, what: NoticeKind, row: number, token: number): void {
    assert(timeMs >= Math.max(0, this.timeMs), 'a notice is scheduled before the last one taken');
    const { heap } = this;
    const notice = { timeMs, order: urgency * URGENCY_STEP + this.scheduled++, what, row, token };
    let place = heap.push(notice) - 1;
    while (place > 0 && isBefore(notice, this.at((place - 1) >> 1))) {
      heap[place] = this.at((place - 1) >> 1);
      place = (place - 1) >> 1;
    }
    heap[place] = notice;
  }

  /**
   * Takes the earliest notice into `timeMs`, `what`, `row` and `token`. Returns false if there is none before `limitMs` (exclusive).
   */
  take(limitMs: number): boolean {
    const { heap } = this;
    if (this.nextMs >= limitMs || heap.length === 0) return false;
    const { row, timeMs, token, what } = this.at(0);
    assert(timeMs >= this.timeMs, 'time goes back');
    for (let child = 1; child <= 2 && child < heap.length; child++) this.assertAfter(child, 0);
    this.timeMs = timeMs;
    this.what = what;
    this.row = row;
    this.token = token;
    const last = heap.pop() as Notice;
    if (heap.length > 0) this.sink(last);
    return true;
  }

  /** Stops the program if a notice stands before one that is due earlier. */
  assertOrdered(): void {
    for (let child = 1; child < this.heap.length; child++) this.assertAfter(child, (child - 1) >> 1);
  }

  private assertAfter(child: number, parent: number): void {
    assert(isBefore(this.at(parent), this.at(child)), 'a notice is due before the one above it');
  }

  /** Puts a notice into the place of the first one. */
  private sink(notice: Notice): void {
    const { heap } = this;
    let hole = 0;
    for (let child = 1; child < heap.length; child = 2 * hole + 1) {
      if (child + 1 < heap.length && isBefore(this.at(child + 1), this.at(child))) child++;
      if (isBefore(notice, this.at(child))) break;
      heap[hole] = this.at(child);
      hole = child;
    }
    heap[hole] = notice;
  }

  private at(place: number): Notice {
    return this.heap[place] as Notice;
  }
}

function isBefore(one: Notice, other: Notice): boolean {
  return one.timeMs < other.timeMs || (one.timeMs === other.timeMs && one.order < other.order);
}

const NEVER = Number.POSITIVE_INFINITY;

/** Leaves room for 2^48 notices of each urgency. A double holds the order exactly for urgencies below 32. */
const URGENCY_STEP = 2 ** 48;
