import { describe, expect, it } from 'vitest';
import { CountSheet, CsvLog } from '#caselog';

function sheetOf(text: string, timeFormat: string | null = null): CountSheet {
  const sheet = new CountSheet(timeFormat);
  const csv = new CsvLog(null, sheet);
  csv.take(text);
  csv.end();
  sheet.end();
  return sheet;
}

const shownOf = ({ cells }: CountSheet) =>
  cells.map(({ channel, count, day, hour, segment }) =>
    [new Date(day * 864e5).toISOString().slice(0, 10), hour, segment, channel, count].join(' '),
  );
const wrongOf = ({ refusals }: CountSheet) =>
  refusals.listed.map(({ column, problem, row, value }) => `${row} ${column} ${value}: ${problem}`);

describe('a table of counts', () => {
  it('may have a row for each day', () => {
    const sheet = sheetOf('date,cases\n2015-03-02,12\n2015-03-03,\n2015-03-04,0\n');
    expect(shownOf(sheet)).toEqual(['2015-03-02    12', '2015-03-04    0']);
  });

  it('may have rows for intervals, with segment and channel', () => {
    const sheet = sheetOf(
      'Date;Time;Queue;Channel;Calls\n02.03.2015;07:30;Gold;phone;4\n13.03.2015;7;Gold;e-mail;5\n',
    );
    expect(shownOf(sheet)).toEqual(['2015-03-02 7 Gold phone 4', '2015-03-13 7 Gold e-mail 5']);
    const stamped = sheetOf('timestamp,count\n2015-03-02 07:30,4\n2015-03-02 08:00,5\n');
    expect(stamped.cells.map(({ hour }) => hour)).toEqual([7, 8]);
  });

  it('may have a column for each date and a row for each time, as in the separator of tabs', () => {
    const sheet = sheetOf('\t13/03/2003\t14/03/2003\n7:00\t111\t108\n7:05\t113\t\n');
    expect(shownOf(sheet)).toEqual(['2003-03-13 7   111', '2003-03-14 7   108', '2003-03-13 7   113']);
  });

  it('names row and column of each cell that is wrong, all at once', () => {
    const sheet = sheetOf(
      'date,time,channel,cases\n2015-03-02,07:00,phone,4\n2015-02-30,07:00,phone,4\n2015-03-02,25:00,phone,4\n2015-03-02,08:00,fax,4\n2015-03-02,09:00,phone,-1\n2015-03-02,10:00,phone,many\n2015-03-02,07:00,phone,9\n',
    );
    expect(wrongOf(sheet)).toEqual([
      expect.stringMatching(/^3 date 2015-02-30: /),
      '4 time 25:00: it is no time of a day',
      '5 channel fax: it is no channel',
      '6 cases -1: it is no count',
      '7 cases many: it is no count',
      '8 cases 9: row 2 already has the count of this time',
    ]);
    for (const { remedy } of sheet.refusals.listed) expect(remedy).not.toBe('');
  });

  it('names the date of a column that is none', () => {
    expect(wrongOf(sheetOf('slot,2015-03-02,2015-03-03,2015-13-04\n07:00,1,2,3\n'))).toEqual([
      expect.stringMatching(/^1 2015-13-04 2015-13-04: /),
    ]);
  });

  it.each([
    ['date,cases\n', /no rows of counts/],
    ['when,cases\n2015-03-02,3\n', /no column has dates: the first row names when, cases/],
    ['date,number\n2015-03-02,3\n', /no column has counts/],
    ['date,cases\n3/2/2015,3\n4/2/2015,3\n', /can be read as d\/M\/yyyy or M\/d\/yyyy/],
    ['date,cases\nsoon,3\nlater,4\n', /most of these are no dates/],
    ['date,cases\n2015-03-02,\n', /no cell of the sheet has a count/],
  ])('%j is refused as a whole', (text, problem) => {
    const { stopped } = sheetOf(text);
    expect(stopped?.problem).toMatch(problem);
    expect(stopped?.remedy).not.toBe('');
  });

  it('reads dates in the form that it is told', () => {
    expect(shownOf(sheetOf('date,cases\n3/2/2015,3\n', 'M/d/yyyy'))[0]).toMatch(/^2015-03-02 /);
    expect(sheetOf('date,cases\n3/2/2015,3\n', 'quarter').stopped?.problem).toBe(
      "'quarter' is no form of dates",
    );
  });
});
