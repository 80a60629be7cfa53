import { type ScaleLinear, scaleLinear } from 'd3-scale';
import { useMemo, useRef } from 'preact/hooks';
import { HOUR_MS } from '#base';
import { stepArea, stepPath, ticksOf } from '#report';
import type { WantedLevel } from '../../../chronicle/service-figures.ts';
import { DAY_WIDTH, namedTimes, share } from '../../format.ts';
import type { Stretch } from '../../state.ts';
import { useWidth } from '../../use-width.ts';
import { type HourMeasure, UNITS, valueAt } from './measures.ts';

const WIDTH_AT_FIRST = 1000;
const LEFT = 50;
const MARGIN = 6;
const TOP = 8;
/** Maximum number of distinguishable steps of a line. Beyond it, hours are merged. */
const STEPS_MAX = 700;
/** A shorter drag counts as a click, which clears the selection, px. */
const BRUSH_LEAST = 4;
/** Nearer to the right edge, the value stands left of the cursor, px. */
const CURSOR_ROOM = 80;

interface ChartProps {
  readonly measure: HourMeasure;
  readonly title: string;
  /** One value per hour; NaN if nothing was observed. */
  readonly values: Float64Array;
  readonly startEpochMs: number;
  readonly horizonMs: number;
  readonly stretch: Stretch | null;
  readonly onStretch: (stretch: Stretch | null) => void;
  /** The hour that all charts point at; null: none. */
  readonly cursor: { readonly atMs: number | null; readonly move: (atMs: number) => void };
  readonly bands: readonly Band[];
  /** What is promised, drawn as a line, or as two where several shares are. */
  readonly wanted: WantedLevel | null;
}

/** Something that happened, ms of the run. */
export interface Band {
  readonly fromMs: number;
  readonly toMs: number;
  readonly name: string;
}

/** One measure over the hours of the run. Dragging selects a part, which all figures follow. */
export function Chart(props: ChartProps) {
  const { bands, cursor, horizonMs, measure, onStretch, startEpochMs, stretch, title, values, wanted } =
    props;
  const { height, most, style, unit } = measure;
  const format = UNITS[unit].inChart;
  const begun = useRef<number | null>(null);
  const { ref, width } = useWidth<SVGSVGElement>(WIDTH_AT_FIRST);
  const right = width - MARGIN;
  // The cursor moves often, and the steps stay.
  const steps = useMemo(() => merged(values), [values]);
  const observed = steps.values.filter((value) => !Number.isNaN(value));
  const top = most ?? Math.max(1e-9, ...observed);
  const bottom = height - 18;
  const y = scaleLinear().domain([0, top]).range([bottom, TOP]);
  if (most === null && unit !== 's') y.nice(3);
  const x = scaleLinear().domain([0, horizonMs]).range([LEFT, right]);
  const path = useMemo(() => pathOf(steps, kindOf(unit), x, y), [steps, unit, top, width, horizonMs]);
  const timeAt = (event: PointerEvent): number => {
    const box = (event.currentTarget as SVGElement).getBoundingClientRect();
    return Math.max(0, Math.min(horizonMs, x.invert(event.clientX - box.left)));
  };
  const move = (event: PointerEvent) => {
    cursor.move(Math.floor(Math.min(horizonMs - 1, timeAt(event)) / HOUR_MS) * HOUR_MS);
    if (begun.current === null) return;
    const to = timeAt(event);
    const [fromMs, toMs] = [Math.min(begun.current, to), Math.max(begun.current, to)];
    const isClick = x(toMs) - x(fromMs) < BRUSH_LEAST;
    onStretch(
      isClick
        ? null
        : { fromMs: Math.floor(fromMs / HOUR_MS) * HOUR_MS, toMs: Math.ceil(toMs / HOUR_MS) * HOUR_MS },
    );
  };
  return (
    <figure class="chart">
      <figcaption>{title}</figcaption>
      <svg
        ref={ref}
        viewBox={`0 0 ${width} ${height}`}
        height={height}
        role="img"
        aria-label={describe(title, observed, format)}
        onPointerDown={(event) => {
          begun.current = timeAt(event);
          event.currentTarget.setPointerCapture(event.pointerId);
        }}
        onPointerMove={move}
        onPointerUp={(event) => {
          move(event);
          begun.current = null;
        }}
      >
        {ticksOf(unit, y, 3).map((tick) => (
          <g key={tick}>
            <path class="grid-line" d={`M${LEFT} ${y(tick)}H${right}`} />
            <text class="tick end" x={LEFT - 6} y={y(tick) + 4}>
              {format(tick)}
            </text>
          </g>
        ))}
        {namedTimes({ horizonMs, startEpochMs }, right - LEFT).map(({ atMs, name }) => {
          const at = x(atMs);
          return (
            <g key={atMs}>
              <path class="grid-line" d={`M${at} ${TOP}V${bottom}`} />
              {at + DAY_WIDTH > width + MARGIN ? null : (
                <text class="tick" x={at + 2} y={height - 4}>
                  {name}
                </text>
              )}
            </g>
          );
        })}
        <path class={`${kindOf(unit)} ${style}`} d={path} />
        {bands.map(({ fromMs, name, toMs }) => (
          <g key={`${fromMs} ${name}`}>
            <title>{name}</title>
            <rect
              class="event-band"
              x={x(fromMs)}
              y={TOP}
              width={Math.max(1, x(toMs) - x(fromMs))}
              height={bottom - TOP}
            />
            <path class="event-edge" d={`M${x(fromMs)} ${TOP}V${bottom}M${x(toMs)} ${TOP}V${bottom}`} />
          </g>
        ))}
        {wanted === null ? null : <Promised wanted={wanted} y={y} right={right} />}
        {cursor.atMs === null ? null : (
          <CursorMark
            at={x(cursor.atMs + HOUR_MS / 2)}
            bottom={bottom}
            right={right}
            text={valueAt(values, cursor.atMs, unit)}
          />
        )}
        {stretch === null ? null : (
          <g class="brush">
            <rect x={LEFT} y={TOP} width={Math.max(0, x(stretch.fromMs) - LEFT)} height={bottom - TOP} />
            <rect
              x={x(stretch.toMs)}
              y={TOP}
              width={Math.max(0, right - x(stretch.toMs))}
              height={bottom - TOP}
            />
          </g>
        )}
      </svg>
    </figure>
  );
}

