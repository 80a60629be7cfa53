import { scaleLinear } from 'd3-scale';
import type { MeasureUnit } from '#experiment';
import type { Estimate } from '#statistics';
import { ticksOf } from './axis.ts';
import { formatEstimate, formatMeasured } from './comparison-text.ts';
import { type Child, decimals, element, type Markup } from './markup.ts';
import { formatShare, plural } from './numbers.ts';
import { renderPage } from './page.ts';
import { line, renderFigure, renderPanel, renderSvg, text } from './svg.ts';
import { renderTable } from './table.ts';

/** A point of a sweep and what it came to. */
export interface SweepResultPoint {
  /** As text, one for each parameter. */
  readonly values: readonly string[];
  /** One for each measure. */
  readonly estimates: readonly (Estimate | null)[];
}

export interface SweepResult {
  readonly title: string;
  readonly design: string;
  readonly parameters: readonly string[];
  readonly measures: readonly { readonly id: string; readonly title: string; readonly unit: MeasureUnit }[];
  readonly points: readonly SweepResultPoint[];
  readonly replications: number;
  readonly level: number;
}

const WIDTH = 340;
const HEIGHT = 200;
const LEFT = 58;
const RIGHT = WIDTH - 12;
const TOP = 12;
const BOTTOM = HEIGHT - 40;
const SHADES = 7;

/** A sweep as one page: how each measure answers to each parameter, maps of pairs, and all points. */
export function renderSweep(result: SweepResult): string {
  const { design, level, measures, parameters, points, replications, title } = result;
  const overall = measures.flatMap((measure, m) => (measure.id.includes('/') ? [] : [m]));
  return renderPage(
    `Sweep: ${title} – Meridian`,
    element(
      'header',
      {},
      element('p', { class: 'kicker' }, 'Meridian sweep'),
      element('h1', {}, title),
      element(
        'p',
        { class: 'facts' },
        element('span', {}, `${plural(points.length, 'point')}, ${design}`),
        element('span', {}, `${plural(replications, 'replication')} each, common random numbers`),
        element('span', {}, `${formatShare(level)} intervals`),
      ),
    ),
    [
      ...parameters.map((name, p) => renderEffects(result, name, p, overall)),
      ...pairsOf(parameters.length).map(([one, other], i) =>
        renderMaps(result, `map-${i}`, one, other, overall),
      ),
      element(
        'section',
        {},
        element('h2', {}, 'All points'),
        element(
          'div',
          { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'All points' },
          renderTable<SweepResultPoint>({
            caption: 'All points',
            columns: [
              ...parameters.map((name, p) => ({
                head: name,
                kind: 'number' as const,
                cell: (point: SweepResultPoint) => point.values[p] ?? '',
              })),
              ...overall.map((m) => ({
                head: measures[m]?.title ?? '',
                kind: 'number' as const,
                cell: (point: SweepResultPoint) =>
                  formatEstimate(point.estimates[m] ?? null, measures[m]?.unit ?? 'cases'),
              })),
            ],
            rows: points,
          }),
        ),
      ),
    ],
  );
}

interface Level {
  readonly value: string;
  /** Means of the points with this value. */
  readonly means: readonly number[];
}

