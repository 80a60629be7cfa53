import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { CaseRow } from '../../../chronicle/case-list.ts';
import type { CaseOrder } from '../../../chronicle/case-orders.ts';
import { day, duration, time } from '../../format.ts';
import { useStudio } from '../../state.ts';
import { REACHED } from '../../tables/table-tools.tsx';

/** A column of the case list, after the case number. */
interface CaseColumn {
  readonly head: string;
  /** Sort order of the column; null if it cannot be sorted. */
  readonly order: CaseOrder | null;
  readonly style: '' | 'clip' | 'n';
  readonly cell: (row: CaseRow, startEpochMs: number) => string | number;
}

const CASE_COLUMNS: readonly CaseColumn[] = [
  {
    head: 'Opened (UTC)',
    order: 'opened',
    style: '',
    cell: ({ openedMs }, startEpochMs) => `${day(startEpochMs + openedMs)} ${time(startEpochMs + openedMs)}`,
  },
  { head: 'Customer', order: null, style: 'clip', cell: ({ customer }) => customer },
  { head: 'Channel', order: null, style: '', cell: ({ channel }) => channel },
  { head: 'Severity', order: 'severity', style: '', cell: ({ severity }) => severity },
  { head: 'Product', order: null, style: 'clip', cell: ({ product }) => product },
  { head: 'Wait', order: 'wait', style: 'n', cell: ({ waitMs }) => duration(waitMs) },
  { head: 'Took', order: 'duration', style: 'n', cell: ({ durationMs }) => duration(durationMs) },
  { head: 'Contacts', order: 'contacts', style: 'n', cell: ({ contacts }) => contacts },
  { head: 'Hand-overs', order: 'handOvers', style: 'n', cell: ({ handOvers }) => handOvers },
  { head: 'Last at', order: null, style: 'clip', cell: ({ centre }) => centre },
  { head: 'Outcome', order: null, style: '', cell: ({ outcome }) => outcome },
];

/** Height of a row, px. All rows are equal, so that a million of them need no measuring. */
const ROW = 30;
const SHOWN = 18;
/** Rows requested beyond the visible ones. */
const MARGIN = 20;
/** Browsers limit the height of elements. Longer lists scroll by share. */
const HEIGHT_MAX = 8_000_000;

/** Sort key and direction. */
export interface Sorting {
  readonly order: CaseOrder;
  readonly descending: boolean;
}

