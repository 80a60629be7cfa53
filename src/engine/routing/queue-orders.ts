import { Counter } from '#base';
import { type Scenario, SEVERITIES } from '#domain';
import type { CaseRecord } from '../cases/case-record.ts';
import { type WaitingList, WaitingQueues } from '../cases/waiting-queues.ts';
import type { Clock } from '../time/clock.ts';

/** The waiting queues of a run, in the scenario's order. */
export function createQueues(
  { headStartMs, order, queueShares, weights }: Scenario['routing'],
  seed: string,
  replication: number,
  clock: Clock,
): WaitingQueues {
  if (order === 'longest queue first') return new LongestQueueFirst();
  if (order === 'fixed queue ratio') {
    return new FixedQueueRatio(SEVERITIES.map((severity) => queueShares?.[severity] ?? 0));
  }
  if (order === 'longest weighted wait') {
    return new LongestWeightedWait(
      SEVERITIES.map((severity) => weights?.[severity] ?? 1),
      SEVERITIES.map((severity) => headStartMs?.[severity] ?? 0),
      clock,
    );
  }
  if (order === 'last in first out') return new LastInFirstOut();
  if (order === 'random') return new RandomOrder(new Counter(seed, replication, 'routing/order'));
  return new WaitingQueues();
}

/** Serves the highest severity that has a case in a list of the mask. The subclass chooses the case. */
abstract class OtherOrder extends WaitingQueues {
  private readonly candidates: WaitingList[] = [];

  override best(mask: Int32Array): CaseRecord | null {
    if (this.length === 0) return null;
    for (let severity = 0; severity < SEVERITIES.length; severity++) {
      this.collect(mask, severity, this.candidates);
      if (this.candidates.length > 0) return this.choose(this.candidates);
    }
    return null;
  }

  override bestAmong(mask: Int32Array, isAmong: (record: CaseRecord) => boolean): CaseRecord | null {
    for (let severity = 0; severity < SEVERITIES.length; severity++) {
      this.collect(mask, severity, this.candidates);
      const record = this.chooseAmong(this.candidates, isAmong);
      if (record !== null) return record;
    }
    return null;
  }

  /** `lists` has at least one list, and none of them is empty. */
  protected abstract choose(lists: readonly WaitingList[]): CaseRecord;
  /** Chooses among the cases for which `isAmong` is true; null if there are none. */
  protected abstract chooseAmong(
    lists: readonly WaitingList[],
    isAmong: (record: CaseRecord) => boolean,
  ): CaseRecord | null;
}

/** The first case of a list, in the order of its links, for which `isAmong` is true. */
function firstAmong({ first }: WaitingList, isAmong: (record: CaseRecord) => boolean): CaseRecord | null {
  for (let record = first; record !== null; record = record.next) if (isAmong(record)) return record;
  return null;
}

/**
 * Serves the longest queue, first in first out. Cases of one class and severity wait in one queue, whether they are held for their region or
 * open to all: they differ only in who may take them yet. Among equally long queues, serves the one whose first case joined first.
 */
class LongestQueueFirst extends OtherOrder {
  /** By severity and routing class: how many cases wait. */
  private lengths: readonly Int32Array[] = [];

  override clear(classes: number, sorts?: number): void {
    super.clear(classes, sorts);
    this.lengths = SEVERITIES.map(() => new Int32Array(Math.max(1, classes)));
  }

  override insert(record: CaseRecord, list: WaitingList): void {
    super.insert(record, list);
    this.count(list, 1);
  }

  override remove(record: CaseRecord): void {
    this.count(record.queue as WaitingList, -1);
    super.remove(record);
  }

  protected override choose(lists: readonly WaitingList[]): CaseRecord {
    return this.firstOfLongest(lists, ({ first }) => first) as CaseRecord;
  }

  protected override chooseAmong(
    lists: readonly WaitingList[],
    isAmong: (record: CaseRecord) => boolean,
  ): CaseRecord | null {
    return this.firstOfLongest(lists, (list) => firstAmong(list, isAmong));
  }

