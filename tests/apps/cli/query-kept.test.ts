import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { type CsvValue, csvLine } from '#base';
import { PARQUET_COLUMNS } from '#exports';
import { SUMMARY_TABLES } from '#report';
import { type QueryOptions, query } from '../../../src/apps/cli/commands/query.ts';
import { QueryDatabase } from '../../../src/apps/cli/query/query-database.ts';
import { runCommand } from '../../../src/apps/shared/run-command.ts';
import { makeBundle, readFiles } from '../../bundle/small-bundle.ts';
import { type CommandResult, meridian, newFolder } from './cli.ts';

const SQL =
  'SELECT channel, count(*) AS cases, sum(hand_overs) AS hand_overs FROM cases GROUP BY 1 ORDER BY 1';

let original = '';
let answer = '';
beforeAll(async () => {
  original = runOf('german-night', '1');
  const first = await ask(original, SQL, { json: true });
  expect(first.err).toContain('5 tables kept in');
  answer = first.out;
  expect((JSON.parse(answer) as { cases: number }[])[0]?.cases).toBeGreaterThan(1);
});

/** The command in this process: to start one takes longer than what is asked. */
async function ask(
  folder: string,
  sql: string,
  options: QueryOptions = {},
  others: readonly string[] = [],
): Promise<CommandResult> {
  const [out, err]: [string[], string[]] = [[], []];
  const spies = [
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => out.push(String(text)) > 0),
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => err.push(String(text)) > 0),
  ];
  try {
    await runCommand(() => query(folder, [...others, sql], options));
    return { code: Number(process.exitCode), out: out.join(''), err: err.join('') };
  } finally {
    process.exitCode = 0;
    for (const spy of spies) spy.mockRestore();
  }
}

function runOf(scenario: string, seed: string): string {
  const folder = join(newFolder(), 'run');
  const { code } = meridian(
    'run',
    `scenarios/${scenario}`,
    '--quiet',
    '--until',
    '2 h',
    '--seed',
    seed,
    '--out',
    folder,
  );
  expect(code).toBe(0);
  return folder;
}

/** A run whose tables an earlier query has kept. */
function keptRun(): string {
  const folder = join(newFolder(), 'run');
  cpSync(original, folder, { recursive: true });
  return folder;
}

function flipByte(path: string): void {
  const bytes = readFileSync(path);
  const at = Math.floor(bytes.length / 2);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  writeFileSync(path, bytes);
}

describe('the tables that a query keeps', () => {
  it('answer the next query, which says nothing and changes no file', async () => {
    const folder = keptRun();
    const before = readFiles(folder, '');
    const { code, err, out } = await ask(folder, SQL, { json: true });
    expect([code, out, err]).toEqual([0, answer, '']);
    expect(readFiles(folder, '')).toEqual(before);
  });

  it('are those that the SQL names: entries are made when they are first asked for', async () => {
    const folder = keptRun();
    expect(existsSync(join(folder, 'tables/entries.parquet'))).toBe(false);
    const { err, out } = await ask(folder, 'SELECT count(*) AS n FROM entries', { json: true });
    expect(err).toContain('1 table kept in');
    expect((JSON.parse(out) as { n: number }[])[0]?.n).toBeGreaterThan(100);
    expect(await ask(folder, SQL, { json: true })).toEqual({ code: 0, out: answer, err: '' });
  });

  it('are described in full, and never taken for empty, where the SQL does not name them', async () => {
    const folder = keptRun();
    const columns =
      "SELECT count(*) AS n FROM information_schema.columns WHERE table_schema = 'main' AND table_name NOT IN ('shifts', 'intervals', 'targets', 'costs')";
    expect(JSON.parse((await ask(folder, columns, { json: true })).out)).toEqual([
      { n: Object.values(PARQUET_COLUMNS).flat().length },
    ]);
    const hidden = await ask(folder, "SELECT count(*) FROM query_table('ent' || 'ries')");
    expect([hidden.code, hidden.out]).toEqual([2, '']);
    expect(hidden.err).toContain('write the name of the table entries into the SQL');
  });

  it('are made again when one is damaged, which is said with its name', async () => {
    const folder = keptRun();
    const path = join(folder, 'tables/cases.parquet');
    const whole = readFileSync(path);
    flipByte(path);
    const { code, err, out } = await ask(folder, SQL, { json: true });
    expect([code, out]).toEqual([0, answer]);
    expect(err).toContain('tables/cases.parquet is damaged');
    expect(readFileSync(path)).toEqual(whole);
  });

  it('are made again when the run is another one by now, or another version made them', async () => {
    const folder = keptRun();
    const other = runOf('german-night', '2');
    for (const name of ['ledger.bin', 'run.json']) cpSync(join(other, name), join(folder, name));
    const changed = await ask(folder, SQL, { json: true });
    expect(changed.err).toContain('out of date and are made again: ledger.bin is not the file');
    expect(changed.out).toBe((await ask(other, SQL, { json: true })).out);
    expect(changed.out).not.toBe(answer);
    const record = join(folder, 'tables/tables.json');
    writeFileSync(record, readFileSync(record, 'utf8').replace(/meridian [^,]+,/, 'meridian 0.0.1,'));
    expect((await ask(folder, SQL)).err).toContain('they were made by meridian 0.0.1');
  });

  it('are made again when their list is damaged', async () => {
    const folder = keptRun();
    writeFileSync(join(folder, 'tables/tables.json'), '{"madeBy":');
    const { err, out } = await ask(folder, SQL, { json: true });
    expect(out).toBe(answer);
    expect(err).toContain('out of date and are made again: tables.json is damaged');
    expect(await ask(folder, SQL, { json: true })).toEqual({ code: 0, out: answer, err: '' });
  });

  it('do not hide that the ledger is damaged', async () => {
    const folder = keptRun();
    flipByte(join(folder, 'ledger.bin'));
    const { code, err, out } = await ask(folder, SQL, { json: true });
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain('the ledger is damaged');
  });

  it('are made again with --anew', async () => {
    const folder = keptRun();
    const { err, out } = await ask(folder, SQL, { json: true, anew: true });
    expect(out).toBe(answer);
    expect(err).toContain('5 tables kept in');
  });

  it('stand beside a bundle, to which nothing is added', async () => {
    const bundle = makeBundle('german-night', '2 h', { formats: ['csv'] });
    const first = await ask(bundle.folder, SQL, { json: true });
    const second = await ask(bundle.folder, SQL, { json: true });
    expect(second).toEqual({ code: 0, out: first.out, err: '' });
    expect(readFiles(bundle.folder, '')).toEqual(bundle.files);
    expect(readdirSync(`${bundle.folder}.tables`)).toContain('cases.parquet');
    rmSync(join(bundle.folder, 'scenario.json'));
    expect((await ask(bundle.folder, SQL)).code).toBe(2);
  });

  it('are not kept where something else stands, which is left as it is', async () => {
    const folder = keptRun();
    rmSync(join(folder, 'tables'), { recursive: true });
    mkdirSync(join(folder, 'tables'));
    writeFileSync(join(folder, 'tables/mine.txt'), 'mine');
    const { err, out } = await ask(folder, SQL, { json: true });
    expect(out).toBe(answer);
    expect(err).toContain('the tables are not kept');
    expect(readdirSync(join(folder, 'tables'))).toEqual(['mine.txt']);
    expect(readdirSync(join(folder, '..'))).toEqual(['run']);
  });

  it('go with the run when it is made again', async () => {
    const folder = keptRun();
    const again = meridian('run', 'scenarios/german-night', '--quiet', '--until', '1 h', '--out', folder);
    expect(again.code).toBe(0);
    expect(existsSync(join(folder, 'tables'))).toBe(false);
  });
});

