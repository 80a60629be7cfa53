import { describe, expect, it } from 'vitest';
import { type LogProblem, problemLine } from '#caselog';
import { importCsv } from './importing.ts';

/** Logs that cannot be imported as they are. Each gives its place, what is wrong, and what to do. */

const EVENTS = 'columns: {case: id, time: at, activity: state}\n';
const CASES = 'rows: case\ncolumns: {case: id}\ntimes: {opened: at, closed: end}\n';
const HEAD = 'id,at,state\n';
const GOOD = 'g,2014-11-30T12:00:00Z,New\n';
const LONG = 'x'.repeat(10_001);

interface BadLog {
  readonly log: string;
  readonly mapping?: string;
  readonly row: number | null;
  readonly column?: string;
  readonly value?: string;
  readonly problem: string;
  readonly remedy: string;
}

/** Logs of which one row is refused. */
const ROWS: Readonly<Record<string, BadLog>> = {
  'a day that does not exist': {
    log: `${HEAD}${GOOD}a,2014-11-31T00:00:00Z,New\n`,
    row: 3,
    column: 'at',
    value: '2014-11-31T00:00:00Z',
    problem: 'November 2014 has 30 days',
    remedy: 'correct it',
  },
  'the leap day of a common year': {
    log: `${HEAD}${GOOD}a,2015-02-29T00:00:00Z,New\n`,
    row: 3,
    column: 'at',
    problem: 'February 2015 has 28 days',
    remedy: 'correct it',
  },
  'a month that does not exist': {
    log: `${HEAD}${GOOD}a,2014-13-01T00:00:00Z,New\n`,
    row: 3,
    column: 'at',
    problem: 'there is no month 13',
    remedy: 'correct it',
  },
  'an hour that does not exist': {
    log: `${HEAD}${GOOD}a,2014-11-30T24:00:00Z,New\n`,
    row: 3,
    column: 'at',
    problem: 'there is no hour 24',
    remedy: 'correct it',
  },
  'a leap second': {
    log: `${HEAD}${GOOD}a,2016-12-31T23:59:60Z,New\n`,
    row: 3,
    column: 'at',
    problem: 'leap seconds are not counted',
    remedy: 'correct it',
  },
  'a year that is a slip': {
    log: `${HEAD}${GOOD}a,0214-11-30T00:00:00Z,New\n`,
    row: 3,
    column: 'at',
    problem: 'the year 214 is not between',
    remedy: 'correct it',
  },
  'an offset that no zone has': {
    log: `${HEAD}${GOOD}a,2014-11-30T00:00:00+19:00,New\n`,
    row: 3,
    column: 'at',
    problem: 'no time zone is that far from UTC',
    remedy: 'correct it',
  },
  'times of two forms': {
    log: `${HEAD}${GOOD}h,2014-11-30T12:00:00Z,New\na,30.11.2014 12:00,New\n`,
    row: 4,
    column: 'at',
    value: '30.11.2014 12:00',
    problem: 'it does not have the form yyyy-M-d',
    remedy: 'this one looks like d.M.yyyy H:mm',
  },
  'a time without an offset among others': {
    log: `${HEAD}${GOOD}h,2014-11-30T13:00:00Z,New\na,2014-11-30T12:00:00,New\n`,
    row: 4,
    column: 'at',
    problem: 'it does not have the form',
    remedy: 'this one looks like yyyy-M-dTH:mm',
  },
  'a time that clocks skipped': {
    log: `${HEAD}a,2014-03-30 02:30,New\n`,
    mapping: `${EVENTS}timeZone: Europe/Berlin\n`,
    row: 2,
    column: 'at',
    problem: 'clocks in Europe/Berlin skipped this time',
    remedy: 'name the zone of the system',
  },
  'a word in place of a time': {
    log: `${HEAD}${GOOD}a,yesterday,New\n`,
    row: 3,
    column: 'at',
    value: 'yesterday',
    problem: 'it does not have the form',
    remedy: 'correct it',
  },
  'a formula in place of a time': {
    log: `${HEAD}${GOOD}a,=NOW(),New\n`,
    row: 3,
    column: 'at',
    value: '=NOW()',
    problem: 'it does not have the form',
    remedy: 'correct it',
  },
  'a missing time': {
    log: `${HEAD}${GOOD}a,,New\n`,
    row: 3,
    column: 'at',
    problem: 'the time is missing',
    remedy: 'add it',
  },
  'a missing id': {
    log: `${HEAD}${GOOD} ,2014-11-30T12:00:00Z,New\n`,
    row: 3,
    column: 'id',
    problem: 'the id of the case is missing',
    remedy: 'add it',
  },
  'an id that is a whole text': {
    log: `${HEAD}${GOOD}${LONG},2014-11-30T12:00:00Z,New\n`,
    row: 3,
    column: 'id',
    problem: 'more than 10,000 characters',
    remedy: 'quote that is not closed',
  },
  'a huge time': {
    log: `${HEAD}${GOOD}a,${LONG},New\n`,
    row: 3,
    column: 'at',
    problem: 'more than 10,000 characters',
    remedy: 'quote that is not closed',
  },
  'a huge activity': {
    log: `${HEAD}${GOOD}a,2014-11-30T12:00:00Z,${LONG}\n`,
    row: 3,
    column: 'state',
    problem: 'more than 10,000 characters',
    remedy: 'quote that is not closed',
  },
  'too few cells': {
    log: `${HEAD}${GOOD}a,2014-11-30T12:00:00Z\n`,
    row: 3,
    problem: 'the row has 2 cells, the first row 3',
    remedy: 'put quotes around',
  },
  'too many cells': {
    log: `${HEAD}${GOOD}a,2014-11-30T12:00:00Z,New, really\n`,
    row: 3,
    problem: 'the row has 4 cells, the first row 3',
    remedy: 'put quotes around',
  },
  'an unknown priority': {
    log: 'id,at,prio\na,2014-11-30T12:00:00Z,P5\n',
    mapping: 'columns: {case: id, time: at, severity: prio}\nvalues: {severity: {P1: A}}',
    row: 2,
    column: 'prio',
    value: 'P5',
    problem: "'P5' is not a severity",
    remedy: 'say what it means under values: severity:',
  },
  'an unknown channel': {
    log: 'id,at,by\na,2014-11-30T12:00:00Z,fax\n',
    mapping: 'columns: {case: id, time: at, channel: by}',
    row: 2,
    column: 'by',
    problem: "'fax' is not a channel",
    remedy: 'phone, e-mail, web',
  },
  'a country that is no code': {
    log: 'id,at,land\na,2014-11-30T12:00:00Z,USA\n',
    mapping: 'columns: {case: id, time: at, country: land}',
    row: 2,
    column: 'land',
    problem: "'USA' is not a country code",
    remedy: "did you mean 'US'?",
  },
  'a language that is no tag': {
    log: 'id,at,lang\na,2014-11-30T12:00:00Z,12\n',
    mapping: 'columns: {case: id, time: at, language: lang}',
    row: 2,
    column: 'lang',
    problem: '12',
    remedy: 'values: language:',
  },
  'a fourth tier': {
    log: 'id,at,level\na,2014-11-30T12:00:00Z,4\n',
    mapping: 'columns: {case: id, time: at, tier: level}',
    row: 2,
    column: 'level',
    problem: "'4' is not a tier",
    remedy: '1, 2, 3',
  },
  'a case on two rows': {
    log: 'id,at,end\na,2014-11-30T12:00:00Z,\na,2014-11-30T13:00:00Z,\n',
    mapping: CASES,
    row: 3,
    column: 'id',
    value: 'a',
    problem: 'row 2 has the same case',
    remedy: 'rows: event',
  },
  'a case that was closed before it was opened': {
    log: 'id,at,end\na,2014-11-30T12:00:00Z,2014-11-30T13:00:00Z\nb,2014-11-30T12:00:00Z,2014-11-30T11:00:00Z\n',
    mapping: CASES,
    row: 3,
    column: 'end',
    value: '2014-11-30T11:00:00Z',
    problem: "'closed' is before 'opened', 2014-11-30T12:00:00Z",
    remedy: 'correct it',
  },
  'an id that a spreadsheet shortened': {
    log: `${HEAD}${GOOD}1.23457E+15,2014-11-30T12:00:00Z,New\n`,
    row: 3,
    column: 'id',
    value: '1.23457E+15',
    problem: 'a spreadsheet has shortened the id',
    remedy: 'format the column as text',
  },
  'a serial date': {
    log: `${HEAD}${GOOD}a,41973.5,New\n`,
    row: 3,
    column: 'at',
    problem: 'it does not have the form',
    remedy: '41973.5 is the number by which a spreadsheet keeps 2014-11-30 12:00',
  },
  'a case without any time': {
    log: 'id,at,end\na,2014-11-30T12:00:00Z,\nb,,\n',
    mapping: CASES,
    row: 3,
    column: 'at, end',
    problem: 'the row has no time at all',
    remedy: 'add it',
  },
  'a bad end of a case': {
    log: 'id,at,end\na,2014-11-30T12:00:00Z,\nb,2014-11-30T12:00:00Z,never\n',
    mapping: CASES,
    row: 3,
    column: 'end',
    value: 'never',
    problem: 'it does not have the form',
    remedy: 'correct it',
  },
};

