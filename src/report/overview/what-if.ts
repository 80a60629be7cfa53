import { listInWords, plural } from '#base';
import type { ComparedMeasure } from '#experiment';
import type { TargetVerdict } from '#planning';
import { kindOfCases } from '../answer/target-words.ts';
import { element, fragment, type Markup } from '../document/markup.ts';
import { circle, line } from '../document/svg.ts';
import {
  differenceAt,
  drawnBounds,
  formatDifference,
  formatMeasured,
  possibleDifference,
} from '../experiments/comparison-text.ts';

/** The targets of a scenario before and after changes, over pairs of replications. */
export interface WhatIfPage {
  readonly before: readonly TargetVerdict[];
  readonly after: readonly TargetVerdict[];
  readonly measures: readonly ComparedMeasure[];
  readonly pairs: number;
}

/** More rows would not fit on a card. */
const ROWS_MOST = 5;
const WIDTH = 96;
const MIDDLE = WIDTH / 2;

/** Which targets change their verdict, in a sentence; those that clearly move, as whiskers: worse left, better right; how many nobody can tell. */
export function renderWhatIf({ after, before, measures, pairs }: WhatIfPage): string {
  const moved = measures
    .map((row) => ({ row, ...differenceAt(row, 0) }))
    .filter(({ verdict }) => verdict === 'better' || verdict === 'worse')
    .toSorted((one, other) => sizeOf(other.difference) - sizeOf(one.difference));
  const open = measures.filter((row) => differenceAt(row, 0).verdict === 'not enough runs to tell').length;
  const most = Math.max(...moved.map(({ difference }) => reachOf(difference)), 0.01);
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
            .map(({ difference, estimate, row, verdict }) =>
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
                    `${formatMeasured(row.baseline?.mean ?? null, row.measure.unit)} to ${formatMeasured(estimate?.mean ?? null, row.measure.unit)}`,
                  ),
                ),
                difference === null ? null : whisker(difference, most, verdict === 'better' ? 'good' : 'bad'),
                element(
                  'b',
                  { class: verdict === 'better' ? 'good' : 'bad' },
                  formatDifference(difference, row.measure.unit).replace(' points', ''),
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
        `${plural(pairs, 'pair')} of the first week, with the same customers; differences in points.`,
      ].join(' '),
    ),
  ).markup;
}

type Gap = ReturnType<typeof differenceAt>['difference'];

function sizeOf(difference: Gap): number {
  return Math.abs(difference?.mean ?? 0);
}

function reachOf(difference: Gap): number {
  if (difference === null) return 0;
  const { high, low } = drawnBounds(difference);
  return Math.max(Math.abs(possibleDifference(high, 'share')), Math.abs(possibleDifference(low, 'share')));
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

/** Worse left, better right: every target is a share of which more is better. */
function whisker(difference: NonNullable<Gap>, most: number, state: 'good' | 'bad'): Markup {
  const x = (value: number) => MIDDLE + (possibleDifference(value, 'share') / most) * (MIDDLE - 6);
  const { high, low } = drawnBounds(difference);
  return element(
    'svg',
    { viewBox: `0 0 ${WIDTH} 20`, 'aria-hidden': 'true' },
    line(MIDDLE, 2, MIDDLE, 18, 'border'),
    line(x(low), 10, x(high), 10, `whisker-${state}`),
    circle(x(difference.mean), 10, 4, `point-${state}`),
  );
}
