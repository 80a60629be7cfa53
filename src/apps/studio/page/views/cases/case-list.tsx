import { useEffect, useRef, useState } from 'preact/hooks';
import type { CaseRow } from '../../../chronicle/case-list.ts';
import { day, duration, time } from '../../format.ts';
import { REACHED } from '../../scroll.tsx';
import { useStudio } from '../../state.ts';

/** Height of a row, px: all are the same, so that a million of them need not be measured. */
const ROW = 30;
const SHOWN = 18;
/** Rows that are asked for beyond those that are seen. */
const MARGIN = 20;
/** Browsers draw no taller element: longer lists scroll by a share of their rows. */
const HEIGHT_MAX = 8_000_000;

/** A list of any length, of which only what is seen is there. */
export function CaseList(props: {
  readonly count: number;
  readonly startEpochMs: number;
  readonly selected: number | null;
  readonly onSelect: (caseNumber: number) => void;
}) {
  const { count, onSelect, selected, startEpochMs } = props;
  const { client } = useStudio();
  const [first, setFirst] = useState(0);
  const [rows, setRows] = useState<{ readonly from: number; readonly rows: readonly CaseRow[] }>({
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
      (answer) => number === asked.current && setRows({ from, rows: answer }),
      () => {},
    );
  }, [first, count]);

  const scroll = (element: HTMLElement) => {
    const room = height - element.clientHeight;
    const next = room <= 0 ? 0 : Math.round((element.scrollTop / room) * last);
    if (next !== first) setFirst(Math.max(0, Math.min(last, next)));
  };
  const shown = Array.from(
    { length: Math.min(SHOWN, count - first) },
    (_, i) => rows.rows[first + i - rows.from],
  );
  return (
    <section
      class="case-list"
      style={{ height: `${(SHOWN + 1) * ROW + 12}px` }}
      aria-label="Cases"
      {...REACHED}
      onScroll={(event) => scroll(event.currentTarget)}
    >
      <div style={{ height: `${height + ROW}px` }}>
        <table aria-rowcount={count}>
          <thead>
            <tr>
              <th scope="col">Case</th>
              <th scope="col">Opened (UTC)</th>
              <th scope="col">Customer</th>
              <th scope="col">Channel</th>
              <th scope="col">Sev.</th>
              <th scope="col">Product</th>
              <th scope="col" class="n">
                Wait
              </th>
              <th scope="col" class="n">
                Took
              </th>
              <th scope="col" class="n">
                Contacts
              </th>
              <th scope="col" class="n">
                Hand-overs
              </th>
              <th scope="col">Last at</th>
              <th scope="col">Outcome</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((row, i) => (
              <Row
                // By place, so that what has the focus keeps it while the list is scrolled.
                key={i}
                row={row}
                index={first + i}
                startEpochMs={startEpochMs}
                isSelected={row !== undefined && row.number === selected}
                onSelect={onSelect}
              />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Row(props: {
  readonly row: CaseRow | undefined;
  readonly index: number;
  readonly startEpochMs: number;
  readonly isSelected: boolean;
  readonly onSelect: (caseNumber: number) => void;
}) {
  const { index, isSelected, onSelect, row, startEpochMs } = props;
  if (row === undefined) {
    return (
      <tr aria-rowindex={index + 1}>
        <td colSpan={12}>…</td>
      </tr>
    );
  }
  const at = startEpochMs + row.openedMs;
  return (
    <tr aria-rowindex={index + 1} class={isSelected ? 'selected' : ''}>
      <th scope="row">
        <button type="button" class="link" onClick={() => onSelect(row.number)}>
          {row.number}
        </button>
      </th>
      <td>{`${day(at)} ${time(at)}`}</td>
      <td class="clip">{row.customer}</td>
      <td>{row.channel}</td>
      <td>{row.severity}</td>
      <td class="clip">{row.product}</td>
      <td class="n">{duration(row.waitMs)}</td>
      <td class="n">{duration(row.durationMs)}</td>
      <td class="n">{row.contacts}</td>
      <td class="n">{row.handOvers}</td>
      <td class="clip">{row.centre}</td>
      <td>{row.outcome}</td>
    </tr>
  );
}
