import { failure, type Result, shown, success } from '#base';
import { suggestion } from '#scenario';
import type { LogProblem } from './refusals.ts';

/** The longest cell that is taken. A longer one is a text, or a quote that is not closed. */
const CELL_LENGTH_MAX = 10_000;
export const TOO_LONG = {
  problem: `the cell has more than ${CELL_LENGTH_MAX.toLocaleString('en-GB')} characters`,
  remedy: 'map another column, or look for a quote that is not closed',
};

/** One or several columns of a log, read as one value. */
export class Cells {
  /** Names for messages. */
  readonly name: string;
  private readonly places: readonly number[];
  private readonly missing: ReadonlySet<string>;

  constructor(name: string, places: readonly number[], missing: ReadonlySet<string>) {
    this.name = name;
    this.places = places;
    this.missing = missing;
  }

  /** The value; empty if it is missing; null if it is too long. */
  of(cells: readonly string[]): string | null {
    const { places } = this;
    if (places.length === 1) return this.part(cells[places[0] as number] ?? '');
    const parts: string[] = [];
    for (const place of places) {
      const part = this.part(cells[place] ?? '');
      if (part === null || part === '') return part;
      parts.push(part);
    }
    return parts.join(' ');
  }

  private part(cell: string): string | null {
    if (cell.length > CELL_LENGTH_MAX) return null;
    const text = cell.trim();
    return this.missing.has(text) ? '' : text;
  }
}

/** The names by which a mapping finds columns: with a number if a column has no name, or shares it with others. */
export function columnNames(head: readonly string[]): readonly string[] {
  const all = new Map<string, number>();
  for (const column of head) all.set(column, (all.get(column) ?? 0) + 1);
  const before = new Map<string, number>();
  return head.map((column, place) => {
    if (column === '') return `#${place + 1}`;
    if (all.get(column) === 1) return column;
    const number = (before.get(column) ?? 0) + 1;
    before.set(column, number);
    return `${column}#${number}`;
  });
}

/** Finds columns by name. `name#2` is the second column of that name, `#3` the third of all. */
export function findColumn(
  name: string,
  head: readonly string[],
  row: number | null,
): Result<number, LogProblem> {
  const places = head.flatMap((column, place) => (column === name ? [place] : []));
  const [place, other] = places;
  if (place !== undefined && other === undefined) return success(place);
  const refuse = (problem: string, remedy: string) =>
    failure({ row, column: shown(name), value: '', problem, remedy });
  if (other !== undefined) {
    return refuse(
      `${places.length} columns have the name '${shown(name)}'`,
      `write '${name}#1' or '${name}#2'`,
    );
  }
  const numbered = /^(.*)#(\d+)$/.exec(name);
  if (numbered !== null) {
    const [, base = '', digits = ''] = numbered;
    const same = head.flatMap((column, at) => (base === '' || column === base ? [at] : []));
    const found = same[Number(digits) - 1];
    if (found !== undefined) return success(found);
  }
  const known = head.filter((column) => column !== '').map((column) => shown(column));
  return refuse(`the log has no column '${shown(name)}'`, suggestion(name, known, 'column'));
}

const TITLE_REMEDY = 'remove the rows above the names of columns, or export the table alone';

/** Why a log cannot be read if its first row is a title; null if that row names columns, of which a table has at least two. */
export function titleProblem(log: {
  readonly columns: readonly string[];
  readonly rows: readonly unknown[];
  readonly otherRows: number;
}): LogProblem | null {
  const filled = log.columns.filter((cell) => cell !== '');
  if (log.columns.length === 0) return null;
  if (filled.length > 1 && log.otherRows <= log.rows.length) return null;
  const value = filled[0] ?? '';
  const cells = filled.length === 1 ? 'one cell' : `${filled.length} cells, unlike most rows below`;
  const problem = `the first row has ${cells}: it looks like a title, not like the names of columns`;
  return { row: 1, column: '', value: shown(value), problem, remedy: TITLE_REMEDY };
}

/** Why a log lacks columns in its first row, if a later row names them all; null if it does not. */
export function lateHeadProblem(
  names: readonly string[],
  cells: readonly string[],
  row: number,
): LogProblem | null {
  const found = new Set(cells.map((cell) => cell.trim()));
  if (names.length === 0 || !names.every((name) => found.has(name.replace(/#\d+$/, '')))) return null;
  const problem = `the names of columns are in row ${row}, below a title`;
  return { row: 1, column: '', value: '', problem, remedy: TITLE_REMEDY };
}
