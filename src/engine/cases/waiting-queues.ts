import { assert, definite } from '#base';
import { SEVERITIES, type SeverityIndex } from '#domain';
import type { CaseRecord } from './case-record.ts';
import { PlaceMarks, STRIDE } from './place-marks.ts';

/** Waiting cases of one routing class, sort, stage and severity, in the order of joining. */
export class WaitingList {
  first: CaseRecord | null = null;
  last: CaseRecord | null = null;
  readonly severity: SeverityIndex;
  /** Index of the routing class of its cases, or −1. */
  readonly routingClass: number;
  /** Known only with several sorts: whether, since the list was last empty, no case has waited longer than one that joined earlier. */
  isByWait = false;
  /** Its bit among the lists of its severity. Agents never look into a list with word −1. */
  readonly word: number;
  readonly bit: number;
  /** Only if cases have joined far from the end. */
  marks: PlaceMarks | null = null;

  constructor(severity: SeverityIndex, number: number, sorts = 1) {
    this.severity = severity;
    this.routingClass = number < 0 ? -1 : Math.floor(number / (2 * sorts));
    this.word = number < 0 ? -1 : number >> 5;
    this.bit = number < 0 ? 0 : 1 << (number & 31);
  }
}

/** The place of a case that is about to look for an agent and is in no list yet. */
export const JOINING = new WaitingList(0, -1);

/** Lists of a severity, which of them are not empty (a bit per list), and how many those are. */
class Line {
  readonly lists: readonly WaitingList[];
  readonly occupied: Int32Array;
  occupiedCount = 0;

  constructor(severity: SeverityIndex, lists: number, sorts: number) {
    this.lists = Array.from({ length: lists }, (_, number) => new WaitingList(severity, number, sorts));
    this.occupied = new Int32Array(Math.ceil(lists / 32));
  }
}

/**
 * Waiting cases, one list per routing class × sort × stage (0 held for the region, 1 open to all) × severity. A bit per list says
 * whether any case waits, so that an agent who becomes free looks only at lists that are not empty. Groups that take kinds of cases first
 * rank all cases of a sort alike (`caseSorts`), so that the first case of a list stands for the others.
 *
 *   number of a list within its severity = (class × sorts + sort) × 2 + stage
 *
 * One more list holds cases whose data cannot be reached because its data centres are down.
 *
 * Agents take the case that joined first; `queue-orders.ts` has the other orders.
 */
export class WaitingQueues {
  length = 0;
  readonly blocked = new WaitingList(0, -1);
  private lines: readonly Line[] = [];
  private sorts = 1;

  /** Makes empty lists for that many classes and sorts of cases, and empties the list of blocked cases. */
  clear(classes: number, sorts = 1): void {
    this.length = 0;
    this.sorts = sorts;
    this.blocked.first = null;
    this.blocked.last = null;
    const lists = Math.max(1, classes) * sorts * 2;
    this.lines = SEVERITIES.map((_, severity) => new Line(severity, lists, sorts));
    this.assertNumbered(Math.max(1, classes));
  }

  /** Each list is found by class, stage and sort, and has a bit of its own; a class is admitted to its lists alone. */
  private assertNumbered(classes: number): void {
    const [{ lists }] = this.lines as [Line];
    assert(lists.length === 2 * this.sorts * classes, `there are ${lists.length} lists`);
    lists.forEach(({ bit, routingClass, word }, number) => {
      const stage = number & 1;
      const sort = (number >> 1) % this.sorts;
      const isFound = this.listOf(routingClass, stage, 0, sort) === lists[number];
      const isOwn = word * 32 + 31 - Math.clz32(bit) === number && routingClass < classes;
      assert(isFound && isOwn, `list ${number} is not that of its class`);
    });
    for (const routingClass of [0, classes - 1]) {
      const mask = this.emptyMask();
      this.admit(mask, routingClass, 1);
      lists.forEach((list, number) => {
        const isAdmitted = ((mask[list.word] as number) & list.bit) !== 0;
        const isOfClass = list.routingClass === routingClass && (number & 1) === 1;
        assert(isAdmitted === isOfClass, `class ${routingClass} is admitted to list ${number}`);
      });
    }
  }

