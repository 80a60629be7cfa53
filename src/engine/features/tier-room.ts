import { assert } from '#base';
import { type GroupIndex, NONE, TIERS, type TierNumber } from '#domain';
import type { CaseRecord } from '../cases/case-record.ts';
import type { CaseTable } from '../cases/case-table.ts';

/** The case is not counted in a queue. */
const NOWHERE = 0;

interface Outside {
  readonly record: CaseRecord;
  readonly waiting: number;
}

const NOBODY: readonly CaseRecord[] = [];

/**
 * How many cases wait for each tier and for each group to which cases are passed on, and the transferred cases whose agents stay until there
 * is room among them. The limit of a transfer to a group is one of those who wait for the group.
 *
 * `groupOf`: the group to which the case was passed on, or NONE.
 */
export function createTierRoom(
  cases: CaseTable,
  groupOf: (record: CaseRecord) => GroupIndex,
  groupCount: number,
) {
  /** By tier, then by group. */
  const inside = new Int32Array(TIERS.length + 1 + groupCount);
  const outside: readonly Outside[][] = Array.from(inside, () => []);
  /** The tier and the group for which the case counts as waiting. */
  const countedAt = cases.column<TierNumber>(NOWHERE);
  const countedFor = cases.column<GroupIndex>(NONE);

  const queueOfGroup = (group: GroupIndex) => TIERS.length + 1 + group;

  /** The queue whose length limits the transfer of the case. */
  function queueOf(record: CaseRecord): number {
    const group = groupOf(record);
    return group === NONE ? record.tier : queueOfGroup(group);
  }

  function change(queue: number, delta: number): void {
    inside[queue] = (inside[queue] as number) + delta;
    assert((inside[queue] as number) >= 0, 'fewer than no cases have room');
  }

  function count(record: CaseRecord): void {
    const group = groupOf(record);
    countedAt.set(record, record.tier);
    countedFor.set(record, group);
    change(record.tier, 1);
    if (group !== NONE) change(queueOfGroup(group), 1);
  }

  function admit(queue: number, admitted: CaseRecord[]): void {
    const waiting = outside[queue] as Outside[];
    for (let [first] = waiting; first !== undefined; [first] = waiting) {
      if ((inside[queue] as number) >= first.waiting) return;
      waiting.shift();
      count(first.record);
      admitted.push(first.record);
    }
  }

  return {
    /** Each case that is counted as waiting is counted once at its tier, and once for its group if it has one. */
    assertCounted(): void {
      const counted = new Int32Array(inside.length);
      const add = (queue: number) => {
        counted[queue] = (counted[queue] as number) + 1;
      };
      for (const record of cases.records) {
        const [tier, group] = [countedAt.of(record), countedFor.of(record)];
        if (tier !== NOWHERE) add(tier);
        if (group !== NONE) add(queueOfGroup(group));
      }
      assert(
        counted.every((length, queue) => length === inside[queue]),
        'the lengths of queues with room are not those of their cases',
      );
    },
    /** Whether at most `waiting` cases would wait where the case goes if it joined them, or do if it has. */
    hasRoom(record: CaseRecord, waiting: number): boolean {
      const others = (inside[queueOf(record)] as number) - (countedAt.of(record) === NOWHERE ? 0 : 1);
      return others < waiting;
    },
    /** The case waits, and takes up room. */
    waits(record: CaseRecord): void {
      const isOutside = outside[queueOf(record)]?.some((one) => one.record === record) === true;
      if (countedAt.of(record) === NOWHERE && !isOutside) count(record);
    },
    /** The case waits outside until at most `waiting` cases wait. */
    waitsOutside(record: CaseRecord, waiting: number): void {
      assert(countedAt.of(record) === NOWHERE, 'a case does not wait twice');
      outside[queueOf(record)]?.push({ record, waiting });
    },
    /** The case leaves its queue. Returns those for which there is room now, in the order in which they came. */
    leaves(record: CaseRecord): readonly CaseRecord[] {
      const tier = countedAt.of(record);
      if (tier === NOWHERE) {
        const own = outside[queueOf(record)] ?? [];
        const place = own.findIndex((one) => one.record === record);
        if (place !== -1) own.splice(place, 1);
        return NOBODY;
      }
      const group = countedFor.of(record);
      countedAt.set(record, NOWHERE);
      countedFor.set(record, NONE);
      change(tier, -1);
      const admitted: CaseRecord[] = [];
      admit(tier, admitted);
      if (group === NONE) return admitted;
      change(queueOfGroup(group), -1);
      admit(queueOfGroup(group), admitted);
      return admitted;
    },
  };
}
