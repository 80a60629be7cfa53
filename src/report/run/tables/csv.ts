import { type CsvValue, csvLine } from '#base';
import { partsOfCell } from '#planning';
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

/** Columns that most scenarios do not need: only if the run has them. */
const RARE: readonly (readonly [string, (row: ServiceRow) => number | undefined])[] = [
  ['preemptions', ({ preemptions }) => preemptions],
  ['clearedUnanswered', ({ cleared }) => cleared?.unanswered],
  ['clearedAnswered', ({ cleared }) => cleared?.answered],
  ['lost', ({ lost }) => lost],
  ['abandonedLater', ({ abandonedLater }) => abandonedLater],
  ['consultationsAsked', ({ consultations }) => consultations?.asked],
  ['consultationsJoined', ({ consultations }) => consultations?.joined],
  ['consultationsAlone', ({ consultations }) => consultations?.alone],
  ['consultationWaitS', ({ consultations }) => consultations?.waitS ?? undefined],
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
    return [
      ...partsOfCell(row),
      ...MEASURES.map((measure) => row[measure] ?? null),
      ...shown.map(([, of]) => of(row)),
    ];
  });
  const heads = ['segment', 'channel', 'severity', ...MEASURES, ...shown.map(([head]) => head)];
  return renderCsv([heads, ...rows]);
}

/** Costs per centre and segment, one row each, and in total; null if nobody has a wage. */
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

/** Service levels by product, one row each, with the summary's own numbers; null if no service level names products. */
export function renderProductLevelsCsv({ productLevels }: Summary): string | null {
  if (productLevels === undefined) return null;
  return renderCsv([
    ['segment', 'channel', 'severity', 'product', 'judged', 'answeredInTime', 'serviceLevel'],
    ...productLevels.map(({ answeredInTime, channel, judged, product, segment, serviceLevel, severity }) => [
      ...[segment, channel, severity, product],
      ...[judged, answeredInTime, serviceLevel],
    ]),
  ]);
}
