import { raised } from '#base';
import type { ServiceFigures } from '../../../chronicle/service-figures.ts';
import { Folded } from '../../drawing.tsx';
import { count, duration, share } from '../../format.ts';
import { EXACT } from '../../tables/read-table.ts';
import { AS, Heads } from '../../tables/table-parts.tsx';
import { Scroll } from '../../tables/table-tools.tsx';

/** A figure, as a number with its format. */
interface Figure {
  readonly head: string;
  /** Beside the figure, where a narrow screen shows each row as a block; left out: the head. */
  readonly label?: string;
  readonly kind: 'decimal' | 'duration' | 'percentage' | 'whole';
  readonly of: (figures: ServiceFigures) => number | null;
  readonly format: (value: number | null) => string;
}

const whole = (head: string, of: (figures: ServiceFigures) => number): Figure => ({
  head,
  of,
  kind: 'whole',
  format: (value) => (value === null ? '–' : count(value)),
});
/** A column of waits. It is empty for cases of several channels, which have no common wait. */
const wait = (
  head: string,
  of: (figures: ServiceFigures) => number | null,
  label: string = head,
): Figure => ({
  head,
  label,
  kind: 'duration',
  of: (figures) => {
    const ms = figures.isMixed ? null : of(figures);
    return ms === null ? null : ms / 1000;
  },
  format: (seconds) => duration(seconds === null ? null : seconds * 1000),
});

const GAVE_UP = whole('Gave up', ({ gaveUp }) => gaveUp);

const FIGURES: readonly Figure[] = [
  whole('Arrived', ({ arrived }) => arrived),
  whole('Answered', ({ answered }) => answered),
  GAVE_UP,
  {
    head: 'Mean queue',
    kind: 'decimal',
    of: ({ waitingMean }) => waitingMean,
    format: (value) => (value === null ? '–' : value.toFixed(1)),
  },
  { head: 'Service level', kind: 'percentage', of: ({ serviceLevel }) => serviceLevel, format: share },
  wait('Mean wait', ({ waitMeanMs }) => waitMeanMs),
  wait('Median', ({ waitP50Ms }) => waitP50Ms, 'Median wait'),
  wait('90 %', ({ waitP90Ms }) => waitP90Ms, 'Wait, 90 %'),
  wait('95 %', ({ waitP95Ms }) => waitP95Ms, 'Wait, 95 %'),
  { head: 'Occupancy', kind: 'percentage', of: ({ occupancy }) => occupancy, format: share },
];

/** `By centre of the first answer` → `Centre of the first answer`. */
function headOf(caption: string): string {
  return raised(caption.replace(/^By |: without a case$/g, ''));
}

interface FiguresProps {
  readonly caption: string;
  readonly names: readonly string[];
  readonly rows: readonly ServiceFigures[];
  readonly chosen: number | null;
  /** Whether these are cases of a centre of the first answer. Those who give up have none, so that there is no such column. */
  readonly isByCentre: boolean;
  /** Called when a row is chosen or released. */
  readonly onChoose: ((row: number | null) => void) | null;
}

/**
 * Service of groups of cases, side by side. A figure that none of them has is left out, such as waits over several channels. Where rows
 * can be chosen, those that the present choice leaves without a case are folded under a sentence.
 */
export function FiguresTable(props: FiguresProps) {
  const { caption, chosen, onChoose, rows } = props;
  const all = rows.map((_, i) => i);
  const isIdle = (i: number) => rows[i]?.arrived === 0 && rows[i].answered === 0 && i !== chosen;
  const idle = onChoose === null ? [] : all.filter(isIdle);
  if (idle.length < 2) return <FiguresOf {...props} shown={all} />;
  return (
    <>
      <FiguresOf {...props} shown={all.filter((i) => !isIdle(i))} />
      <Folded title={`${count(idle.length)} more without a case`}>
        {() => <FiguresOf {...props} caption={`${caption}: without a case`} shown={idle} />}
      </Folded>
    </>
  );
}

/** `shown`: places of the rows. */
function FiguresOf(props: FiguresProps & { readonly shown: readonly number[] }) {
  const { caption, chosen, isByCentre, names, onChoose, rows, shown } = props;
  const hasFigure = ({ of }: Figure) => rows.length === 0 || rows.some((row) => of(row) !== null);
  const figures = FIGURES.filter((one) => !(isByCentre && one === GAVE_UP) && hasFigure(one));
  return (
    <Scroll label={caption} subject="choices">
      <table {...AS.table} class="folding dense roomy">
        <caption>{caption}</caption>
        <Heads
          of={[[headOf(caption)], ...figures.map(({ head, kind }) => [head, 'n', kind] as const)]}
          isFolding
        />
        <tbody {...AS.rowgroup}>
          {shown.map((i) => {
            const name = names[i] ?? '?';
            const row = rows[i] as ServiceFigures;
            return (
              <tr key={name} {...AS.row} class={chosen === i ? 'selected' : ''}>
                <th scope="row" {...AS.rowheader}>
                  {onChoose === null ? (
                    name
                  ) : (
                    <button
                      type="button"
                      class="link"
                      aria-pressed={chosen === i}
                      onClick={() => onChoose(chosen === i ? null : i)}
                    >
                      {name}
                    </button>
                  )}
                </th>
                {figures.map(({ format, head, label = head, of }) => (
                  <td
                    key={head}
                    {...AS.cell}
                    class={of(row) === null ? 'n none' : 'n'}
                    data-head={label}
                    {...{ [EXACT.value]: of(row) ?? '' }}
                  >
                    {format(of(row))}
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </Scroll>
  );
}
