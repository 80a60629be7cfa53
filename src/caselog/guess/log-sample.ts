import type { LogProblem } from '../rows/refusals.ts';
import type { SheetSink } from '../rows/row-importer.ts';

/** Rows that a proposal looks at. */
const SAMPLE_ROWS = 20_000;

/** Keeps the first rows of a log. */
export class LogSample implements SheetSink {
  columns: readonly string[] = [];
  readonly rows: (readonly string[])[] = [];
  stopped: LogProblem | null = null;

  get isOver(): boolean {
    return this.stopped !== null || this.rows.length >= SAMPLE_ROWS;
  }

  head(cells: readonly string[]): void {
    this.columns = cells.map((cell) => cell.trim());
  }

  row(cells: readonly string[]): void {
    if (cells.length === this.columns.length && !this.isOver)
      this.rows.push(cells.map((cell) => cell.trim()));
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
