import { useMemo, useState } from 'preact/hooks';
import { formatHourOfDay, weekdayName } from '#base';
import { type HeatScale, heatScale } from '#report';
import { Folded, memo } from '../../drawing.tsx';
import { EXACT } from '../../tables/read-table.ts';
import { Heads } from '../../tables/table-parts.tsx';
import { REACHED, Scroll } from '../../tables/table-tools.tsx';
import { useWidth } from '../../use-width.ts';
import { type HourMeasure, UNITS } from './measures.ts';

const DAYS = Array.from({ length: 7 }, (_, day) => weekdayName(day));
const HOURS = 24;
const HOUR_NAMES = Array.from({ length: HOURS }, (_, hour) => formatHourOfDay(hour));

/** Hour of the week from Monday 00:00 → `Thu 05:00–06:00`. */
function hourText(hour: number): string {
  const ofDay = hour % HOURS;
  return `${DAYS[Math.floor(hour / HOURS)]} ${HOUR_NAMES[ofDay]}–${HOUR_NAMES[ofDay + 1] ?? '24:00'}`;
}

/** Width until the available width is known, px. */
const WIDTH_AT_FIRST = 385;
const ROW = 18;
const LEFT = 34;
const TOP = 16;
const HEIGHT = TOP + DAYS.length * ROW;
/** Length of the dash for an hour that was not simulated, which has no cell. */
const DASH = 2;
/** Text for hours of the week outside the selected part. */
const NOT_SIMULATED = 'not simulated';
const NOTHING = 'nothing observed';

interface WeekHeatProps {
  readonly measure: HourMeasure;
  readonly title: string;
  /** By hour of the week; NaN if nothing was observed. */
  readonly values: Float64Array;
  /** Number of simulated hours for each hour of the week. */
  readonly hours: Float64Array;
  readonly target: { readonly value: number; readonly words: string } | null;
  /** Name of the time zone. */
  readonly clock: string;
}

/**
 * One measure by hour of the week, a row per day. Below, the hour under the pointer or reached by arrow keys; the
 * table has all hours.
 */
export function WeekHeat(props: WeekHeatProps) {
  const { clock, hours, measure, target, title, values } = props;
  const { unit, worse } = measure;
  const { counted, inHeat: format, kind } = UNITS[unit];
  const [at, setAt] = useState<number | null>(null);
  const { ref, width } = useWidth<SVGSVGElement>(WIDTH_AT_FIRST);
  const scale = useMemo(
    () => heatScale({ values, worse, target: target?.value ?? null }),
    [values, worse, target?.value],
  );
  const wordsOf = (hour: number) => {
    if (hours[hour] === 0) return NOT_SIMULATED;
    const value = values[hour] ?? Number.NaN;
    return Number.isNaN(value) ? NOTHING : format(value);
  };
  const toldOf = (hour: number) => {
    const words = wordsOf(hour);
    return words === NOT_SIMULATED || words === NOTHING ? words : `${words}${counted}`;
  };
  const strained = strainedHour(values, worse);
  const isEven = strainedHour(values, worse === 'more' ? 'less' : 'more') === strained;
  return (
    <figure class="heat">
      <figcaption>{title}</figcaption>
      <div
        class="heat-map"
        role="application"
        aria-roledescription="heat map"
        aria-label={`${title}, hours in ${clock}: arrow keys go from hour to hour; the table below has them all`}
        {...REACHED}
        onKeyDown={(event) => {
          const next = movedBy(event.key, at ?? strained ?? 0);
          if (next === null) return;
          event.preventDefault();
          setAt(next);
        }}
        onPointerMove={(event) => setAt(hourUnder(event))}
        onPointerDown={(event) => setAt(hourUnder(event))}
        onPointerLeave={() => setAt(null)}
        onBlur={() => setAt(null)}
      >
        <svg ref={ref} viewBox={`0 0 ${width} ${HEIGHT}`} height={HEIGHT} aria-hidden="true">
          <Cells values={values} hours={hours} scale={scale} width={width} />
          {at === null ? null : <rect class="heat-cursor" {...cellOf(at, width)} />}
        </svg>
      </div>
      <p class="heat-told" role="status">
        {at !== null
          ? `${hourText(at)}: ${toldOf(at)}`
          : strained === null
            ? NOTHING
            : `${isEven ? 'Every hour' : `${worse === 'more' ? 'Highest' : 'Lowest'}: ${hourText(strained)}`}, ${toldOf(strained)}`}
      </p>
      <Key scale={scale} target={target?.words ?? null} format={format} />
      <Missing hours={hours} />
      <Folded title="Hour by hour">
        {() => <HourTable title={title} clock={clock} kind={kind} values={values} wordsOf={wordsOf} />}
      </Folded>
    </figure>
  );
}

/** The hour with the highest strain, the first of several; null if nothing was observed. */
function strainedHour(values: Float64Array, worse: 'more' | 'less'): number | null {
  let found: number | null = null;
  values.forEach((value, hour) => {
    const most = found === null ? Number.NaN : (values[found] as number);
    if (Number.isNaN(value)) return;
    if (found === null || (worse === 'more' ? value > most : value < most)) found = hour;
  });
  return found;
}

