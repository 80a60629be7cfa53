import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NO_CASE } from '#domain';
import { ByteTable } from '../../src/foreign/bytes/byte-table.ts';
import { LineMap } from '../../src/foreign/bytes/line-map.ts';
import { LineReader } from '../../src/foreign/bytes/log-lines.ts';
import { CaseIds } from '../../src/foreign/events/case-ids.ts';
import { bytesOf } from './reading.ts';

describe('LineMap', () => {
  it('returns the line of every entry, whatever lies between them', () => {
    const gap = fc.oneof(
      fc.constant(1),
      fc.constant(1),
      fc.integer({ min: 1, max: 300 }),
      fc.integer({ min: 1, max: 1e9 }),
    );
    fc.assert(
      fc.property(fc.array(gap, { maxLength: 60 }), fc.integer({ min: 1, max: 300 }), (gaps, repeats) => {
        const map = new LineMap();
        const lines: number[] = [];
        let line = 0;
        for (let i = 0; i < repeats; i++) {
          for (const step of gaps) {
            line += step;
            lines.push(line);
            map.add(line);
          }
        }
        for (let i = 0; i < lines.length; i += 1 + Math.floor(lines.length / 50)) {
          expect(map.lineOf(i)).toBe(lines[i]);
        }
        if (lines.length > 0) expect(map.lineOf(lines.length - 1)).toBe(lines.at(-1));
      }),
    );
  });
});

describe('ByteTable', () => {
  it('finds each key by its number, in the order of insertion', () => {
    const key = fc.uint8Array({ maxLength: 12, max: 3 });
    fc.assert(
      fc.property(fc.array(key, { maxLength: 200 }), (keys) => {
        const table = new ByteTable();
        const known = new Map<string, number>();
        for (const bytes of keys) {
          const text = bytes.join(',');
          const padded = Uint8Array.of(9, ...bytes, 9);
          expect(table.indexOf(padded, 1, padded.length - 1)).toBe(known.get(text) ?? -1);
          if (!known.has(text)) known.set(text, known.size);
          expect(table.add(padded, 1, padded.length - 1)).toBe(known.get(text));
        }
        expect(table.count).toBe(known.size);
        for (const [text, index] of known) expect(table.key(index).join(',')).toBe(text);
      }),
    );
  });
});

describe('CaseIds', () => {
  it('numbers cases in the order of their opening, and unopened ones from the end', () => {
    const ids = new CaseIds();
    const call = (what: 'open' | 'meet' | 'find', id: string) => {
      const bytes = bytesOf(id);
      return ids[what](bytes, 0, bytes.length);
    };
    expect(call('find', 'INC-1')).toBe(NO_CASE);
    expect(call('open', 'INC-1')).toBe(0);
    expect(call('meet', 'INC-9')).toBe(NO_CASE - 1);
    expect(call('meet', 'INC-9')).toBe(NO_CASE - 1);
    expect(call('open', 'Fälle/2')).toBe(1);
    // From then on, a case that is opened late counts with the others.
    expect(call('open', 'INC-9')).toBe(2);
    expect(call('find', 'INC-9')).toBe(2);
    expect(ids.openedCount).toBe(3);
    expect([0, 1, 2, NO_CASE - 1].map((number) => ids.nameOf(number))).toEqual([
      'INC-1',
      'Fälle/2',
      'INC-9',
      'INC-9',
    ]);
  });
});

describe('LineReader', () => {
  /** Lines, and the numbers of those that are too long, of a text in pieces of that length. */
  const read = (text: Uint8Array, piece: number) => {
    const lines: string[] = [];
    const reader = new LineReader({
      keepsEmptyLines: false,
      line: (bytes, from, to, number) => {
        lines.push(`${number}: ${Buffer.from(bytes.subarray(from, to)).toString('utf8')}`);
      },
      tooLong: (number) => lines.push(`${number} is too long`),
    });
    for (let at = 0; at < text.length; at += piece) reader.take(text.subarray(at, at + piece));
    reader.end();
    return lines;
  };

  it('gives the same lines for whatever pieces the bytes come in', () => {
    const text = bytesOf('\ufeffüber\n\n\r\nzwei\r\n\n\ndrei');
    const wanted = ['1: über', '4: zwei\r', '7: drei'];
    for (let piece = 1; piece <= text.length; piece++) expect(read(text, piece), `${piece}`).toEqual(wanted);
  });

  it('refuses a line above 1 MiB, and continues with the next', () => {
    const most = 1 << 20;
    for (const piece of [1 << 12, 1 << 16, 1 << 30]) {
      const text = Buffer.concat([
        Buffer.alloc(most, 'a'),
        bytesOf('\n'),
        Buffer.alloc(most + 1, 'b'),
        bytesOf('\nc\n'),
        Buffer.alloc(3 * most, 'd'),
      ]);
      const lines = read(text, piece);
      expect(lines.map((line) => line.slice(0, 20))).toEqual([
        `1: ${'a'.repeat(17)}`,
        '2 is too long',
        '3: c',
        '4 is too long',
      ]);
    }
  });
});
