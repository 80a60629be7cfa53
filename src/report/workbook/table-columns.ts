import type { CellValue, Sheet, SheetColumn } from './sheet-xml.ts';

/** A column, and what stands in it for a row. */
export interface RowColumn<Row> extends SheetColumn {
  readonly of: (row: Row) => CellValue;
}

/** The columns and rows of a sheet. */
export function tableOf<Row>(
  columns: readonly RowColumn<Row>[],
  rows: readonly Row[],
): Pick<Sheet, 'columns' | 'rows'> {
  return {
    columns: columns.map(({ head, kind }) => ({ head, kind })),
    rows: rows.map((row) => columns.map(({ of }) => of(row))),
  };
}