  listOf(routingClass: number, stage: number, severity: SeverityIndex, sort = 0): WaitingList {
    const number = (routingClass * this.sorts + sort) * 2 + Math.min(1, stage);
    return (this.lines[severity] as Line).lists[number] as WaitingList;
  }

  /** Puts a case into a list at its place in the order of joining (`queueOrder`, which the caller has set). */
  insert(record: CaseRecord, list: WaitingList): void {
    const { last } = list;
    if (this.sorts > 1 || (last !== null && last.queueOrder > record.queueOrder)) {
      this.insertWithin(record, list);
      return;
    }
    record.previous = last;
    record.next = null;
    list.last = record;
    if (last === null) {
      list.first = record;
      this.mark(list);
    } else last.next = record;
    record.queue = list;
    this.length++;
  }

  /** Inserts a case that may belong before others. */
  private insertWithin(record: CaseRecord, list: WaitingList): void {
    const before = lastUpTo(record.queueOrder, list);
    const after = before === null ? list.first : before.next;
    record.previous = before;
    record.next = after;
    if (this.sorts > 1)
      list.isByWait = isByWait(before, record, after) && (list.isByWait || list.first === null);
    if (before === null) {
      list.first = record;
      if (after === null) this.mark(list);
    } else before.next = record;
    if (after === null) list.last = record;
    else after.previous = record;
    record.queue = list;
    this.length++;
  }

  remove(record: CaseRecord): void {
    const list = definite(record.queue, 'a case leaves a queue in which it does not wait');
    const { next, previous } = record;
    if (previous === null) {
      list.first = next;
      if (next === null) this.unmark(list);
    } else previous.next = next;
    if (next === null) list.last = previous;
    else next.previous = previous;
    record.queue = null;
    this.length--;
  }

  /** Whether the case waits in a list from which agents take cases. */
  holds({ queue }: CaseRecord): boolean {
    return queue !== null && queue.routingClass !== -1;
  }

  /** An empty set of lists, for `admit` and `best`. */
  emptyMask(): Int32Array {
    return new Int32Array((this.lines[0] as Line).occupied.length);
  }

  admit(mask: Int32Array, routingClass: number, stage: number): void {
    for (let sort = 0; sort < this.sorts; sort++) {
      const number = (routingClass * this.sorts + sort) * 2 + stage;
      mask[number >> 5] = (mask[number >> 5] as number) | (1 << (number & 31));
    }
  }

  /** The case to be served next among the lists of the mask: highest severity, then longest in the queue; or null. */
  best(mask: Int32Array): CaseRecord | null {
    return this.length === 0 ? null : this.mostUrgent(mask);
  }

  private mostUrgent(mask: Int32Array): CaseRecord | null {
    const { lines } = this;
    for (let severity = 0; severity < lines.length; severity++) {
      const { lists, occupied, occupiedCount } = lines[severity] as Line;
      if (occupiedCount === 0) continue;
      let best: CaseRecord | null = null;
      for (let word = 0; word < occupied.length; word++) {
        let bits = (occupied[word] as number) & (mask[word] as number);
        while (bits !== 0) {
          const bit = 31 - Math.clz32(bits & -bits);
          bits &= bits - 1;
          const { first } = lists[(word << 5) + bit] as WaitingList;
          if (best === null || (first as CaseRecord).queueOrder < best.queueOrder) best = first;
        }
      }
      if (best !== null) return best;
    }
    return null;
  }

  /**
   * The case of the lowest rank among the lists of the mask, or null; equal ranks go in the order of `best`. A rank is at least 0, and Infinity
   * excludes a case. Goes through the lists until it finds a rank of 0. `isRanked`: true if no case of the list ranks before one that joined
   * earlier and is not excluded, so that the first of these stands for the list. `isMeant`: false if all cases of the list are excluded.
   */
  bestBy(
    mask: Int32Array,
    rank: (record: CaseRecord) => number,
    isRanked: (list: WaitingList) => boolean = () => false,
    isMeant: (list: WaitingList) => boolean = () => true,
  ): CaseRecord | null {
    const lists: WaitingList[] = [];
    let [best, bestRank]: [CaseRecord | null, number] = [null, Number.POSITIVE_INFINITY];
    for (let severity = 0; severity < this.lines.length && bestRank > 0; severity++) {
      this.collect(mask, severity, lists);
      for (const list of lists) {
        if (!isMeant(list)) continue;
        const stopsAtFirst = isRanked(list);
        for (let record = list.first; record !== null; record = record.next) {
          const own = rank(record);
          const isEarlier =
            own === bestRank && best?.severity === severity && record.queueOrder < best.queueOrder;
          if (own < bestRank || isEarlier) [best, bestRank] = [record, own];
          if (own === 0 || (stopsAtFirst && own !== Number.POSITIVE_INFINITY)) break;
        }
      }
    }
    return best;
  }

