import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { DroppedFile, LogReading } from '../../../src/apps/studio/protocol.ts';
import { type Answers, createAnswers } from '../../../src/apps/studio/worker/answers.ts';
import { Cancelled, Refusal, type Work } from '../../../src/apps/studio/worker/work.ts';
import { LIST_MAPPING, simulatedList } from '../../calibration/simulated-log.ts';
import { shortThreeCentres } from '../../calibration/three-centres.ts';
import { meridian, newFolder } from '../cli/cli.ts';

/** A log in the page is read and used as the commands do it. */

const QUIET: Work = { signal: new AbortController().signal, progress: () => {}, breathe: async () => {} };
const EMPTY = { from: '', until: '', timeZone: '', zones: '', country: '', channel: '', runs: 2 };

function fileOf(path: string, text: string): DroppedFile {
  return { path, bytes: new TextEncoder().encode(text).buffer as ArrayBuffer };
}

const SMALL = `Ticket,When,What,Who
a,2024-01-15 09:00,New,kim
a,2024-01-15 10:00,Closed,kim
b,2024-01-15 11:00,New,lee
`;

function meaningsOf({ columns }: LogReading): readonly string[] {
  return columns.map(({ meaning }) => meaning);
}

describe('a log given to the page', () => {
  let answers: Answers;
  const read = (path: string, text: string, mapping: string | null = null) =>
    answers.readLog({ file: fileOf(path, text), mapping, choice: null }, QUIET);

  beforeAll(() => {
    answers = createAnswers();
  });

  it('is shown with the meaning that each column seems to have', async () => {
    const reading = await read('small.csv', SMALL);
    expect(reading.columns.map(({ name }) => name)).toEqual(['Ticket', 'When', 'What', 'Who']);
    expect(meaningsOf(reading).slice(0, 2)).toEqual(['case', 'time']);
    expect(reading.rows[0]).toEqual(['a', '2024-01-15 09:00', 'New', 'kim']);
    expect(reading.meanings).toContain('agent');
  });

  it('is read again with another meaning of a column, and its mapping says so', async () => {
    const before = await read('small.csv', SMALL);
    const named = await answers.readLog(
      { file: null, mapping: before.mapping, choice: { column: 'What', meaning: 'activity' } },
      QUIET,
    );
    const again = await answers.readLog(
      { file: null, mapping: named.mapping, choice: { column: 'Who', meaning: 'agent' } },
      QUIET,
    );
    expect(meaningsOf(again)).toEqual(['case', 'time', 'activity', 'agent']);
    expect(again.cases).toBe(2);
    const without = await answers.readLog(
      { file: null, mapping: again.mapping, choice: { column: 'Who', meaning: '' } },
      QUIET,
    );
    expect(meaningsOf(without)).toEqual(['case', 'time', 'activity', '']);
    expect(without.mapping).not.toContain('Who');
  });

  it('has a meaning moved from one column to another', async () => {
    const before = await read('small.csv', SMALL);
    const moved = await answers.readLog(
      { file: null, mapping: before.mapping, choice: { column: 'Who', meaning: 'case' } },
      QUIET,
    );
    expect(moved.columns.find(({ name }) => name === 'Ticket')?.meaning).toBe('');
    expect(moved.columns.find(({ name }) => name === 'Who')?.meaning).toBe('case');
  });

  it('can give the times of cases to columns where each row is a case', async () => {
    const text =
      'Number,Opened,Done,Team\n1,2024-01-15 09:00,2024-01-15 10:00,x\n2,2024-01-15 09:30,2024-01-15 10:10,y\n';
    const mapping =
      'meridian-mapping: 1\nrows: case\ntimeZone: UTC\ncolumns:\n  case: Number\ntimes:\n  opened: Opened\n';
    const before = await read('list.csv', text, mapping);
    expect(before.meanings).toContain('time of closed');
    const after = await answers.readLog(
      { file: null, mapping: before.mapping, choice: { column: 'Done', meaning: 'time of closed' } },
      QUIET,
    );
    expect(meaningsOf(after)).toEqual(['case', 'time of opened', 'time of closed', '']);
  });

  it('has rows that cannot be read listed with place and remedy, and the others read', async () => {
    const good = (await read('small.csv', SMALL)).mapping;
    const reading = await read('small.csv', `${SMALL}c,2014-11-31 10:00,New,kim\n`, good);
    expect(reading.refusedRows).toBe(1);
    expect(reading.issues[0]).toMatchObject({ in: 'log', row: 5, column: 'When', value: '2014-11-31 10:00' });
    expect(reading.issues[0]?.remedy).not.toBe('');
    expect(reading.cases).toBe(2);
  });

  it('has mistakes of a mapping listed by line', async () => {
    const reading = await read('small.csv', SMALL, 'meridian-mapping: 1\ncolums: {}\n');
    expect(reading.issues.some((one) => one.in === 'mapping' && one.row === 2)).toBe(true);
    expect(reading.cases).toBe(0);
    expect(() => answers.calibrate(EMPTY, QUIET)).toThrow(Refusal);
  });

  it.each([
    ['empty', 'x.csv', ''],
    ['binary', 'x.csv', 'PK\u0003\u0004\u0000\u0000'],
    ['not the XML that its name promises', 'x.xes', '{}'],
    ['JSON of something else', 'x.json', '[1]'],
  ])('that is %s is refused with a reason', async (_, path, text) => {
    const reading = await read(path, text);
    expect(reading.cases).toBe(0);
    expect(reading.issues.length).toBeGreaterThan(0);
    expect(reading.issues[0]?.remedy).not.toBe('');
  });

  it('that is compressed is refused before it is read', async () => {
    await expect(read('x.csv.gz', 'x')).rejects.toThrow(/unpack it first/);
  });

  it('can be called off while it is read', async () => {
    const work: Work = { ...QUIET, breathe: () => Promise.reject(new Cancelled()) };
    const file = fileOf('small.csv', SMALL);
    await expect(answers.readLog({ file, mapping: null, choice: null }, work)).rejects.toThrow(Cancelled);
  });
});

