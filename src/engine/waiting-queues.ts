import { SEVERITIES } from '#domain';
import { type CaseRecord, NOT_QUEUED } from './case-record.ts';

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
  private readonly head: (CaseRecord | null)[];
  private readonly tail: (CaseRecord | null)[];
  /** severity × words: bit set where the list is not empty. */
  private readonly occupied: Int32Array;
  private readonly words: number;

  constructor(classes: number) {
    this.listsPerSeverity = classes * 2;
    this.blockedList = this.listsPerSeverity * SEVERITY_COUNT;
    this.head = new Array<null>(this.blockedList + 1).fill(null);
    this.tail = new Array<null>(this.blockedList + 1).fill(null);
    this.words = Math.max(1, Math.ceil(this.listsPerSeverity / 32));
    this.occupied = new Int32Array(this.words * SEVERITY_COUNT);
  }

  listOf(routingClass: number, stage: number, severity: number): number {
    return severity * this.listsPerSeverity + routingClass * 2 + Math.min(1, stage);
  }

  firstOf(list: number): CaseRecord | null {
    return this.head[list] as CaseRecord | null;
  }

  /** Puts a case into a list at its place in the order of joining (`queueOrder`, which the caller has set). */
  insert(record: CaseRecord, list: number): void {
    const order = record.queueOrder;
    let before = this.tail[list] as CaseRecord | null;
    while (before !== null && before.queueOrder > order) before = before.previous;
    const after = before === null ? (this.head[list] as CaseRecord | null) : before.next;
    record.previous = before;
    record.next = after;
    if (before === null) {
      this.head[list] = record;
      if (after === null && list !== this.blockedList) this.mark(list, true);
    } else before.next = record;
    if (after === null) this.tail[list] = record;
    else after.previous = record;
    record.queue = list;
    this.length++;
  }

  remove(record: CaseRecord): void {
    const list = record.queue;
    const before = record.previous;
    const after = record.next;
    if (before === null) {
      this.head[list] = after;
      if (after === null && list !== this.blockedList) this.mark(list, false);
    } else before.next = after;
    if (after === null) this.tail[list] = before;
    else after.previous = before;
    record.queue = NOT_QUEUED;
    this.length--;
  }

  /** An empty set of lists, for `admit` and `best`. */
  emptyMask(): Int32Array {
    return new Int32Array(this.words);
  }

  admit(mask: Int32Array, routingClass: number, stage: number): void {
    const bit = routingClass * 2 + stage;
    mask[bit >> 5] = (mask[bit >> 5] as number) | (1 << (bit & 31));
  }

  /** The case to be served next among the lists of the mask: highest severity, then longest in the queue; or null. */
  best(mask: Int32Array): CaseRecord | null {
    if (this.length === 0) return null;
    for (let severity = 0; severity < SEVERITY_COUNT; severity++) {
      let best: CaseRecord | null = null;
      for (let word = 0; word < this.words; word++) {
        let bits = (this.occupied[severity * this.words + word] as number) & (mask[word] as number);
        while (bits !== 0) {
          const bit = 31 - Math.clz32(bits & -bits);
          bits &= bits - 1;
          const list = severity * this.listsPerSeverity + word * 32 + bit;
          const first = this.head[list] as CaseRecord;
          if (best === null || first.queueOrder < best.queueOrder) best = first;
        }
      }
      if (best !== null) return best;
    }
    return null;
  }

  /** All waiting cases in the order of joining; for rare changes of the world only. */
  all(): CaseRecord[] {
    const found: CaseRecord[] = [];
    for (const first of this.head) {
      for (let record = first; record !== null; record = record.next) found.push(record);
    }
    return found.sort((left, right) => left.queueOrder - right.queueOrder);
  }

  /** Calls for every case of a class and stage, whatever its severity. */
  forEachOf(routingClass: number, stage: number, visit: (record: CaseRecord) => void): void {
    for (let severity = 0; severity < SEVERITY_COUNT; severity++) {
      let record = this.firstOf(this.listOf(routingClass, stage, severity));
      while (record !== null) {
        const after: CaseRecord | null = record.next;
        visit(record);
        record = after;
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
