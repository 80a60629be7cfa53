import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PackedRows } from '../../../src/exports/source/packed-numbers.ts';

const anyRow = fc.tuple(
  fc.integer({ min: 1 - 2 ** 51, max: 2 ** 51 - 1 }),
  fc.integer({ min: -1, max: 2 ** 32 }),
  fc.nat(300),
);

function readBack(rows: PackedRows): readonly (readonly number[])[] {
  const found: number[][] = [];
  rows.forEach((row) => found.push([...row]));
  return found;
}

describe('packed rows', () => {
  it('come back as they were added, as often as they are read, and after rows that were added later', () => {
    fc.assert(
      fc.property(fc.array(anyRow), fc.array(anyRow), (before, after) => {
        const rows = new PackedRows(3);
        for (const row of before) rows.add(row);
        expect(readBack(rows)).toEqual(before);
        expect(readBack(rows)).toEqual(before);
        for (const row of after) rows.add(row);
        expect(readBack(rows)).toEqual([...before, ...after]);
      }),
    );
  });

  it('come back across the borders of pieces', () => {
    const rows = new PackedRows(3);
    const all = Array.from({ length: 40_000 }, (_, i) => [i * 7, (i * 7919) % 65_537, i % 3]);
    for (const row of all) rows.add(row);
    expect(readBack(rows)).toEqual(all);
  });

  it('hold whole numbers below 2^51 only', () => {
    expect(() => new PackedRows(1).add([0.5])).toThrow('0.5');
    expect(() => new PackedRows(1).add([Number.NaN])).toThrow('NaN');
    expect(() => new PackedRows(1).add([2 ** 51])).toThrow('2251799813685248');
  });
});
