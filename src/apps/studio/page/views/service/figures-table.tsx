import type { ServiceFigures } from '../../../chronicle/service-figures.ts';
import { count, duration, oneDigit, share } from '../../format.ts';
import { Scroll } from '../../scroll.tsx';

const HEADS = [
  'Arrived',
  'Answered',
  'Gave up',
  'Mean queue',
  'Service level',
  'Mean wait',
  'Median',
  '90 %',
  '95 %',
  'Occupancy',
] as const;

/** `By centre of the first answer` → `Centre of the first answer`. */
function headOf(caption: string): string {
  const name = caption.replace(/^By /, '');
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** Service to groups of cases, side by side. */
export function FiguresTable(props: {
  readonly caption: string;
  readonly names: readonly string[];
  readonly rows: readonly ServiceFigures[];
  readonly chosen: number | null;
  /** A row is chosen, or left again. */
  readonly onChoose: ((row: number | null) => void) | null;
}) {
  const { caption, chosen, names, onChoose, rows } = props;
  return (
    <Scroll label={caption}>
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{headOf(caption)}</th>
            {HEADS.map((head) => (
              <th key={head} scope="col" class="n">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, i) => {
            const name = names[i] ?? '?';
            return (
              <tr key={name} class={chosen === i ? 'selected' : ''}>
                <th scope="row">
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
                <td class="n">{count(row.arrived)}</td>
                <td class="n">{count(row.answered)}</td>
                <td class="n">{count(row.gaveUp)}</td>
                <td class="n">{row.waitingMean === null ? '–' : oneDigit(row.waitingMean)}</td>
                <td class="n">{share(row.serviceLevel)}</td>
                <td class="n">{duration(row.waitMeanMs)}</td>
                <td class="n">{duration(row.waitP50Ms)}</td>
                <td class="n">{duration(row.waitP90Ms)}</td>
                <td class="n">{duration(row.waitP95Ms)}</td>
                <td class="n">{share(row.occupancy)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Scroll>
  );
}
