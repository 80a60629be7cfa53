import {
  type CsvValue,
  formatDecimal,
  formatDuration,
  formatShare,
  moneyWithin,
  NOTHING,
  plural,
  present,
  type Relevance,
  relevantSize,
} from '#base';
import type { ComparedMeasure, Comparison, Difference, MeasureUnit } from '#experiment';
import type { Estimate } from '#statistics';
import { lowered } from '../document/words.ts';
import { renderCsv } from '../run/tables/csv.ts';

/** A figure of a measure in its unit; money no further than its interval tells, if it has one. */
export function formatMeasured(value: number | null, unit: MeasureUnit, halfWidth = 0): string {
  if (value === null) return NOTHING;
  switch (unit) {
    case 'share':
      return formatShare(value).replace('-', '−');
    case 's':
      return value < 0 ? `−${formatDuration(-value)}` : formatDuration(value);
    case 'cases':
    case 'agents':
    case 'hours':
    case 'times':
      return formatDecimal(value, 1).replace('-', '−');
    case 'currency':
      return moneyWithin(halfWidth)(value);
    case 'per case':
      return formatDecimal(value, 3).replace('-', '−');
  }
}

type Interval = Pick<Estimate, 'bounds' | 'halfWidth' | 'mean'>;

/** An estimate without its interval. */
export function formatMean(estimate: Interval | null, unit: MeasureUnit): string {
  return estimate === null ? NOTHING : formatMeasured(estimate.mean, unit, spreadOf(estimate));
}

/** Half of the interval. */
function spreadOf({ bounds, halfWidth, mean }: Interval): number {
  if (bounds === undefined) return halfWidth;
  return Number.isFinite(bounds.high) ? (bounds.high - bounds.low) / 2 : mean - bounds.low;
}

/** `93.4 % ± 0.3 points`; without an interval if there is only one value. */
export function formatEstimate(estimate: Interval | null, unit: MeasureUnit): string {
  if (estimate === null) return NOTHING;
  const textOf = (value: number) => formatMeasured(value, unit, spreadOf(estimate));
  const mean = textOf(estimate.mean);
  const bounds = estimate.bounds ?? emptyBounds(estimate, unit, 0);
  if (bounds !== undefined) {
    const { high, low } = bounds;
    if (high === Number.POSITIVE_INFINITY) return `${mean} (at least ${textOf(low)})`;
    if (low === high) return `${mean} ± ${formatGap(0, unit)}`;
    if (low === estimate.mean) return `${mean} (at most ${textOf(high)})`;
    if (high === estimate.mean) return `${mean} (at least ${textOf(low)})`;
    return `${mean} (${textOf(low)} to ${textOf(high)})`;
  }
  return Number.isFinite(estimate.halfWidth)
    ? `${mean} ± ${formatGap(estimate.halfWidth, unit, estimate.halfWidth)}`
    : mean;
}

/** `3.2 ± 0.4`; without an interval if there is only one value. `beside`: the larger of the two numbers. */
export function plusMinus(
  { halfWidth, mean }: Pick<Estimate, 'halfWidth' | 'mean'>,
  textOf: (value: number, beside: number) => string,
): string {
  if (!Number.isFinite(halfWidth)) return textOf(mean, mean);
  const beside = Math.max(Math.abs(mean), halfWidth);
  return `${textOf(mean, beside)} ± ${textOf(halfWidth, beside)}`;
}

/** The bounds of a share, or of a difference of shares from `least`, whose interval has all that is possible in it: it says nothing. */
function emptyBounds(
  { halfWidth, mean }: Pick<Estimate, 'halfWidth' | 'mean'>,
  unit: MeasureUnit,
  least: 0 | -1,
): Ends | undefined {
  const isEmpty =
    unit === 'share' && Number.isFinite(halfWidth) && mean - halfWidth <= least && mean + halfWidth >= 1;
  return isEmpty ? { low: least, high: 1 } : undefined;
}

