import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { beforeAll, describe, expect, it } from 'vitest';
import { calibrate, type ImportedLog, importLog, proposeMapping } from '../../../src/index.ts';
import { LIST_MAPPING, simulatedList } from '../../calibration/simulated-log.ts';
import { shortThreeCentres } from '../../calibration/three-centres.ts';
import { successOf } from '../../running.ts';
import { meridian, newFolder } from '../cli/cli.ts';

const ZONES = { DE: 'Europe/Berlin', IN: 'Asia/Kolkata', US: 'America/Denver' };
let list: Buffer;
let imported: ImportedLog;

beforeAll(async () => {
  list = Buffer.from(simulatedList(shortThreeCentres('10 days')));
  imported = successOf(await importLog(list, LIST_MAPPING, { name: 'desk.csv' }));
});

function pieces(bytes: Uint8Array, length: number): AsyncIterable<Uint8Array> {
  const count = Math.ceil(bytes.length / length);
  return Readable.from(Array.from({ length: count }, (_, k) => bytes.subarray(k * length, (k + 1) * length)));
}

const SMALL = 'meridian-mapping: 1\ncolumns: {case: id, time: at, activity: state}\nends: [closed]\n';
const bytes = (text: string) => new TextEncoder().encode(text);

describe('importLog', () => {
  it('gives the cases of a log, and its report', async () => {
    const log = bytes('id,at,state\na,2024-01-15T09:00:00Z,new\na,2024-01-15T10:00:00Z,closed\n');
    const { cases, report } = successOf(await importLog(log, SMALL, { name: 'small.csv' }));
    expect(cases.map(({ endedAtMs, events, id }) => [id, events.length, endedAtMs])).toEqual([
      ['a', 2, Date.UTC(2024, 0, 15, 10)],
    ]);
    expect(report).toMatchObject({ log: 'small.csv', rows: { read: 2, imported: 2, refused: 0 } });
  });

  it('reads a stream in pieces of any size as it reads all at once', async () => {
    const parts = await importLog(pieces(list, 1237), LIST_MAPPING, { name: 'desk.csv' });
    expect(successOf(parts)).toEqual(imported);
  });

  it('finds the same cases and the same report as the command', () => {
    const folder = newFolder();
    writeFileSync(join(folder, 'desk.csv'), list);
    writeFileSync(join(folder, 'mapping.yaml'), LIST_MAPPING);
    const { code } = meridian('import', join(folder, 'desk.csv'), '--map', join(folder, 'mapping.yaml'));
    expect(code).toBe(0);
    expect(JSON.parse(readFileSync(join(folder, 'desk.case-log', 'import.json'), 'utf8'))).toEqual(
      imported.report,
    );
  });

  it('names everything that is wrong with rows, and leaves them out if it may', async () => {
    const log = bytes('id,at,state\na,2024-01-15T09:00:00Z,new\nb,noon,new\n,2024-01-15T09:00:00Z,new\n');
    const refused = await importLog(log, SMALL);
    expect(refused.ok ? [] : refused.problem.map((one) => [one.in, one.row, one.column, one.value])).toEqual([
      ['log', 3, 'at', 'noon'],
      ['log', 4, 'id', ''],
    ]);
    const { cases, report } = successOf(await importLog(log, SMALL, { skipRefused: true }));
    expect([cases.length, report.rows.refused]).toEqual([1, 2]);
  });

  it('counts refused rows beyond those that it lists', async () => {
    const rows = Array.from(
      { length: 600 },
      (_, k) => `${k},${k < 300 ? '2024-01-15T09:00:00Z' : 'noon'},new`,
    );
    const log = bytes(`id,at,state\n${rows.join('\n')}\n`);
    const refused = await importLog(log, SMALL);
    expect(refused.ok ? [] : refused.problem).toHaveLength(201);
    expect(refused.ok ? '' : refused.problem.at(-1)?.message).toBe('100 more rows were refused');
  });

  it.each([
    ['a mapping that is wrong', 'x', 'meridian-mapping: 1\ncolumns: {case: id, tme: at}\n', 'mapping', /tme/],
    ['no mapping', 'x', null, 'log', /nothing says what the columns/],
    ['an empty log', '', SMALL, 'log', /the log is empty/],
    ['a log without its columns', 'a,b\n1,2\n', SMALL, 'log', /column/],
  ] as const)('says what is wrong with %s', async (_, text, mapping, where, message) => {
    const read = await importLog(bytes(text), mapping);
    expect(read.ok).toBe(false);
    if (read.ok) return;
    expect(read.problem[0]?.in).toBe(where);
    expect(read.problem[0]?.message).toMatch(message);
    for (const { remedy } of read.problem) expect(remedy).not.toBe('');
  });

  it('says that a stream fails, or holds no bytes', async () => {
    async function* failing(): AsyncGenerator<Uint8Array> {
      yield bytes('id,at,state\n');
      throw new Error('connection lost');
    }
    const lost = await importLog(failing(), SMALL);
    expect(lost.ok ? '' : lost.problem[0]?.message).toContain('connection lost');
    const texts = Readable.from(['id,at']) as AsyncIterable<unknown> as AsyncIterable<Uint8Array>;
    const text = await importLog(texts, SMALL);
    expect(text.ok ? '' : text.problem[0]?.message).toContain('no Uint8Array');
  });
});

