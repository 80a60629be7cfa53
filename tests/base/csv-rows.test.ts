import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CsvReader, type CsvRecord, csvLine } from '#base';

/** The records of a whole text, line by line. */
function recordsOf(text: string): CsvRecord[] {
  const reader = new CsvReader();
  const records = text.split('\n').map((line, i) => reader.take(line, i + 1));
  return [...records, reader.end()].filter((record) => record !== null);
}

describe('CsvReader', () => {
  it('reads what csvLine wrote', () => {
    const cell = fc
      .string({ unit: fc.constantFrom('a', ',', '"', ' ', 'é', '1') })
      .filter((text) => text !== '');
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { maxLength: 5 }), (rows) => {
        const records = recordsOf(rows.map(csvLine).join(''));
        expect(records.map(({ cells }) => cells)).toEqual(rows);
        expect(records.map(({ line }) => line)).toEqual(rows.map((_, i) => i + 1));
      }),
    );
  });

  it('accepts LF and CRLF, empty cells, line ends in quotes, and a missing final line end', () => {
    expect(recordsOf('a,,"b\nc"\r\n\n,"say ""x"""')).toEqual([
      { line: 1, cells: ['a', '', 'b\nc'] },
      { line: 4, cells: ['', 'say "x"'] },
    ]);
    expect(recordsOf('a,')).toEqual([{ line: 1, cells: ['a', ''] }]);
    expect(recordsOf('')).toEqual([]);
    expect(recordsOf('a,"b')).toEqual([{ line: 1, cells: ['a', 'b'] }]);
    expect(recordsOf('a,"b\n\n\r\nc"\n')).toEqual([{ line: 1, cells: ['a', 'b\n\n\r\nc'] }]);
  });

  it('reads any text as a character-by-character reader does', () => {
    const text = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r'), maxLength: 14 });
    fc.assert(
      fc.property(text, (written) => {
        expect(recordsOf(written).map(({ cells }) => cells)).toEqual(recordsByCharacter(written));
      }),
      { numRuns: 2000 },
    );
  });

  it('reports how much of a quoted cell it holds, so that the caller can limit it', () => {
    const reader = new CsvReader();
    expect(reader.take('a,"b', 1)).toBeNull();
    expect([reader.isInside, reader.heldLength]).toEqual([true, 5]);
    expect(reader.take('c"', 2)).toEqual({ line: 1, cells: ['a', 'b\nc'] });
    expect([reader.isInside, reader.heldLength]).toEqual([false, 0]);
  });
});

/** RFC 4180 to the letter. Where the RFC is silent: quotes inside a cell that does not begin with one stand for themselves. */
function recordsByCharacter(text: string): string[][] {
  const records: string[][] = [];
  let cells: string[] = [];
  let cell = '';
  let state: 'begins' | 'plain' | 'quoted' | 'after' = 'begins';
  const endRecord = () => {
    cells.push(endsPlainly && cell.endsWith('\r') ? cell.slice(0, -1) : cell);
    const isEmpty = cells.length === 1 && cells[0] === '' && !wasQuoted;
    if (!isEmpty) records.push(cells);
    [cells, cell, state, wasQuoted] = [[], '', 'begins', false];
  };
  let wasQuoted = false;
  /** Whether the last character stood outside quotes. */
  let endsPlainly = false;
  for (let at = 0; at < text.length; at++) {
    const unit = text[at] as string;
    if (unit !== '\n' || state === 'quoted') endsPlainly = state !== 'quoted';
    if (state === 'quoted') {
      if (unit !== '"') cell += unit;
      else if (text[at + 1] === '"') cell += text[++at] as string;
      else state = 'after';
    } else if (unit === '\n') endRecord();
    else if (unit === ',') {
      cells.push(cell);
      [cell, state] = ['', 'begins'];
    } else if (unit === '"' && state === 'begins') [state, wasQuoted] = ['quoted', true];
    else {
      cell += unit;
      if (state === 'begins') state = 'plain';
    }
  }
  if (cells.length > 0 || cell !== '' || wasQuoted) endRecord();
  return records;
}
