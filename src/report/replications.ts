import { scaleLinear } from 'd3-scale';
import type { CsvValue } from '#base';
import type { MeasureUnit } from '#experiment';
import type { Estimate } from '#statistics';
import { ticksOf } from './axis.ts';
import { formatEstimate, formatMeasured } from './comparison-text.ts';
import { renderCsv } from './csv.ts';
import { type Child, decimals, element, type Markup } from './markup.ts';
import { formatShare, plural } from './numbers.ts';
import { renderPage } from './page.ts';
import type { TextOptions } from './summary-text.ts';
import { line, renderFigure, renderPanel, renderSvg, text } from './svg.ts';
import { renderTable } from './table.ts';
import { textTable } from './text-table.ts';

/** A measure over the replications of one scenario. */
export interface ReplicatedMeasure {
  readonly id: string;
  readonly title: string;
  readonly unit: MeasureUnit;
  readonly estimate: Estimate | null;
  /** One value for each replication, null where it saw nothing. */
  readonly values: readonly (number | null)[];
}

export interface ReplicationsPage {
  readonly title: string;
  readonly seed: string;
  readonly level: number;
  readonly replications: number;
  /** Null where no precision was asked for. */
  readonly precision: number | null;
  readonly isReached: boolean;
  /** Left out of every replication, hours; undefined without warm-up. */
  readonly warmUpHours?: number | undefined;
  readonly measures: readonly ReplicatedMeasure[];
}

const WIDTH = 340;
const LEFT = 14;
const RIGHT = WIDTH - 14;

export function renderReplications(page: ReplicationsPage): string {
  const overall = page.measures.filter(({ id }) => !id.includes('/'));
  const segments = page.measures.filter(({ id }) => id.includes('/'));
  return renderPage(
    `Replications: ${page.title} – Meridian`,
    element(
      'header',
      {},
      element('p', { class: 'kicker' }, 'Meridian replications'),
      element('h1', {}, page.title),
      element(
        'p',
        { class: 'facts' },
        element('span', {}, plural(page.replications, 'replication')),
        element('span', {}, `${formatShare(page.level)} intervals`),
        element('span', {}, `seed ${page.seed}`),
        element('span', {}, precisionSentence(page)),
        element('span', {}, warmUpText(page)),
      ),
    ),
    [
      renderMeasures('all', 'All cases', overall),
      segments.length === 0 ? null : renderMeasures('segments', 'By customer segment', segments),
    ],
  );
}

function precisionSentence({ isReached, precision }: ReplicationsPage): string {
  if (precision === null) return '';
  return isReached
    ? `known to within ${formatShare(precision)}`
    : `${formatShare(precision)} was not reached`;
}

function warmUpText({ warmUpHours }: ReplicationsPage): string {
  return warmUpHours === undefined ? '' : `warm-up of ${plural(warmUpHours, 'hour')} left out`;
}

/** The same for a terminal. Ends with a line break. */
export function renderReplicationsText(page: ReplicationsPage, { colour, width }: TextOptions): string {
  const overall = page.measures.filter(({ id }) => !id.includes('/'));
  const [head = '', ...rows] = textTable(COLUMNS, overall, width);
  const facts = `${plural(page.replications, 'replication')}, ${formatShare(page.level)} intervals`;
  const told = [facts, precisionSentence(page), warmUpText(page)].filter((fact) => fact !== '').join('; ');
  return `${[told, '', colour('quiet', head), ...rows].join('\n')}\n`;
}

/** One row for each measure: mean, half width, deviation; then the value of every replication. */
export function renderReplicationsCsv({ measures, replications }: ReplicationsPage): string {
  const numbers = Array.from({ length: replications }, (_, i) => `replication ${i}`);
  const rows = measures.map(({ estimate, id, unit, values }): CsvValue[] => {
    const halfWidth = estimate !== null && Number.isFinite(estimate.halfWidth) ? estimate.halfWidth : null;
    return [id, unit, estimate?.mean ?? null, halfWidth, estimate?.deviation ?? null, ...values];
  });
  return renderCsv([['measure', 'unit', 'mean', 'half width', 'deviation', ...numbers], ...rows]);
}

const COLUMNS = [
  { head: 'Measure', kind: 'words' as const, cell: ({ title }: ReplicatedMeasure) => title },
  {
    head: 'Mean',
    kind: 'number' as const,
    cell: ({ estimate, unit }: ReplicatedMeasure) => formatEstimate(estimate, unit),
  },
  {
    head: 'Deviation',
    kind: 'number' as const,
    cell: ({ estimate, unit }: ReplicatedMeasure) => formatMeasured(estimate?.deviation ?? null, unit),
  },
];

function renderMeasures(id: string, heading: string, measures: readonly ReplicatedMeasure[]): Markup {
  return renderFigure({
    id,
    heading,
    lead: 'Each grey dot is a replication; the blue dot is their mean, the whisker its confidence interval.',
    layout: 'grid',
    drawing: measures.map((measure, i) => renderMeasure(`${id}-${i}`, measure)),
    table: renderTable({ caption: heading, columns: COLUMNS, rows: measures }),
  });
}

function renderMeasure(id: string, { estimate, title, unit, values }: ReplicatedMeasure): Markup {
  const seen = values.filter((value) => value !== null);
  const half = estimate !== null && Number.isFinite(estimate.halfWidth) ? estimate.halfWidth : 0;
  const ends = estimate === null ? [] : [estimate.mean - half, estimate.mean + half];
  const [low, high] = [Math.min(...seen, ...ends), Math.max(...seen, ...ends)];
  const pad = (high - low || Math.abs(high) || 1) * 0.08;
  const isEmpty = estimate === null || seen.length === 0;
  const x = scaleLinear()
    .domain(isEmpty ? [0, 1] : [low - pad, high + pad])
    .range([LEFT, RIGHT]);
  const drawing: Child[] = isEmpty
    ? [text(WIDTH / 2, 30, 'nothing was observed', { class: 'tick middle' })]
    : [
        ...ticksOf(unit, x, 4).flatMap((tick) => [
          line(x(tick), 6, x(tick), 44, 'grid-line'),
          text(x(tick), 58, formatMeasured(tick, unit), { class: 'tick middle' }),
        ]),
        ...seen.map((value) =>
          element('circle', { class: 'arrivals', cx: decimals(x(value)), cy: 32, r: 3 }),
        ),
        line(x(estimate.mean - half), 18, x(estimate.mean + half), 18, 'curve'),
        element('circle', { class: 'inside', cx: decimals(x(estimate.mean)), cy: 18, r: 4.5 }),
      ];
  const shown = formatEstimate(estimate, unit);
  const picture = {
    id,
    title,
    description: `${shown} over ${seen.length} replications.`,
    width: WIDTH,
    height: 64,
  };
  return renderPanel(title, shown, renderSvg(picture, drawing));
}