describe('proposeMapping', () => {
  it('proposes a mapping that imports the log', async () => {
    const mapping = successOf(await proposeMapping(list));
    expect(mapping).toContain('# by its name');
    expect(successOf(await importLog(list, mapping, { skipRefused: true })).cases).toHaveLength(
      imported.cases.length,
    );
  });

  it('looks at a part of a long log in one piece', async () => {
    const rows = Array.from({ length: 60_000 }, (_, k) => `${k},2024-01-15T09:00:00Z,new`);
    expect((await proposeMapping(bytes(`id,at,state\n${rows.join('\n')}`))).ok).toBe(true);
    const piece = Readable.from([bytes(`id,at,state\n${rows.join('\n')}`)]);
    expect((await proposeMapping(piece)).ok).toBe(true);
  });

  it('says which column a preset lacks', async () => {
    const made = await proposeMapping(bytes('a,b\n1,2\n'), 'zendesk');
    expect(made.ok ? '' : made.problem[0]?.message).toContain('the preset zendesk finds no column');
  });
});

describe('calibrate', () => {
  it('makes the scenario that the command makes', () => {
    const folder = newFolder();
    const at = (name: string) => join(folder, name);
    writeFileSync(at('desk.csv'), list);
    writeFileSync(at('mapping.yaml'), LIST_MAPPING);
    const zones = Object.entries(ZONES).flatMap(([country, zone]) => ['--zone', `${country}=${zone}`]);
    expect(meridian('import', at('desk.csv'), '--map', at('mapping.yaml')).code).toBe(0);
    const options = ['--until', '2025-03-12', '--runs', '2', '--out', at('made')];
    const { err, out } = meridian('calibrate', at('desk.case-log'), ...options, ...zones);
    expect(err).toBe('');
    const made = successOf(calibrate(imported, { until: '2025-03-12', zones: ZONES, runs: 2, name: 'made' }));
    expect(made.text).toBe(readFileSync(join(at('made'), 'scenario.yaml'), 'utf8'));
    const kept = JSON.parse(readFileSync(join(at('made'), 'calibration.json'), 'utf8'));
    expect(JSON.parse(JSON.stringify(made.figures))).toEqual(kept.figures);
    expect(made.assumptions).toEqual(kept.assumptions);
    expect(out).toContain(made.answer.join('\n'));
  });

  it('leaves the comparison out for no runs', () => {
    const made = successOf(calibrate(imported, { until: '2025-03-12', zones: ZONES, runs: 0 }));
    expect([made.validation, made.answer]).toEqual([null, []]);
    expect(made.scenario.name).toBe('desk');
  });

  it.each([
    [{ runs: 1 }, ['runs: 1 is not 0 or a whole number from 2 to 100']],
    [{ zones: { DE: 'Mars' }, runs: 1.5 }, ['runs: 1.5', 'zones: DE: Mars']],
    [{ channel: 'fax', country: 'XX' }, ['channel fax is no channel', 'country XX is no country']],
    [{ from: 'soon', until: 'later' }, ['from soon is no date', 'until later is no date']],
    [{ until: '2020-01-01' }, ['desk.csv has 0 cases between from and until']],
    [{ until: '2025-03-06' }, ['whole days between from and until']],
    [{ until: '2025-03-12', horizon: 'long', runs: 0 }, ['calibrated/scenario.yaml:']],
  ] as const)('says what it cannot use: %o', (options, sentences) => {
    const made = calibrate(imported, options);
    expect(made.ok ? [] : made.problem).toHaveLength(sentences.length);
    sentences.forEach((sentence, k) => expect(made.ok ? '' : made.problem[k]).toContain(sentence));
  });
});
