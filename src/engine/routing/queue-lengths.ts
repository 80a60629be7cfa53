import { assert } from '#base';
import type { CaseKind, Scenario, TakingGuard, Tier } from '#domain';
import type { Effects } from '../cases/case-effects.ts';
import type { CaseRecord } from '../cases/case-record.ts';
import { kindMatcher } from './case-kinds.ts';

/** Counts the waiting cases of each kind whose queue a group's condition compares (`longerThan`). */
export interface QueueLengths {
  /**
   * Whether the queue of the condition's own kind is longer than the other by as much as the condition requires. `asking`: a case that
   * has not joined a queue yet, and is counted as if it had.
   */
  isLonger(guard: TakingGuard, asking: CaseRecord | null): boolean;
  /** Whether a queue has changed since the last call. */
  haveChanged(): boolean;
  /** They keep the counts. Each runs before the effect of its name. */
  readonly effects: Effects;
}

/** Waiting cases of a kind and tier. */
interface QueueLength {
  readonly kind: CaseKind;
  readonly tier: Tier;
  length: number;
}

/** Null if no group compares queues. */
export function createQueueLengths(scenario: Scenario): QueueLengths | null {
  const matches = kindMatcher(scenario);
  const queues: QueueLength[] = [];
  /** The two queues that each condition compares. */
  const compared = new Map<TakingGuard, readonly [own: QueueLength, other: QueueLength]>();
  const state = { changed: false };
  /** The queues in which a waiting case counts. Its kind or tier may change before it leaves them. */
  const countedIn = new Map<CaseRecord, readonly QueueLength[]>();

  function queueOf({ channels, product, segment, severities }: CaseKind, tier: Tier): QueueLength {
    const kind = { channels, product, segment, severities };
    const queue = { kind, tier, length: 0 };
    queues.push(queue);
    return queue;
  }
  for (const { takesOnlyWhile = [], tier } of scenario.groups) {
    for (const guard of takesOnlyWhile) {
      if (guard.longerThan === undefined) continue;
      compared.set(guard, [queueOf(guard, tier), queueOf(guard.longerThan, tier)]);
    }
  }
  if (queues.length === 0) return null;

  function isIn({ kind, tier }: QueueLength, record: CaseRecord): boolean {
    return tier === record.tier && matches(kind, record);
  }

  function lengthWith(queue: QueueLength, asking: CaseRecord | null): number {
    return queue.length + (asking !== null && isIn(queue, asking) ? 1 : 0);
  }

  function change(among: readonly QueueLength[], delta: number): void {
    for (const queue of among) {
      queue.length += delta;
      assert(queue.length >= 0, 'fewer than no cases wait');
    }
    if (among.length > 0) state.changed = true;
  }

  return {
    isLonger(guard, asking) {
      const two = compared.get(guard);
      if (two === undefined || guard.longerThan === undefined) return true;
      const { by, ratio } = guard.longerThan;
      return lengthWith(two[0], asking) > ratio * lengthWith(two[1], asking) + by;
    },
    haveChanged() {
      const { changed } = state;
      state.changed = false;
      return changed;
    },
    effects: {
      joinQueue(record) {
        const own = queues.filter((queue) => isIn(queue, record));
        countedIn.set(record, own);
        change(own, 1);
      },
      leaveQueue(record) {
        change(countedIn.get(record) ?? [], -1);
        countedIn.delete(record);
      },
    },
  };
}
