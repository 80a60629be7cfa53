import { describe, expect, it } from 'vitest';
import { CsvLog, LogSample, proposeMapping, readMapping } from '#caselog';
import { successOf } from '../running.ts';
import { importCsv } from './importing.ts';

function proposalFor(log: string) {
  const sample = new LogSample();
  const csv = new CsvLog(null, sample);
  csv.take(log);
  csv.end();
  return proposeMapping(sample);
}

const EVENTS = [
  'number,state,priority,contact_type,sys_updated_at,assignment_group,category,category',
  'INC1,New,1 - Critical,Phone,29/02/2024 09:00,Desk,net,vpn',
  'INC1,Resolved,1 - Critical,Phone,29/02/2024 09:30,?,net,vpn',
  'INC2,New,4 - Low,Self-service,29/02/2024 10:00,Desk,net,lan',
].join('\n');

describe('a proposed mapping', () => {
  it('finds columns by their names and values, and gives reasons', () => {
    const text = successOf(proposalFor(EVENTS));
    expect(text).toContain('rows: event  # 3 rows have 2 values of number');
    expect(text).toContain('timeZone: UTC  # not in the log: write');
    expect(text).toContain('time: sys_updated_at  # the only times');
    const mapping = successOf(readMapping('proposed.yaml', text));
    expect(mapping.columns).toEqual({
      case: ['number'],
      time: ['sys_updated_at'],
      activity: ['state'],
      group: ['assignment_group'],
      severity: ['priority'],
      channel: ['contact_type'],
      product: ['category#1'],
    });
    expect(mapping.values.severity).toEqual({ '1 - Critical': 'A', '4 - Low': 'C' });
    expect(mapping.values.channel).toEqual({ 'Self-service': 'web' });
    expect(mapping.missing).toEqual(['?']);
    expect(mapping.ends).toEqual(['Resolved']);
  });

  it('finds columns that a site added, and a channel whose column is called contact', () => {
    const log =
      'number,u_country,u_language,contact,changed\n1,DE,de,Phone,2024-01-15 09:00\n1,DE,de,Email,2024-01-15 10:00\n';
    const { columns } = successOf(readMapping('proposed.yaml', successOf(proposalFor(log))));
    expect(columns).toMatchObject({ country: ['u_country'], language: ['u_language'], channel: ['contact'] });
  });

  it('imports the log that it was made from', () => {
    const text = successOf(proposalFor(EVENTS)).replace('meridian-mapping: 1\n', '');
    const { report, stopped } = importCsv(EVENTS, text);
    expect(stopped).toBeNull();
    expect(report).toMatchObject({ cases: 2, rows: { read: 3, refused: 0 }, open: { cases: 1 } });
  });

  it('takes rows for cases if each has an id of its own, and finds their times', () => {
    const log = 'Ticket ID;Created at;Solved at\n1;2024-01-15 10:00;2024-01-15 11:00\n2;2024-01-16 10:00;\n';
    const text = successOf(proposalFor(log)).replace('meridian-mapping: 1\n', '');
    const { log: cases } = importCsv(log, text);
    expect(cases.caseAt(0).events.map(({ activity }) => activity)).toEqual(['opened', 'resolved']);
  });

  const days = (dates: readonly string[]) =>
    ['id,state,at', ...dates.map((date, k) => `${k % 3},New,${date} 10:00`)].join('\n');

  it('names no form of times if two fit all values, so that the import asks for one', () => {
    const log = days(['01/03/2024', '02/03/2024', '03/03/2024', '10/03/2024']);
    const text = successOf(proposalFor(log));
    expect(text).toContain(`# timeFormat: "d/M/yyyy H:mm[:ss][.S]" or "M/d/yyyy H:mm[:ss][.S]"`);
    expect(importCsv(log, text.replace('meridian-mapping: 1\n', '')).stopped?.problem).toContain(
      'the times can be read in several ways',
    );
  });

  it('names the form that one of many values decides', () => {
    const early = Array.from({ length: 150 }, (_, k) => `0${(k % 9) + 1}/0${(k % 8) + 1}/20${10 + (k % 60)}`);
    const text = successOf(proposalFor(days([...early, '13/03/2024'])));
    expect(text).toContain('timeFormat: "d/M/yyyy H:mm[:ss][.S]"  # from');
  });

  it('joins date and time of day, and takes seconds since 1970', () => {
    const apart = 'id,state,date,time\n1,New,2024-03-04,9:05\n1,Closed,2024-03-04,10:15\n';
    const text = successOf(proposalFor(apart)).replace('meridian-mapping: 1\n', '');
    expect(text).toContain('time: [date, time]');
    const { log } = importCsv(apart, text);
    expect(log.caseAt(0).events.map(({ atMs }) => new Date(atMs).toISOString())).toEqual([
      '2024-03-04T09:05:00.000Z',
      '2024-03-04T10:15:00.000Z',
    ]);
    const epoch = 'id,state,timestamp\n1,New,1709542800\n1,Closed,1709546400\n';
    expect(successOf(proposalFor(epoch))).toContain('timeFormat: "epoch s"');
  });

  it('takes cases that were exported twice for cases', () => {
    const row = (k: number) => `${k},2024-01-15 10:00,2024-01-15 11:00`;
    const rows = Array.from({ length: 25 }, (_, k) => row(k));
    const text = successOf(proposalFor(['id,opened,closed', ...rows, row(3), row(4), row(5)].join('\n')));
    expect(text).toContain('rows: case  # 28 rows have 25 values of id');
  });

  it('knows words that come after the rows that it keeps', () => {
    const rows = Array.from({ length: 20_005 }, (_, k) => `${k % 5000},New,2024-01-15 10:00,Low`);
    const log = ['id,state,at,priority', ...rows, '7,Closed,2024-01-16 10:00,Major'].join('\n');
    const text = successOf(proposalFor(log)).replace('meridian-mapping: 1\n', '');
    expect(text).toContain('Major: A');
    expect(text).toContain('ends: [Closed]');
    const { report } = importCsv(log, text);
    expect(report.rows).toMatchObject({ read: 20_006, refused: 0 });
  });

  it('says which values it does not understand', () => {
    const log = 'id,at,priority\na,2024-01-15T00:00Z,P1\na,2024-01-16T00:00Z,gold\n';
    expect(successOf(proposalFor(log))).toContain('gold: null  # not understood');
  });

  it('is YAML whatever the log contains', () => {
    const log =
      'id,at,"state"\na,2024-01-15T00:00Z,"x: # {y}\u0085 \u2028"\na,2024-01-16T00:00Z,"""=1+1"""\na,2024-01-17T00:00Z,null\n';
    const mapping = successOf(readMapping('proposed.yaml', successOf(proposalFor(log))));
    expect(mapping.columns.activity).toEqual(['state']);
  });

  it.each([
    ['an empty log', '', 'the log has no rows'],
    ['a log without ids', 'when,what\n2024-01-15T00:00Z,x\n', 'no column looks like the id of a case'],
    ['a log without times', 'id,what\n1,x\n', 'no column looks like times'],
    ['a title above the table', 'Tickets of March\n\nid;at\n1;2024-01-15 10:00\n', 'it looks like a title'],
    ['serial dates', 'id,at\n1,45366.5\n2,45367\n', 'spreadsheet keeps 2024-03-15 12:00'],
    ['an open quote', 'id,what\n1,"x\n', 'is not closed'],
  ])('is refused for %s', (_, log, problem) => {
    const proposed = proposalFor(log);
    expect(proposed.ok ? '' : proposed.problem.problem).toContain(problem);
  });
});
