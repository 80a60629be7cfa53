import { formatCount } from '#base';
import type { Column } from '../document/columns.ts';
import { type Child, element, type Markup, scrolling } from '../document/markup.ts';
import { renderTable } from '../document/table.ts';

/** Building blocks of the pages of evidence. */

export function evidenceHeader(heading: string, title: string, facts: readonly string[]): Markup {
  return element(
    'header',
    {},
    element('p', { class: 'kicker' }, 'Meridian evidence'),
    element('h1', {}, heading),
    element(
      'p',
      { class: 'facts' },
      [title, ...facts].map((fact) => element('span', {}, fact)),
    ),
  );
}

export function section(heading: string, sentence: Child, ...content: readonly Child[]): Markup {
  return element('section', {}, element('h2', {}, heading), element('p', {}, sentence), content);
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
  return scrolling(caption, renderTable(rows, { caption, columns: tableColumns, isFolding: true }));
}

function isTime(value: Child): boolean {
  return typeof value === 'string' && TIME.test(value);
}

export function list(items: readonly string[]): Markup {
  return element(
    'ul',
    {},
    items.map((item) => element('li', {}, item)),
  );
}

/** Items on separate lines of one cell. */
export function lines(items: readonly string[]): Child {
  return items.flatMap((item, i) => (i === 0 ? [item] : [element('br', {}), item]));
}
