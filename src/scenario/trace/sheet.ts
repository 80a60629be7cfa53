import { csvCellStarts, type Result, shown } from '#base';
import { suggestion } from '../did-you-mean.ts';
import type { ScenarioIssue } from '../issues.ts';
import { LIMITS } from '../read/limits.ts';
import { type Problem, problem } from '../shape/problem.ts';

/** A value of a row, with the column (from 1, in UTF-16 units) at which it begins. */
interface CsvCell {
  readonly text: string;
  readonly column: number;
}

export interface CsvRow {
  /** From 1. */
  readonly line: number;
  readonly cells: readonly CsvCell[];
  /** A quote is missing or stray, so that the row cannot be read. The last cell is the first one with such a quote. */
  readonly isBroken: boolean;
}

/** A whole value in quotes, or one without any. */
const SOUND = /^(?:"(?:[^"]|"")*"|[^"]*)$/;

/**
 * Reads rows of comma-separated values (RFC 4180) with their places. Each row is one line, so a value has no line break. Spaces around a
 * value do not count. Blank lines and lines that begin with `#` are skipped.
 */
export function* readCsv(text: string): IterableIterator<CsvRow> {
  let line = 0;
  for (const written of linesOf(text.startsWith('\ufeff') ? text.slice(1) : text)) {
    line++;
    if (written.trim() !== '' && !written.startsWith('#')) yield rowOf(written, line);
  }
}

function* linesOf(text: string): IterableIterator<string> {
  for (let from = 0; from < text.length; ) {
    const end = text.indexOf('\n', from);
    const until = end === -1 ? text.length : end;
    yield text.slice(from, text[until - 1] === '\r' ? until - 1 : until);
    from = until + 1;
  }
}

function rowOf(written: string, line: number): CsvRow {
  const starts = csvCellStarts(written);
  const cells: CsvCell[] = [];
  for (const [index, start] of starts.entries()) {
    const raw = written.slice(start, (starts[index + 1] ?? written.length + 1) - 1);
    const column = start + 1 + (raw.length - raw.trimStart().length);
    const value = raw.trim();
    if (!SOUND.test(value)) {
      return { line, cells: [...cells, { text: written.slice(start).trim(), column }], isBroken: true };
    }
    const text = value.startsWith('"') ? value.slice(1, -1).replaceAll('""', '"') : value;
    cells.push({ text, column });
  }
  return { line, cells, isBroken: false };
}

/** A kind of sheet: its columns, and what issues call it. */
export interface SheetKind<Column extends string> {
  readonly columns: readonly Column[];
  /** For example `a trace`. */
  readonly name: string;
  /** For example `the trace`. */
  readonly whole: string;
  /** The names of columns may be written in capitals. */
  readonly isAnyCase?: true;
}

/** Where issues of a sheet belong: the key of the scenario that names it, and its file. */
interface SheetPlace {
  readonly path: string;
  readonly file: string;
}

const NOTHING: CsvCell = { text: '', column: 1 };

/** A CSV file with named columns beside a scenario. Collects everything that is wrong with it, by line and column. */
export class Sheet<Column extends string> {
  readonly errors: ScenarioIssue[] = [];
  private readonly kind: SheetKind<Column>;
  private readonly place: SheetPlace;
  private readonly columns: (Column | null)[] = [];

  constructor(kind: SheetKind<Column>, place: SheetPlace) {
    this.kind = kind;
    this.place = place;
  }

  /** Calls `hasHeader` once, and `read` for each row that has a value for each column. Ends early if there are too many errors. */
  read(text: string, hasHeader: (line: number) => void, read: (row: CsvRow) => void): void {
    for (const row of readCsv(text)) {
      if (this.columns.length === 0) {
        this.readHeader(row);
        hasHeader(row.line);
        if (this.errors.length > 0) break;
      } else if (this.isWhole(row)) read(row);
      if (this.errors.length < LIMITS.traceIssues) continue;
      const remedy = 'correct these first';
      this.fail(row.line, problem('too-many', 'the rows after this one were not checked', remedy));
      break;
    }
    if (this.columns.length === 0) {
      const remedy = `begin it with the names of its columns: ${this.kind.columns.join(',')}`;
      this.fail(1, problem('file-empty', `${this.kind.whole} is empty`, remedy));
    }
  }

