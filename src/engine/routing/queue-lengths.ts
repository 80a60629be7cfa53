import type { CaseKind, Scenario, TakingGuard, Tier } from '#domain';
import type { Effects } from '../cases/case-effects.ts';
import type { CaseRecord } from '../cases/case-record.ts';
import { kindMatcher } from './case-kinds.ts';

/** Counts the waiting cases of kinds whose lines are compared by conditions of groups (`longerThan`). */
export interface QueueLengths {
  /** Whether the line of the condition's kind is as much longer as it asks for; `asking`: if that case, which is in no line, joined. */
  isLonger(guard: TakingGuard, asking: CaseRecord | null): boolean;
  /** Whether some line has changed since this was asked last. */
  haveChanged(): boolean;
  /** What counts, before the effects of these names. */
  readonly effects: Effects;
}

/** Waiting cases of a kind and tier. */
interface QueueLength {
  readonly kind: CaseKind;
  readonly tier: Tier;
  length: number;
}

/** Null where no group compares lines. */
export function createQueueLengths(scenario: Scenario): QueueLengths | null {
  const matches = kindMatcher(scenario);
  const lines: QueueLength[] = [];
  /** The two lines of each condition. */
  const compared = new Map<TakingGuard, readonly [own: QueueLength, other: QueueLength]>();
  const state = { changed: false };
  /** The lines in which a waiting case counts: what it is of may change before it leaves them. */
  const countedIn = new Map<CaseRecord, readonly QueueLength[]>();

  function lineOf({ channels, product, segment, severities }: CaseKind, tier: Tier): QueueLength {
    const kind = { channels, product, segment, severities };
    const line = { kind, tier, length: 0 };
    lines.push(line);
    return line;
  }
  for (const { takesOnlyWhile = [], tier } of scenario.groups) {
    for (const guard of takesOnlyWhile) {
      if (guard.longerThan === undefined) continue;
      compared.set(guard, [lineOf(guard, tier), lineOf(guard.longerThan, tier)]);
    }
  }
  if (lines.length === 0) return null;

  function isIn({ kind, tier }: QueueLength, record: CaseRecord): boolean {
    return tier === record.tier && matches(kind, record);
  }

  function lengthWith(line: QueueLength, asking: CaseRecord | null): number {
    return line.length + (asking !== null && isIn(line, asking) ? 1 : 0);
  }

  function change(among: readonly QueueLength[], delta: number): void {
    for (const line of among) line.length += delta;
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
        const own = lines.filter((line) => isIn(line, record));
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