/** Logs of which nothing can be imported. */
const WHOLES: Readonly<Record<string, BadLog>> = {
  'an empty log': { log: '', row: null, problem: 'the log is empty', remedy: 'export it again' },
  'blank lines': { log: '\n\n\r\n', row: null, problem: 'the log is empty', remedy: 'export it again' },
  'a head without rows': { log: HEAD, row: 1, problem: 'the log has no rows', remedy: 'at least one row' },
  'a missing column': {
    log: `id,when,state\na,2014-11-30T12:00:00Z,New\n`,
    row: 1,
    column: 'at',
    problem: "the log has no column 'at'",
    remedy: 'use one of: id, when, state',
  },
  'a column with a slip': {
    log: `id,at,stat\na,2014-11-30T12:00:00Z,New\n`,
    row: 1,
    column: 'state',
    problem: "the log has no column 'state'",
    remedy: "did you mean 'stat'?",
  },
  'no names of columns': {
    log: GOOD,
    row: 1,
    column: 'id',
    problem: "the log has no column 'id'",
    remedy: 'use one of',
  },
  'two columns of one name': {
    log: `id,at,at,state\na,2014-11-30T12:00:00Z,2014-11-30T12:00:00Z,New\n`,
    row: 1,
    column: 'at',
    problem: "2 columns have the name 'at'",
    remedy: "write 'at#1'",
  },
  'a wrong separator': {
    log: `id;at;state\na;2014-11-30T12:00:00Z;New\n`,
    mapping: `${EVENTS}separator: ','`,
    row: 1,
    column: 'id',
    problem: "the log has no column 'id'",
    remedy: 'id;at;state',
  },
  'a quote that is never closed': {
    log: `${HEAD}${GOOD}a,2014-11-30T12:00:00Z,"New\n${GOOD}`,
    row: 3,
    problem: 'a quoted cell of the row that begins here is not closed before the log ends',
    remedy: 'close each quote',
  },
  'a quote that swallows a million characters': {
    log: `${HEAD}a,2014-11-30T12:00:00Z,"New\n${GOOD.repeat(50_000)}`,
    row: 2,
    problem: 'is not closed within 1,048,576 characters',
    remedy: 'close each quote',
  },
  'one endless line': {
    log: `${HEAD}${'x,'.repeat(600_000)}`,
    row: 2,
    problem: 'the row has more than 1,048,576 characters',
    remedy: 'leave long texts out',
  },
  'zero bytes': {
    log: 'i\0d\0,\0a\0t\0\n\0',
    row: 1,
    problem: 'zero bytes',
    remedy: 'utf-16le',
  },
  'times that could be day or month first': {
    log: `${HEAD}a,03/04/2024 10:00,New\nb,05/06/2024 11:00,New\n`,
    row: 2,
    column: 'at',
    value: '03/04/2024 10:00',
    problem: "'d/M/yyyy H:mm[:ss][.S]' or 'M/d/yyyy H:mm[:ss][.S]'",
    remedy: 'choose one: timeFormat',
  },
  'times that say no offset': {
    log: `${HEAD}a,2014-11-30 12:00,New\n`,
    row: 2,
    column: 'at',
    problem: 'the times do not say their offset from UTC',
    remedy: 'timeZone',
  },
  'a title above the names of columns': {
    log: `Tickets,of March\n,\n${HEAD}${GOOD}`,
    row: 1,
    problem: 'the names of columns are in row 3, below a title',
    remedy: 'remove the rows above',
  },
  'serial dates': {
    log: `${HEAD}a,41973.5,New\nb,41974,New\n`,
    row: 2,
    column: 'at',
    value: '41973.5',
    problem: '41973.5 is the number by which a spreadsheet keeps 2014-11-30 12:00',
    remedy: 'export it again',
  },
  'times of no known form': {
    log: `${HEAD}a,the day before yesterday,New\n`,
    row: 2,
    column: 'at',
    problem: 'the times are in no known format',
    remedy: 'timeFormat',
  },
};

