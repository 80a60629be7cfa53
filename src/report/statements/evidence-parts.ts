import { formatCount } from '#base';
import type { Column } from '../document/columns.ts';
import { type Child, element, type Markup } from '../document/markup.ts';
import { type Page, renderPage } from '../document/page.ts';
import { pageTable } from '../document/parts.ts';

/** Building blocks of the pages of evidence. */

/** A page of evidence about a scenario: its title is the first of the facts. */
export function evidencePage(page: Omit<Page, 'kicker'>): string {
  return renderPage({ ...page, kicker: 'Meridian evidence' });
}

/** A time that must not break in the middle. */
const TIME = /^\d{4}-\d\d-\d\d(?: \d\d:\d\d)?$/;

/** A column: its head, its contents, and whether they are numbers. */
export type EvidenceColumn<Row> =
  | readonly [head: string, cell: (row: Row) => Child]
  | readonly [head: string, value: (row: Row) => number | string, kind: 'number'];

export function table<Row>(
  caption: string,
  rows: readonly Row[],
  columns: readonly EvidenceColumn<Row>[],
): Markup {
  const tableColumns = columns.map(
    ([head, cellOf, kind]): Column<Row> => ({
      head,
      kind: kind ?? 'words',
      state: (row) => (isTime(cellOf(row)) ? 'whole' : null),
      cell: (row) => {
        const value = cellOf(row);
        return typeof value === 'number' ? formatCount(value) : value;
      },
    }),
  );
  return pageTable(rows, { caption, columns: tableColumns, isFolding: true });
}

function isTime(value: Child): boolean {
  return typeof value === 'string' && TIME.test(value);
}

/** Items on separate lines of one cell. */
export function lines(items: readonly string[]): Child {
  return items.flatMap((item, i) => (i === 0 ? [item] : [element('br', {}), item]));
}
