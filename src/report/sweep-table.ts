import type { ParquetContent } from '#evidence';
import { renderCsv } from './csv.ts';
import type { SweepResult } from './sweep.ts';

/**
 * One row per point: its number, its values, and mean and half-width of every measure. A parameter's column holds numbers if all of its
 * values are numbers. Column names are distinct, whatever the parameters are called.
 */
export function sweepTable({ measures, parameters, points }: SweepResult): ParquetContent {
  const ofParameters = parameters.map((name, p) => {
    const isNumeric = points.every(({ values }) => isNumber(values[p] ?? ''));
    return { name, type: isNumeric ? ('number' as const) : ('string' as const) };
  });
  const ofMeasures = measures
    .flatMap(({ id }) => [id, `${id} ±`])
    .map((name) => ({ name, type: 'number' as const }));
  const columns = [{ name: 'point', type: 'integer' as const }, ...ofParameters, ...ofMeasures];
  const rows = points.map(({ estimates, values }, point) => [
    point,
    ...values.map((value, p) => (ofParameters[p]?.type === 'number' ? Number(value) : value)),
    ...estimates.flatMap((estimate) => [
      estimate?.mean ?? null,
      estimate !== null && Number.isFinite(estimate.halfWidth) ? estimate.halfWidth : null,
    ]),
  ]);
  return { columns: withDifferentNames(columns), rows };
}

/** The same as CSV. */
export function renderSweepCsv(result: SweepResult): string {
  const { columns, rows } = sweepTable(result);
  return renderCsv([columns.map(({ name }) => name), ...rows]);
}

function isNumber(text: string): boolean {
  return text.trim() !== '' && Number.isFinite(Number(text));
}

/** Names are compared as in SQL, ignoring case. */
function withDifferentNames<Column extends { readonly name: string }>(
  columns: readonly Column[],
): readonly Column[] {
  const taken = new Set<string>();
  return columns.map((column) => {
    let { name } = column;
    for (let again = 2; taken.has(name.toLowerCase()); again++) name = `${column.name} ${again}`;
    taken.add(name.toLowerCase());
    return { ...column, name };
  });
}
