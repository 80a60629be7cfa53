import { describe, expect, it } from 'vitest';
import { XES_MAPPING } from '#caselog';
import { casesOf, importXes as importMapped } from './importing.ts';

const importXes = (text: string, piece?: number) => importMapped(text, XES_MAPPING, piece);

const event = (activity: string, time: string, more = '') =>
  `<event><string key="concept:name" value="${activity}"/><date key="time:timestamp" value="${time}"/>${more}</event>`;
const trace = (id: string, ...events: readonly string[]) =>
  `<trace><string key="concept:name" value="${id}"/>${events.join('\n')}</trace>`;
const log = (...traces: readonly string[]) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<log xes.version="1.0"><string key="concept:name" value="whole"/>\n${traces.join('\n')}\n</log>\n`;

const GOOD = log(
  trace(
    'a &amp; b',
    event(
      'New',
      '2024-03-01T09:00:00.000+01:00',
      '<string key="org:resource" value="Ann"><string key="concept:name" value="nested"/></string>',
    ),
    event('closed', '2024-03-01T09:30:00Z', '<string key="org:group" value="Desk"/>'),
  ),
  trace('c', event('New', '2024-03-02T09:00:00.5Z')),
);

describe('an XES log', () => {
  it('gives an event for each of its events, with the attributes of event and trace alone', () => {
    const imported = importXes(GOOD);
    expect(imported.stopped).toBeNull();
    expect(imported.report.rows).toEqual({ read: 3, imported: 3, refused: 0 });
    const [first, second] = casesOf(imported);
    expect(first?.id).toBe('a & b');
    expect(first?.events).toMatchObject([
      { activity: 'New', agent: 'Ann', group: null, atMs: Date.parse('2024-03-01T08:00:00Z'), row: 1 },
      { activity: 'closed', agent: null, group: 'Desk', atMs: Date.parse('2024-03-01T09:30:00Z'), row: 2 },
    ]);
    expect(second).toMatchObject({ id: 'c', endedAtMs: null });
  });

  it('reads the life cycle of steps if the mapping says what its transitions mean', () => {
    const step = (name: string, transition: string, time: string) =>
      event(
        name,
        time,
        `<string key="lifecycle:transition" value="${transition}"/><string key="cost" value="3"/>`,
      );
    const text = log(
      trace(
        'a',
        step('Check', 'start', '2024-03-01T09:00:00Z'),
        step('Check', 'suspend', '2024-03-01T09:10:00Z'),
        step('Check', 'resume', '2024-03-01T09:20:00Z'),
        step('Check', 'complete', '2024-03-01T09:30:00Z'),
        step('Notify', 'complete', '2024-03-01T10:00:00Z'),
      ),
    );
    const events = (mapping: string) =>
      casesOf(importMapped(text, mapping))[0]?.events.map(({ activity, group }) => [activity, group]);
    expect(events(XES_MAPPING)?.map(([activity]) => activity)).toEqual([
      ...new Array(4).fill('Check'),
      'Notify',
    ]);
    const told = XES_MAPPING.replace('activity: concept:name', 'activity: lifecycle:transition').replace(
      'group: org:group',
      'group: concept:name',
    );
    const states =
      'values: { activity: { start: working, suspend: queued, resume: working, complete: worked } }';
    expect(events(`${told}${states}\n`)).toEqual([
      ['working', 'Check'],
      ['queued', 'Check'],
      ['working', 'Check'],
      ['worked', 'Check'],
      ['worked', 'Notify'],
    ]);
  });

  it('is the same whatever the pieces in which it arrives', () => {
    const whole = importXes(GOOD);
    for (const piece of [1, 13]) {
      const other = importXes(GOOD, piece);
      expect(casesOf(other)).toEqual(casesOf(whole));
      expect(other.report).toEqual(whole.report);
    }
  });

  it('refuses an event without an id, a time, or a day that exists', () => {
    const { report } = importXes(
      log(
        `<trace>${event('New', '2024-03-01T09:00:00Z')}</trace>`,
        trace('b', '<event><string key="concept:name" value="New"/></event>'),
        trace('c', event('New', '2014-11-31T09:00:00Z')),
        trace('d', event('New', '2024-03-01T09:00:00Z'), event('New', '2024-03-01T09:00:00Z')),
      ),
    );
    expect(report.refused).toMatchObject([
      { row: 1, column: 'case:concept:name', problem: 'the id of the case is missing' },
      { row: 2, column: 'time:timestamp', problem: 'the time is missing' },
      { row: 3, column: 'time:timestamp', problem: 'November 2014 has 30 days' },
    ]);
    expect(report.repeatedEvents).toEqual({ count: 1, row: 5 });
  });

  const BOMB = `<?xml version="1.0"?>\n<!DOCTYPE log [<!ENTITY a "${'x'.repeat(100)}"><!ENTITY b "&a;&a;&a;">]>\n<log><trace><string key="concept:name" value="&b;"/></trace></log>`;

  it.each([
    ['entities of its own', BOMB, 'line 2', 'it declares a document type'],
    ['an unknown entity', GOOD.replace('&amp;', '&bomb;'), 'line 3', 'it is not XML'],
    ['a missing end', GOOD.slice(0, -20), 'line', 'it is not XML'],
    ['an end that has no begin', GOOD.replace('</trace>', '</event>'), 'line 4', 'it is not XML'],
    ['a text', 'id,at\n1,2\n', 'line', 'it is not XML'],
    ['no content', '', 'line 1', 'it is not XML'],
    ['no events', log(trace('a')), 'line', 'it has no events'],
    ['deep nesting', `<log>${'<list>'.repeat(200)}`, 'line 1', 'nested more than 100 deep'],
    [
      'a tag without an end',
      `<log><trace a="${'x'.repeat(1 << 23)}`,
      'line 1',
      'more than 4,194,304 characters',
    ],
  ])('is refused for %s', (_, text, place, problem) => {
    const { stopped } = importXes(text);
    expect(stopped?.problem).toContain(place);
    expect(stopped?.problem).toContain(problem);
    expect(stopped?.remedy).not.toBe('');
  });
});
