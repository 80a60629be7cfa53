import { SEVERITIES } from '#domain';
import type { CaseRows } from './case-rows.ts';

const SEVERITY_COUNT = SEVERITIES.length;

/**
 * Waiting cases in linked lists, one list per routing class × stage (0 held for the region, 1 open to all) ×
 * severity, each in the order of joining. A bit per list says whether somebody waits, so that an agent who becomes
 * free looks only at lists that are not empty.
 *
 *   list = (severity × lists per severity) + class × 2 + stage
 *
 * One more list holds cases whose data cannot be reached because its data centres are down.
 */
export class WaitingQueues {
  readonly listsPerSeverity: number;
  readonly blockedList: number;
  length = 0;
  private readonly rows: CaseRows;
  private readonly head: Int32Array;
  private readonly tail: Int32Array;
  /** severity × words: bit set where the list is not empty. */
  private readonly occupied: Int32Array;
  private readonly words: number;

  constructor(rows: CaseRows, classes: number) {
    this.rows = rows;
    this.listsPerSeverity = classes * 2;
    this.blockedList = this.listsPerSeverity * SEVERITY_COUNT;
    this.head = new Int32Array(this.blockedList + 1).fill(-1);
    this.tail = new Int32Array(this.blockedList + 1).fill(-1);
    this.words = Math.max(1, Math.ceil(this.listsPerSeverity / 32));
    this.occupied = new Int32Array(this.words * SEVERITY_COUNT);
  }

  listOf(routingClass: number, stage: number, severity: number): number {
    return severity * this.listsPerSeverity + routingClass * 2 + Math.min(1, stage);
  }

  firstOf(list: number): number {
    return this.head[list] as number;
  }

  /** Puts a row into a list at its place in the order of joining (`queueOrder`, which the caller has set). */
  insert(row: number, list: number): void {
    const { next, previous, queue, queueOrder } = this.rows.columns;
    const order = queueOrder[row] as number;
    let before = this.tail[list] as number;
    while (before !== -1 && (queueOrder[before] as number) > order) before = previous[before] as number;
    const after = before === -1 ? (this.head[list] as number) : (next[before] as number);
    previous[row] = before;
    next[row] = after;
    if (before === -1) this.head[list] = row;
    else next[before] = row;
    if (after === -1) this.tail[list] = row;
    else previous[after] = row;
    queue[row] = list;
    this.length++;
    if (list !== this.blockedList) this.mark(list, true);
  }

  remove(row: number): void {
    const { next, previous, queue } = this.rows.columns;
    const list = queue[row] as number;
    const before = previous[row] as number;
    const after = next[row] as number;
    if (before === -1) this.head[list] = after;
    else next[before] = after;
    if (after === -1) this.tail[list] = before;
    else previous[after] = before;
    queue[row] = -1;
    this.length--;
    if (list !== this.blockedList && this.head[list] === -1) this.mark(list, false);
  }

  /** An empty set of lists, for `admit` and `best`. */
  emptyMask(): Int32Array {
    return new Int32Array(this.words);
  }

  admit(mask: Int32Array, routingClass: number, stage: number): void {
    const bit = routingClass * 2 + stage;
    mask[bit >> 5] = (mask[bit >> 5] as number) | (1 << (bit & 31));
  }

  /** The row to be served next among the lists of the mask: highest severity, then longest in the queue; or −1. */
  best(mask: Int32Array): number {
    if (this.length === 0) return -1;
    const { queueOrder } = this.rows.columns;
    for (let severity = 0; severity < SEVERITY_COUNT; severity++) {
      let best = -1;
      let bestOrder = Number.POSITIVE_INFINITY;
      for (let word = 0; word < this.words; word++) {
        let bits = (this.occupied[severity * this.words + word] as number) & (mask[word] as number);
        while (bits !== 0) {
          const bit = 31 - Math.clz32(bits & -bits);
          bits &= bits - 1;
          const row = this.head[severity * this.listsPerSeverity + word * 32 + bit] as number;
          const order = queueOrder[row] as number;
          if (order < bestOrder) {
            bestOrder = order;
            best = row;
          }
        }
      }
      if (best !== -1) return best;
    }
    return -1;
  }

  /** All waiting rows in the order of joining; for rare changes of the world only. */
  allRows(): number[] {
    const { next, queueOrder } = this.rows.columns;
    const found: number[] = [];
    for (const first of this.head) {
      for (let row = first; row !== -1; row = next[row] as number) found.push(row);
    }
    return found.sort((left, right) => (queueOrder[left] as number) - (queueOrder[right] as number));
  }

  /** Calls for every row of a class and stage, whatever its severity. */
  forEachOf(routingClass: number, stage: number, visit: (row: number) => void): void {
    for (let severity = 0; severity < SEVERITY_COUNT; severity++) {
      for (let row = this.firstOf(this.listOf(routingClass, stage, severity)); row !== -1; ) {
        const after = this.rows.columns.next[row] as number;
        visit(row);
        row = after;
      }
    }
  }

  private mark(list: number, occupied: boolean): void {
    const severity = Math.floor(list / this.listsPerSeverity);
    const bit = list - severity * this.listsPerSeverity;
    const word = severity * this.words + (bit >> 5);
    const set = 1 << (bit & 31);
    this.occupied[word] = occupied
      ? (this.occupied[word] as number) | set
      : (this.occupied[word] as number) & ~set;
  }
}
