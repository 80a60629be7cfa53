import { formatDay, listInWords, plural } from '#base';
import type { ComparedMeasure, Difference } from '#experiment';
import type { TargetVerdict } from '#planning';
import { kindOfCases } from '../answer/target-words.ts';
import { element, fragment } from '../document/markup.ts';
import { differenceAt, formatDifference, formatMeasured } from '../experiments/comparison-text.ts';
import { reachOf, VERDICT_STATES, whisker } from '../experiments/whisker.ts';

/** The targets of a scenario before and after changes, over pairs of replications. */
export interface WhatIfPage {
  readonly before: readonly TargetVerdict[];
  readonly after: readonly TargetVerdict[];
  readonly measures: readonly ComparedMeasure[];
  readonly pairs: number;
  /** When the week that was judged begins, epoch ms: that of the longest queue in the last run; null: the first week. */
  readonly week: number | null;
}

/** More rows would not fit on a card. */
const ROWS_MOST = 5;
const WIDTH = 96;

/** Which targets change their verdict, in a sentence; those that clearly move, as whiskers: worse left, better right; how many nobody can tell. */
export function renderWhatIf({ after, before, measures, pairs, week }: WhatIfPage): string {
  const moved = measures
    .map((row) => ({ row, other: differenceAt(row, 0) }))
    .filter(({ other: { verdict } }) => verdict in VERDICT_STATES)
    .toSorted((one, other) => sizeOf(other.other) - sizeOf(one.other));
  const open = measures.filter((row) => differenceAt(row, 0).verdict === 'not enough runs to tell').length;
  const scale = { most: Math.max(...moved.map(({ other }) => reachOf(other, 'share')), 0.01), width: WIDTH };
  const nameOf = new Map(
    after.map((target) => [target.measure, `${target.segment.title}, ${kindOfCases(target)}`]),
  );
  const rest = moved.length - ROWS_MOST;
  return fragment(
    element('p', {}, changedVerdicts(before, after)),
    moved.length === 0
      ? null
      : element(
          'ul',
          { class: 'effects' },
          moved
            .slice(0, ROWS_MOST)
            .map(({ other, row }) =>
              element(
                'li',
                {},
                element(
                  'span',
                  {},
                  element('b', {}, nameOf.get(row.measure.id) ?? row.measure.title),
                  element(
                    'small',
                    {},
                    `${formatMeasured(row.baseline?.mean ?? null, row.measure.unit)} to ${formatMeasured(other.estimate?.mean ?? null, row.measure.unit)}`,
                  ),
                ),
                whisker(other, row.measure, scale),
                element(
                  'b',
                  { class: VERDICT_STATES[other.verdict] ?? null },
                  formatDifference(other.difference, row.measure.unit).replace(' points', ''),
                ),
              ),
            ),
        ),
    element(
      'p',
      { class: 'fine' },
      [
        ...(rest > 0 ? [`${plural(rest, 'more target')} clearly ${rest === 1 ? 'moves' : 'move'}.`] : []),
        ...(open > 0 ? [`Not enough runs to tell: ${plural(open, 'target')}.`] : []),
        `${plural(pairs, 'pair')} of ${week === null ? 'the first week' : `the week from ${formatDay(week)}, in which most cases waited in the last run`}, with the same customers; differences in points.`,
      ].join(' '),
    ),
  ).markup;
}

function sizeOf({ difference }: Difference): number {
  return Math.abs(difference?.mean ?? 0);
}

/** `2 targets change from missed to met.`, or that none changes. */
function changedVerdicts(before: readonly TargetVerdict[], after: readonly TargetVerdict[]): string {
  const was = new Map(before.map(({ measure, state }) => [measure, state]));
  const counts = new Map<string, number>();
  for (const { measure, state } of after) {
    const from = was.get(measure);
    if (from === undefined || from === state) continue;
    const change = `from ${from} to ${state}`;
    counts.set(change, (counts.get(change) ?? 0) + 1);
  }
  if (counts.size === 0) return `No target changes its verdict (of ${after.length}).`;
  const told = [...counts].map(
    ([change, count], i) => `${i === 0 ? plural(count, 'target') : count} ${change}`,
  );
  const one = [...counts.values()][0] === 1;
  return `${told[0]?.replace(' from', one ? ' changes from' : ' change from')}${told.length > 1 ? `, ${listInWords(told.slice(1))}` : ''}.`;
}
