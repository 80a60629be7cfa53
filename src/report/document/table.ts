import { type Child, element, type Markup } from './markup.ts';

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
  /** On a page, what is drawn in place of the head's words. */
  readonly drawnHead?: () => Markup;
  /** What stands in a row above the first of each group. */
  readonly inGroupHead?: (first: Row) => Child;
}

/** A column that a terminal can show, too. */
export type TextColumn<Row> = Column<Row, string>;

type More<Row> = Pick<Column<Row>, 'drawnHead' | 'inGroupHead' | 'label' | 'state'>;

function inColumn(kind: Column<never>['kind']) {
  return <Row, Cell extends Child>(
    head: string,
    cell: (row: Row) => Cell,
    more: More<Row> = {},
  ): Column<Row, Cell> => ({ head, kind, cell, ...more });
}

/** A column of words, of numbers as text, or of sentences. */
export const inWords = inColumn('words');
export const inNumbers = inColumn('number');
export const inSentences = inColumn('sentence');

export interface TableOptions<Row> {
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  /** Whether a row begins a group, which a line sets off. */
  readonly beginsGroup?: (row: Row) => boolean;
  /** What stands below a row, under all columns but the first; null if nothing does. */
  readonly below?: (row: Row) => Child;
  /** Whether a narrow screen shows each row as a block, with the head of each column beside its cell. Otherwise it scrolls sideways. */
  readonly isFolding?: boolean;
  /** Whether every screen shows each row as a block, for more columns than any screen has room for. */
  readonly isFolded?: boolean;
  /** Whether the cells of a block stand in two columns: for many short cells. */
  readonly isDense?: boolean;
}

/** A table with a caption for people who cannot see the chart. The first column heads its rows. */
export function renderTable<Row>(rows: readonly Row[], options: TableOptions<Row>): Markup {
  const { caption, columns, isDense = false, isFolded = false, isFolding = false } = options;
  const role = rolesOf(options);
  const style = `folding${isDense ? ' dense' : ''}${isFolded ? ' folded' : ''}`;
  return element(
    'table',
    isFolding ? { class: style, ...role('table') } : {},
    element('caption', {}, caption),
    element(
      'thead',
      role('rowgroup'),
      element(
        'tr',
        role('row'),
        columns.map((column) =>
          element(
            'th',
            { scope: 'col', ...role('columnheader'), class: column.kind === 'number' ? 'n' : null },
            column.drawnHead?.() ?? column.head,
          ),
        ),
      ),
    ),
    element(
      'tbody',
      role('rowgroup'),
      rows.map((row) => [renderGroupHead(row, options), renderRow(row, options), renderBelow(row, options)]),
    ),
  );
}

function renderGroupHead<Row>(row: Row, options: TableOptions<Row>): Markup | null {
  const { beginsGroup = () => false, columns } = options;
  if (!beginsGroup(row) || columns.every(({ inGroupHead }) => inGroupHead === undefined)) return null;
  const role = rolesOf(options);
  const labelOf = ({ inGroupHead, head }: Column<Row>) =>
    inGroupHead === undefined ? {} : { 'data-head': head };
  return element(
    'tr',
    { ...role('row'), class: 'group-head' },
    columns.map((column, i) => {
      const { inGroupHead = () => null } = column;
      return i === 0
        ? element('th', role('rowheader'), inGroupHead(row))
        : element('td', { ...role('cell'), ...labelOf(column) }, inGroupHead(row));
    }),
  );
}

/** Browsers forget that a table is one when its parts are laid out as blocks. */
function rolesOf({ isFolding = false }: Pick<TableOptions<never>, 'isFolding'>) {
  return (name: string) => (isFolding ? { role: name } : {});
}

function renderRow<Row>(row: Row, options: TableOptions<Row>): Markup {
  const { beginsGroup = () => false, columns, isFolding = false } = options;
  const role = rolesOf(options);
  const headOf = ({ head, label }: Column<Row>) => {
    const shown = label ?? head;
    return isFolding && typeof shown === 'string' ? { 'data-head': shown } : {};
  };
  /** A block that is headed by a bare number says of what. */
  const numberHead = (column: Column<Row>) => (column.kind === 'number' ? headOf(column) : {});
  return element(
    'tr',
    { ...role('row'), class: beginsGroup(row) ? 'group' : null },
    columns.map((column, i) => {
      const own = { class: classOf(column, row) };
      return i === 0
        ? rowHead(column.cell(row), { ...role('rowheader'), ...numberHead(column), ...own })
        : element('td', { ...role('cell'), ...headOf(column), ...own }, column.cell(row));
    }),
  );
}

/** From this many characters on, the head of a row is not squeezed by the columns beside it. */
const LONG_HEAD = 16;

function rowHead(cell: Child, { class: own, ...others }: { readonly class: string | null }): Markup {
  const isLong = typeof cell === 'string' && cell.length >= LONG_HEAD;
  const classes = [own, isLong ? 'long' : null].filter((name) => name !== null).join(' ') || null;
  return element('th', { scope: 'row', ...others, class: classes }, cell);
}

function classOf<Row>({ kind, state = () => null }: Column<Row>, row: Row): string | null {
  const kinds = { words: null, number: 'n', sentence: 'sentence' };
  return [kinds[kind], state(row)].filter((name) => name !== null).join(' ') || null;
}

function renderBelow<Row>(row: Row, options: TableOptions<Row>): Markup | null {
  const { below = () => null, columns } = options;
  const told = below(row);
  if (told === null) return null;
  const role = rolesOf(options);
  return element(
    'tr',
    { ...role('row'), class: 'counterexample' },
    element('td', role('cell')),
    element('td', { ...role('cell'), colspan: columns.length - 1 }, told),
  );
}
