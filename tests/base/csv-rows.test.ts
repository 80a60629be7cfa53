import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvLine, csvRecords } from '#base';

describe('csvRecords(text)', () => {
  it('reads what csvLine has written', () => {
    const cell = fc
      .string({ unit: fc.constantFrom('a', ',', '"', ' ', 'é', '1') })
      .filter((text) => text !== '');
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { maxLength: 5 }), (rows) => {
        const records = [...csvRecords(rows.map(csvLine).join(''))];
        expect(records.map(({ cells }) => cells)).toEqual(rows);
        expect(records.map(({ line }) => line)).toEqual(rows.map((_, i) => i + 1));
      }),
    );
  });

  it('takes LF and CRLF, empty cells, line ends in quotes, and no line end at the end', () => {
    expect([...csvRecords('a,,"b\nc"\r\n\n,"say ""x"""')]).toEqual([
      { line: 1, cells: ['a', '', 'b\nc'] },
      { line: 4, cells: ['', 'say "x"'] },
    ]);
    expect([...csvRecords('a,')]).toEqual([{ line: 1, cells: ['a', ''] }]);
    expect([...csvRecords('')]).toEqual([]);
    expect([...csvRecords('a,"b')]).toEqual([{ line: 1, cells: ['a', 'b'] }]);
  });
});
