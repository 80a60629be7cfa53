import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import { csvLine, plural, type Result, success } from '#base';
import { textTable } from '#report';
import { replaceFile, WholeFiles } from '../../shared/files/whole-files.ts';
import { print, printCsv, printJson } from '../../shared/print.ts';
import { attempt, type Failure, type Problem, refusalOf } from '../../shared/problem.ts';
import type { CommandResult } from '../../shared/run-command.ts';
import { note } from '../../shared/terminal.ts';
import { type AnswerTarget, type TargetOptions, targetOf } from '../query/answer-target.ts';
import { type Answer, type Cell, QueryDatabase } from '../query/query-database.ts';
import { type PlacedTables, placeTables } from '../query/query-tables.ts';

export interface QueryOptions extends TargetOptions {
  /** Ignores tables kept by an earlier query. */
  readonly anew?: true;
}

/**
 * `meridian query`: SQL (DuckDB) over the tables of a run. Writes the named file, and keeps the tables for the next
 * query.
 */
export async function query(folder: string, sql: string, options: QueryOptions): Promise<CommandResult> {
  const target = targetOf(folder, options);
  if (!target.ok) return target;
  const database = await QueryDatabase.open();
  if (!database.ok) return database;
  try {
    const problem = await database.value.unlessSelect(sql);
    if (problem !== null) return problem;
    return await withTables(folder, sql, options.anew === true, (tables) =>
      target.value.format === 'parquet'
        ? writeParquet(database.value, sql, tables, target.value)
        : answer(database.value, sql, tables, target.value),
    );
  } finally {
    database.value.close();
  }
}

async function withTables(
  folder: string,
  sql: string,
  anew: boolean,
  work: (tables: PlacedTables) => Promise<CommandResult>,
): Promise<CommandResult> {
  let placed: PlacedTables | null = null;
  try {
    const tables = await placeTables(folder, sql, anew);
    if (!tables.ok) return tables;
    placed = tables.value;
    return await work(placed);
  } catch (error) {
    const where = error instanceof Error && 'path' in error ? String(error.path) : folder;
    return refusalOf(
      error,
      where,
      `name a run folder or a bundle that can be read; its tables need room next to it and in ${tmpdir()} (TMPDIR names another folder)`,
    );
  } finally {
    placed?.remove();
  }
}

async function answer(
  database: QueryDatabase,
  sql: string,
  tables: PlacedTables,
  { format, path }: AnswerTarget,
): Promise<CommandResult> {
  const problem = await database.read(tables, null);
  if (problem !== null) return problem;
  const found = await database.ask(sql);
  if (!found.ok) return found;
  if (path !== null) {
    const text = format === 'csv' ? csvOf(found.value) : jsonOf(found.value);
    return attempt(path, 'name another file, or make room', () => {
      // If the path is a link, the link is replaced and its target stays unchanged.
      replaceFile(path, text);
      note(`${plural(found.value.rows.length, 'row')} in ${path}`);
      return success('clean');
    });
  }
  if (format === 'csv') printCsv(csvOf(found.value));
  else if (format === 'json') printJson(objectsOf(found.value));
  else tell(found.value);
  return success('clean');
}

async function writeParquet(
  database: QueryDatabase,
  sql: string,
  tables: PlacedTables,
  { path }: AnswerTarget,
): Promise<CommandResult> {
  const files = new WholeFiles();
  try {
    const place = resolve(files.placeFor(path ?? ''));
    const problem = await database.read(tables, place);
    const written: Failure | Result<number, Problem> = problem ?? (await database.writeParquet(sql, place));
    if (!written.ok) {
      files.discard();
      return written;
    }
    files.commit();
    note(`${plural(written.value, 'row')} in ${path}`);
    return success('clean');
  } catch (error) {
    files.discard();
    throw error;
  }
}

function csvOf({ names, rows }: Answer): string {
  return [names, ...rows.map((row) => row.map(plainOf))].map(csvLine).join('');
}

function jsonOf(found: Answer): string {
  return `${JSON.stringify(objectsOf(found), null, 2)}\n`;
}

function tell({ names, rows }: Answer): void {
  const columns = names.map((head, i) => ({
    head,
    kind: rows.every((row) => row[i] === null || typeof row[i] === 'number')
      ? ('number' as const)
      : ('words' as const),
    cell: (row: readonly Cell[]) => textOf(row[i] ?? null),
  }));
  for (const line of textTable(rows, columns, Number.MAX_SAFE_INTEGER)) print(line);
  note(plural(rows.length, 'row'));
}

/** Builds objects safely: a column may have any name, even `__proto__`. */
function objectsOf({ names, rows }: Answer): readonly object[] {
  return rows.map((row) => Object.fromEntries(names.map((name, i) => [name, row[i] ?? null])));
}

function plainOf(value: Cell): string | number | boolean | null {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
}

function textOf(value: Cell): string {
  return value === null ? '' : String(plainOf(value));
}
