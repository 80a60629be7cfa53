import { type CsvValue, formatDecimal, formatShare, plural, present } from '#base';
import type { EstimatedTable, MeasureUnit, WantedLengths } from '#experiment';
import type { Estimate } from '#statistics';
import type { Answer } from '../answer/answer.ts';
import { renderReplicatedAnswer } from '../answer/answer-page.ts';
import { element, type Markup } from '../document/markup.ts';
import { renderPage } from '../document/page.ts';
import { pageTable, styled, table } from '../document/parts.ts';
import { circle, line } from '../document/svg.ts';
import { type Column, inNumbers, inWords } from '../document/table.ts';
import { renderText, type TextOptions } from '../document/text.ts';
import { hoursText } from '../document/words.ts';
import { alarm } from '../run/notices.ts';
import { answerPart, unmetTargets } from '../run/summary-text.ts';
import { renderCsv } from '../run/tables/csv.ts';
import { drawnBounds, ends, formatEstimate, formatMeasured, possibleBounds } from './comparison-text.ts';
import {
  figureCsvRow,
  figureLines,
  figureTables,
  jsonWithFigures,
  otherFiguresText,
  staffTable,
} from './figure-tables.ts';
import { EDGE, inRow, whiskerFigure, whiskerTable } from './whisker.ts';

export interface ReplicatedMeasure {
  readonly id: string;
  readonly title: string;
  readonly unit: MeasureUnit;
  readonly estimate: Estimate | null;
  /** One value per replication, null if it observed nothing. */
  readonly values: readonly (number | null)[];
  /** `mixed`: of cases that have no common figure, such as waits of calls and e-mails; in the files only. */
  readonly of: 'all' | 'segment' | 'mixed';
  /** True if the values are of batches, and the run is too short for its load, so that the interval may be too narrow. */
  readonly isTooShort?: boolean;
}

export interface ReplicationsPage {
  readonly title: string;
  /** How the scenario's law differs from that of history, in sentences. */
  readonly law: readonly string[];
  readonly seed: string;
  readonly level: number;
  readonly replications: number;
  /** Null if no precision was requested. */
  readonly precision: number | null;
  readonly isReached: boolean;
  /** Hours left out of every replication; undefined without warm-up. */
  readonly warmUpHours?: number | undefined;
  /** Set if the values are those of batches of one run, not of replications. */
  readonly batches?: Batches;
  readonly measures: readonly ReplicatedMeasure[];
  /** Every figure of the summary; left out where only the measures are estimated. */
  readonly tables?: readonly EstimatedTable[];
  /** Whether targets are met; left out where they are not judged. */
  readonly answer?: Answer;
}

/** How one run was cut into batches. */
export interface Batches {
  readonly hours: number;
  readonly warmUp: 'given' | 'found' | 'too short to tell';
  /** How long the run must be for its load; null if nothing was served. */
  readonly wanted: WantedLengths | null;
  /** Titles of measures whose batches are too short to count as independent. */
  readonly dependent: readonly string[];
}

const WIDTH = 240;

export function renderReplications(page: ReplicationsPage): string {
  const { overall, segments } = partsOf(page);
  const shortness = shortnessSentences(page);
  const [name, kicker] =
    page.batches === undefined
      ? ['Replications', 'Meridian replications']
      : ['Long run', 'Meridian long run'];
  return renderPage({
    title: `${name}: ${page.title} – Meridian`,
    kicker,
    heading: page.title,
    facts: factsOf(page),
    parts: [
      page.answer === undefined ? null : renderReplicatedAnswer(page.answer, page.level),
      ...page.law,
      alarm(shortness.join(' ') || null),
      renderMeasures('all', 'All cases', overall, page),
      segments.length === 0 ? null : renderMeasures('segments', 'By customer segment', segments, page),
      figureTables(page.tables ?? [], page.replications),
      styled('note', methodText(page)),
    ],
  });
}

function partsOf({ measures }: ReplicationsPage) {
  return {
    overall: measures.filter(({ of }) => of === 'all'),
    segments: measures.filter(({ of }) => of === 'segment'),
  };
}

function precisionSentence({ isReached, precision }: ReplicationsPage): string {
  if (precision === null) return '';
  return isReached
    ? `known to within ${formatShare(precision)}`
    : `${formatShare(precision)} was not reached`;
}

function warmUpText({ batches, warmUpHours }: ReplicationsPage): string {
  if (warmUpHours === undefined) return '';
  if (warmUpHours === 0)
    return batches?.warmUp === 'too short to tell' ? 'too short to find a warm-up' : 'no warm-up found';
  const how = batches === undefined || batches.warmUp === 'given' ? '' : `, ${FOUND[batches.warmUp]}`;
  return `warm-up of ${hoursText(warmUpHours)} left out${how}`;
}

