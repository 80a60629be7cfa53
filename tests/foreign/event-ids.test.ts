import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HashLines } from '../../src/foreign/bytes/hash-lines.ts';
import { EventIds } from '../../src/foreign/events/event-ids.ts';
import { bytesOf, JSON_LINES, reportOn } from './reading.ts';

/** The lines on which each of these ids stood first; 0 for new ones. Events are on consecutive lines, except for gaps. */
function repeats(
  events: readonly (readonly [source: string, id: string])[],
  gapEvery = Number.POSITIVE_INFINITY,
) {
  const ids = new EventIds();
  let line = 0;
  return events.map(([source, id], i) => {
    line += i > 0 && i % gapEvery === 0 ? 3 : 1;
    const bytes = bytesOf(`"${id}"`);
    return { line, before: ids.note(ids.of(source), bytes, 1, bytes.length - 1, line) };
  });
}

describe('event ids', () => {
  it('are reported if repeated, with the line on which they first stood', () => {
    const id = fc.oneof(
      { weight: 6, arbitrary: fc.nat({ max: 40 }).map(String) },
      fc.constantFrom('007', '7', 'a', 'ä', '', '9007199254740993', '1e3', '-1'),
    );
    const event = fc.tuple(fc.constantFrom('one', 'two', 'on'), id);
    fc.assert(
      fc.property(fc.array(event, { maxLength: 120 }), fc.integer({ min: 1, max: 9 }), (events, gapEvery) => {
        const first = new Map<string, number>();
        for (const [i, { before, line }] of repeats(events, gapEvery).entries()) {
          const key = JSON.stringify(events[i]);
          expect(before, key).toBe(first.get(key) ?? 0);
          if (!first.has(key)) first.set(key, line);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('are found again in whatever order they count', () => {
    const up = Array.from({ length: 3000 }, (_, i) => String(i));
    const down = up.toReversed();
    const even = up.map((id) => String(2 * Number(id)));
    const sparse = up.map((id) => String(1e6 * Number(id)));
    for (const ids of [up, down, even, sparse]) {
      const told = repeats([...ids, ...ids].map((id) => ['source', id]));
      expect(told.slice(0, ids.length).every(({ before }) => before === 0)).toBe(true);
      expect(told.slice(ids.length).map(({ before }) => before)).toEqual(ids.map((_, i) => i + 1));
    }
  });

  it('that are hashed stay distinct, for a hundred thousand of each of several forms', () => {
    const ids = new EventIds();
    const forms: readonly ((i: number) => string)[] = [
      (i) => `INC${String(i).padStart(7, '0')}`,
      (i) => `${(i * 2654435761).toString(16)}-${i.toString(36)}`,
      (i) => `2014-11-04T${i}/a`,
    ];
    let line = 0;
    let taken = 0;
    for (const form of forms) {
      for (let i = 0; i < 100_000; i++) {
        const bytes = bytesOf(form(i));
        if (ids.note(ids.of('source'), bytes, 0, bytes.length, ++line) !== 0) taken++;
      }
    }
    expect(taken).toBe(0);
  });

  it('from very many sources are kept as well', () => {
    const events = Array.from({ length: 500 }, (_, i): [string, string] => [
      `source ${i % 250}`,
      String(i % 125),
    ]);
    const told = repeats(events);
    expect(told.filter(({ before }) => before !== 0).map(({ before, line }) => line - before)).toEqual(
      Array.from({ length: 250 }, () => 250),
    );
  });
});

describe('HashLines', () => {
  it('gives the first line of each hash, however full it is', () => {
    const table = new HashLines();
    const hashes = Array.from({ length: 40_000 }, (_, i) => [
      Math.imul(i, 0x9e3779b1) >>> 0,
      Math.imul(i + 1, 0x85ebca6b) >>> 0,
    ]);
    const note = (line: (i: number) => number) =>
      hashes.map(([high = 0, low = 0], i) => table.note(high, low, line(i)));
    expect(note((i) => i + 1).every((before) => before === 0)).toBe(true);
    expect(note(() => 7).every((before, i) => before === i + 1)).toBe(true);
  });
});

describe('a log with duplicate events', () => {
  const event = (id: unknown, source?: string) =>
    JSON.stringify({ id, source, type: 'meridian.law', time: '2014-11-04T09:00:00Z', data: { change: 1 } });

  it('is reported with both lines', () => {
    const log = [event('a', 's'), event('1', 's'), '', event('1', 't'), event('a', 's'), event('1', 's')];
    expect(reportOn(log.join('\n'), JSON_LINES).disorder).toEqual({
      lines: 2,
      first: [
        { line: 5, message: 'the event "a" of source "s" is on line 1 already' },
        { line: 6, message: 'the event "1" of source "s" is on line 2 already' },
      ],
    });
  });

  it('is also reported for events of other types, and for events without an id with the assumption made', () => {
    const other = '{"id":"a","source":"s","type":"chat"}';
    const log = [event('a', 's'), other, event(undefined), event(undefined)].join('\n');
    const { assumptions, disorder, leftOut } = reportOn(log, JSON_LINES);
    expect([disorder.lines, leftOut]).toEqual([1, 1]);
    expect(assumptions).toContain('an event without an id occurs only once');
    expect(reportOn(event('a', 's'), JSON_LINES).assumptions).not.toContain(
      'an event without an id occurs only once',
    );
  });

  it('keeps the first of each kind of disorder', () => {
    const late = JSON.stringify({ id: 'x', source: 's', type: 'meridian.law', time: '2014-11-04T08:00:00Z' });
    const log = [event('a', 's'), ...Array.from({ length: 9 }, () => late), event('a', 's')];
    const { first, lines } = reportOn(log.join('\n'), JSON_LINES).disorder;
    expect(lines).toBe(10);
    // Nine are out of order; eight of these and the last are duplicates.
    expect(first.filter(({ message }) => message.includes('before an event above')).length).toBe(5);
    expect(first.filter(({ message }) => message.includes('already')).length).toBe(5);
  });
});
