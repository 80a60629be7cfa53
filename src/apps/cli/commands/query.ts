import { existsSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, resolve, sep } from 'node:path';
import { csvLine, plural } from '#base';
import { textTable } from '#report';
import { STANDARD } from '../../shared/files/standard-input.ts';
import { replaceFile, WholeFiles } from '../../shared/files/whole-files.ts';
import { note, print, printCsv, printJson } from '../../shared/print.ts';
import { attempt, refusalOf, refuse } from '../../shared/problem.ts';
import { type Answer, type Cell, QueryDatabase } from '../query/query-database.ts';
import { type PlacedTables, placeTables } from '../query/query-tables.ts';

export interface QueryOptions extends TargetOptions {
  readonly anew?: true;
}

/**
 * `meridian query`: SQL (DuckDB) over the tables of runs. `words`: further runs, and last the SQL. Writes the named file, and keeps the tables for
 * the next query.
 */
export async function query(first: string, words: readonly string[], options: QueryOptions): Promise<void> {
  const folders = [first, ...words.slice(0, -1)].map((folder) => folder.replace(/(?<=.)\/+$/, ''));
  const sql = words.at(-1) ?? '';
  const again = folders.find((folder, i) => folders.indexOf(folder) < i);
  if (again !== undefined) return refuse(`${again} is named twice`, 'name each run once; the SQL comes last');
  const target = targetOf(folders, options);
  const database = await QueryDatabase.open();
  try {
    await database.refuseUnlessSelect(sql);
    return await withTables(folders, sql, options.anew === true, (tables) =>
      target.format === 'parquet'
        ? writeParquet(database, sql, tables, target)
        : answer(database, sql, tables, target),
    );
  } finally {
    database.close();
  }
}

async function withTables(
  folders: readonly string[],
  sql: string,
  anew: boolean,
  work: (tables: readonly PlacedTables[]) => Promise<void>,
): Promise<void> {
  const placed: PlacedTables[] = [];
  try {
    for (const folder of folders) placed.push(await placeTables(folder, sql, anew));
    return await work(placed);
  } catch (error) {
    const folder = folders[Math.min(placed.length, folders.length - 1)] ?? '';
    const where = error instanceof Error && 'path' in error ? String(error.path) : folder;
    throw refusalOf(
      error,
      where,
      `name a run folder or a bundle that can be read; its tables need room next to it and in ${tmpdir()} (TMPDIR names another folder)`,
    );
  } finally {
    for (const { remove } of placed) remove();
  }
}

async function answer(
  database: QueryDatabase,
  sql: string,
  tables: readonly PlacedTables[],
  { format, path }: AnswerTarget,
): Promise<void> {
  await database.read(tables, null);
  const found = await database.ask(sql);
  if (path !== null) {
    const text = format === 'csv' ? csvOf(found) : `${JSON.stringify(objectsOf(found), null, 2)}\n`;
    return attempt(path, 'name another file, or make room', () => {
      // If the path is a link, the link is replaced and its target stays unchanged.
      replaceFile(path, text);
      note(`${plural(found.rows.length, 'row')} in ${path}`);
    });
  }
  if (format === 'csv') printCsv(csvOf(found));
  else if (format === 'json') printJson(objectsOf(found));
  else tell(found);
}

async function writeParquet(
  database: QueryDatabase,
  sql: string,
  tables: readonly PlacedTables[],
  { path }: AnswerTarget,
): Promise<void> {
  const files = new WholeFiles();
  try {
    const place = resolve(files.placeFor(path ?? ''));
    await database.read(tables, place);
    const rows = await database.writeParquet(sql, place);
    files.commit();
    note(`${plural(rows, 'row')} in ${path}`);
  } catch (error) {
    files.discard();
    throw error;
  }
}

function csvOf({ names, rows }: Answer): string {
  return [names, ...rows.map((row) => row.map(plainOf))].map(csvLine).join('');
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

type AnswerFormat = 'csv' | 'json' | 'parquet';

/** Target of an answer: a file, or stdout if `path` is null. */
interface AnswerTarget {
  readonly format: AnswerFormat | 'table';
  readonly path: string | null;
}

interface TargetOptions {
  readonly out?: string;
  readonly csv?: string;
  readonly parquet?: string;
  readonly json?: true;
}

const FORMATS: readonly AnswerFormat[] = ['csv', 'json', 'parquet'];

/** Refuses two targets, an unknown file name extension, and a file inside the evidence. */
function targetOf(folders: readonly string[], options: TargetOptions): AnswerTarget {
  const { csv, json, out, parquet } = options;
  const named = [
    ...(csv === undefined ? [] : [{ option: '--csv', path: csv, format: 'csv' as const }]),
    ...(parquet === undefined ? [] : [{ option: '--parquet', path: parquet, format: 'parquet' as const }]),
    ...(out === undefined ? [] : [{ option: '--out', path: out, format: formatOf(out) }]),
    ...(json === undefined ? [] : [{ option: '--json', path: STANDARD, format: 'json' as const }]),
  ];
  const [first, second] = named;
  if (first === undefined) return { format: 'table', path: null };
  if (second !== undefined) {
    return refuse(
      `${first.option} and ${second.option} cannot be given together`,
      `write the answer once with ${first.option}, or once with ${second.option}`,
    );
  }
  const { format, option, path } = first;
  if (format === null) {
    return refuse(
      `${option} ${path} ends in none of ${FORMATS.map((one) => `.${one}`).join(', ')}`,
      'end the name with one of them, or name the file with --csv or --parquet',
    );
  }
  if (path !== STANDARD) return fileOutside(folders, { format, path }, option);
  if (format !== 'parquet') return { format, path: null };
  return refuse('Parquet cannot be written to stdout', 'name a file with --parquet, or write --csv -');
}

function formatOf(path: string): AnswerFormat | null {
  return path === STANDARD ? 'csv' : (FORMATS.find((format) => path.endsWith(`.${format}`)) ?? null);
}

function fileOutside(
  folders: readonly string[],
  target: AnswerTarget & { readonly path: string },
  option: string,
): AnswerTarget {
  const parent = dirname(target.path);
  if (!existsSync(parent)) {
    return refuse(`${parent} does not exist`, `make the folder first, or name another file with ${option}`);
  }
  const isInside = folders.some(
    (folder) =>
      existsSync(folder) && `${realpathSync(parent)}${sep}`.startsWith(`${realpathSync(folder)}${sep}`),
  );
  if (!isInside) return target;
  return refuse(
    `${option} ${target.path} is inside the queried folder`,
    'name a file outside it; queries never change evidence',
  );
}