describe('an answer that is written', () => {
  it('is CSV on stdout or in a file, whose cells are never formulas', async () => {
    const sql = "SELECT '=1+1' AS a, 2 AS b, NULL AS c";
    const csv = 'a,b,c\n"\'=1+1",2,\n';
    expect(await ask(original, sql, { csv: '-' })).toEqual({ code: 0, out: csv, err: '' });
    const file = join(newFolder(), 'answer.txt');
    expect((await ask(original, sql, { csv: file })).code).toBe(0);
    expect(readFileSync(file, 'utf8')).toBe(csv.replaceAll('\n', '\r\n'));
  });

  it('is Parquet with its own types, and whole or not there', async () => {
    const folder = newFolder();
    const file = join(folder, 'answer.parquet');
    const sql = `${SQL}; -- a comment`;
    const written = await ask(original, sql, { parquet: file });
    expect(written).toMatchObject({ code: 0, out: '' });
    expect(readFileSync(file).subarray(0, 4).toString()).toBe('PAR1');
    expect((await ask(original, 'SELECT nothing FROM cases', { parquet: file })).code).toBe(2);
    expect(readFileSync(file).subarray(0, 4).toString()).toBe('PAR1');
    expect(readdirSync(folder)).toEqual(['answer.parquet']);
  });

  it.each([
    [{ parquet: '-' }, 'Parquet cannot be written to stdout'],
    [{ csv: '-', json: true as const }, '--csv and --json cannot be given together'],
    [{ out: 'x.txt' }, 'ends in none of .csv, .json, .parquet'],
    [{ csv: 'no/such/folder.csv' }, 'no/such does not exist'],
  ])('is refused with a remedy: %j', async (options, message) => {
    const { code, err } = await ask(original, SQL, options);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });

  it('is refused for a statement that is no SELECT before any table is made', async () => {
    const folder = keptRun();
    rmSync(join(folder, 'tables'), { recursive: true });
    expect((await ask(folder, 'SELEKT * FROM cases')).code).toBe(2);
    expect(existsSync(join(folder, 'tables'))).toBe(false);
    const parquet = join(newFolder(), 'x.parquet');
    const described = await ask(folder, 'DESCRIBE cases', { parquet });
    expect(described.err).toContain('only a SELECT can be written as Parquet');
    expect(existsSync(parquet)).toBe(false);
  });
});

