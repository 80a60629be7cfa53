import { type Child, element, type Markup } from './markup.ts';

export interface Column<Row> {
  readonly head: Child;
  /** Words are aligned left, numbers right. */
  readonly kind: 'words' | 'number';
  readonly cell: (row: Row) => Child;
}

/** A table with a caption for people who cannot see the chart. The first column heads its rows. */
export function renderTable<Row>(options: {
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  /** Whether a row begins a group, which a line sets off. */
  readonly beginsGroup?: (row: Row) => boolean;
}): Markup {
  const { beginsGroup = () => false, caption, columns, rows } = options;
  const kind = (column: Column<Row>) => ({ class: column.kind === 'number' ? 'n' : null });
  return element(
    'table',
    {},
    element('caption', {}, caption),
    element(
      'thead',
      {},
      element(
        'tr',
        {},
        columns.map((column) => element('th', { scope: 'col', ...kind(column) }, column.head)),
      ),
    ),
    element(
      'tbody',
      {},
      rows.map((row) =>
        element(
          'tr',
          { class: beginsGroup(row) ? 'group' : null },
          columns.map((column, i) =>
            i === 0
              ? element('th', { scope: 'row', ...kind(column) }, column.cell(row))
              : element('td', kind(column), column.cell(row)),
          ),
        ),
      ),
    ),
  );
}