  private readHeader({ cells, line }: CsvRow): void {
    const { columns, isAnyCase, name } = this.kind;
    for (const cell of cells) {
      const written = isAnyCase ? cell.text.toLowerCase() : cell.text;
      const column = columns.find((known) => known === written);
      if (column === undefined) {
        const message = `'${shown(cell.text)}' is not a column of ${name}`;
        this.failAt(line, cell, problem('unknown-key', message, suggestion(written, columns, 'column')));
      } else if (this.columns.includes(column)) {
        const message = `the column '${column}' occurs twice`;
        this.failAt(line, cell, problem('duplicate-key', message, 'remove one'));
      }
      this.columns.push(column ?? null);
    }
  }

  private isWhole({ cells, isBroken, line }: CsvRow): boolean {
    if (isBroken) {
      const remedy = 'put quotes around the whole value, and write quotes inside of it twice';
      const what = problem('syntax', 'a value with a stray or missing quote', remedy);
      this.failAt(line, cells.at(-1) as CsvCell, what);
      return false;
    }
    if (cells.length === this.columns.length) return true;
    const message = `${cells.length} values in a row, ${this.columns.length} columns`;
    const remedy = 'write a value for each column, or nothing between its commas';
    this.fail(line, problem('bad-row', message, remedy));
    return false;
  }

  /** Reports a column that the header lacks. */
  need(line: number, column: Column, remedy: string): void {
    if (this.columns.includes(column)) return;
    this.fail(line, problem('missing-key', `the column '${column}' is missing`, remedy));
  }

  textOf(row: CsvRow, column: Column): string {
    return this.cellOf(row, column).text;
  }

  /** Undefined for a blank value, and for one that cannot be read, which is reported. */
  value<Value>(
    row: CsvRow,
    column: Column,
    read: (text: string) => Result<Value, Problem>,
  ): Value | undefined {
    const text = this.textOf(row, column);
    if (text === '') return undefined;
    const outcome = read(text);
    if (outcome.ok) return outcome.value;
    this.failIn(row, column, outcome.problem);
    return undefined;
  }

  /** Reports a value that is blank and must not be. */
  notBlank(row: CsvRow, column: Column): void {
    if (this.textOf(row, column) !== '') return;
    this.failIn(
      row,
      column,
      problem('empty-value', `the ${column} is missing`, `write the ${column} of the case`),
    );
  }

  failIn(row: CsvRow, column: Column, what: Problem): void {
    this.failAt(row.line, this.cellOf(row, column), what);
  }

  /** An issue at a value, for example a warning. */
  issueIn(row: CsvRow, column: Column, what: Problem): ScenarioIssue {
    return this.issue(row.line, this.cellOf(row, column), what);
  }

  /** An issue at the beginning of a line. */
  issueAt(line: number, what: Problem): ScenarioIssue {
    return this.issue(line, NOTHING, what);
  }

  private cellOf({ cells }: CsvRow, column: Column): CsvCell {
    return cells[this.columns.indexOf(column)] ?? NOTHING;
  }

  /** Reports an issue at the beginning of a line. */
  fail(line: number, what: Problem): void {
    this.failAt(line, NOTHING, what);
  }

  private failAt(line: number, cell: CsvCell, what: Problem): void {
    this.errors.push(this.issue(line, cell, what));
  }

  private issue(line: number, { column, text }: CsvCell, { code, message, remedy }: Problem): ScenarioIssue {
    return { code, ...this.place, line, column, value: shown(text), message, remedy };
  }
}