/** The ends of a whisker. A single value has none; where no upper end is known, nothing is drawn above. */
export function drawnBounds({ bounds, halfWidth, mean }: Estimate): Ends {
  const half = Number.isFinite(halfWidth) ? halfWidth : 0;
  if (bounds === undefined) return { low: mean - half, high: mean + half };
  return Number.isFinite(bounds.high) ? bounds : { low: bounds.low, high: mean };
}

interface Ends {
  readonly low: number;
  readonly high: number;
}

/** The ends of the whisker of a measure that is no difference. An interval may reach beyond what is possible, a drawing does not. */
export function possibleBounds(estimate: Estimate, unit: MeasureUnit): Ends {
  const { high, low } = drawnBounds(estimate);
  return { low: possibleValue(low, unit), high: possibleValue(high, unit) };
}

/** No measure is below 0, and no share above 1. */
export function possibleValue(value: number, unit: MeasureUnit): number {
  return Math.max(0, unit === 'share' ? Math.min(1, value) : value);
}

/** Limits a difference to what is possible: shares are at most 1 apart. */
export function possibleDifference(value: number, unit: MeasureUnit): number {
  return unit === 'share' ? Math.max(-1, Math.min(1, value)) : value;
}

/** A difference with its sign. Differences of percentages are percentage points: `+3.2 ± 0.5 points`. */
export function formatDifference(difference: Estimate | null, unit: MeasureUnit): string {
  if (difference === null) return NOTHING;
  const shown = formatPoints(difference, unit, 'points');
  // What is rounded to 0 has no sign.
  return difference.mean > 0 && !/^0(?:\.0+)?(?![.\d])/.test(shown) ? `+${shown}` : shown;
}

/** A difference, or one of its ends, in its unit: shares in percentage points. */
export function formatGap(value: number, unit: MeasureUnit, halfWidth = 0): string {
  return unit === 'share' ? `${inPoints(value)} points` : formatMeasured(value, unit, halfWidth);
}

/** The size of a difference, without its sign, in a sentence: `3.2 ± 0.5 percentage points`. */
export function sizeInWords(difference: Estimate | null, unit: MeasureUnit): string {
  if (difference === null) return NOTHING;
  return formatPoints({ ...difference, mean: Math.abs(difference.mean) }, unit, 'percentage points');
}

/** A difference with a sign only if it is negative. */
export function formatPoints(difference: Interval, unit: MeasureUnit, points: string): string {
  if (unit !== 'share') return formatEstimate(difference, unit);
  const { halfWidth, mean } = difference;
  const bounds = difference.bounds ?? emptyBounds(difference, unit, -1);
  if (bounds !== undefined)
    return `${inPoints(mean)} (${inPoints(bounds.low)} to ${inPoints(bounds.high)}) ${points}`;
  const half = Number.isFinite(halfWidth) ? ` ± ${inPoints(halfWidth)}` : '';
  return `${inPoints(mean)}${half} ${points}`;
}

export function inPoints(share: number): string {
  const points = (share * 100).toFixed(1);
  return points === '-0.0' ? '0.0' : points.replace('-', '−');
}

/** A sentence for each difference, one for the measures that certainly change by less than matters, and one for those of which nobody can tell. */
export function verdictSentences(
  { measures, relevance, replications }: Pick<Comparison, 'measures' | 'relevance' | 'replications'>,
  index: number,
  names: { readonly baseline: string; readonly other: string },
): readonly string[] {
  const rows = measures.flatMap((row) => {
    const difference = row.others[index];
    return difference === undefined ? [] : [{ row, difference }];
  });
  const titled = (verdict: Difference['verdict']) =>
    rows.filter(({ difference }) => difference.verdict === verdict).map(({ row }) => row.measure);
  const [still, open] = [titled('no change that matters'), titled('not enough runs to tell')];
  const listed = (some: readonly ComparedMeasure['measure'][]) =>
    some.length === rows.length && some.length > 2
      ? `any of the ${some.length} measures`
      : some.map(({ title }) => lowered(title)).join('; ');
  const size = sizesOf(relevance, [...still, ...open]);
  return present([
    ...rows
      .filter(
        ({ difference: { verdict } }) =>
          verdict !== 'no change that matters' && verdict !== 'not enough runs to tell',
      )
      .map(({ difference, row }) => verdictSentence(row, difference, names)),
    still.length > 0 && `${names.other}: no change of ${size} or more in ${listed(still)}.`,
    open.length > 0 &&
      `${names.other}: ${notEnough(replications)} whether there is a change of ${size} or more in ${listed(open)}.`,
  ]);
}

