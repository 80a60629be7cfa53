import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { HOUR_MS } from '#base';
import {
  DUTY_COLUMNS,
  type DutyTable,
  DutyTally,
  dutyFiles,
  type Evidence,
  forEachHistory,
  parquetTable,
} from '#exports';
import { QueryDatabase } from '../../src/apps/cli/query/query-database.ts';
import { loadScenario } from '../running.ts';
import { bytesOf, evidenceOf } from './evidence-of.ts';

/** The tables that the views of `query` are made of. */
const BEHIND = ['entries', 'cases', 'accesses'] as const;

let evidence: Evidence;
let database: QueryDatabase;
let folder: string;

beforeAll(async () => {
  evidence = evidenceOf({ ...loadScenario('three-centres'), horizonMs: 9 * HOUR_MS });
  folder = mkdtempSync(join(tmpdir(), 'meridian-duty-'));
  const paths = new Map(BEHIND.map((table) => [table, join(folder, `${table}.parquet`)] as const));
  for (const [table, path] of paths) writeFileSync(path, bytesOf(parquetTable(table, evidence), evidence));
  for (const file of dutyFiles('parquet', evidence))
    writeFileSync(join(folder, `${file.path.slice('parquet/'.length)}`), bytesOf(file, evidence));
  database = await QueryDatabase.open();
  await database.read([{ run: 'run', paths, figures: null, folders: [folder], remove: () => {} }], null);
});

/** The rows of a table in SQL, in a fixed order, with times as text. */
async function rowsIn(table: DutyTable, from: string): Promise<readonly (readonly unknown[])[]> {
  const columns = DUTY_COLUMNS[table].map(({ name, type }) => {
    if (type === 'number') return `round(${name}, 6)`;
    return type === 'integer' ? `${name}::INT` : `${name}::VARCHAR`;
  });
  const { rows } = await database.ask(`SELECT ${columns.join(', ')} FROM ${from} ORDER BY ALL`);
  return rows;
}

describe.each(['shifts', 'intervals'] as const)('%s in exports', (table) => {
  it('are what SQL makes of entries, cases and accesses', async () => {
    const expected = await rowsIn(table, table);
    expect(expected.length).toBeGreaterThan(5);
    const path = join(folder, `${table}.parquet`).replaceAll("'", "''");
    expect(await rowsIn(table, `read_parquet('${path}')`)).toEqual(expected);
  });

  it('have the same rows in CSV, with times in UTC', () => {
    const tally = new DutyTally(evidence);
    evidence.ledger.forEach((entry) => tally.entry(entry));
    tally.endEntries();
    forEachHistory(evidence, (history) => tally.add(history));
    const [file] = dutyFiles('csv', evidence).filter(({ path }) => path === `csv/${table}.csv`);
    if (file === undefined) throw new Error(`there is no csv/${table}.csv`);
    const [head = '', ...lines] = Buffer.from(bytesOf(file, evidence)).toString().trimEnd().split('\r\n');
    const names = DUTY_COLUMNS[table].map(({ name }) => name);
    expect(head.split(',')).toEqual(names);
    const rows = tally.rows(table);
    expect(lines).toHaveLength(rows.length);
    const began = names.indexOf('began');
    expect(lines.map((line) => Date.parse(line.split(',')[began] ?? ''))).toEqual(
      rows.map((row) => row[began]),
    );
  });
});
