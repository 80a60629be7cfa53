import {
  type CsvValue,
  formatDecimal,
  formatDuration,
  formatMoney,
  formatShare,
  NOTHING,
  plural,
} from '#base';
import type { ComparedMeasure, Comparison, Difference, MeasureUnit } from '#experiment';
import type { Estimate } from '#statistics';
import { renderCsv } from './csv.ts';
import type { TextOptions } from './summary-text.ts';
import { textTable, wrap } from './text-table.ts';

/** A figure of a measure in its unit. */
export function formatMeasured(value: number | null, unit: MeasureUnit): string {
  if (value === null) return NOTHING;
  switch (unit) {
    case 'share':
      return formatShare(value).replace('-', '−');
    case 's':
      return value < 0 ? `−${formatDuration(-value)}` : formatDuration(value);
    case 'cases':
      return formatDecimal(value, 1).replace('-', '−');
    case 'currency':
      return `${value < 0 ? '−' : ''}${formatMoney(Math.abs(value))}`;
    case 'per case':
      return formatDecimal(value, 3).replace('-', '−');
  }
}

/** `93.4 % ± 0.3 %`; without an interval where one value says nothing of the others. */
export function formatEstimate(estimate: Estimate | null, unit: MeasureUnit): string {
  if (estimate === null) return NOTHING;
  const mean = formatMeasured(estimate.mean, unit);
  const { bounds } = estimate;
  if (bounds !== undefined) {
    return `${mean} (${formatMeasured(bounds.low, unit)} to ${formatMeasured(bounds.high, unit)})`;
  }
  return Number.isFinite(estimate.halfWidth) ? `${mean} ± ${formatMeasured(estimate.halfWidth, unit)}` : mean;
}

/** The ends of a whisker; a single value has none. */
export function drawnBounds({ bounds, halfWidth, mean }: Estimate): {
  readonly low: number;
  readonly high: number;
} {
  const half = Number.isFinite(halfWidth) ? halfWidth : 0;
  return bounds ?? { low: mean - half, high: mean + half };
}

/** A difference with its sign. */
export function formatDifference(difference: Estimate | null, unit: MeasureUnit): string {
  if (difference === null) return NOTHING;
  return `${difference.mean > 0 ? '+' : ''}${formatEstimate(difference, unit)}`;
}

/** What the comparison says of one measure, as a sentence. */
export function verdictSentence(
  { measure }: ComparedMeasure,
  other: Difference,
  names: { readonly baseline: string; readonly other: string },
): string {
  const { difference, verdict } = other;
  const what = measure.title.charAt(0).toLowerCase() + measure.title.slice(1);
  if (verdict === 'not comparable' || difference === null) {
    return `${names.other}: ${what} cannot be compared, as one of the two saw nothing of it.`;
  }
  const size = formatEstimate({ ...difference, mean: Math.abs(difference.mean) }, measure.unit);
  if (verdict === 'no detectable difference') {
    return `${names.other}: no detectable difference in ${what} (${formatDifference(difference, measure.unit)}).`;
  }
  const direction = difference.mean > 0 ? 'higher' : 'lower';
  return `${names.other}: ${what} is ${size} ${direction} than in ${names.baseline} (${verdict}).`;
}

/** The comparison for a terminal. Ends with a line break. */
export function renderComparisonText(comparison: Comparison, { colour, width }: TextOptions): string {
  const [baseline = '', ...others] = comparison.scenarios;
  const overall = comparison.measures.filter(({ measure }) => !measure.id.includes('/'));
  const lines = [
    `${plural(comparison.replications, 'pair')} of replications under common random numbers; all ` +
      `${formatShare(comparison.level)} intervals of differences hold together (each at ${formatLevel(comparison.correctedLevel)}).`,
  ];
  others.forEach((name, i) => {
    const [head = '', ...rows] = textTable<ComparedMeasure>(
      [
        { head: `${name} against ${baseline}`, kind: 'words', cell: ({ measure }) => measure.title },
        { head: baseline, kind: 'number', cell: (row) => formatEstimate(row.baseline, row.measure.unit) },
        { head: name, kind: 'number', cell: (row) => formatEstimate(at(row, i).estimate, row.measure.unit) },
        {
          head: 'Difference',
          kind: 'number',
          cell: (row) => formatDifference(at(row, i).difference, row.measure.unit),
        },
        { head: 'Verdict', kind: 'words', cell: (row) => at(row, i).verdict },
        {
          head: 'Variance saved',
          kind: 'number',
          cell: (row) => formatShare(at(row, i).pairing?.varianceReduction ?? null),
        },
      ],
      overall.length > 0 ? overall : comparison.measures,
      width,
    );
    lines.push('', colour('quiet', head), ...rows, '');
    for (const row of overall) {
      const sentence = verdictSentence(row, at(row, i), { baseline, other: name });
      lines.push(...wrap(sentence, width));
    }
  });
  return `${lines.join('\n')}\n`;
}

/** One row for each scenario and measure. Unit as in the measure: shares, seconds, cases. */
export function renderComparisonCsv(comparison: Comparison): string {
  const [baseline = '', ...others] = comparison.scenarios;
  const head = ['scenario', 'measure', 'unit', 'replications', 'mean', 'half width', 'difference'];
  const rows = comparison.measures.flatMap(({ baseline: first, measure, others: rest }): CsvValue[][] => [
    [baseline, measure.id, measure.unit, ...figures(first, comparison), null, null, null, null],
    ...others.map((name, i): CsvValue[] => {
      const { difference, estimate, pairing, verdict } = at({ others: rest }, i);
      const paired = [difference?.mean ?? null, difference?.halfWidth ?? null];
      const saved = pairing?.varianceReduction ?? null;
      return [name, measure.id, measure.unit, ...figures(estimate, comparison), ...paired, saved, verdict];
    }),
  ]);
  return renderCsv([[...head, 'difference half width', 'variance saved', 'verdict'], ...rows]);
}

function figures(estimate: Estimate | null, { replications }: Comparison): CsvValue[] {
  const halfWidth = estimate === null || !Number.isFinite(estimate.halfWidth) ? null : estimate.halfWidth;
  return [replications, estimate?.mean ?? null, halfWidth];
}

function at({ others }: { readonly others: readonly Difference[] }, index: number): Difference {
  const nothing = { estimate: null, difference: null, pairing: null, verdict: 'not comparable' } as const;
  return others[index] ?? nothing;
}

function formatLevel(level: number): string {
  return `${(level * 100).toFixed(level > 0.999 ? 3 : 2)} %`;
}