/** Target of an arrow key from an hour of the week; null for other keys, and at the edge. */
function movedBy(key: string, hour: number): number | null {
  const [day, ofDay] = [Math.floor(hour / HOURS), hour % HOURS];
  if (key === 'ArrowLeft' && ofDay > 0) return hour - 1;
  if (key === 'ArrowRight' && ofDay < HOURS - 1) return hour + 1;
  if (key === 'ArrowUp' && day > 0) return hour - HOURS;
  if (key === 'ArrowDown' && day < DAYS.length - 1) return hour + HOURS;
  if (key === 'Home') return hour - ofDay;
  if (key === 'End') return hour - ofDay + HOURS - 1;
  return null;
}

function hourUnder(event: PointerEvent): number | null {
  const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
  const ofDay = Math.floor(((event.clientX - box.left - LEFT) / (box.width - LEFT)) * HOURS);
  const day = Math.floor((event.clientY - box.top - TOP) / ROW);
  if (ofDay < 0 || ofDay >= HOURS || day < 0 || day >= DAYS.length) return null;
  return day * HOURS + ofDay;
}

function cellOf(hour: number, width: number) {
  const column = (width - LEFT) / HOURS;
  return {
    x: LEFT + (hour % HOURS) * column,
    y: TOP + Math.floor(hour / HOURS) * ROW,
    width: column - 1,
    height: ROW - 1,
  };
}

/** Redrawn when the numbers change, not when the pointer moves. */
const Cells = memo(function Cells(props: {
  readonly values: Float64Array;
  readonly hours: Float64Array;
  readonly scale: HeatScale;
  readonly width: number;
}) {
  const { hours, scale, values, width } = props;
  const drawn = (hour: number) => {
    const cell = cellOf(hour, width);
    if (hours[hour] === 0)
      return { ...cell, y: cell.y + (ROW - DASH) / 2, height: DASH, class: 'not-simulated' };
    const value = values[hour] ?? Number.NaN;
    return { ...cell, class: Number.isNaN(value) ? 'cell' : scale.styleOf(value) };
  };
  return (
    <g>
      {[0, 6, 12, 18].map((hour) => (
        <text key={hour} class="tick" x={cellOf(hour, width).x} y={TOP - 5}>
          {HOUR_NAMES[hour]}
        </text>
      ))}
      {DAYS.map((name, day) => (
        <text key={name} class="tick" x={0} y={TOP + day * ROW + 13}>
          {name}
        </text>
      ))}
      {Array.from(values, (_, hour) => (
        <rect key={hour} {...drawn(hour)} />
      ))}
    </g>
  );
});

/** The colour scale: values at both ends, the calmer one on the left, with the target in between. */
function Key(props: {
  readonly scale: HeatScale;
  readonly target: string | null;
  readonly format: (value: number) => string;
}) {
  const { format, scale, target } = props;
  const within = scale.steps.filter(({ style }) => style.startsWith('s'));
  const beyond = scale.steps.filter(({ style }) => style.startsWith('o'));
  const swatches = (steps: HeatScale['steps']) =>
    steps.map(({ style }) => <span key={style} class={`swatch ${style}`} aria-hidden="true" />);
  const [first] = scale.steps;
  const last = scale.steps.at(-1);
  return (
    <p class="note heat-key">
      <span>{format(first?.from ?? 0)}</span>
      {swatches(within)}
      {target === null || beyond.length === 0 ? null : <span class="heat-target" aria-hidden="true" />}
      {swatches(beyond)}
      {first?.from === last?.to || (beyond.length === 0 && target !== null) ? null : (
        <span>{format(last?.to ?? 0)}</span>
      )}
      {target === null ? null : <span class="heat-wanted">{target}</span>}
    </p>
  );
}

function Missing({ hours }: { readonly hours: Float64Array }) {
  const missing = hours.filter((count) => count === 0).length;
  if (missing === 0) return null;
  return (
    <p class="note">
      <span class="swatch not-simulated" aria-hidden="true" /> {NOT_SIMULATED}: {missing} of 168 hours of the
      week
    </p>
  );
}

function HourTable(props: {
  readonly title: string;
  readonly clock: string;
  readonly kind: string;
  readonly values: Float64Array;
  readonly wordsOf: (hour: number) => string;
}) {
  const { clock, kind, title, values, wordsOf } = props;
  /** Exact value in saved files; words if there is none. */
  const exact = (hour: number) => {
    const value = values[hour] ?? Number.NaN;
    return Number.isNaN(value) ? {} : { [EXACT.value]: value };
  };
  return (
    <Scroll label={`${title}, hour by hour`} subject="choices">
      <table>
        <caption>
          {title}, {clock}
        </caption>
        <Heads of={[['Hour'], ...DAYS.map((name) => [name, 'n', kind] as const)]} />
        <tbody>
          {HOUR_NAMES.map((hourName, hour) => (
            <tr key={hourName}>
              <th scope="row">{hourName}</th>
              {DAYS.map((name, day) => (
                <td key={name} class="n" {...exact(day * HOURS + hour)}>
                  {wordsOf(day * HOURS + hour)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
