import type { AuditReport } from '#audit';
import { formatCount, formatShare, NOTHING } from '#base';
import type { Scenario } from '#domain';
import { idleClauseSentences } from '#domain';
import type { TargetVerdict } from '#planning';
import { BY_RUN, TARGET_STATES } from '../answer/answer-page.ts';
import { kindOfCases, makeUpOf, targetText } from '../answer/target-words.ts';
import { promiseSentence } from '../answer/verdict.ts';
import { element, folded, fragment, type Markup } from '../document/markup.ts';
import { boxPath, line, rectangle, stateSign } from '../document/svg.ts';
import { type Column, inNumbers, inWords, renderTable } from '../document/table.ts';

const WIDTH = 284;
const HEIGHT = 20;
const BAR = { y: 6, height: 8 };

/** What has a verdict that asks for a look, and beside it this many that are met. */
const MET_SHOWN = 1;

/**
 * Every target, the furthest below what is wanted first: share, interval and promise on one scale. Those that are met are folded, but the closest.
 */
export function renderTargetTable(
  targets: readonly TargetVerdict[],
  audit: AuditReport | null,
  scenario: Scenario,
): Markup {
  const sorted = targets.toSorted((one, other) => distanceOf(one) - distanceOf(other));
  const met = sorted.filter(({ state }) => state === 'met');
  const [shownMet, rest] = [met.slice(0, MET_SHOWN), met.slice(MET_SHOWN)];
  const first = [...sorted.filter(({ state }) => state !== 'met'), ...shownMet];
  const sentences = [promiseSentence(audit), ...idleClauseSentences(scenario)];
  return element(
    'section',
    { id: 'targets', 'aria-label': 'Targets' },
    element(
      'h2',
      {},
      'Targets ',
      element('span', { class: 'soft' }, 'the furthest below what is promised first'),
    ),
    targets.length === 0
      ? element(
          'p',
          {},
          'This scenario promises no service level: it names neither `serviceLevels` nor `targets`.',
        )
      : [
          tableOf(first, 'Targets by distance'),
          rest.length === 0 ? null : folded(restText(rest), tableOf(rest, 'Targets met')),
          element('p', { class: 'note' }, `${makeUpOf(targets)}. ${BY_RUN}`),
        ],
    sentences.map((sentence) => element('p', {}, sentence)),
  );
}

/** `Show 20 more: all met, 15 of them with every case in time`. */
function restText(rest: readonly TargetVerdict[]): string {
  const whole = rest.filter(({ of, share }) => share === (of === 'abandonment' ? 0 : 1)).length;
  const also = whole === 0 ? '' : `, ${whole} of them with every case as wanted`;
  return `Show ${rest.length} more: all met${also}`;
}

/** By how much the share is better than wanted, from −1 to 1; negative where it is worse. */
function distanceOf({ of, share, wanted }: TargetVerdict): number {
  return of === 'abandonment' ? wanted - share : share - wanted;
}

/** `−22.2` or `+4.4`, in points. */
function distanceText(verdict: TargetVerdict): string {
  const points = distanceOf(verdict) * 100;
  const text = Math.abs(points).toFixed(1);
  return text === '0.0' ? text : `${points < 0 ? '−' : '+'}${text}`;
}

const COLUMNS: readonly Column<TargetVerdict>[] = [
  inWords('Cases of', (target) => [
    element('b', {}, target.segment.title),
    ' ',
    element(
      'span',
      { class: 'soft' },
      target.id === null ? kindOfCases(target) : `${target.id}: ${kindOfCases(target)}`,
    ),
  ]),
  inWords('Verdict', ({ state }) =>
    element(
      'span',
      { class: `verdict-word ${TARGET_STATES[state]}` },
      stateSign(TARGET_STATES[state]),
      state,
    ),
  ),
  inWords('Promised', targetText),
  inWords('Share, interval and promise', barOf),
  inNumbers('Share', ({ share }) => element('b', {}, formatShare(share))),
  inNumbers('Distance', (verdict) =>
    element('span', { class: verdict.state === 'missed' ? 'bad' : null }, distanceText(verdict)),
  ),
  inNumbers('95 % interval', ({ interval: [low, high] }) =>
    low === 0 && high === 1 ? NOTHING : `${formatShare(low).replace(' %', '')} to ${formatShare(high)}`,
  ),
  inNumbers(
    'Judged',
    ({ judged, judgedOf }) => `${formatCount(judged)}${judgedOf === 'cases' ? '' : ` ${judgedOf}`}`,
  ),
];

function tableOf(rows: readonly TargetVerdict[], caption: string): Markup {
  return element(
    'div',
    { class: 'scroll target-table', tabindex: 0, role: 'region', 'aria-label': caption },
    renderTable(rows, { caption, columns: COLUMNS, isFolding: true }),
  );
}

/** What is reached in pale, what is missing in the colour of the verdict, the interval as a whisker, the promise as a stroke. */
function barOf({ interval: [low, high], of, share, state, wanted }: TargetVerdict): Markup {
  const x = (value: number) => value * WIDTH;
  const isWorse = of === 'abandonment' ? share > wanted : share < wanted;
  const [from, to] = [Math.min(share, wanted), Math.max(share, wanted)];
  const middle = BAR.y + BAR.height / 2;
  const pale = isWorse && of === 'abandonment' ? wanted : share;
  return element(
    'svg',
    { class: 'target-bar', viewBox: `0 0 ${WIDTH} ${HEIGHT}`, 'aria-hidden': 'true' },
    rectangle(0, BAR.y, WIDTH, BAR.height, 'track'),
    element('path', { class: 'reached', d: boxPath(0, BAR.y, x(pale), BAR.height) }),
    isWorse
      ? rectangle(x(from), BAR.y, x(to) - x(from), BAR.height, state === 'missed' ? 'gap' : 'gap-unsure')
      : null,
    low === 0 && high === 1
      ? null
      : fragment(
          line(x(low), middle, x(high), middle, 'whisker'),
          line(x(low), middle - 3, x(low), middle + 3, 'whisker'),
          line(x(high), middle - 3, x(high), middle + 3, 'whisker'),
        ),
    line(x(wanted), 2, x(wanted), HEIGHT - 2, 'promise-stroke'),
  );
}
