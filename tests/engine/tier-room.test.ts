import { describe, expect, it } from 'vitest';
import type { GroupIndex } from '#domain';
import type { CaseRecord } from '../../src/engine/cases/case-record.ts';
import type { CaseTable } from '../../src/engine/cases/case-table.ts';
import { createTierRoom } from '../../src/engine/features/tier-room.ts';

function roomOf(records: CaseRecord[]) {
  function column<Value>(initial: Value) {
    const values = new Map<CaseRecord, Value>();
    return {
      of: (record: CaseRecord) => values.get(record) ?? initial,
      set: (record: CaseRecord, value: Value) => values.set(record, value),
    };
  }
  return createTierRoom({ records, column } as unknown as CaseTable, () => 1 as GroupIndex, 2);
}

describe('room for cases that are passed on', () => {
  it('stops the program if queues are longer than the cases that count as waiting', () => {
    const records = [
      { row: 0, tier: 1 },
      { row: 1, tier: 2 },
    ] as CaseRecord[];
    const room = roomOf(records);
    for (const record of records) room.waits(record);
    expect(room.assertCounted).not.toThrow();
    const [last] = records.splice(1);
    expect(room.assertCounted).toThrow('the lengths of queues with room are not those of their cases');
    room.leaves(last as CaseRecord);
    expect(room.assertCounted).not.toThrow();
  });
});
