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
  /** Whether a narrow screen shows each row as a block, with the head of each column beside its cell. Otherwise it scrolls sideways. */
  readonly isFolding?: boolean;
}): Markup {
  const { beginsGroup = () => false, caption, columns, isFolding = false, rows } = options;
  const kind = (column: Column<Row>) => ({ class: column.kind === 'number' ? 'n' : null });
  // Browsers forget that a table is one when its parts are laid out as blocks.
  const role = (name: string) => (isFolding ? { role: name } : {});
  const headOf = (column: Column<Row>) =>
    isFolding && typeof column.head === 'string' ? { 'data-head': column.head } : {};
  return element(
    'table',
    isFolding ? { class: 'folding', ...role('table') } : {},
    element('caption', {}, caption),
    element(
      'thead',
      role('rowgroup'),
      element(
        'tr',
        role('row'),
        columns.map((column) =>
          element('th', { scope: 'col', ...role('columnheader'), ...kind(column) }, column.head),
        ),
      ),
    ),
    element(
      'tbody',
      role('rowgroup'),
      rows.map((row) =>
        element(
          'tr',
          { ...role('row'), class: beginsGroup(row) ? 'group' : null },
          columns.map((column, i) =>
            i === 0
              ? element('th', { scope: 'row', ...role('rowheader'), ...kind(column) }, column.cell(row))
              : element('td', { ...role('cell'), ...headOf(column), ...kind(column) }, column.cell(row)),
          ),
        ),
      ),
    ),
  );
}
