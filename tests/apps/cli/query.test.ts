import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeBundle, readFiles, type SmallBundle } from '../../bundle/small-bundle.ts';
import { meridian, newFolder } from './cli.ts';

let made: SmallBundle;
let ofTables: SmallBundle;
beforeAll(() => {
  made = makeBundle('german-night', '2 h', { formats: ['parquet'] });
  ofTables = makeBundle('german-night', '2 h', { formats: ['csv'] });
});

function copyOf(bundle: SmallBundle): string {
  const folder = join(newFolder(), 'bundle');
  cpSync(bundle.folder, folder, { recursive: true });
  return folder;
}

describe('meridian query', () => {
  it.each([
    "COPY cases TO '<bundle>/parquet/cases.parquet'",
    "EXPLAIN ANALYZE COPY (SELECT 1) TO '<bundle>/parquet/added.csv'",
    "EXPORT DATABASE '<bundle>/parquet/added'",
  ])('refuses %s, and leaves the bundle unchanged', (statement) => {
    const { code, err } = meridian('query', made.folder, statement.replace('<bundle>', made.folder));
    expect(code).toBe(2);
    expect(err).toMatch(/a query only reads/);
    expect(err).not.toContain('    at ');
    expect(readFiles(made.folder, '')).toEqual(made.files);
  });

  it('has what the run judged, as the cases say, and wages that add up', () => {
    const rows = (sql: string) => JSON.parse(meridian('query', made.folder, sql, '--json').out);
    const shares = 'count(in_time)::INT AS judged, round(avg(in_time::INT), 5) AS share FROM cases';
    const counted = rows(
      `SELECT segment, channel, severity, ${shares} GROUP BY ALL HAVING count(in_time) > 0 ORDER BY ALL`,
    );
    const judged = rows(
      "SELECT segment, channel, severity, judged::INT AS judged, round(attainment, 5) AS share FROM targets WHERE target = 'service level' ORDER BY ALL",
    );
    expect(judged.length).toBeGreaterThan(1);
    expect(judged).toEqual(counted);
    const sums = rows(
      "SELECT kind, round(sum(cost), 2) AS cost FROM costs WHERE kind IN ('total', 'centre') GROUP BY ALL",
    );
    expect(new Set(sums.map(({ cost }: { readonly cost: number }) => cost)).size).toBeLessThan(2);
    const folder = copyOf(made);
    writeFileSync(join(folder, 'summary.json'), `${readFileSync(join(folder, 'summary.json'), 'utf8')} `);
    expect(meridian('query', folder, 'FROM costs').err).toContain('summary.json is not the file');
  });

  it('refuses a bundle with a changed table, before any query', () => {
    const folder = copyOf(made);
    const path = join(folder, 'parquet/cases.parquet');
    const bytes = readFileSync(path);
    bytes[200] = (bytes[200] ?? 0) ^ 1;
    writeFileSync(path, bytes);
    const { code, err, out } = meridian('query', folder, 'SELECT count(*) FROM entries');
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain('parquet/cases.parquet is not the file that the bundle was made with');
  });

  it('answers from a bundle without Parquet, from its ledger, which it checks as well', () => {
    const folder = copyOf(ofTables);
    const sql = 'SELECT count(*) AS n FROM entries';
    const [there, here] = [made.folder, folder].map((place) => meridian('query', place, sql, '--json'));
    expect(here?.out).toBe(there?.out);
    expect(JSON.parse(here?.out ?? '')).not.toEqual([{ n: 0 }]);
    expect(readFiles(folder, '')).toEqual(ofTables.files);
    writeFileSync(join(folder, 'scenario.json'), `${readFileSync(join(folder, 'scenario.json'), 'utf8')}\n`);
    expect(meridian('query', folder, sql).err).toContain('scenario.json is not the file');
  });

  it('says what to do if a table is missing, or there is no room for temporary files', () => {
    const folder = copyOf(made);
    rmSync(join(folder, 'parquet/waits.parquet'));
    const missing = meridian('query', folder, 'SELECT 1');
    expect(missing.code).toBe(2);
    expect(missing.err).toMatch(/^error {2}.*waits\.parquet does not exist$/m);
    const before = process.env.TMPDIR;
    process.env.TMPDIR = '/proc/no-room';
    try {
      const full = meridian('query', made.folder, 'SELECT 1');
      expect(full.code).toBe(2);
      expect(full.err).toContain('TMPDIR names another folder');
      expect(full.err).not.toContain('    at ');
    } finally {
      if (before === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = before;
    }
  });

  it('writes its answer with --out as CSV or JSON, and never into the evidence', () => {
    const folder = newFolder();
    const sql = "SELECT '=1+1' AS a, 2 AS b";
    for (const name of ['x.csv', 'x.json']) {
      expect(meridian('query', made.folder, sql, '--out', join(folder, name))).toMatchObject({
        code: 0,
        out: '',
      });
    }
    expect(readFileSync(join(folder, 'x.csv'), 'utf8')).toBe('a,b\r\n"\'=1+1",2\r\n');
    expect(JSON.parse(readFileSync(join(folder, 'x.json'), 'utf8'))).toEqual([{ a: '=1+1', b: 2 }]);
    expect(readdirSync(folder).sort()).toEqual(['x.csv', 'x.json']);
    for (const out of [
      join(made.folder, 'x.csv'),
      join(made.folder, 'csv/../parquet/cases.csv'),
      join(folder, 'x.txt'),
    ])
      expect(meridian('query', made.folder, sql, '--out', out).code).toBe(2);
    expect(readFiles(made.folder, '')).toEqual(made.files);
  });

  it('leaves nothing in the current folder, and no temporary folder', () => {
    const temporary = newFolder();
    mkdirSync(join(temporary, 't'));
    const before = process.env.TMPDIR;
    process.env.TMPDIR = join(temporary, 't');
    try {
      meridian('query', made.folder, 'SELECT 1');
      meridian('query', made.folder, 'SELEKT');
    } finally {
      if (before === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = before;
    }
    expect(readdirSync(join(temporary, 't'))).toEqual([]);
    expect(statSync('.').isDirectory() && existsSync('.tmp')).toBe(false);
  });
});
