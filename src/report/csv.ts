import { type CsvValue, csvLine } from '#base';
import type { ServiceRow, Summary } from '#statistics';

/** Rows as CSV. */
export function renderCsv(rows: readonly (readonly CsvValue[])[]): string {
  return rows.map(csvLine).join('');
}

const MEASURES = [
  'arrived',
  'answered',
  'abandoned',
  'balked',
  'blocked',
  'messages',
  'retries',
  'stalled',
  'resolved',
  'reopened',
  'handOvers',
  'serviceLevel',
  'serviceLevelWithoutShortAbandons',
  'speedOfAnswerS',
  'waitDeviationS',
  'abandonedWaitS',
  'waitOfAllS',
  'waitP50S',
  'waitP90S',
  'waitP95S',
  'abandonmentShare',
  'sojournMeanS',
  'sojournP90S',
] as const satisfies (keyof ServiceRow)[];

/** Service per segment × channel × severity, one row each, with the summary's own numbers (s, shares). */
export function renderCellsCsv(summary: Summary): string {
  const measures: readonly (keyof ServiceRow)[] =
    summary.total.preemptions === undefined ? MEASURES : [...MEASURES, 'preemptions'];
  const rows = summary.cells.map((row): CsvValue[] => {
    const [severity = '', channel = '', ...segment] = row.id.split('/').reverse();
    return [
      segment.reverse().join('/'),
      channel,
      severity,
      ...measures.map((measure) => row[measure] ?? null),
    ];
  });
  return renderCsv([['segment', 'channel', 'severity', ...measures], ...rows]);
}

/** Costs per centre and segment, one row each, and in all; null where nobody has a wage. */
export function renderCostsCsv({ costs }: Summary): string | null {
  if (costs === null) return null;
  const { centres, currency, segments, unused } = costs;
  return renderCsv([
    ['kind', 'id', 'currency', 'cost', 'perCase'],
    ['total', costs.id, currency, costs.cost, costs.perCase],
    ...centres.map(({ id, cost }) => ['centre', id, currency, cost, null]),
    ...segments.map(({ id, cost, perCase }) => ['segment', id, currency, cost, perCase]),
    ['unused', '', currency, unused, null],
  ]);
}
