import { scaleLinear } from 'd3-scale';
import {
  DAY_MS,
  formatCount,
  formatDay,
  formatExactDuration,
  formatMinute,
  formatShare,
  HOUR_MS,
  listInWords,
  SECOND_MS,
  weekdayName,
  weekdayOf,
} from '#base';
import type { EventEffect, TargetVerdict } from '#planning';
import type { Summary } from '#statistics';
import { kindOfCases, targetText } from '../answer/target-words.ts';
import { element, fragment, type Markup, scrolling } from '../document/markup.ts';
import { boxPath, line, rectangle, renderSvg, text, uprightAxis } from '../document/svg.ts';
import { inNumbers, inWords, renderTable } from '../document/table.ts';

/** What a target judged in one stretch of the run. Times are ms since the start. */
interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
  readonly judged: number;
  /** From 0 to 1, as the target counts: the share in time, or of those who gave up. */
  readonly share: number;
}

/** Sizes of a drawing, in its own units. */
interface Frame {
  readonly id: string;
  readonly width: number;
  readonly height: number;
  readonly left: number;
  /** Room for labels at the right. */
  readonly right: number;
}

const WIDE: Frame = { id: 'promise-wide', width: 800, height: 188, left: 40, right: 104 };
const NARROW: Frame = { id: 'promise-narrow', width: 358, height: 176, left: 40, right: 2 };
const TOP = 26;
const FOOT = 22;
/** A day's name needs this much room. */
const DAY_ROOM = 46;
/** More bands would hide the bars. */
const BANDS_MOST = 12;

/** The numbers of the chart; null where there is none. */
export function promiseTable(target: TargetVerdict, summary: Summary): Markup | null {
  const stretches = stretchesOf(target, summary);
  if (stretches.length < 2) return null;
  const name = `${target.segment.title}, ${kindOfCases(target)}`;
  return scrolling(`${name}: table`, tableOf(stretches, Date.parse(summary.start), name));
}

/** One target over the run: what is reached is pale, what is missing to the promise hangs from its line. Null where no stretch judged it. */
export function renderPromiseChart(
  target: TargetVerdict,
  summary: Summary,
  events: readonly EventEffect[],
): Markup | null {
  const stretches = stretchesOf(target, summary);
  if (stretches.length < 2) return null;
  const everyMs = (summary.judgedOverTime?.everyS ?? 0) * SECOND_MS;
  const startEpochMs = Date.parse(summary.start);
  const every = everyMs === DAY_MS ? 'every day' : `every ${formatExactDuration(everyMs)}`;
  const name = `${target.segment.title}, ${kindOfCases(target)}`;
  const drawing = { target, stretches, events, startEpochMs, name };
  return element(
    'figure',
    { class: 'promise', id: 'promise' },
    element(
      'figcaption',
      {},
      element('b', {}, name),
      element('span', { class: 'soft' }, `${targetText(target)}; ${every}, UTC`),
      element(
        'span',
        { class: 'key' },
        element('span', { class: 'swatch gap-key', 'aria-hidden': 'true' }),
        gapWord(target),
      ),
    ),
    drawnIn(WIDE, drawing),
    drawnIn(NARROW, drawing),
  );
}

function gapWord({ of }: TargetVerdict): string {
  return of === 'abandonment' ? 'too many' : 'missing';
}

function stretchesOf({ measure, of }: TargetVerdict, summary: Summary): readonly Stretch[] {
  const { horizonHours, judgedOverTime, overload, warmUp } = summary;
  const row = judgedOverTime?.rows.find(({ id }) => id === measure);
  if (judgedOverTime === undefined || row === undefined) return [];
  const everyMs = judgedOverTime.everyS * SECOND_MS;
  const endMs = (overload?.endedAfterHours ?? horizonHours) * HOUR_MS;
  // An undecided warm-up leaves nothing out.
  const sinceMs = warmUp === undefined || warmUp.isUndecided ? 0 : warmUp.hours * HOUR_MS;
  return row.judged.flatMap((judged, i) => {
    const met = row.met[i] ?? 0;
    const fromMs = sinceMs + i * everyMs;
    const share = of === 'abandonment' ? (judged - met) / judged : met / judged;
    return judged === 0 ? [] : [{ fromMs, toMs: Math.min(endMs, fromMs + everyMs), judged, share }];
  });
}

interface Drawing {
  readonly target: TargetVerdict;
  readonly stretches: readonly Stretch[];
  readonly events: readonly EventEffect[];
  readonly startEpochMs: number;
  readonly name: string;
}

function drawnIn(frame: Frame, drawing: Drawing): Markup {
  const { height, id, left, width } = frame;
  const { events, name, startEpochMs, stretches, target } = drawing;
  const right = width - frame.right;
  const bottom = height - FOOT;
  const endMs = Math.max(...stretches.map(({ toMs }) => toMs));
  const x = scaleLinear().domain([0, endMs]).range([left, right]);
  const y = scaleLinear().domain([0, 1]).range([bottom, TOP]);
  const behind = stretches.filter((one) => isBehind(one, target)).length;
  const description = `${formatShare(target.share)} of ${formatCount(target.judged)}; ${behind} of ${stretches.length} stretches of the run are worse than promised.`;
  return renderSvg(
    { id, title: name, description, style: `${id.replace('promise-', '')}-only`, width, height },
    uprightAxis([0, 0.5, 1], y, { left, right, gap: 6 }, (tick) =>
      tick === 1 ? '100 %' : String(tick * 100),
    ),
    days(endMs, startEpochMs, x, bottom),
    bars(stretches, target, x, y),
    bands(events, { x, bottom, left, right }),
    line(left, y(target.wanted), right, y(target.wanted), 'target-line'),
    frame.right < DAY_ROOM ? null : labels(target, y, right + 8),
  );
}