/** `6 replications are not enough to tell`. */
export function notEnough(replications: number): string {
  return `${plural(replications, 'replication')} ${replications === 1 ? 'is' : 'are'} not enough to tell`;
}

/** `1 point or 5 %`: the sizes that matter for these measures. */
function sizesOf(relevance: Relevance, measures: readonly ComparedMeasure['measure'][]): string {
  return [...new Set(measures.map(({ unit }) => relevantSize(relevance, unit)))].join(' or ');
}

function verdictSentence(
  { measure }: ComparedMeasure,
  other: Difference,
  names: { readonly baseline: string; readonly other: string },
): string {
  const { difference, verdict } = other;
  const what = lowered(measure.title);
  if (verdict === 'not comparable' || difference === null) {
    return `${names.other}: ${what} cannot be compared, because one of the two observed none.`;
  }
  const size = `${sizeInWords(difference, measure.unit)}${measure.unit === 'cases' ? ' cases' : ''}`;
  const direction = difference.mean > 0 ? 'higher' : 'lower';
  return `${names.other}: ${what} is ${size} ${direction} than in ${names.baseline} (${judgement(other)}).`;
}

/** `better`, or `neutral: more customers gave up`. */
export function judgement({ reason, verdict }: Pick<Difference, 'reason' | 'verdict'>): string {
  return reason === undefined ? verdict : `${verdict}: ${reason}`;
}

/** One row per scenario and measure. Units as in the measure: shares, seconds, cases. */
export function renderComparisonCsv(comparison: Comparison): string {
  const [baseline = '', ...others] = comparison.scenarios;
  const head = ['scenario', 'measure', 'unit', 'replications', 'mean', 'half_width', 'low', 'high'];
  const rows = comparison.measures.flatMap(({ baseline: first, measure, others: rest }): CsvValue[][] => [
    [baseline, measure.id, measure.unit, ...figures(first, comparison), ...ends(null), null, null],
    ...others.map((name, i): CsvValue[] => {
      const { difference, estimate, pairing, verdict } = differenceAt({ others: rest }, i);
      const saved = pairing?.varianceReduction ?? null;
      const own = figures(estimate, comparison);
      return [name, measure.id, measure.unit, ...own, ...ends(difference), saved, verdict];
    }),
  ]);
  const ofDifference = ['difference', 'difference_half_width', 'difference_low', 'difference_high'];
  return renderCsv([[...head, ...ofDifference, 'variance_saved', 'verdict'], ...rows]);
}

function figures(estimate: Estimate | null, { replications }: Comparison): CsvValue[] {
  return [replications, ...ends(estimate)];
}

/** Mean, half-width and the ends of the interval; without an interval, the mean alone. */
export function ends(estimate: Estimate | null): readonly (number | null)[] {
  if (estimate === null) return [null, null, null, null];
  const { bounds, halfWidth, mean } = estimate;
  if (!Number.isFinite(halfWidth)) return [mean, null, bounds?.low ?? null, null];
  const { high, low } = drawnBounds(estimate);
  return [mean, halfWidth, low, high];
}

export function differenceAt(
  { others }: { readonly others: readonly Difference[] },
  index: number,
): Difference {
  const nothing = { estimate: null, difference: null, pairing: null, verdict: 'not comparable' } as const;
  return others[index] ?? nothing;
}
