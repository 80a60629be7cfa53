import { columnName } from '#base';
import type { ParquetContent } from '#exports';
import { ends } from '../experiments/comparison-text.ts';
import { renderCsv } from '../run/tables/csv.ts';
import { sweepAnswer } from './sweep-answer.ts';
import { isNumber, judgedPoints, type SweepResult } from './sweep-result.ts';

/**
 * One row per point: its number, its values, mean and half-width of every measure (and the ends of an interval that is not symmetric), and its verdict, for all goals together and, if there
 * are several, for each. A parameter's column holds numbers if all of its values are numbers. Column names are distinct, whatever the
 * parameters are called, and those of measures end in their unit.
 */
export function sweepTable(result: SweepResult): ParquetContent {
  const { goals, measures, parameters, points } = result;
  const ofParameters = parameters.map((name, p) => {
    const isNumeric = points.every(({ values }) => isNumber(values[p] ?? ''));
    return { name, type: isNumeric ? ('number' as const) : ('string' as const) };
  });
  const hasEnds = measures.map((_, m) => points.some(({ estimates }) => estimates[m]?.bounds !== undefined));
  const ofMeasures = measures
    .flatMap(({ id, unit }, m) =>
      ['', ' half width', ...(hasEnds[m] === true ? [' low', ' high'] : [])].map((end) =>
        columnName(id + end, unit),
      ),
    )
    .map((name) => ({ name, type: 'number' as const }));
  const judged = judgedPoints(result);
  const ofGoals = goals.length > 1 ? goals.map(({ id }) => columnName(`verdict of ${id}`)) : [];
  const ofVerdicts = (judged.length === 0 ? [] : ['verdict', ...ofGoals]).map((name) => ({
    name,
    type: 'string' as const,
  }));
  const columns = [
    { name: 'point', type: 'integer' as const },
    ...ofParameters,
    ...ofMeasures,
    ...ofVerdicts,
  ];
  const rows = points.map(({ estimates, values }, point) => [
    point,
    ...values.map((value, p) => (ofParameters[p]?.type === 'number' ? Number(value) : value)),
    ...estimates.flatMap((estimate, m) => ends(estimate).slice(0, hasEnds[m] === true ? 4 : 2)),
    ...ofVerdicts.map((_, v) => (v === 0 ? judged[point]?.verdict : judged[point]?.verdicts[v - 1]) ?? null),
  ]);
  return { columns: withDifferentNames(columns), rows };
}

/** The result for programs: with a verdict at each point and the answer in sentences, if the sweep has goals. */
export function sweepJson(result: SweepResult): object {
  return result.goals.length === 0
    ? result
    : { ...result, points: judgedPoints(result), answer: sweepAnswer(result) };
}

export function renderSweepCsv(result: SweepResult): string {
  const { columns, rows } = sweepTable(result);
  return renderCsv([columns.map(({ name }) => name), ...rows]);
}

/** Names are compared as in SQL, ignoring case. */
function withDifferentNames<Column extends { readonly name: string }>(
  columns: readonly Column[],
): readonly Column[] {
  const taken = new Set<string>();
  return columns.map((column) => {
    let { name } = column;
    for (let again = 2; taken.has(name.toLowerCase()); again++) name = `${column.name}_${again}`;
    taken.add(name.toLowerCase());
    return { ...column, name };
  });
}