  /** The length is that of the whole queue, whichever of its cases may be chosen. */
  private firstOfLongest(lists: readonly WaitingList[], firstOf: FirstOf): CaseRecord | null {
    let [best, longest]: [CaseRecord | null, number] = [null, 0];
    for (const list of lists) {
      const length = this.lengths[list.severity]?.[list.routingClass] as number;
      const record = length < longest ? null : firstOf(list);
      if (record === null) continue;
      if (length > longest || best === null || record.queueOrder < best.queueOrder) {
        best = record;
        longest = length;
      }
    }
    return best;
  }

  private count({ routingClass, severity }: WaitingList, delta: number): void {
    // Cases whose data cannot be reached wait for no agent.
    if (routingClass === -1) return;
    const lengths = this.lengths[severity] as Int32Array;
    lengths[routingClass] = (lengths[routingClass] as number) + delta;
  }
}

/** The next case of a list, or null. */
type FirstOf = (list: WaitingList) => CaseRecord | null;

/** Compares the first cases of all lists. No severity has priority as such. */
abstract class AcrossSeverities extends WaitingQueues {
  protected readonly candidates: WaitingList[] = [];

  override best(mask: Int32Array): CaseRecord | null {
    return this.length === 0 ? null : this.bestOf(mask, ({ first }) => first);
  }

  override bestAmong(mask: Int32Array, isAmong: (record: CaseRecord) => boolean): CaseRecord | null {
    return this.bestOf(mask, (list) => firstAmong(list, isAmong));
  }

  protected abstract bestOf(mask: Int32Array, firstOf: FirstOf): CaseRecord | null;
}

/**
 * Priorities that grow while a case waits, each severity at its own rate and from its own start. The first case of a list always has the
 * highest priority of its list.
 * Source: L. Kleinrock, "A delay dependent queue discipline", Naval Research Logistics Quarterly 11 (1964).
 */
class LongestWeightedWait extends AcrossSeverities {
  private readonly weights: readonly number[];
  private readonly headStartsMs: readonly number[];
  private readonly clock: Clock;

  constructor(weights: readonly number[], headStartsMs: readonly number[], clock: Clock) {
    super();
    this.headStartsMs = headStartsMs;
    this.weights = weights;
    this.clock = clock;
  }

  protected override bestOf(mask: Int32Array, firstOf: FirstOf): CaseRecord | null {
    let best: CaseRecord | null = null;
    let bestPriority = Number.NEGATIVE_INFINITY;
    this.weights.forEach((weight, severity) => {
      const headStartMs = this.headStartsMs[severity] as number;
      this.collect(mask, severity, this.candidates);
      for (const list of this.candidates) {
        const record = firstOf(list);
        if (record === null) continue;
        const priority = headStartMs + weight * (this.clock.nowMs - record.queuedMs);
        const isEarlier = priority === bestPriority && best !== null && record.queueOrder < best.queueOrder;
        if (priority > bestPriority || isEarlier) {
          best = record;
          bestPriority = priority;
        }
      }
    });
    return best;
  }
}

/**
 * Serves the severity whose queue exceeds its share of all waiting cases by most, first in first out. The higher severity wins a tie.
 * Source: I. Gurvich, W. Whitt, "Queue-and-idleness-ratio controls in many-server service systems", Mathematics of Operations
 * Research 34 (2009).
 */
class FixedQueueRatio extends AcrossSeverities {
  private readonly shares: readonly number[];
  private readonly lengths = SEVERITIES.map(() => 0);
  private waiting = 0;

  constructor(shares: readonly number[]) {
    super();
    this.shares = shares;
  }

  override clear(classes: number, sorts?: number): void {
    super.clear(classes, sorts);
    this.lengths.fill(0);
    this.waiting = 0;
  }

  override insert(record: CaseRecord, list: WaitingList): void {
    super.insert(record, list);
    this.count(list, 1);
  }

  override remove(record: CaseRecord): void {
    this.count(record.queue as WaitingList, -1);
    super.remove(record);
  }