const FOUND = {
  found: 'found by MSER-5',
  'too short to tell': 'as the run is too short to find one',
} as const;

function factsOf(page: ReplicationsPage): readonly string[] {
  const level = `${formatShare(page.level)} intervals`;
  const facts = [valuesText(page), level, `seed ${page.seed}`, precisionSentence(page), warmUpText(page)];
  return facts.filter((fact) => fact !== '');
}

function valuesText({ batches, replications }: ReplicationsPage): string {
  if (batches === undefined) return plural(replications, 'replication');
  return `${plural(replications, 'batch', 'batches')} of ${hoursText(batches.hours)} of one run`;
}

/** What a reader must know before any figure of a long run. */
function shortnessSentences(page: ReplicationsPage): readonly string[] {
  const { batches } = page;
  if (batches === undefined) return [];
  const reasons = present([
    ...loadSentences(page, batches),
    batches.dependent.length > 0 &&
      `Too short: neighbouring batches are correlated (von Neumann's test at 1 %) in ${batches.dependent.join('; ')}.`,
  ]);
  const remedy = 'These intervals may be too narrow: lengthen the run, or use replications.';
  return reasons.length === 0 ? [] : [...reasons, remedy];
}

function loadSentences({ measures, replications }: ReplicationsPage, batches: Batches): readonly string[] {
  const { hours, wanted } = batches;
  if (wanted === null || !measures.some(({ isTooShort }) => isTooShort === true)) return [];
  const { means, occupancy, quantiles, shares } = wanted;
  const busy = `Too short for its load: agents of ${means.group} are busy ${formatShare(means.occupancy)} of their time`;
  if (
    means.hours === null ||
    means.relaxationHours === null ||
    quantiles.hours === null ||
    shares.hours === null ||
    occupancy.hours === null
  )
    return [`${busy}, so that no run is long enough for their queue to settle.`];
  return [
    `${busy}, and their queue takes about ${lengthText(means.relaxationHours)} to forget how long it was.`,
    `Intervals of mean waits and queue lengths need a run of ${lengthText(means.hours)}, those of quantiles ` +
      `${lengthText(quantiles.hours)}, those of shares ${lengthText(shares.hours)}, of occupancy ${lengthText(occupancy.hours)}; this run has ${lengthText(hours * replications)}.`,
  ];
}

/** Days from two days on, minutes below an hour. */
function lengthText(hours: number): string {
  if (hours >= 48) return `${formatDecimal(hours / 24, 1)} days`;
  return hours >= 1 ? `${formatDecimal(hours, 1)} hours` : `${formatDecimal(hours * 60, 1)} minutes`;
}

function methodText({ batches, isReached, level, measures, precision }: ReplicationsPage): string {
  const hasQuantiles = measures.some(({ id }) => id.startsWith('wait p'));
  if (batches === undefined) {
    const quantiles =
      'quantiles: of the cases of all replications together, as far apart as the shares of the replications vary';
    const wider =
      precision === null || !isReached
        ? ''
        : ', a little wider because their width decided how many there are';
    return `Intervals of ${formatShare(level)}: means and ratios by Student's t${wider}${hasQuantiles ? `; ${quantiles}` : ''}.`;
  }
  const quantiles =
    'quantiles of waits: order statistics of the whole run, as far apart as the shares of the batches vary';
  return (
    `Intervals of ${formatShare(level)}: means and ratios by batch means, corrected for correlation and skewness` +
    `${hasQuantiles ? `; ${quantiles}` : ''}.`
  );
}

/** Renders the page as text for a terminal. Ends with a line break. */
export function renderReplicationsText(page: ReplicationsPage, options: TextOptions): string {
  const { answer, law, replications, tables = [], title } = page;
  const { overall } = partsOf(page);
  const shortness = shortnessSentences(page).join(' ');
  return renderText(
    [
      ...(answer === undefined
        ? []
        : [styled('strong', title), answerPart(answer, []), unmetTargets(answer)]),
      [...law, factsOf(page).join('; ')],
      shortness === '' ? null : styled('alert', shortness),
      table(overall, { caption: 'All cases', columns: COLUMNS }),
      ...(tables.length === 0 ? [] : [staffTable(tables, replications), otherFiguresText(tables)]),
      methodText(page),
    ],
    options,
  );
}

/** The page as JSON. With tables, every figure of them stands in a list. */
export function renderReplicationsJson(page: ReplicationsPage): string {
  const { tables, ...rest } = page;
  return tables === undefined
    ? `${JSON.stringify(page, null, 2)}\n`
    : jsonWithFigures(rest, figureLines(tables));
}