/** Lines at what is promised: one, or the least and the most. */
function Promised({
  right,
  wanted,
  y,
}: {
  readonly wanted: WantedLevel;
  readonly y: Scale;
  readonly right: number;
}) {
  const { least, most } = wanted;
  return (
    <g>
      {(least === most ? [least] : [least, most]).map((level) => (
        <path key={level} class="target-line" d={`M${LEFT} ${y(level)}H${right}`} />
      ))}
      <text class="label end chart-name" x={right - 4} y={y(least) + 14}>
        {least === most ? `target ${share(least, 0)}` : `targets ${share(least, 0)} to ${share(most, 0)}`}
      </text>
    </g>
  );
}

/** The cursor in one chart, with the value of the hour beside it. */
function CursorMark(props: {
  readonly at: number;
  readonly bottom: number;
  readonly right: number;
  readonly text: string;
}) {
  const { at, bottom, right, text } = props;
  const isLate = at > right - CURSOR_ROOM;
  return (
    <g class="cursor">
      <path d={`M${at} ${TOP - 6}V${bottom}`} />
      <text class={`label chart-name ${isLate ? 'end' : ''}`} x={isLate ? at - 6 : at + 6} y={TOP + 8}>
        {text}
      </text>
    </g>
  );
}

interface Steps {
  readonly values: readonly number[];
  readonly stepMs: number;
}

/** Means over several hours, so that the line has few steps. */
function merged(values: Float64Array): Steps {
  const size = Math.max(1, Math.ceil(values.length / STEPS_MAX));
  const means: number[] = [];
  for (let from = 0; from < values.length; from += size) {
    const some = values.subarray(from, from + size).filter((value) => !Number.isNaN(value));
    means.push(some.length === 0 ? Number.NaN : some.reduce((sum, value) => sum + value, 0) / some.length);
  }
  return { values: means, stepMs: size * HOUR_MS };
}

type Scale = ScaleLinear<number, number>;

/** Areas stand for amounts. */
function kindOf(unit: HourMeasure['unit']) {
  return unit === 'share' ? 'line' : 'area';
}

/** Hours in which nothing was observed interrupt a line, and have an area of no height. */
function pathOf({ stepMs, values }: Steps, kind: 'area' | 'line', x: Scale, y: Scale): string {
  const [, end = 0] = x.domain();
  const edges = [...values, 0].map((_, i) => x(Math.min(end, i * stepMs)));
  if (kind === 'line')
    return stepPath(
      edges,
      values.map((value) => (Number.isNaN(value) ? null : y(value))),
    );
  const heights = values.map((value) => y(Number.isNaN(value) ? 0 : value));
  return stepArea(
    edges,
    heights.map(() => y(0)),
    heights,
  );
}

function describe(title: string, observed: readonly number[], format: (value: number) => string): string {
  if (observed.length === 0) return `${title}: nothing was observed`;
  const mean = observed.reduce((sum, value) => sum + value, 0) / observed.length;
  return `${title}: on average ${format(mean)} an hour, at most ${format(Math.max(...observed))}; by day in the table below`;
}
