import { type CoverageRow, isTooLow, LEVEL } from './coverage.ts';

/** Two-sided 95 % normal quantile, for the uncertainty of a coverage. */
const Z = 1.96;
const HEADS = [
  'Model',
  'Method',
  'Measure',
  'Truth',
  'Half-width',
  'Bias',
  'Held',
  'Coverage',
  'Verdict',
] as const;

/** The results, as a Markdown table. */
export function coverageTable(rows: readonly CoverageRow[]): string {
  const lines = rows.map((row) => {
    const { bias, experiments, halfWidth, held, measure, method, model, truth } = row;
    const share = held / experiments;
    const error = Z * Math.sqrt((share * (1 - share)) / experiments);
    return [
      ...[model, method, measure, truth.toPrecision(4), percent(halfWidth), signed(bias)],
      ...[`${held} of ${experiments}`, `${percent(share)} ± ${percent(error)}`, verdictOf(row)],
    ];
  });
  const low = rows.filter(isTooLow).length;
  const verdict = low === 0 ? 'none too low' : `${low} too low`;
  return `${[HEADS, HEADS.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n')}

${rows.length} intervals of ${percent(LEVEL)}: ${verdict}.
`;
}

function verdictOf(row: CoverageRow): string {
  if (!row.isJudged) return 'too short a run';
  return isTooLow(row) ? 'TOO LOW' : 'holds';
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function signed(share: number): string {
  return `${share < 0 ? '−' : '+'}${percent(Math.abs(share))}`;
}