function levelsOf({ points }: SweepResult, parameter: number, measure: number): readonly Level[] {
  const byValue = new Map<string, number[]>();
  for (const { estimates, values } of points) {
    const estimate = estimates[measure] ?? null;
    const value = values[parameter] ?? '';
    const means = byValue.get(value) ?? [];
    if (estimate !== null) means.push(estimate.mean);
    byValue.set(value, means);
  }
  const levels = [...byValue].map(([value, means]) => ({ value, means }));
  const isNumeric = levels.every(({ value }) => Number.isFinite(Number(value)));
  return isNumeric ? levels.sort((one, other) => Number(one.value) - Number(other.value)) : levels;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function renderEffects(
  result: SweepResult,
  name: string,
  parameter: number,
  overall: readonly number[],
): Markup {
  const rows = overall.flatMap((m) =>
    levelsOf(result, parameter, m).map(({ means, value }) => ({ measure: result.measures[m], value, means })),
  );
  return renderFigure({
    id: `effect-${parameter}`,
    heading: `What ${name} does`,
    lead:
      'Each grey dot is a point of the sweep; the line joins the means of the points that share a value (the main effect, ' +
      'the other parameters averaged out).',
    layout: 'grid',
    drawing: overall.map((m) => renderEffect(result, `effect-${parameter}-${m}`, parameter, m)),
    table: renderTable({
      caption: `Means by ${name}`,
      columns: [
        { head: 'Measure', kind: 'words', cell: ({ measure }) => measure?.title ?? '' },
        { head: name, kind: 'number', cell: ({ value }) => value },
        {
          head: 'Mean',
          kind: 'number',
          cell: ({ means, measure }) =>
            formatMeasured(means.length === 0 ? null : meanOf(means), measure?.unit ?? 'cases'),
        },
        { head: 'Points', kind: 'number', cell: ({ means }) => means.length },
      ],
      rows,
    }),
  });
}

function renderEffect(result: SweepResult, id: string, parameter: number, m: number): Markup {
  const measure = result.measures[m];
  const unit = measure?.unit ?? 'cases';
  const levels = levelsOf(result, parameter, m);
  const all = levels.flatMap(({ means }) => means);
  const isNumeric = levels.every(({ value }) => Number.isFinite(Number(value)));
  const numbers = levels.map(({ value }, i) => (isNumeric ? Number(value) : i));
  const x = scaleLinear()
    .domain([Math.min(...numbers), Math.max(...numbers, Math.min(...numbers) + 1e-9)])
    .range([LEFT + 8, RIGHT - 8]);
  const y = scaleLinear()
    .domain(all.length === 0 ? [0, 1] : [Math.min(...all), Math.max(...all, Math.min(...all) + 1e-9)])
    .nice(4)
    .range([BOTTOM, TOP]);
  const place = (i: number) => x(numbers[i] ?? 0);
  const path = levels
    .flatMap(({ means }, i) =>
      means.length === 0 ? [] : [`${decimals(place(i))} ${decimals(y(meanOf(means)))}`],
    )
    .map((at, i) => `${i === 0 ? 'M' : 'L'}${at}`)
    .join('');
  const every = Math.ceil(levels.length / 6);
  const drawing: Child[] = [
    ...ticksOf(unit, y, 4).flatMap((tick) => [
      line(LEFT, y(tick), RIGHT, y(tick), 'grid-line'),
      text(LEFT - 6, y(tick) + 4, formatMeasured(tick, unit), { class: 'tick end' }),
    ]),
    ...levels.map(({ value }, i) =>
      i % every === 0 ? text(place(i), BOTTOM + 16, value, { class: 'tick middle' }) : null,
    ),
    text((LEFT + RIGHT) / 2, HEIGHT - 6, result.parameters[parameter] ?? '', { class: 'tick middle' }),
    ...levels.flatMap(({ means }, i) =>
      means.map((mean) =>
        element('circle', { class: 'arrivals', cx: decimals(place(i)), cy: decimals(y(mean)), r: 2.5 }),
      ),
    ),
    element('path', { class: 'curve', d: path }),
    ...levels.map(({ means }, i) =>
      means.length === 0
        ? null
        : element('circle', {
            class: 'inside',
            cx: decimals(place(i)),
            cy: decimals(y(meanOf(means))),
            r: 3.5,
          }),
    ),
  ];
  const described = levels
    .map(({ means, value }) => `${value}: ${formatMeasured(means.length === 0 ? null : meanOf(means), unit)}`)
    .join('; ');
  const title = measure?.title ?? '';
  return renderPanel(
    title,
    '',
    renderSvg(
      {
        id,
        title: `${title} by ${result.parameters[parameter]}`,
        description: described,
        width: WIDTH,
        height: HEIGHT,
      },
      drawing,
    ),
  );
}

function pairsOf(count: number): readonly (readonly [number, number])[] {
  const pairs: (readonly [number, number])[] = [];
  for (let one = 0; one < count; one++)
    for (let other = one + 1; other < count; other++) pairs.push([one, other]);
  return pairs.slice(0, 3);
}

function renderMaps(
  result: SweepResult,
  id: string,
  one: number,
  other: number,
  overall: readonly number[],
): Markup {
  const names = [result.parameters[one] ?? '', result.parameters[other] ?? ''] as const;
  return renderFigure({
    id,
    heading: `${names[0]} and ${names[1]} together`,
    lead: `Means of the points that share both values; ${names[0]} runs to the right, ${names[1]} upwards. Darker is more.`,
    layout: 'grid',
    drawing: overall.map((m) => renderMap(result, `${id}-${m}`, one, other, m)),
    table: renderTable({
      caption: 'The values are in the table of all points',
      columns: [{ head: 'Parameters', kind: 'words', cell: (row: string) => row }],
      rows: [`${names[0]} × ${names[1]}`],
    }),
  });
}

function renderMap(result: SweepResult, id: string, one: number, other: number, m: number): Markup {
  const measure = result.measures[m];
  const unit = measure?.unit ?? 'cases';
  const columns = levelsOf(result, one, m).map(({ value }) => value);
  const rows = levelsOf(result, other, m).map(({ value }) => value);
  const cells = new Map<string, number[]>();
  for (const { estimates, values } of result.points) {
    const estimate = estimates[m] ?? null;
    const key = `${values[one]}\u0000${values[other]}`;
    if (estimate !== null) cells.set(key, [...(cells.get(key) ?? []), estimate.mean]);
  }
  const means = [...cells.values()].map(meanOf);
  const [low, high] = [Math.min(...means), Math.max(...means)];
  const shade = (value: number) =>
    high > low ? Math.min(SHADES - 1, Math.floor(((value - low) / (high - low)) * SHADES)) : 0;
  const width = (RIGHT - LEFT) / columns.length;
  const height = (BOTTOM - TOP) / rows.length;
  const drawing: Child[] = rows.flatMap((row, r) => {
    const y = BOTTOM - (r + 1) * height;
    return [
      text(LEFT - 6, y + height / 2 + 4, row, { class: 'tick end' }),
      ...columns.map((column, c) => {
        const values = cells.get(`${column}\u0000${row}`);
        if (values === undefined) return null;
        return element(
          'rect',
          { class: `s${SHADES - 1 - shade(meanOf(values))}`, x: LEFT + c * width, y, width, height },
          element('title', {}, `${column}, ${row}: ${formatMeasured(meanOf(values), unit)}`),
        );
      }),
    ];
  });
  const every = Math.ceil(columns.length / 6);
  columns.forEach((column, c) => {
    if (c % every === 0)
      drawing.push(text(LEFT + (c + 0.5) * width, BOTTOM + 16, column, { class: 'tick middle' }));
  });
  const title = measure?.title ?? '';
  const range = means.length === 0 ? '' : `${formatMeasured(low, unit)} to ${formatMeasured(high, unit)}`;
  return renderPanel(
    title,
    range,
    renderSvg({ id, title, description: `${title}: ${range}`, width: WIDTH, height: HEIGHT }, drawing),
  );
}