describe('a query over several runs', () => {
  it('has the rows of each, which the column run tells apart', async () => {
    const [one, other] = [keptRun(), runOf('first-steps', '7')];
    const counted = async (folder: string) =>
      (
        JSON.parse((await ask(folder, 'SELECT count(*) AS n FROM cases', { json: true })).out) as {
          n: number;
        }[]
      )[0]?.n;
    const both = await ask(one, 'SELECT run, count(*) AS n FROM cases GROUP BY run', { json: true }, [other]);
    expect(both.code).toBe(0);
    const rows = JSON.parse(both.out) as { run: string; n: number }[];
    expect(Object.fromEntries(rows.map(({ n, run }) => [run, n]))).toEqual({
      [one]: await counted(one),
      [other]: await counted(other),
    });
  });

  it('is refused if one is named twice or is none, with its name', async () => {
    const one = keptRun();
    expect(await ask(one, 'SELECT 1', {}, [`${one}/`])).toMatchObject({
      code: 2,
      err: expect.stringContaining(`${one} is named twice`),
    });
    const nowhere = join(newFolder(), 'nowhere');
    expect(await ask(one, 'FROM cases', {}, [nowhere])).toMatchObject({
      code: 2,
      err: expect.stringContaining(`${nowhere} does not exist`),
    });
  });
});

describe('targets and costs', () => {
  it('have the same rows in `query`, over several runs, and in exports as CSV and Parquet', async () => {
    const [one, other] = [runOf('nimbus', '1'), runOf('nimbus', '2')];
    const out = newFolder();
    expect(meridian('export', one, '--format', 'csv', '--format', 'parquet', '--out', out).code).toBe(0);
    const database = await QueryDatabase.open();
    await database.read(
      [{ run: one, paths: new Map(), figures: null, folders: [out], remove: () => {} }],
      null,
    );
    for (const table of SUMMARY_TABLES) {
      const file = join(newFolder(), 'asked.csv');
      expect((await ask(one, `FROM ${table}`, { csv: file })).code).toBe(0);
      const asked = readFileSync(file, 'utf8');
      expect(asked.split('\n').length).toBeGreaterThan(5);
      expect(readFileSync(join(out, 'csv', `${table}.csv`), 'utf8')).toBe(asked);
      const { names, rows } = await database.ask(`FROM read_parquet('${out}/parquet/${table}.parquet')`);
      expect([names, ...rows].map((row) => csvLine(row as CsvValue[])).join('')).toBe(asked);
      expect((await ask(one, `FROM ${table}`, { csv: file }, [other])).code).toBe(0);
      const [head = '', ...both] = readFileSync(file, 'utf8').split('\r\n');
      expect(head).toBe(`run,${names.join(',')}`);
      const ofOne = both
        .filter((line) => line.startsWith(`${one},`))
        .map((line) => line.slice(one.length + 1));
      expect(ofOne).toEqual(asked.trimEnd().split('\r\n').slice(1));
      expect(both.filter((line) => line.startsWith(`${other},`)).length).toBeGreaterThan(5);
    }
    database.close();
  });

  it('are left out of an export, with a note, where the summary is gone', () => {
    const folder = runOf('nimbus', '1');
    rmSync(join(folder, 'summary.json'));
    const { code, err, out } = meridian('export', folder, '--format', 'csv', '--out', newFolder());
    expect(code).toBe(0);
    expect(out).not.toContain('targets.csv');
    expect(err).toContain('targets and costs are left out');
  });
});

describe('the tables of intervals and shifts', () => {
  it('have the counts of the cases, and the hours of the groups in all', async () => {
    const folder = keptRun();
    const askOne = async (sql: string) =>
      (JSON.parse((await ask(folder, sql, { json: true })).out) as Record<string, number>[])[0];
    const sums = await askOne(
      'SELECT sum(arrived) AS n, sum(answered) AS answered, sum(answered_in_time) AS met, sum(on_duty) / 2 AS hours, sum(in_hand) / 2 AS busy, sum(waiting) / 2 AS waits FROM intervals',
    );
    const cases = await askOne(
      'SELECT count(*) AS n, count(wait_s) AS answered, count(*) FILTER (in_time) AS met, sum(wait_s) / 3600 AS waits FROM cases',
    );
    expect(sums).toMatchObject({ n: cases?.n, answered: cases?.answered, met: cases?.met });
    expect(sums?.waits).toBeCloseTo(cases?.waits ?? 0, 2);
    const { groups } = JSON.parse(readFileSync(join(folder, 'summary.json'), 'utf8')) as {
      groups: { scheduledHours: number; busyMean: number }[];
    };
    const total = (of: (group: (typeof groups)[number]) => number) =>
      groups.reduce((sum, group) => sum + of(group), 0);
    // The table goes on to the last entry, and after-contact work is no view.
    expect(sums?.hours).toBeCloseTo(
      total(({ scheduledHours }) => scheduledHours),
      0,
    );
    expect(sums?.busy).toBeLessThanOrEqual(2 * total(({ busyMean }) => busyMean) + 0.01);
    const scheduled = await askOne('SELECT sum(agents) AS n FROM shifts');
    expect(scheduled?.n).toBeGreaterThan(0);
  });
});
