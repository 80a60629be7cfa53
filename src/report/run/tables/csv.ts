import { type CsvValue, columnName, csvLine } from '#base';
import type { FigureColumns, FigureOf } from '#experiment';
import { partsOfCell } from '#planning';
import type { Summary } from '#statistics';

export function renderCsv(rows: readonly (readonly CsvValue[])[]): string {
  return rows.map(csvLine).join('');
}

/**
 * Figures as columns of a table, under their names as measures and with their units. Counts that most scenarios have no occasion for are left out
 * where no row has them, as are means over them.
 */
export function figureCells<Row>(
  columns: readonly FigureOf<Row>[],
  rows: readonly Row[],
): { readonly heads: readonly string[]; readonly of: (row: Row) => readonly CsvValue[] } {
  const unused = new Set(
    columns.flatMap(({ isRare, name, of }) =>
      isRare === true && rows.every((row) => (of(row) ?? 0) === 0) ? [name] : [],
    ),
  );
  const shown = columns.filter(
    ({ name, per }) => !unused.has(name) && per?.every((one) => unused.has(one)) !== true,
  );
  return {
    heads: shown.map(({ name, unit }) => columnName(name, unit)),
    of: (row) => shown.map(({ of }) => of(row)),
  };
}

/** Service per segment × channel × severity, one row each, with the summary's own numbers (s, shares). */
export function renderCellsCsv({ cells }: Summary, { service }: FigureColumns): string {
  const { heads, of } = figureCells(service, cells);
  return renderCsv([
    ['segment', 'channel', 'severity', ...heads],
    ...cells.map((row) => [...partsOfCell(row), ...of(row)]),
  ]);
}

/** Costs in total, per centre and per segment, one row each; none if nobody has a wage. */
export function costRows({ costs }: Pick<Summary, 'costs'>): readonly (string | number | null)[][] {
  if (costs === null) return [];
  const { centres, currency, segments, unused } = costs;
  return [
    ['total', costs.id, currency, costs.cost, costs.perCase],
    ...centres.map(({ id, cost }) => ['centre', id, currency, cost, null]),
    ...segments.map(({ id, cost, perCase }) => ['segment', id, currency, cost, perCase]),
    ['unused', '', currency, unused, null],
  ];
}

/** Null if nobody has a wage. */
export function renderCostsCsv(summary: Summary): string | null {
  return summary.costs === null
    ? null
    : renderCsv([['kind', 'id', 'currency', 'cost', 'cost_per_case'], ...costRows(summary)]);
}

/** Service levels by product, one row each, with the summary's own numbers; null if no service level names products. */
export function renderProductLevelsCsv({ productLevels }: Summary): string | null {
  if (productLevels === undefined) return null;
  return renderCsv([
    ['segment', 'channel', 'severity', 'product', 'judged', 'answered_in_time', 'service_level'],
    ...productLevels.map(({ answeredInTime, channel, judged, product, segment, serviceLevel, severity }) => [
      ...[segment, channel, severity, product],
      ...[judged, answeredInTime, serviceLevel],
    ]),
  ]);
}
