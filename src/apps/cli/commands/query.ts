import { existsSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, sep } from 'node:path';
import { csvLine, plural, type Result, success } from '#base';
import { textTable } from '#report';
import { replaceFile } from '../../shared/files/whole-files.ts';
import { print, printJson } from '../../shared/print.ts';
import { attempt, type Problem, refusalOf, refuse } from '../../shared/problem.ts';
import type { CommandResult } from '../../shared/run-command.ts';
import { note } from '../../shared/terminal.ts';
import { type Answer, type Cell, QueryDatabase } from '../query/query-database.ts';
import { placeTables } from '../query/query-tables.ts';

export interface QueryOptions {
  readonly out?: string;
  readonly json?: true;
}

/** `meridian query`: SQL (DuckDB) over the tables of a run. It writes nothing but the file of `--out`. */
export async function query(
  folder: string,
  sql: string,
  { json, out }: QueryOptions,
): Promise<CommandResult> {
  const render = out === undefined ? success(null) : rendererOf(folder, out);
  if (!render.ok) return render;
  const answer = await answerOf(folder, sql);
  if (!answer.ok) return answer;
  if (out !== undefined && render.value !== null) return write(out, render.value(answer.value));
  if (json === true) printJson(objectsOf(answer.value));
  else tell(answer.value);
  return success('clean');
}

async function answerOf(folder: string, sql: string): Promise<Result<Answer, Problem>> {
  let place: string | null = null;
  try {
    place = mkdtempSync(join(tmpdir(), 'meridian-query-'));
    const placed = placeTables(folder, place);
    if (!placed.ok) return placed;
    const database = await QueryDatabase.open(place);
    if (!database.ok) return database;
    try {
      return await database.value.ask(sql);
    } finally {
      database.value.close();
    }
  } catch (error) {
    const where = error instanceof Error && 'path' in error ? String(error.path) : (place ?? tmpdir());
    return refusalOf(
      error,
      where,
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

/** Refuses a file that would lie among the evidence, or has no known ending. */
function rendererOf(folder: string, out: string): Result<Renderer, Problem> {
  const render = [...RENDERERS].find(([ending]) => out.endsWith(ending))?.[1];
  if (render === undefined) {
    return refuse(`--out ${out} is neither .csv nor .json`, 'end the name with .csv or .json');
  }
  const parent = dirname(out);
  if (!existsSync(parent)) {
    return refuse(`${parent} does not exist`, 'make the folder first, or name another file with --out');
  }
  const isInside =
    existsSync(folder) && `${realpathSync(parent)}${sep}`.startsWith(`${realpathSync(folder)}${sep}`);
  if (!isInside) return success(render);
  return refuse(
    `--out ${out} lies in the folder that is queried`,
    'name a file outside of it: a query changes no evidence',
  );
}

/** A link is replaced, and what it leads to left alone. */
function write(out: string, text: string): CommandResult {
  return attempt(out, 'name another file with --out, or make room', () => {
    replaceFile(out, text);
    return success('clean');
  });
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
