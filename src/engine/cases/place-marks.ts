import type { CaseRecord } from './case-record.ts';
import type { WaitingList } from './waiting-queues.ts';

/** How many cases of a list are passed before marks are used, and how many are between two marks. */
export const STRIDE = 64;

/**
 * Some cases of a long waiting list, in its order, so that a case finds its place without passing all others. A list gets marks when a case
 * joins it far from its end, for example after its severity was raised. A case that leaves the list does not update the marks; a search
 * drops outdated marks that it meets.
 */
export class PlaceMarks {
  /** Ascending. */
  private readonly orders: number[] = [];
  private readonly records: CaseRecord[] = [];

  /** The last case of the list that joined no later than `order`; null if there is none. */
  lastUpTo(order: number, list: WaitingList): CaseRecord | null {
    let mark = this.dropLeft(this.markUpTo(order), list);
    let before = this.records[mark] ?? null;
    let next = before === null ? list.first : before.next;
    for (let passed = 1; next !== null && next.queueOrder <= order; passed++) {
      before = next;
      next = next.next;
      if (passed % STRIDE === 0) this.insert(++mark, before);
    }
    return before;
  }

  /** The last mark up to the order, or −1. */
  private markUpTo(order: number): number {
    let [low, high] = [0, this.orders.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.orders[middle] as number) <= order) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  /** Drops the mark and those before it, down to the last one whose case still waits in the list. Returns that one, or −1. */
  private dropLeft(mark: number, list: WaitingList): number {
    let kept = mark;
    while (kept >= 0 && !this.isInPlace(kept, list)) kept--;
    this.orders.splice(kept + 1, mark - kept);
    this.records.splice(kept + 1, mark - kept);
    return kept;
  }

  /** By now, the record may hold another case or wait in another list. */
  private isInPlace(mark: number, list: WaitingList): boolean {
    const record = this.records[mark] as CaseRecord;
    return record.queue === list && record.queueOrder === this.orders[mark];
  }

  private insert(mark: number, record: CaseRecord): void {
    this.orders.splice(mark, 0, record.queueOrder);
    this.records.splice(mark, 0, record);
  }
}
