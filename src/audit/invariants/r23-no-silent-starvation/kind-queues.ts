import type { RunMs, SeverityIndex } from '#domain';
import type { CaseView } from '../../facts/case-state.ts';
import type { PoolView } from '../../facts/waiting-pool.ts';

/** Start of a case's wait, ms, and its number in the order of joining. */
export interface Wait {
  readonly sinceMs: RunMs;
  readonly joined: number;
}

/** A case as it was when it was added. The entry is out of date once the case no longer waits in the pool as it did then. */
interface Place {
  readonly supportCase: CaseView;
  readonly wait: Wait;
  readonly severity: SeverityIndex;
}

/** The queues are compact while the entries out of date outnumber the others by at most this many. */
const SPARE = 64;

/**
 * The waiting cases of one pool, in a binary heap for each kind (customers, product and severity), so that a group need
 * not look at cases that come after a known one. A case that leaves the pool stays in its heap until it is the first.
 */
export class KindQueues {
  private readonly heaps = new Map<string, Place[]>();
  private readonly pool: PoolView<CaseView>;
  private readonly waitOf: (supportCase: CaseView) => Wait;
  private readonly bySince: boolean;
  private size = 0;

  /** `bySince`: the case with the longest wait comes first, not the one that joined first. They differ for interrupted cases. */
  constructor(pool: PoolView<CaseView>, waitOf: (supportCase: CaseView) => Wait, bySince: boolean) {
    this.pool = pool;
    this.waitOf = waitOf;
    this.bySince = bySince;
    for (const supportCase of pool.members ?? []) this.add(supportCase);
  }

  /** False once most entries are out of date: make new queues of the pool then. */
  get isCompact(): boolean {
    return this.size <= 2 * this.pool.total + SPARE;
  }

  /** Adds a case that has joined the pool, or waits there with another severity or place. */
  add(supportCase: CaseView): void {
    const { product, severity, stream } = supportCase;
    const kind = `${stream} ${product} ${severity}`;
    const heap = this.heaps.get(kind) ?? [];
    this.heaps.set(kind, heap);
    const place = { supportCase, wait: this.waitOf(supportCase), severity };
    let at = heap.push(place) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.isBefore(place, heap[parent] as Place)) break;
      heap[at] = heap[parent] as Place;
      at = parent;
    }
    heap[at] = place;
    this.size++;
  }

  /**
   * Returns a case that must come before another one and `canBeTaken`, or null. `comparing` gets a case of each kind, and
   * returns a function that compares a wait of that kind: negative if it comes before, positive if it comes after.
   */
  find(
    comparing: (ofKind: CaseView) => (wait: Wait) => number,
    canBeTaken: (supportCase: CaseView) => boolean,
  ): CaseView | null {
    for (const [kind, heap] of this.heaps) {
      while (heap.length > 0 && !this.counts(heap[0] as Place)) this.removeFirst(heap);
      if (heap.length === 0) {
        this.heaps.delete(kind);
        continue;
      }
      const order = comparing((heap[0] as Place).supportCase);
      const below = (at: number): CaseView | null => {
        const place = heap[at];
        if (place === undefined) return null;
        const compared = order(place.wait);
        if (compared > 0) return null;
        if (compared < 0 && this.counts(place) && canBeTaken(place.supportCase)) return place.supportCase;
        return below(2 * at + 1) ?? below(2 * at + 2);
      };
      const found = below(0);
      if (found !== null) return found;
    }
    return null;
  }

  private counts({ supportCase, wait, severity }: Place): boolean {
    return (
      supportCase.pool === this.pool && supportCase.severity === severity && this.waitOf(supportCase) === wait
    );
  }

  private isBefore({ wait: one }: Place, { wait: other }: Place): boolean {
    if (this.bySince && one.sinceMs !== other.sinceMs) return one.sinceMs < other.sinceMs;
    return one.joined < other.joined;
  }

  private removeFirst(heap: Place[]): void {
    this.size--;
    const last = heap.pop() as Place;
    if (heap.length === 0) return;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && this.isBefore(heap[child + 1] as Place, heap[child] as Place)) child++;
      if (!this.isBefore(heap[child] as Place, last)) break;
      heap[at] = heap[child] as Place;
      at = child;
    }
    heap[at] = last;
  }
}
