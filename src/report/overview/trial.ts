import { scaleLinear } from 'd3-scale';
import { formatShare, plural } from '#base';
import type { Difference } from '#experiment';
import type { TargetVerdict } from '#planning';
import { TARGET_STATES } from '../answer/answer-page.ts';
import { element, fragment, type Markup } from '../document/markup.ts';
import { circle, line, renderSvg, text } from '../document/svg.ts';
import { differenceAt, formatDifference } from '../experiments/comparison-text.ts';

/** A target in pairs of replications, as the scenario is and with a change. */
export interface TrialPage {
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
