import type { Child } from './markup.ts';

/** A column of a table, for pages and, if its cells are text, for terminals. */
export interface Column<Row, Cell extends Child = Child> {
  readonly head: string;
  /** Words are aligned left, numbers right; on a page, a sentence has the whole width of a block. */
  readonly kind: 'words' | 'number' | 'sentence';
  /** On a page, beside the cells of a block, where the head says too little without its neighbours. */
  readonly label?: string;
  /** On a page, a further class of the cell. */
  readonly state?: (row: Row) => string | null;
  readonly cell: (row: Row) => Cell;
}

/** A column that a terminal can show, too. */
export type TextColumn<Row> = Column<Row, string>;

type More<Row> = Pick<Column<Row>, 'label' | 'state'>;

/** A column of words. */
export function inWords<Row, Cell extends Child>(
  head: string,
  cell: (row: Row) => Cell,
  more: More<Row> = {},
): Column<Row, Cell> {
  return { head, kind: 'words', cell, ...more };
}

/** A column of numbers, as text. */
export function inNumbers<Row, Cell extends Child>(
  head: string,
  cell: (row: Row) => Cell,
  more: More<Row> = {},
): Column<Row, Cell> {
  return { head, kind: 'number', cell, ...more };
}

/** A column of sentences. */
export function inSentences<Row, Cell extends Child>(
  head: string,
  cell: (row: Row) => Cell,
): Column<Row, Cell> {
  return { head, kind: 'sentence', cell };
}
