import type { VerdictRow } from './measure-verdicts.ts';

/** The most false verdicts in a cell, on either side. */
const FALSE_MOST = 0.03;
/** With at least so many relaxation times, so many runs should decide at four standard errors. */
const RELAXATIONS = 50;
const DECIDED_LEAST = 0.8;
/** How much a share of 1,000 runs is off by chance in one of a thousand cells, of 3 %. */
const CHANCE = 3.1;

const HEADS = [
  'Model',
  'Days',
  'Runs',
  'Relaxation times',
  'Ratio',
  'Truth',
  'Error',
  'Falsely met',
  'Falsely missed',
  'False at 1, 2, 4',
  'Met at +4',
  'Missed at −4',
  'Silent at 4',
  'Too short',
  'False by Wilson',
  'Cell',
] as const;

/** Whether a cell has more false verdicts on a side than it may have, by more than chance. */
export function isTooFalse({ falselyMet, falselyMissed, runs }: VerdictRow): boolean {
  const allowed = FALSE_MOST + CHANCE * Math.sqrt((FALSE_MOST * (1 - FALSE_MOST)) / runs);
  return Math.max(falselyMet, falselyMissed) > allowed;
}

/** Whether too few runs decide in a cell with many relaxation times. */
export function isTooWeak({ metAtFour, missedAtFour, relaxations }: VerdictRow): boolean {
  return relaxations >= RELAXATIONS && Math.min(metAtFour ?? 1, missedAtFour ?? 1) < DECIDED_LEAST;
}

/** Whether too many runs of such a cell say neither a verdict nor that they are too short. */
export function isTooSilent(row: VerdictRow): boolean {
  return isTooWeak(row) && row.silentAtFour > 1 - DECIDED_LEAST;
}

/** The results, as a Markdown table. */
export function verdictsTable(rows: readonly VerdictRow[]): string {
  const lines = rows.map((row) => [
    ...[row.model, String(row.days), String(row.runs), row.relaxations.toPrecision(3), row.ratio],
    ...[row.truth.toPrecision(4), row.error.toPrecision(2)],
    ...[row.falselyMet, row.falselyMissed, row.falseElsewhere].map(percent),
    ...[row.metAtFour, row.missedAtFour, row.silentAtFour, row.tooShort, row.falseByWilson].map(percent),
    isTooFalse(row) ? 'FALSE' : isTooSilent(row) ? 'SILENT' : isTooWeak(row) ? 'too short' : 'holds',
  ]);
  const most = Math.max(...rows.flatMap(({ falselyMet, falselyMissed }) => [falselyMet, falselyMissed]));
  const [wrong, weak, silent] = [isTooFalse, isTooWeak, isTooSilent].map((is) => rows.filter(is).length);
  return `${[HEADS, HEADS.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n')}

${rows.length} cells: at most ${percent(most)} false on a side; ${wrong} with more than 3 % and chance; ${weak} with 50 relaxation times or more in which less than 80 % decide; ${silent} of these in which more than 20 % say neither a verdict nor a length.
`;
}

function percent(share: number | null): string {
  return share === null ? '–' : `${(100 * share).toFixed(1)} %`;
}
