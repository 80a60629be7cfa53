import type { Row } from './judge.ts';

const COLUMNS = ['case', 'point', 'measure', 'expected', 'simulated', 'z', 'verdict', 'source'] as const;

/** The results as a table: a line per measure and expectation, and a last line of counts. */
export function verdictTable(rows: readonly Row[]): string {
  const lines = rows.map((row) => [
    row.case,
    row.point,
    row.unit === '' ? row.measure : `${row.measure}, ${row.unit}`,
    `${digits(row.expected)}${
      row.expectedError === 0 ? '' : ` ± ${digits(1.96 * row.expectedError, 2)}`
    }${allowanceOf(row)}`,
    `${digits(row.simulated)} ± ${digits(row.halfWidth, 2)}`,
    row.z.toFixed(2),
    row.isInside ? 'inside' : 'OUTSIDE',
    row.source,
  ]);
  const all = [COLUMNS, ...lines];
  const widths = COLUMNS.map((_, i) => Math.max(...all.map((line) => (line[i] as string).length)));
  const text = all.map((line) =>
    line
      .map((cell, i) => cell.padEnd(widths[i] as number))
      .join('  ')
      .trimEnd(),
  );
  const reasons = new Set(
    rows.flatMap(({ allowance, ...row }) => (allowance === null ? [] : [`${row.case}: ${allowance.why}`])),
  );
  return `${[...text, '', ...reasons, countOf(rows)].join('\n')}\n`;
}

/** The allowance for a model that is not quite the published one, in square brackets. */
function allowanceOf({ allowance }: Row): string {
  if (allowance === null) return '';
  const { above, below } = allowance;
  return ` [−${digits(below, 2)}, +${digits(above, 2)}]`;
}

function countOf(rows: readonly Row[]): string {
  const outside = rows.filter(({ isInside }) => !isInside).length;
  const beyondTwo = rows.filter(({ z }) => Math.abs(z) > 2).length;
  const models = new Set(rows.map((row) => row.case)).size;
  return `${rows.length} measures in ${models} ${models === 1 ? 'model' : 'models'}: ${outside} outside, ${beyondTwo} beyond 2 standard errors (by chance some ${Math.round(rows.length / 20)})`;
}

function digits(value: number, count = 5): string {
  return value.toPrecision(count).replace(/^(-?\d+\.\d*?)0+$/, '$1');
}