  /** The case to be served next among the accepted cases in the lists of a mask. */
  bestAmong(mask: Int32Array, isAmong: (record: CaseRecord) => boolean): CaseRecord | null {
    return this.bestBy(mask, (record) => (isAmong(record) ? 0 : Number.POSITIVE_INFINITY));
  }

  /** Puts the lists of a mask and severity in which any case waits into `found`, in place of its content. */
  protected collect(mask: Int32Array, severity: SeverityIndex, found: WaitingList[]): void {
    const { lists, occupied, occupiedCount } = this.lines[severity] as Line;
    found.length = 0;
    if (occupiedCount === 0) return;
    for (let word = 0; word < occupied.length; word++) {
      let bits = (occupied[word] as number) & (mask[word] as number);
      while (bits !== 0) {
        found.push(lists[(word << 5) + 31 - Math.clz32(bits & -bits)] as WaitingList);
        bits &= bits - 1;
      }
    }
  }

  /** All waiting cases in the order of joining. It is slow: only for rare changes of the world. */
  all(): CaseRecord[] {
    const lists = [...this.lines.flatMap((line) => line.lists), this.blocked];
    return lists.flatMap((list) => casesOf(list)).sort((left, right) => left.queueOrder - right.queueOrder);
  }

  /** Visits each case of a class and stage, whatever its severity. */
  forEachOf(routingClass: number, stage: number, visit: (record: CaseRecord) => void): void {
    SEVERITIES.forEach((_, severity) => {
      const found = Array.from({ length: this.sorts }, (_, sort) =>
        casesOf(this.listOf(routingClass, stage, severity, sort)),
      ).flat();
      if (this.sorts > 1) found.sort((left, right) => left.queueOrder - right.queueOrder);
      for (const record of found) visit(record);
    });
  }

  /** Stops the program if the bits of the lists do not say which of them are empty. */
  assertMarked(): void {
    for (const { lists, occupied, occupiedCount } of this.lines) {
      const filled = lists.filter(({ first }) => first !== null);
      for (const { bit, first, last, word } of lists) {
        const isMarked = ((occupied[word] as number) & bit) !== 0;
        assert(
          isMarked === (first !== null) && (first === null) === (last === null),
          'a list is marked wrongly',
        );
      }
      assert(
        filled.length === occupiedCount,
        `${filled.length} lists are filled, and ${occupiedCount} counted`,
      );
    }
  }

  private mark({ bit, severity, word }: WaitingList): void {
    if (word < 0) return;
    const line = this.lines[severity] as Line;
    line.occupied[word] = (line.occupied[word] as number) | bit;
    line.occupiedCount++;
  }

  private unmark({ bit, severity, word }: WaitingList): void {
    if (word < 0) return;
    const line = this.lines[severity] as Line;
    line.occupied[word] = (line.occupied[word] as number) & ~bit;
    line.occupiedCount--;
  }
}

function isByWait(before: CaseRecord | null, { queuedMs }: CaseRecord, after: CaseRecord | null): boolean {
  return (before === null || before.queuedMs <= queuedMs) && (after === null || queuedMs <= after.queuedMs);
}

/** The last case of the list that joined no later than `order`; null if there is none. */
function lastUpTo(order: number, list: WaitingList): CaseRecord | null {
  let before = list.last;
  for (let passed = 0; passed < STRIDE; passed++) {
    if (before === null || before.queueOrder <= order) return before;
    before = before.previous;
  }
  list.marks ??= new PlaceMarks();
  return list.marks.lastUpTo(order, list);
}

function casesOf(list: WaitingList): readonly CaseRecord[] {
  const found: CaseRecord[] = [];
  for (let record = list.first; record !== null; record = record.next) found.push(record);
  return found;
}
