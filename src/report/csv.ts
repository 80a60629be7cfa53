import { neutralise } from '#base';
import type { ServiceRow, Summary } from '#statistics';

export type CsvValue = string | number | null;

/**
 * Rows as CSV (RFC 4180: comma, CRLF, quotes doubled). Numbers are written as they are, null as nothing. A text that
 * a spreadsheet would take for a formula is preceded by an apostrophe (OWASP, "CSV Injection").
 */
export function renderCsv(rows: readonly (readonly CsvValue[])[]): string {
  return rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

function cell(value: CsvValue): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = /^\s*[=+\-@＝＋－＠]|^[\t\r]/.test(value) ? `'${neutralise(value)}` : neutralise(value);
  return /[",']/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
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

/** Columns of what most scenarios do not have: only where the run has it. */
const RARE: readonly (readonly [string, (row: ServiceRow) => number | undefined])[] = [
  ['callbacksOffered', ({ callbacks }) => callbacks?.offered],
  ['callbacksAccepted', ({ callbacks }) => callbacks?.accepted],
  ['callbacksReached', ({ callbacks }) => callbacks?.reached],
  ['callbacksMissed', ({ callbacks }) => callbacks?.missed],
];

/** Service per segment × channel × severity, one row each, with the summary's own numbers (s, shares). */
export function renderCellsCsv(summary: Summary): string {
  const shown = RARE.filter(([, of]) => of(summary.total) !== undefined).map(
    ([head, of]) => [head, (row: ServiceRow) => of(row) ?? 0] as const,
  );
  const rows = summary.cells.map((row): CsvValue[] => {
    const [severity = '', channel = '', ...segment] = row.id.split('/').reverse();
    const names = [segment.reverse().join('/'), channel, severity];
    return [...names, ...MEASURES.map((measure) => row[measure]), ...shown.map(([, of]) => of(row))];
  });
  const heads = ['segment', 'channel', 'severity', ...MEASURES, ...shown.map(([head]) => head)];
  return renderCsv([heads, ...rows]);
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
