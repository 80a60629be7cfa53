import { describe, expect, it } from 'vitest';
import { importLines } from '#caselog';
import { casesOf, importCsv } from './importing.ts';

const EVENTS = 'columns: {case: id, time: at, activity: state}\n';
const utc = (text: string) => Date.parse(text);

describe('importing a log with a row for each event', () => {
  const log = [
    'id,at,state,team,prio',
    'b,2024-03-01T10:00:00Z,New,desk,2 - High',
    'a,2024-03-01T09:00:00+01:00,New,desk,?',
    'a,2024-03-01T12:00:00Z,Closed,experts,1 - Critical',
    'a,2024-03-01T11:00:00Z,Active,desk,2 - High',
  ].join('\r\n');
  const mapping = `${EVENTS}  group: team
  severity: prio
values: {severity: {1 - Critical: A, 2 - High: B}, activity: {Closed: closed}}
missing: ['?']`.replace('}\n  group: team\n  severity: prio', ', group: team, severity: prio}');
  const imported = importCsv(log, mapping);

  it('numbers cases by their first events, and sorts the events of a case by time', () => {
    const [a, b] = casesOf(imported);
    expect(a?.id).toBe('a');
    expect(a?.events.map(({ activity, atMs, group, row }) => [activity, atMs, group, row])).toEqual([
      ['New', utc('2024-03-01T08:00:00Z'), 'desk', 3],
      ['Active', utc('2024-03-01T11:00:00Z'), 'desk', 5],
      ['closed', utc('2024-03-01T12:00:00Z'), 'experts', 4],
    ]);
    expect(b?.id).toBe('b');
    expect(casesOf(imported)).toHaveLength(2);
  });

  it('translates values by their endings where no key names them', () => {
    const text =
      'id,at,state,team\na,2024-03-01T10:00:00Z,New,G1 2nd\nb,2024-03-01T11:00:00Z,New,V5\nc,2024-03-01T12:00:00Z,New,special 2nd';
    const other = importCsv(
      text,
      `${EVENTS.replace('}', ', tier: team}')}values: {tier: {special 2nd: 3, '* 2nd': 2, '*': 1}}`,
    );
    expect(casesOf(other).map(({ events }) => events[0]?.tier)).toEqual([2, 1, 3]);
  });

  it('takes the value of the earliest event that has one, and counts cases whose value changes', () => {
    expect(casesOf(imported)[0]?.severity).toBe('B');
    expect(imported.report.changedCases).toEqual({ severity: 1 });
  });

  it('ends a case if its last event does, and counts the others as open', () => {
    const [a, b] = casesOf(imported);
    expect(a?.endedAtMs).toBe(utc('2024-03-01T12:00:00Z'));
    expect(b?.endedAtMs).toBeNull();
    expect(imported.report.open.cases).toBe(1);
  });

  it('reports events that come after a later one of their case', () => {
    expect(imported.report.outOfOrder).toEqual({ count: 1, row: 5 });
  });

  it('gives the same log whatever the pieces in which the text arrives', () => {
    for (const piece of [1, 7, 64]) {
      const other = importCsv(log, mapping, piece);
      expect(casesOf(other)).toEqual(casesOf(imported));
      expect(other.report).toEqual(imported.report);
    }
  });

  it('says in three lines what was read, what was refused, and what is open', () => {
    expect(importLines(imported.report).slice(0, 3)).toEqual([
      'log.csv: 2 cases with 4 events, from 2024-03-01T08:00:00.000Z to 2024-03-01T12:00:00.000Z.',
      'All 4 rows could be read; none was refused.',
      '1 case is open at the end (50.0 %); 0 days of 1 have no event.',
    ]);
  });
});

describe('a value that changes within a case', () => {
  it.each([
    ['in the order of time', ['09,A', '10,B', '11,B']],
    ['in another order', ['10,B', '09,A', '11,B']],
    ['backwards', ['11,B', '10,B', '09,A']],
  ])('is the one of the earliest event, with rows %s', (_, rows) => {
    const log = ['id,at,prio', ...rows.map((row) => `a,2024-01-15T${row.replace(',', ':00Z,')}`)].join('\n');
    const imported = importCsv(log, 'columns: {case: id, time: at, severity: prio}');
    expect(casesOf(imported)[0]?.severity).toBe('A');
    expect(imported.report.changedCases).toEqual({ severity: 1 });
  });
});

describe('repeated events', () => {
  it('are those that equal any other event of their case and instant; they are counted and kept', () => {
    const rows = ['a,10,x', 'a,10,y', 'a,10,x', 'a,11,x', 'b,10,x', 'a,10,y', 'b,11,y'];
    const log = ['id,at,state', ...rows.map((row) => row.replace(/,(..),/, ',2024-01-15T$1:00Z,'))].join(
      '\n',
    );
    const { log: cases, report } = importCsv(log, EVENTS);
    expect(report.repeatedEvents).toEqual({ count: 2, row: 4 });
    expect(cases.eventCount).toBe(7);
  });
});