function expectProblem(found: LogProblem | null | undefined, bad: BadLog): void {
  expect(found).toMatchObject({
    row: bad.row,
    column: bad.column ?? '',
    problem: expect.stringContaining(bad.problem),
    remedy: expect.stringContaining(bad.remedy),
  });
  if (bad.value !== undefined) expect(found?.value).toBe(bad.value);
  const line = problemLine('log.csv', found as LogProblem);
  if (bad.row !== null) expect(line).toContain(`row ${bad.row}`);
  if (bad.column !== undefined) expect(line).toContain(`column '${bad.column}'`);
}

describe('a bad row', () => {
  it.each(Object.entries(ROWS))('is refused for %s', (_, bad) => {
    const { report, stopped } = importCsv(bad.log, bad.mapping ?? EVENTS);
    expect(stopped).toBeNull();
    expect(report.rows.refused).toBe(1);
    expectProblem(report.refused[0], bad);
  });

  it('is listed up to the two hundredth, and counted afterwards', () => {
    const log = `${HEAD}${GOOD.repeat(300)}${'a,2014-11-31T00:00:00Z,New\n'.repeat(250)}`;
    const { report } = importCsv(log, EVENTS);
    expect(report.refused).toHaveLength(200);
    expect(report.rows).toEqual({ read: 550, imported: 300, refused: 250 });
    expect(report.refusedByColumn).toEqual({ at: 250 });
  });

  it('shows no control characters in messages', () => {
    const { report } = importCsv(`${HEAD}${GOOD}a,\u001b[31m2014,New\n`, EVENTS);
    expect(problemLine('log.csv', report.refused[0] as LogProblem)).toContain('\\u{1b}[31m2014');
  });
});

describe('a bad log', () => {
  it.each(Object.entries(WHOLES))('is refused for %s', (_, bad) => {
    expectProblem(importCsv(bad.log, bad.mapping ?? EVENTS).stopped, bad);
  });
});
