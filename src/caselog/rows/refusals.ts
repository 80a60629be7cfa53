import { shown } from '#base';

/** What is wrong with a log, or with one of its rows, and what to do about it. */
export interface LogProblem {
  /** The line on which the row begins, the row of a sheet, or the number of the event; null: the log as a whole. */
  readonly row: number | null;
  /** Name of the column; empty: the row as a whole. */
  readonly column: string;
  /** The value as written, shortened. */
  readonly value: string;
  readonly problem: string;
  readonly remedy: string;
}

/** Why a log as a whole cannot be imported. */
export function problemOfLog(problem: string, remedy: string): LogProblem {
  return { row: null, column: '', value: '', problem, remedy };
}

/** Refused rows that are listed. The others are counted. */
const LISTED_MAX = 200;

/** Rows that were refused. */
export class Refusals {
  readonly listed: LogProblem[] = [];
  count = 0;
  private readonly columns = new Map<string, number>();

  /** Notes a refused row. `make` is called for those that are listed. */
  add(column: string, make: () => Omit<LogProblem, 'column'>): void {
    this.count++;
    this.columns.set(column, (this.columns.get(column) ?? 0) + 1);
    if (this.listed.length >= LISTED_MAX) return;
    const { problem, remedy, row, value } = make();
    this.listed.push({ row, column, value: shown(value), problem, remedy });
  }

  /** How many rows were refused because of each column. */
  byColumn(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.columns);
  }
}