  protected override bestOf(mask: Int32Array, firstOf: FirstOf): CaseRecord | null {
    let best: CaseRecord | null = null;
    let bestExcess = Number.NEGATIVE_INFINITY;
    this.shares.forEach((share, severity) => {
      const excess = (this.lengths[severity] as number) - share * this.waiting;
      if (excess <= bestExcess) return;
      this.collect(mask, severity, this.candidates);
      const record = firstJoined(this.candidates, firstOf);
      if (record === null) return;
      best = record;
      bestExcess = excess;
    });
    return best;
  }

  /** Cases whose data cannot be reached are not waiting for an agent. */
  private count(list: WaitingList, delta: number): void {
    if (list === this.blocked) return;
    this.lengths[list.severity] = (this.lengths[list.severity] as number) + delta;
    this.waiting += delta;
  }
}

function firstJoined(lists: readonly WaitingList[], firstOf: FirstOf): CaseRecord | null {
  let best: CaseRecord | null = null;
  for (const list of lists) {
    const first = firstOf(list);
    if (first !== null && (best === null || first.queueOrder < best.queueOrder)) best = first;
  }
  return best;
}

/** Serves the case that joined last. A case that returns to a list keeps its old place in the order of joining. */
class LastInFirstOut extends OtherOrder {
  protected override choose(lists: readonly WaitingList[]): CaseRecord {
    let best = lists[0]?.last as CaseRecord;
    for (const { last } of lists) {
      if ((last as CaseRecord).queueOrder > best.queueOrder) best = last as CaseRecord;
    }
    return best;
  }

  protected override chooseAmong(
    lists: readonly WaitingList[],
    isAmong: (record: CaseRecord) => boolean,
  ): CaseRecord | null {
    let best: CaseRecord | null = null;
    for (const { last } of lists) {
      let record = last;
      while (record !== null && !isAmong(record)) record = record.previous;
      if (record !== null && (best === null || record.queueOrder > best.queueOrder)) best = record;
    }
    return best;
  }
}

/**
 * Serves a random waiting case, each with equal probability. An array of each list's cases gives the k-th one directly. A case that
 * waits alone is taken without a draw.
 */
class RandomOrder extends OtherOrder {
  private readonly draws: Counter;
  /** How many choices among several cases have been made: the number of the next draw. */
  private choices = 0;
  private readonly members = new Map<WaitingList, CaseRecord[]>();

  constructor(draws: Counter) {
    super();
    this.draws = draws;
  }

  override clear(classes: number, sorts?: number): void {
    super.clear(classes, sorts);
    this.members.clear();
  }

  override insert(record: CaseRecord, list: WaitingList): void {
    super.insert(record, list);
    const members = this.membersOf(list);
    record.queuePlace = members.length;
    members.push(record);
  }

  override remove(record: CaseRecord): void {
    const members = this.membersOf(record.queue as WaitingList);
    const last = members.pop() as CaseRecord;
    if (last !== record) {
      members[record.queuePlace] = last;
      last.queuePlace = record.queuePlace;
    }
    super.remove(record);
  }

  protected override choose(lists: readonly WaitingList[]): CaseRecord {
    const count = lists.reduce((sum, list) => sum + this.membersOf(list).length, 0);
    let place = count === 1 ? 0 : Math.floor(this.draws.uniform(this.choices++, 0) * count);
    for (const list of lists) {
      const members = this.membersOf(list);
      if (place < members.length) return members[place] as CaseRecord;
      place -= members.length;
    }
    return lists[0]?.first as CaseRecord;
  }

  protected override chooseAmong(
    lists: readonly WaitingList[],
    isAmong: (record: CaseRecord) => boolean,
  ): CaseRecord | null {
    const members = lists.flatMap((list) => this.membersOf(list).filter(isAmong));
    if (members.length <= 1) return members[0] ?? null;
    return members[Math.floor(this.draws.uniform(this.choices++, 0) * members.length)] as CaseRecord;
  }

  private membersOf(list: WaitingList): CaseRecord[] {
    let members = this.members.get(list);
    if (members === undefined) {
      members = [];
      this.members.set(list, members);
    }
    return members;
  }
}
