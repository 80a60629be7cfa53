import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { BUNDLE, exportFiles, PARQUET_TABLES } from '#evidence';
import { textTable } from '#report';
import { BAD_INPUT, CLEAN } from '../exit-codes.ts';
import { reasonOf } from '../host.ts';
import { loadPackage } from '../optional-package.ts';
import { complain, note, print, printJson } from '../print.ts';
import { evidenceOfRun } from '../run-evidence.ts';
import { writeOut } from '../write-out.ts';

const PACKAGE = '@duckdb/node-api';
const VERSION = '1.5.6-r.1';

/** `meridian query`: SQL (DuckDB) over the tables of a run. */
export async function query(folder: string, sql: string, { json }: { json?: true }): Promise<void> {
  process.exitCode = BAD_INPUT;
  const load = () => import('@duckdb/node-api');
  const without = 'or export the tables: --format parquet';
  const { DuckDBInstance: DuckDB } = await loadPackage(PACKAGE, VERSION, load, without);
  const isBundle = existsSync(join(folder, BUNDLE.manifest));
  const tables = isBundle ? join(folder, 'parquet') : mkdtempSync(join(tmpdir(), 'meridian-query-'));
  try {
    if (!isBundle && !writeTables(folder, tables)) return;
    const instance = await DuckDB.create();
    const connection = await instance.connect();
    await openTables(connection, resolve(tables));
    await answer(connection, sql, json === true);
    connection.closeSync();
    instance.closeSync();
  } catch (error) {
    complain(reasonOf(error, tables), 'make room, or export the tables: --format parquet');
  } finally {
    if (!isBundle) rmSync(tables, { recursive: true, force: true });
  }
}

function writeTables(folder: string, target: string): boolean {
  const made = evidenceOfRun(folder);
  if (made === null) return false;
  for (const file of exportFiles('parquet', made.evidence)) writeOut(join(target, file.path), file);
  return true;
}

/** The tables as views; from then on the database reaches no file but those, and no network. */
async function openTables(connection: DuckDBConnection, folder: string): Promise<void> {
  const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;
  await connection.run(`SET allowed_directories = [${quoted(`${folder}/`)}]`);
  await connection.run('SET enable_external_access = false');
  await connection.run("SET TimeZone = 'UTC'").catch(() => undefined);
  const nested = join(folder, 'parquet');
  const place = existsSync(nested) ? nested : folder;
  for (const table of PARQUET_TABLES) {
    const file = quoted(join(place, `${table}.parquet`));
    await connection.run(`CREATE VIEW ${table} AS SELECT * FROM read_parquet(${file})`);
  }
  await connection.run('SET lock_configuration = true');
}

type Cell = string | number | boolean | null | object;

async function answer(connection: DuckDBConnection, sql: string, asJson: boolean): Promise<void> {
  let names: readonly string[];
  let rows: readonly (readonly Cell[])[];
  try {
    const reader = await connection.runAndReadAll(sql);
    names = reader.deduplicatedColumnNames();
    const isWhole = reader.columnTypes().map((type) => /INT$/.test(String(type)));
    rows = reader
      .getRowsJson()
      .map((row) => row.map((value, i) => cellOf(value as Cell, isWhole[i] === true)));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return complain(
      message.split('\n')[0] ?? message,
      `tables: ${PARQUET_TABLES.join(', ')}; DESCRIBE <table> tells the columns`,
    );
  }
  process.exitCode = CLEAN;
  if (asJson) {
    return printJson(rows.map((row) => Object.fromEntries(names.map((name, i) => [name, row[i] ?? null]))));
  }
  const columns = names.map((head, i) => ({
    head,
    kind: rows.every((row) => row[i] === null || typeof row[i] === 'number')
      ? ('number' as const)
      : ('words' as const),
    cell: (row: readonly Cell[]) => textOf(row[i] ?? null),
  }));
  for (const line of textTable(columns, rows, Number.MAX_SAFE_INTEGER)) print(line);
  note(`${rows.length} ${rows.length === 1 ? 'row' : 'rows'}`);
}

/** Whole numbers of 64 bits come as text, so that none loses a digit: those that can be numbers become numbers. */
function cellOf(value: Cell, isWhole: boolean): Cell {
  if (!isWhole || typeof value !== 'string') return value;
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
}

function textOf(value: Cell): string {
  if (value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
