import type { LogProblem } from '../rows/refusals.ts';
import type { SheetSink } from '../rows/row-importer.ts';

/** Rows that a proposal looks at. */
const SAMPLE_ROWS = 20_000;
/** Values of a column that are kept of later rows. A column with more has no closed list of words. */
const LATER_VALUES = 1000;

/** Keeps the first rows of a log, and what columns with few values hold in all rows. */
export class LogSample implements SheetSink {
  columns: readonly string[] = [];
  readonly rows: (readonly string[])[] = [];
  /** Rows with another number of cells than the first one. */
  otherRows = 0;
  /** Values of each column after the kept rows. */
  readonly laterValues: Set<string>[] = [];
  stopped: LogProblem | null = null;

  get isOver(): boolean {
    return this.stopped !== null;
  }

  head(cells: readonly string[]): void {
    this.columns = cells.map((cell) => cell.trim());
    for (const _ of cells) this.laterValues.push(new Set());
  }

  row(cells: readonly string[]): void {
    if (this.isOver) return;
    if (cells.length !== this.columns.length) this.otherRows++;
    else if (this.rows.length < SAMPLE_ROWS) this.rows.push(cells.map((cell) => cell.trim()));
    else for (const [place, cell] of cells.entries()) this.later(place, cell.trim());
  }

  private later(place: number, cell: string): void {
    const values = this.laterValues[place];
    if (values !== undefined && values.size < LATER_VALUES) values.add(cell);
  }

  refuseRow(): void {}

  /** A sample takes cells as they are, so that no column is judged. */
  uses(): boolean {
    return false;
  }

  stop(problem: LogProblem): void {
    this.stopped ??= problem;
  }
}
