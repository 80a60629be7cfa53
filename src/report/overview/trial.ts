import { scaleLinear } from 'd3-scale';
import { formatDay, formatShare, listInWords, plural } from '#base';
import type { ComparedMeasure, Difference } from '#experiment';
import type { TargetVerdict } from '#planning';
import { TARGET_STATES } from '../answer/answer-page.ts';
import { kindOfCases } from '../answer/target-words.ts';
import { element, fragment, type Markup } from '../document/markup.ts';
import { circle, line, renderSvg, text } from '../document/svg.ts';
import { differenceAt, formatDifference, formatMean } from '../experiments/comparison-text.ts';
import { reachOf, VERDICT_STATES, whisker } from '../experiments/whisker.ts';

/** A target in pairs of replications, as the scenario is and with a change. */
interface TrialPage {
  readonly before: TargetVerdict;
  readonly after: TargetVerdict;
  readonly others: readonly Difference[];
  readonly pairs: number;
}

const WIDTH = 312;
const HEIGHT = 74;
const LEFT = 84;
const RIGHT = WIDTH - 76;
const ROWS = [14, 40] as const;
const FOOT = 56;

/** What the change came to, in a sentence, and both shares with their intervals on one scale beside the promise. */
export function renderTrial({ after, before, others, pairs }: TrialPage): string {
  const { difference, verdict } = differenceAt({ others }, 0);
  const gain =
    verdict === 'not enough runs to tell' ? `, but ${plural(pairs, 'pair')} are not enough to tell` : '';
  const then =
    after.state === 'missed' ? 'still missed' : after.state === 'met' ? 'then met' : 'then too close to call';
  return fragment(
    drawn(before, after),
    element(
      'p',
      { class: 'trial-words' },
      `${formatShare(before.share)} become ${formatShare(after.share)} (${formatDifference(difference, 'share')}${gain}). The target of ${formatShare(before.wanted)} is `,
      element('b', { class: TARGET_STATES[after.state] }, then),
      '.',
    ),
  ).markup;
}

function drawn(before: TargetVerdict, after: TargetVerdict): Markup {
  const { wanted } = before;
  const ends = [before, after].flatMap(({ interval, share }) => [...interval, share]);
  const least = Math.floor(Math.min(wanted, ...ends) * 10) / 10;
  const most = Math.ceil(Math.max(wanted, ...ends) * 10) / 10;
  const x = scaleLinear().domain([least, most]).range([LEFT, RIGHT]);
  const row = (verdict: TargetVerdict, name: string, y: number) => {
    const state = TARGET_STATES[verdict.state];
    const [low, high] = verdict.interval;
    return [
      text(0, y + 4, name, { class: 'soft-text' }),
      line(x(low), y, x(high), y, `whisker-${state}`),
      circle(x(verdict.share), y, 4.5, `point-${state}`),
      text(WIDTH, y + 4, formatShare(verdict.share), { class: `label end is-${state}` }),
    ];
  };
  return renderSvg(
    {
      id: 'trial',
      title: 'The target now and with the change',
      description: `Now ${formatShare(before.share)}, with the change ${formatShare(after.share)}, ${formatShare(wanted)} promised.`,
      width: WIDTH,
      height: HEIGHT,
    },
    line(x(wanted), 2, x(wanted), FOOT, 'target-line'),
    row(before, 'Now', ROWS[0]),
    row(after, 'With it', ROWS[1]),
    line(LEFT, FOOT, RIGHT, FOOT, 'grid-line'),
    [least, most].map((tick) =>
      text(x(tick), HEIGHT - 4, `${Math.round(tick * 100)} %`, { class: 'tick middle' }),
    ),
    text(
      x(wanted),
      HEIGHT - 4,
      Math.abs(wanted - least) < 0.06 || Math.abs(most - wanted) < 0.06
        ? ''
        : String(Math.round(wanted * 100)),
      { class: 'tick middle' },
    ),
  );
}

/** The targets of a scenario before and after changes, over pairs of replications. */
interface WhatIfPage {
  readonly before: readonly TargetVerdict[];
  readonly after: readonly TargetVerdict[];
  readonly measures: readonly ComparedMeasure[];
  readonly pairs: number;
  /** When the week that was judged begins, epoch ms: that of the longest queue in the last run; null: the first week. */
  readonly week: number | null;
}

/** More rows would not fit on a card. */
const ROWS_MOST = 5;
const WHISKER_WIDTH = 96;

/** Which targets change their verdict, in a sentence; those that clearly move, as whiskers: worse left, better right; how many nobody can tell. */
export function renderWhatIf({ after, before, measures, pairs, week }: WhatIfPage): string {
  const moved = measures
    .map((row) => ({ row, other: differenceAt(row, 0) }))
    .filter(({ other: { verdict } }) => verdict in VERDICT_STATES)
    .toSorted((one, other) => sizeOf(other.other) - sizeOf(one.other));
  const open = measures.filter((row) => differenceAt(row, 0).verdict === 'not enough runs to tell').length;
  const scale = {
    most: Math.max(...moved.map(({ other }) => reachOf(other, 'share')), 0.01),
    width: WHISKER_WIDTH,
  };
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
                    `${formatMean(row.baseline, row.measure.unit)} to ${formatMean(other.estimate, row.measure.unit)}`,
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
