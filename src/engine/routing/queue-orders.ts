import { Counter, sumOf } from '#base';
import { type Scenario, SEVERITIES, type SeverityIndex } from '#domain';
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

type IsAmong = (record: CaseRecord) => boolean;
const EVERY: IsAmong = () => true;

/** An order in which agents do not take the case first that joined first. */
abstract class OtherOrder extends WaitingQueues {
  private readonly lists: WaitingList[] = [];

  override best(mask: Int32Array): CaseRecord | null {
    return this.length === 0 ? null : this.bestAmong(mask, EVERY);
  }

  abstract override bestAmong(mask: Int32Array, isAmong: IsAmong): CaseRecord | null;

  override insert(record: CaseRecord, list: WaitingList): void {
    super.insert(record, list);
    if (list.routingClass !== -1) this.joined(record, list);
  }

  override remove(record: CaseRecord): void {
    const list = record.queue as WaitingList;
    super.remove(record);
    if (list.routingClass !== -1) this.left(record, list);
  }

  /** The case waits for an agent from now on, and no longer. Cases whose data cannot be reached wait for no agent. */
  protected joined(_record: CaseRecord, _list: WaitingList): void {}
  protected left(_record: CaseRecord, _list: WaitingList): void {}

  /** The lists of a mask and severity in which any case waits, until the next call. */
  protected listsOf(mask: Int32Array, severity: SeverityIndex): readonly WaitingList[] {
    this.collect(mask, severity, this.lists);
    return this.lists;
  }
}

/** Serves the highest severity that has a case among the wanted. The subclass chooses the case. */
abstract class WithinSeverity extends OtherOrder {
  override bestAmong(mask: Int32Array, isAmong: IsAmong): CaseRecord | null {
    for (let severity = 0; severity < SEVERITIES.length; severity++) {
      const record = this.choose(this.listsOf(mask, severity), isAmong);
      if (record !== null) return record;
    }
    return null;
  }

  /** Chooses among the cases for which `isAmong` is true; null if there are none. */
  protected abstract choose(lists: readonly WaitingList[], isAmong: IsAmong): CaseRecord | null;
}

/** The first case of a list, in the order of its links, for which `isAmong` is true. */
function firstAmong({ first }: WaitingList, isAmong: IsAmong): CaseRecord | null {
  for (let record = first; record !== null; record = record.next) if (isAmong(record)) return record;
  return null;
}

/**
 * Serves the longest queue, first in first out. Cases of one class and severity wait in one queue, whether they are held for their region or
 * open to all: they differ only in who may take them yet. Among equally long queues, serves the one whose first case joined first.
 */
class LongestQueueFirst extends WithinSeverity {
  /** By severity and routing class: how many cases wait. */
  private lengths: readonly Int32Array[] = [];

  override clear(classes: number, sorts?: number): void {
    super.clear(classes, sorts);
    this.lengths = SEVERITIES.map(() => new Int32Array(Math.max(1, classes)));
  }

  /** The length is that of the whole queue, whichever of its cases may be chosen. */
  protected override choose(lists: readonly WaitingList[], isAmong: IsAmong): CaseRecord | null {
    let [best, longest]: [CaseRecord | null, number] = [null, 0];
    for (const list of lists) {
      const length = this.lengths[list.severity]?.[list.routingClass] as number;
      const record = length < longest ? null : firstAmong(list, isAmong);
      if (record === null) continue;
      if (length > longest || best === null || record.queueOrder < best.queueOrder) {
        best = record;
        longest = length;
      }
    }
    return best;
  }

  protected override joined(_record: CaseRecord, list: WaitingList, delta = 1): void {
    const lengths = this.lengths[list.severity] as Int32Array;
    lengths[list.routingClass] = (lengths[list.routingClass] as number) + delta;
  }

  protected override left(record: CaseRecord, list: WaitingList): void {
    this.joined(record, list, -1);
  }
}

