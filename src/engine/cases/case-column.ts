import type { CaseRow } from '#domain';

/** What a column needs of a case: its row, which is the case's own until the case has ended. */
interface HasRow {
  readonly row: CaseRow;
}

/**
 * A value that a feature keeps for each case, by row. A feature asks the case table for its columns when it is created, so a run has only the
 * columns of features that its scenario uses. Rows are used again: each new case begins with the initial value.
 */
export class CaseColumn<Value> {
  private readonly values: Value[] = [];
  private readonly initial: Value;

  constructor(initial: Value) {
    this.initial = initial;
  }

  of({ row }: HasRow): Value {
    return this.values[row] as Value;
  }

  set({ row }: HasRow, value: Value): void {
    this.values[row] = value;
  }

  /** A new case has the row. */
  begin({ row }: HasRow): void {
    this.values[row] = this.initial;
  }
}