describe('a scenario made in the page', () => {
  const folder = newFolder();
  const at = (name: string) => join(folder, name);
  const csv = simulatedList(shortThreeCentres('10 days'));
  const zones = ['DE=Europe/Berlin', 'IN=Asia/Kolkata', 'US=America/Denver'];

  it('has the same files as meridian import and meridian calibrate leave', async () => {
    writeFileSync(at('desk.csv'), csv);
    writeFileSync(at('mapping.yaml'), LIST_MAPPING);
    expect(meridian('import', at('desk.csv'), '--map', at('mapping.yaml')).code).toBe(0);
    const given = [
      '--out',
      at('desk'),
      '--until',
      '2025-03-12',
      '--runs',
      '2',
      ...zones.flatMap((zone) => ['--zone', zone]),
    ];
    expect(meridian('calibrate', at('desk.case-log'), ...given).code).toBe(0);

    const answers = createAnswers();
    const file = fileOf('desk.csv', csv);
    const reading = await answers.readLog({ file, mapping: LIST_MAPPING, choice: null }, QUIET);
    expect(reading.refusedRows).toBe(0);
    const shares: number[] = [];
    const work: Work = { ...QUIET, progress: ({ share }) => shares.push(share) };
    const answer = await answers.calibrate({ ...EMPTY, until: '2025-03-12', zones: zones.join(', ') }, work);
    expect(Object.keys(answer.files).sort()).toEqual([
      'calibration.html',
      'calibration.json',
      'scenario.yaml',
    ]);
    for (const [name, text] of Object.entries(answer.files))
      expect(text, name).toBe(readFileSync(join(folder, 'desk', name), 'utf8'));
    expect(answer.edited?.text).toBe(answer.files['scenario.yaml']);
    expect(shares).toEqual([0, 0.5, 1]);
  });

  it('is refused with a sentence for choices that cannot be used', async () => {
    const answers = createAnswers();
    await answers.readLog({ file: fileOf('desk.csv', csv), mapping: LIST_MAPPING, choice: null }, QUIET);
    const ask = (choices: Partial<typeof EMPTY>) => answers.calibrate({ ...EMPTY, ...choices }, QUIET);
    await expect(ask({ until: 'soon' })).rejects.toThrow(/soon is no date/);
    await expect(ask({ zones: 'Berlin' })).rejects.toThrow(/names no country/);
    await expect(ask({ channel: 'fax' })).rejects.toThrow(/fax is no channel/);
    await expect(ask({ from: '2030-01-01' })).rejects.toThrow(/0 cases/);
  });
});
