import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { cut, pad, textTable, wrap } from '../../../src/report/document/text-table.ts';

const columns = [
  { head: 'Name', kind: 'words', cell: ({ name }: { name: string; count: number }) => name },
  { head: 'Count', kind: 'number', cell: ({ count }: { name: string; count: number }) => String(count) },
] as const;

describe('textTable', () => {
  it('aligns words left and numbers right', () => {
    const rows = [
      { name: 'one', count: 1 },
      { name: 'twenty-two', count: 22 },
    ];
    expect(textTable(rows, columns, 80)).toEqual([
      'Name        Count',
      'one             1',
      'twenty-two     22',
    ]);
  });

  it('shortens the first column before it drops others', () => {
    const rows = [{ name: 'a name that is much too long', count: 123 }];
    expect(textTable(rows, columns, 20)).toEqual(['Name           Count', 'a name that…     123']);
    expect(textTable(rows, columns, 12)).toEqual(['Name', 'a name that…', 'No room for:', 'Count.']);
  });

  it('drops columns rather than cut labels until they look alike, and names what it drops', () => {
    const rows = [
      { name: 'Speed of answer, phone', count: 1 },
      { name: 'Speed of answer, e-mail', count: 123456 },
    ];
    expect(textTable(rows, columns, 27)).toEqual([
      'Name                  Count',
      'Speed of answer, p…       1',
      'Speed of answer, e…  123456',
    ]);
    expect(textTable(rows, columns, 26)).toEqual([
      'Name',
      'Speed of answer, phone',
      'Speed of answer, e-mail',
      'No room for: Count.',
    ]);
  });

  it('never exceeds the requested width', () => {
    const row = fc.record({ name: fc.string({ unit: 'grapheme' }), count: fc.nat() });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 5 }), fc.integer({ min: 10, max: 60 }), (rows, width) => {
        for (const line of textTable(rows, columns, width))
          expect(stringWidth(line)).toBeLessThanOrEqual(width);
      }),
    );
  });
});

describe('cut, pad and wrap', () => {
  it('keep to the width', () => {
    expect(cut('東京都', 5)).toBe('東京…');
    expect(pad('7', 3, 'number')).toBe('  7');
    expect(pad('東', 3, 'words')).toBe('東 ');
    expect(wrap('one two three', 7)).toEqual(['one two', 'three']);
    expect(wrap('immeasurable', 7)).toEqual(['immeas…']);
  });
});