/** A list of any length that contains only its visible rows. The sort column follows the case number, and both stay in view. */
export function CaseList(props: {
  readonly count: number;
  readonly startEpochMs: number;
  readonly selected: number | null;
  readonly onSelect: (caseNumber: number) => void;
  readonly sorting: Sorting;
  readonly onSort: (sorting: Sorting) => void;
}) {
  const { count, onSelect, onSort, selected, sorting, startEpochMs } = props;
  const { first, height, rows, scroll } = useRows(count);
  const columns = columnsOf(sorting.order);
  const { focusSorted, list } = useFocusOnSorted(sorting);
  const sort = (next: Sorting) => {
    focusSorted();
    onSort(next);
  };
  return (
    <section
      ref={list}
      class="case-list"
      style={{ height: `${(Math.min(SHOWN, count) + 1) * ROW + 12}px` }}
      aria-label="Cases"
      {...REACHED}
      onScroll={(event) => scroll(event.currentTarget)}
    >
      <div style={{ height: `${height + ROW}px` }}>
        <table aria-rowcount={count}>
          <thead>
            <tr>
              <Head head="Case" order="number" sorting={sorting} onSort={sort} style="number" />
              {columns.map(({ head, order, style }) => (
                <Head key={head} head={head} order={order} sorting={sorting} onSort={sort} style={style} />
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, i) => (
              <Row
                // Keyed by position, so that the focused row keeps its focus while scrolling.
                key={i}
                row={row}
                index={first + i}
                startEpochMs={startEpochMs}
                isSelected={row !== undefined && row.number === selected}
                columns={columns}
                order={sorting.order}
                onSelect={onSelect}
              />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

/** The column sorted by comes first, where it covers no other when it stays in view. */
function columnsOf(sortedBy: CaseOrder): readonly CaseColumn[] {
  const isSorted = ({ order }: CaseColumn) => order === sortedBy;
  return [...CASE_COLUMNS.filter(isSorted), ...CASE_COLUMNS.filter((column) => !isSorted(column))];
}

/** Keeps the focus on a heading that was pressed, which moves when its column is sorted by. */
function useFocusOnSorted(sorting: Sorting) {
  const list = useRef<HTMLElement>(null);
  const wasPressed = useRef(false);
  useLayoutEffect(() => {
    if (!wasPressed.current) return;
    wasPressed.current = false;
    list.current?.querySelector<HTMLElement>('th[aria-sort] button')?.focus();
  }, [sorting.order, sorting.descending]);
  const focusSorted = () => {
    wasPressed.current = true;
  };
  return { list, focusSorted };
}

/** The visible rows; undefined while they are loading. */
function useRows(count: number) {
  const { client } = useStudio();
  const [first, setFirst] = useState(0);
  const [got, setGot] = useState<{ readonly from: number; readonly rows: readonly CaseRow[] }>({
    from: 0,
    rows: [],
  });
  const asked = useRef(0);
  const height = Math.min(HEIGHT_MAX, count * ROW);
  const last = Math.max(0, count - SHOWN);

  useEffect(() => {
    if (count === 0) return;
    const from = Math.max(0, first - MARGIN);
    const number = ++asked.current;
    client.ask('caseRows', { from, to: first + SHOWN + MARGIN }).then(
      (answer) => number === asked.current && setGot({ from, rows: answer }),
      () => {},
    );
  }, [first, count]);

  const scroll = (element: HTMLElement) => {
    const room = height - element.clientHeight;
    const next = room <= 0 ? 0 : Math.round((element.scrollTop / room) * last);
    if (next !== first) setFirst(Math.max(0, Math.min(last, next)));
  };
  const rows = Array.from(
    { length: Math.min(SHOWN, count - first) },
    (_, i) => got.rows[first + i - got.from],
  );
  return { first, height, rows, scroll };
}

function Head(props: {
  readonly head: string;
  readonly order: CaseOrder | null;
  readonly style: string;
  readonly sorting: Sorting;
  readonly onSort: (sorting: Sorting) => void;
}) {
  const { head, onSort, order, sorting, style } = props;
  const isSorted = order === sorting.order;
  const { descending } = sorting;
  return (
    <th
      scope="col"
      class={`${style}${isSorted ? ' sorted' : ''}`}
      aria-sort={isSorted ? (descending ? 'descending' : 'ascending') : undefined}
    >
      {order === null ? (
        head
      ) : (
        <button
          type="button"
          class="link"
          onClick={() => onSort({ order, descending: isSorted ? !descending : order !== 'number' })}
        >
          {head}
          {isSorted ? <span aria-hidden="true">{descending ? ' ▼' : ' ▲'}</span> : null}
        </button>
      )}
    </th>
  );
}

function Row(props: {
  readonly row: CaseRow | undefined;
  readonly index: number;
  readonly startEpochMs: number;
  readonly isSelected: boolean;
  readonly columns: readonly CaseColumn[];
  readonly order: CaseOrder;
  readonly onSelect: (caseNumber: number) => void;
}) {
  const { columns, index, isSelected, onSelect, order: sortedBy, row, startEpochMs } = props;
  if (row === undefined) {
    return (
      <tr aria-rowindex={index + 1}>
        <td colSpan={CASE_COLUMNS.length + 1}>…</td>
      </tr>
    );
  }
  return (
    <tr aria-rowindex={index + 1} class={isSelected ? 'selected' : ''}>
      <th scope="row" class="number">
        <button type="button" class="link" onClick={() => onSelect(row.number)}>
          {row.number}
        </button>
      </th>
      {columns.map(({ cell, head, order, style }) => (
        <td key={head} class={`${style}${order === sortedBy ? ' sorted' : ''}`}>
          {cell(row, startEpochMs)}
        </td>
      ))}
    </tr>
  );
}
