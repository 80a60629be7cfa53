import { assert } from '#base';
import { TIERS, type TierNumber } from '#domain';
import type { CaseRecord } from '../cases/case-record.ts';
import type { CaseTable } from '../cases/case-table.ts';

/** The case is not counted in a queue. */
const NOWHERE = 0;

/** How many cases wait for each tier, and the transferred cases whose agents stay until there is room among them. */
export interface TierRoom {
  /** Whether at most `waiting` cases would wait for the case's tier if it joined them. */
  hasRoom(record: CaseRecord, waiting: number): boolean;
  /** The case waits, and takes up room. */
  waits(record: CaseRecord): void;
  /** The case waits outside until at most `waiting` cases wait. */
  waitsOutside(record: CaseRecord, waiting: number): void;
  /** The case leaves its queue. Returns those for which there is room now, in the order in which they came. */
  leaves(record: CaseRecord): readonly CaseRecord[];
}

interface Outside {
  readonly record: CaseRecord;
  readonly waiting: number;
}

const NOBODY: readonly CaseRecord[] = [];

export function createTierRoom(cases: CaseTable): TierRoom {
  const inside = new Int32Array(TIERS.length + 1);
  const outside: readonly Outside[][] = Array.from(inside, () => []);
  /** The tier for which the case counts as waiting. */
  const countedAt = cases.column<TierNumber>(NOWHERE);

  function count(record: CaseRecord): void {
    countedAt.set(record, record.tier);
    inside[record.tier] = (inside[record.tier] as number) + 1;
  }

  return {
    hasRoom: ({ tier }, waiting) => (inside[tier] as number) < waiting,
    waits(record) {
      const isOutside = outside[record.tier]?.some((one) => one.record === record) === true;
      if (countedAt.of(record) === NOWHERE && !isOutside) count(record);
    },
    waitsOutside(record, waiting) {
      assert(countedAt.of(record) === NOWHERE, 'a case does not wait twice');
      outside[record.tier]?.push({ record, waiting });
    },
    leaves(record) {
      const tier = countedAt.of(record);
      if (tier === NOWHERE) {
        const own = outside[record.tier] ?? [];
        const place = own.findIndex((one) => one.record === record);
        if (place !== -1) own.splice(place, 1);
        return NOBODY;
      }
      countedAt.set(record, NOWHERE);
      inside[tier] = (inside[tier] as number) - 1;
      const queue = outside[tier] as Outside[];
      const admitted: CaseRecord[] = [];
      for (
        let [first] = queue;
        first !== undefined && (inside[tier] as number) < first.waiting;
        [first] = queue
      ) {
        queue.shift();
        count(first.record);
        admitted.push(first.record);
      }
      return admitted;
    },
  };
}
