import { existsSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, sep } from 'node:path';
import { csvLine, plural, UserProblem } from '#base';
import { textTable } from '#report';
import { BAD_INPUT, CLEAN } from '../../shared/exit-codes.ts';
import { replaceFile } from '../../shared/files/whole-files.ts';
import { reasonOf } from '../../shared/host.ts';
import { note, print, printJson } from '../../shared/print.ts';
import { type Answer, type Cell, QueryDatabase } from '../query/query-database.ts';
import { placeTables } from '../query/query-tables.ts';

export interface QueryOptions {
  readonly out?: string;
  readonly json?: true;
}

/** `meridian query`: SQL (DuckDB) over the tables of a run. It writes nothing but the file of `--out`. */
export async function query(folder: string, sql: string, { json, out }: QueryOptions): Promise<void> {
  process.exitCode = BAD_INPUT;
  const render = out === undefined ? null : rendererOf(folder, out);
  const answer = await answerOf(folder, sql);
  if (answer === null) return;
  if (out !== undefined && render !== null) write(out, render(answer));
  else if (json === true) printJson(objectsOf(answer));
  else tell(answer);
  process.exitCode = CLEAN;
}

/** Null after a complaint. Throws a UserProblem for what is wrong with tables or SQL. */
async function answerOf(folder: string, sql: string): Promise<Answer | null> {
  let place: string | null = null;
  try {
    place = mkdtempSync(join(tmpdir(), 'meridian-query-'));
    if (!placeTables(folder, place)) return null;
    const database = await QueryDatabase.open(place);
    try {
      return await database.ask(sql);
    } finally {
      database.close();
    }
  } catch (error) {
    if (error instanceof UserProblem) throw error;
    const where = error instanceof Error && 'path' in error ? String(error.path) : (place ?? tmpdir());
    throw new UserProblem(
      reasonOf(error, where),
      `name a run folder or a bundle that can be read; its tables need room in ${tmpdir()} (TMPDIR names another folder)`,
    );
  } finally {
    if (place !== null) rmSync(place, { recursive: true, force: true });
  }
}

type Renderer = (answer: Answer) => string;

const RENDERERS: ReadonlyMap<string, Renderer> = new Map<string, Renderer>([
  ['.csv', ({ names, rows }) => [names, ...rows.map((row) => row.map(plainOf))].map(csvLine).join('')],
  ['.json', (answer) => `${JSON.stringify(objectsOf(answer), null, 2)}\n`],
]);

/** Throws a UserProblem for a file that would lie among the evidence, or has no known ending. */
function rendererOf(folder: string, out: string): Renderer {
  const render = [...RENDERERS].find(([ending]) => out.endsWith(ending))?.[1];
  if (render === undefined)
    throw new UserProblem(`--out ${out} is neither .csv nor .json`, 'end the name with .csv or .json');
  const parent = dirname(out);
  if (!existsSync(parent))
    throw new UserProblem(
      `${parent} does not exist`,
      'make the folder first, or name another file with --out',
    );
  const isInside =
    existsSync(folder) && `${realpathSync(parent)}${sep}`.startsWith(`${realpathSync(folder)}${sep}`);
  if (isInside)
    throw new UserProblem(
      `--out ${out} lies in the folder that is queried`,
      'name a file outside of it: a query changes no evidence',
    );
  return render;
}

/** A link is replaced, and what it leads to left alone. */
function write(out: string, text: string): void {
  try {
    replaceFile(out, text);
  } catch (error) {
    throw new UserProblem(reasonOf(error, out), 'name another file with --out, or make room');
  }
}

function tell({ names, rows }: Answer): void {
  const columns = names.map((head, i) => ({
    head,
    kind: rows.every((row) => row[i] === null || typeof row[i] === 'number')
      ? ('number' as const)
      : ('words' as const),
    cell: (row: readonly Cell[]) => textOf(row[i] ?? null),
  }));
  for (const line of textTable(columns, rows, Number.MAX_SAFE_INTEGER)) print(line);
  note(plural(rows.length, 'row'));
}

/** A column may be called anything, also `__proto__`. */
function objectsOf({ names, rows }: Answer): readonly object[] {
  return rows.map((row) => Object.fromEntries(names.map((name, i) => [name, row[i] ?? null])));
}

function plainOf(value: Cell): string | number | boolean | null {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
}

function textOf(value: Cell): string {
  return value === null ? '' : String(plainOf(value));
}