/**
 * Priorities that grow while a case waits, each severity at its own rate and from its own start. The first case of a list always has the
 * highest priority of its list.
 * Source: L. Kleinrock, "A delay dependent queue discipline", Naval Research Logistics Quarterly 11 (1964).
 */
class LongestWeightedWait extends OtherOrder {
  private readonly weights: readonly number[];
  private readonly headStartsMs: readonly number[];
  private readonly clock: Clock;

  constructor(weights: readonly number[], headStartsMs: readonly number[], clock: Clock) {
    super();
    this.headStartsMs = headStartsMs;
    this.weights = weights;
    this.clock = clock;
  }

  override bestAmong(mask: Int32Array, isAmong: IsAmong): CaseRecord | null {
    let best: CaseRecord | null = null;
    let bestPriority = Number.NEGATIVE_INFINITY;
    this.weights.forEach((weight, severity) => {
      const headStartMs = this.headStartsMs[severity] as number;
      for (const list of this.listsOf(mask, severity)) {
        const record = firstAmong(list, isAmong);
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
class FixedQueueRatio extends OtherOrder {
  private readonly shares: readonly number[];
  private readonly lengths = SEVERITIES.map(() => 0);

  constructor(shares: readonly number[]) {
    super();
    this.shares = shares;
  }

  override clear(classes: number, sorts?: number): void {
    super.clear(classes, sorts);
    this.lengths.fill(0);
  }

  override bestAmong(mask: Int32Array, isAmong: IsAmong): CaseRecord | null {
    let best: CaseRecord | null = null;
    let bestExcess = Number.NEGATIVE_INFINITY;
    const waiting = sumOf(this.lengths);
    this.shares.forEach((share, severity) => {
      const excess = (this.lengths[severity] as number) - share * waiting;
      if (excess <= bestExcess) return;
      const record = firstJoined(this.listsOf(mask, severity), isAmong);
      if (record === null) return;
      best = record;
      bestExcess = excess;
    });
    return best;
  }

  protected override joined(_record: CaseRecord, { severity }: WaitingList, delta = 1): void {
    this.lengths[severity] = (this.lengths[severity] as number) + delta;
  }

  protected override left(record: CaseRecord, list: WaitingList): void {
    this.joined(record, list, -1);
  }
}

function firstJoined(lists: readonly WaitingList[], isAmong: IsAmong): CaseRecord | null {
  let best: CaseRecord | null = null;
  for (const list of lists) {
    const first = firstAmong(list, isAmong);
    if (first !== null && (best === null || first.queueOrder < best.queueOrder)) best = first;
  }
  return best;
}

/** Serves the case that joined last. A case that returns to a list keeps its old place in the order of joining. */
class LastInFirstOut extends WithinSeverity {
  protected override choose(lists: readonly WaitingList[], isAmong: IsAmong): CaseRecord | null {
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
class RandomOrder extends WithinSeverity {
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

  protected override choose(lists: readonly WaitingList[], isAmong: IsAmong): CaseRecord | null {
    const among = lists.map((list) => {
      const members = this.membersOf(list);
      return isAmong === EVERY ? members : members.filter(isAmong);
    });
    const count = sumOf(among.map(({ length }) => length));
    let place = count <= 1 ? 0 : Math.floor(this.draws.uniform(this.choices++, 0) * count);
    for (const members of among) {
      if (place < members.length) return members[place] as CaseRecord;
      place -= members.length;
    }
    return null;
  }

  protected override joined(record: CaseRecord, list: WaitingList): void {
    record.queuePlace = this.membersOf(list).push(record) - 1;
  }

  protected override left(record: CaseRecord, list: WaitingList): void {
    const members = this.membersOf(list);
    const last = members.pop() as CaseRecord;
    if (last === record) return;
    members[record.queuePlace] = last;
    last.queuePlace = record.queuePlace;
  }

  private membersOf(list: WaitingList): CaseRecord[] {
    const members = this.members.get(list) ?? [];
    this.members.set(list, members);
    return members;
  }
}