/**
 * One row per measure: mean, interval, deviation, how many replications or batches observed it, then the value of each. After them the other
 * figures, without single values.
 */
export function renderReplicationsCsv({
  batches,
  measures,
  replications,
  tables = [],
}: ReplicationsPage): string {
  const value = batches === undefined ? 'replication' : 'batch';
  const numbers = Array.from({ length: replications }, (_, i) => `${value}_${i}`);
  const rows = measures.map(({ estimate, id, unit, values }): CsvValue[] => {
    const [mean = null, halfWidth = null, low = null, high = null] = ends(estimate);
    return [
      ...[id, unit, mean, halfWidth, estimate?.deviation ?? null, low, high],
      values.filter((one) => one !== null).length,
      ...values,
    ];
  });
  const known = new Set(measures.map(({ id }) => id));
  const others = figureLines(tables).filter(({ id }) => !known.has(id));
  return renderCsv([
    ['measure', 'unit', 'mean', 'half_width', 'deviation', 'low', 'high', 'observed_in', ...numbers],
    ...rows,
    ...others.map((one) => [...figureCsvRow(one), ...numbers.map(() => null)]),
  ]);
}

const COLUMNS = [
  inWords('Measure', ({ title }: ReplicatedMeasure) => title),
  inNumbers('Mean', ({ estimate, unit }: ReplicatedMeasure) => formatEstimate(estimate, unit)),
  inNumbers('Deviation', ({ estimate, unit }: ReplicatedMeasure) =>
    formatMeasured(estimate?.deviation ?? null, unit, estimate?.deviation),
  ),
];

/** The columns of the page: between the lowest and the highest value, all of them. */
const DRAWN: readonly Column<ReplicatedMeasure>[] = [
  ...COLUMNS.slice(0, 2),
  inNumbers('Lowest', (measure) => extremeOf(measure, Math.min)),
  inWords('Lowest to highest', stripOf, {
    drawnHead: () =>
      element('span', { class: 'sides' }, element('span', {}, 'low'), element('span', {}, 'high')),
  }),
  inNumbers('Highest', (measure) => extremeOf(measure, Math.max)),
  ...COLUMNS.slice(2),
];

function renderMeasures(
  id: string,
  heading: string,
  measures: readonly ReplicatedMeasure[],
  { batches }: ReplicationsPage,
): Markup {
  const value = batches === undefined ? 'replication' : 'batch';
  const drawn = measures.filter(isVarying);
  const still = measures.filter((measure) => !drawn.includes(measure));
  return whiskerFigure(
    id,
    heading,
    drawn.length === 0
      ? ''
      : `Each grey dot is a ${value}, on the scale of its row; the blue dot is the estimate from all, the whisker its interval.`,
    drawn.length === 0
      ? null
      : whiskerTable(pageTable(drawn, { caption: heading, columns: DRAWN, isFolding: true })),
    still.length === 0
      ? null
      : {
          count: `Show ${plural(still.length, 'more measure')}: the same in every ${value}, or never observed`,
          rows: pageTable(still, { caption: `${heading}: the same, or never observed`, columns: COLUMNS }),
        },
  );
}

/** Whether there is anything to draw: values that differ, or an interval. A single value is drawn. */
function isVarying({ estimate, values }: ReplicatedMeasure): boolean {
  const seen = values.filter((value) => value !== null);
  if (estimate === null || seen.length === 0) return false;
  const { high, low } = drawnBounds(estimate);
  return seen.length === 1 || high > low || seen.some((value) => value !== seen[0]);
}

function extremeOf(
  { estimate, unit, values }: ReplicatedMeasure,
  extreme: (...values: number[]) => number,
): string {
  const seen = values.filter((value) => value !== null);
  return formatMeasured(seen.length === 0 ? null : extreme(...seen), unit, estimate?.deviation);
}

/** Every value as a dot, the estimate as a dot with its interval. The row says the same in numbers. */
function stripOf({ estimate, unit, values }: ReplicatedMeasure): Markup {
  const scale = { width: WIDTH };
  if (estimate === null) return inRow(scale);
  const { high, low } = possibleBounds(estimate, unit);
  const seen = values.filter((value) => value !== null);
  const [from, to] = [Math.min(low, ...seen), Math.max(high, ...seen)];
  const x = (value: number) =>
    to === from ? WIDTH / 2 : EDGE + ((value - from) / (to - from)) * (WIDTH - 2 * EDGE);
  return inRow(
    scale,
    seen.map((value) => circle(x(value), 14, 2.5, 'arrivals')),
    line(x(low), 6, x(high), 6, 'curve'),
    circle(x(estimate.mean), 6, 4, 'inside'),
  );
}