type Scale = (value: number) => number;

function isBehind({ share }: Stretch, { of, wanted }: TargetVerdict): boolean {
  return of === 'abandonment' ? share > wanted : share < wanted;
}

/** Two paths: all that is reached, and all that is missing. */
function bars(stretches: readonly Stretch[], target: TargetVerdict, x: Scale, y: Scale): Markup {
  let reached = '';
  let missing = '';
  for (const stretch of stretches) {
    const { fromMs, share, toMs } = stretch;
    const [from, width] = [x(fromMs) + 0.5, Math.max(1, x(toMs) - x(fromMs) - 1)];
    const pale = target.of === 'abandonment' ? Math.min(share, target.wanted) : share;
    // A stretch without any is seen as a line.
    reached += boxPath(from, Math.min(y(pale), y(0) - 1.5), width, Math.max(1.5, y(0) - y(pale)));
    if (!isBehind(stretch, target)) continue;
    const [high, low] = [Math.max(share, target.wanted), Math.min(share, target.wanted)];
    missing += boxPath(from, y(high), width, y(low) - y(high));
  }
  return fragment(
    element('path', { class: 'reached', d: reached }),
    element('path', { class: 'gap', d: missing }),
  );
}

function days(endMs: number, startEpochMs: number, x: Scale, bottom: number): readonly Markup[] {
  const room = x(DAY_MS) - x(0);
  const every = Math.max(1, Math.ceil(DAY_ROOM / room));
  const first = (DAY_MS - (startEpochMs % DAY_MS)) % DAY_MS;
  const count = Math.ceil((endMs - first) / DAY_MS);
  return Array.from({ length: Math.max(0, Math.ceil(count / every)) }, (_, i) => {
    const atMs = first + i * every * DAY_MS;
    const [day = ''] = formatDay(startEpochMs + atMs).split(' ');
    const name = `${weekdayName(weekdayOf(startEpochMs + atMs))} ${day}`;
    const at = x(atMs);
    const isCut = x(endMs) - at < DAY_ROOM * 0.7;
    return fragment(
      line(at, bottom, at, bottom + 4, 'border'),
      isCut ? null : text(at + 3, bottom + 15, name, { class: 'tick' }),
    );
  });
}

/** What happened to what an event names. That of a degradation names what happened, too. */
const KINDS = {
  outage: 'down',
  closure: 'closed',
  surge: 'surge',
  degradation: '',
  law: 'law changes',
} as const;

/** `Dublin down`, `1.5 times as many cases surge`, as a band in a chart is called. */
export function bandName({ kind, of }: EventEffect['event']): string {
  return kind === 'law' ? 'Law changes' : `${listInWords(of)} ${KINDS[kind]}`.trimEnd();
}

/** Outages, closures, surges and changes of law, each named where there is room beside names and other bands. */
function bands(
  events: readonly EventEffect[],
  { bottom, left, right, x }: { readonly x: Scale } & Readonly<Record<'bottom' | 'left' | 'right', number>>,
): readonly Markup[] {
  const shown = events.slice(0, BANDS_MOST);
  let named = left;
  return shown.map(({ event, fromMs, toMs }, i) => {
    const [from, to] = [x(fromMs), Math.max(x(fromMs) + 1, x(toMs))];
    const name = bandName(event);
    const room = name.length * 6.4;
    const after = shown[i + 1];
    const next = after === undefined ? right : x(after.fromMs) - 4;
    const over = (from + to - room) / 2;
    // Over it, before it, behind it, or where the drawing ends.
    const begin = [over, to - room, from, Math.max(left, Math.min(over, right - room))].find(
      (at) => at >= named && at + room <= Math.min(right, Math.max(to, next)),
    );
    if (begin !== undefined) named = begin + room + 6;
    return element(
      'g',
      {},
      element('title', {}, name),
      rectangle(from, TOP, to - from, bottom - TOP, 'event-band'),
      line(from, TOP - 6, from, bottom, 'event-edge'),
      line(to, TOP - 6, to, bottom, 'event-edge'),
      begin === undefined
        ? null
        : text(begin + room / 2, TOP - 11, name, { class: 'label middle event-name' }),
    );
  });
}

/** What is promised and what was reached, beside the end of the chart, apart from each other. */
function labels({ of, share, state, wanted }: TargetVerdict, y: Scale, at: number): Markup {
  const promised = y(wanted) + 4;
  const distance = Math.max(16, Math.abs(y(share) + 4 - promised));
  const reached = promised + (y(share) + 4 < promised ? -distance : distance);
  return fragment(
    text(at, promised, `${formatShare(wanted)} promised`, { class: 'label' }),
    text(at, reached, `${formatShare(share)} ${of === 'abandonment' ? 'give up' : 'reached'}`, {
      class: `label ${state === 'missed' ? 'is-bad' : state === 'met' ? 'is-good' : 'is-unsure'}`,
    }),
  );
}

function tableOf(stretches: readonly Stretch[], startEpochMs: number, name: string): Markup {
  return renderTable(stretches, {
    caption: name,
    columns: [
      inWords('From (UTC)', ({ fromMs }) => formatMinute(startEpochMs + fromMs)),
      inNumbers('Judged', ({ judged }) => formatCount(judged)),
      inNumbers('Share', ({ share }) => formatShare(share)),
    ],
  });
}