describe('importing a log with a row for each case', () => {
  const log = [
    'Ticket;Created;Solved;Assignee',
    '1;31.03.2024 08:00;31.03.2024 18:30;Ann',
    '2;30.03.2024 23:00;;Bob',
  ].join('\n');
  const mapping = `rows: case
timeZone: Europe/Berlin
columns: {case: Ticket, agent: Assignee}
times: {opened: Created, resolved: Solved}
fixed: {channel: phone}`;
  const imported = importCsv(log, mapping);

  it('makes an event of each time, and knows the agent at the last one only', () => {
    const [two, one] = casesOf(imported);
    expect(two?.events).toHaveLength(1);
    expect(one?.events.map(({ activity, agent, atMs }) => [activity, agent, atMs])).toEqual([
      ['opened', null, utc('2024-03-31T06:00:00Z')],
      ['resolved', 'Ann', utc('2024-03-31T16:30:00Z')],
    ]);
    expect(one?.channel).toBe('phone');
  });

  it('guesses separator and form of times, and says so', () => {
    expect(imported.report.read).toMatchObject({
      separator: { value: ';', from: 'guessed' },
      timeFormat: { value: 'd.M.yyyy H:mm[:ss][.S]', from: 'guessed' },
    });
  });
});

describe('the clock of a log', () => {
  const log = (...times: readonly string[]) =>
    ['id,at,state', ...times.map((time, i) => `${i},${time},x`)].join('\n');

  it('refuses a time that the clock skipped', () => {
    const { report } = importCsv(
      log('2024-03-31 01:59:59', '2024-03-31 02:30:00'),
      `${EVENTS}timeZone: Europe/Berlin`,
    );
    expect(report.clock.skipped).toEqual({ count: 1, first: '2024-03-31 02:30:00' });
    expect(report.refused).toMatchObject([
      { row: 3, column: 'at', value: '2024-03-31 02:30:00', problem: expect.stringContaining('skipped') },
    ]);
  });

  it('takes the earlier instant of a time that the clock showed twice, and counts it', () => {
    const imported = importCsv(
      log('2024-10-27 02:30:00', '2024-10-27 03:30:00'),
      `${EVENTS}timeZone: Europe/Berlin`,
    );
    expect(imported.report.clock.repeated).toEqual({ count: 1, first: '2024-10-27 02:30:00' });
    expect(casesOf(imported)[0]?.events[0]?.atMs).toBe(utc('2024-10-27T00:30:00Z'));
    expect(casesOf(imported)[1]?.events[0]?.atMs).toBe(utc('2024-10-27T02:30:00Z'));
  });

  it('finds days without events on the calendar of the zone', () => {
    const { report } = importCsv(
      log('2024-01-01 23:30:00', '2024-01-05 00:30:00'),
      `${EVENTS}timeZone: Asia/Tokyo`,
    );
    expect(report.daysWithout).toEqual({
      count: 3,
      of: 5,
      longest: [{ from: '2024-01-02', until: '2024-01-04', days: 3 }],
    });
  });

  it.each([
    ['7/3/2016 00:08', '29/2/2016 23:50', '2016-03-07T00:08:00Z'],
    ['3/7/2016 1:08 PM', '12/29/2015 11:50 PM', '2016-03-07T13:08:00Z'],
    ['03/Dec/24 9:07 AM', '13/Dec/24 9:07 AM', '2024-12-03T09:07:00Z'],
    ['20240307', '20241231', '2024-03-07T00:00:00Z'],
    ['1709805600', '1709805601', '2024-03-07T10:00:00Z'],
    ['1709805600123', '1709805601000', '2024-03-07T10:00:00.123Z'],
    ['2024-03-07T10:00:00.123456+0100', '2024-03-08T10:00:00Z', '2024-03-07T09:00:00.123Z'],
  ])('reads %s beside %s as %s', (first, second, instant) => {
    const imported = importCsv(log(first, second), `${EVENTS}timeZone: UTC`);
    expect(imported.report.refused).toEqual([]);
    const one = casesOf(imported).find(({ id }) => id === '0');
    expect(one?.events[0]?.atMs).toBe(utc(instant));
  });
});

describe('columns of a log', () => {
  it('joins several columns, and takes the value as missing if one of them is', () => {
    const log = 'call,day,begin,end\n1,990201,7:02:47,0:00:00\n2,990213,23:00:01,23:10:00';
    const mapping = `rows: case
columns: {case: call}
times: {began: [day, begin], ended: [day, end]}
missing: ['0:00:00']
timeFormat: 'yyMMdd H:mm:ss'
timeZone: Asia/Jerusalem`;
    const imported = importCsv(log, mapping);
    expect(casesOf(imported).map(({ events }) => events.length)).toEqual([1, 2]);
    expect(casesOf(imported)[0]?.events[0]?.atMs).toBe(utc('1999-02-01T05:02:47Z'));
  });

  it('finds the second column of a name as name#2, and one without a name by its number', () => {
    const log = ',at,kind,kind\na,2024-01-15T00:00Z,x,y';
    const imported = importCsv(log, "columns: {case: '#1', time: at, activity: kind#2}");
    expect(imported.stopped).toBeNull();
    expect(casesOf(imported)[0]).toMatchObject({ id: 'a', events: [{ activity: 'y' }] });
    expect(imported.report.unusedColumns).toEqual(['kind#1']);
  });

  it('keeps quoted separators, quotes and line breaks, and numbers rows by their lines', () => {
    const log = 'id,at,state\n"a,1",2024-01-15T00:00Z,"on ""hold""\nagain"\nb,2024-01-16T00:00Z,x\n';
    const imported = importCsv(log, EVENTS);
    const [a, b] = casesOf(imported);
    expect(a).toMatchObject({ id: 'a,1', events: [{ activity: 'on "hold"\nagain', row: 2 }] });
    expect(b?.events[0]?.row).toBe(4);
  });
});
