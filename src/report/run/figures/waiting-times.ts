import { scaleLinear, scaleLog } from 'd3-scale';
import { formatCount, formatDuration, formatShare, plural } from '#base';
import { CHANNELS, type Channel, judgedKinds, type Scenario } from '#domain';
import type { ServiceRow, Summary, WaitingTimeDistribution } from '#statistics';
import { decimals, element, type Markup } from '../../document/markup.ts';
import {
  legendEntry,
  line,
  linePath,
  renderFigure,
  renderPanel,
  renderSvg,
  text,
  uprightAxis,
} from '../../document/svg.ts';
import { inNumbers, inWords, renderTable } from '../../document/table.ts';

const WIDTH = 340;
const HEIGHT = 204;
const LEFT = 38;
const RIGHT = WIDTH - 10;
const TOP = 46;
const BOTTOM = HEIGHT - 22;
const LINES_APART = 2.5;
const MINUTE_S = 60;
const HOUR_S = 3600;
const DAY_S = 86_400;
const TICKS: readonly (readonly [number, string])[] = [
  [1, '1 s'],
  [10, '10 s'],
  [MINUTE_S, '1 min'],
  [10 * MINUTE_S, '10 min'],
  [HOUR_S, '1 h'],
  [6 * HOUR_S, '6 h'],
  [DAY_S, '1 d'],
  [7 * DAY_S, '7 d'],
  [30 * DAY_S, '30 d'],
];

/** An acceptable waiting time of a channel, with its severities. */
interface Mark {
  readonly channel: Channel;
  readonly withinS: number;
  readonly severities: string;
  /** Segments to whose cases the time applies. */
  readonly segments: readonly string[];
}

/** Axes that all segments share, so that their curves can be compared. */
interface Axes {
  readonly x: (seconds: number) => number;
  readonly y: (share: number) => number;
  readonly xTicks: readonly (readonly [number, string])[];
  readonly yTicks: readonly number[];
}

/** Share of answered cases that had waited longer, one small chart per segment with a curve per channel, with acceptable waits marked. */
export function renderWaitingTimes(summary: Summary, scenario: Scenario): Markup {
  const marks = marksOf(scenario);
  const axes = axesOf(summary, marks);
  return renderFigure({
    id: 'waiting-times',
    heading: 'Waiting time until the first answer',
    lead:
      'The share of a segment’s answered cases that had waited longer than the time below (logarithmic, from one ' +
      'second on), a curve for each channel. It falls to zero; the lower it is at a dashed line of its colour, the ' +
      'fewer waited longer than was acceptable. The lines are lettered by severity. Customers who hung up are not ' +
      'in the curves.',
    legend: CHANNELS.filter((channel) => summary.waitingTimes.some((one) => one.channel === channel)).map(
      (channel) => legendEntry(markClass(channel), channel),
    ),
    layout: 'grid',
    drawing: summary.segments.map((row, i) => {
      const own = summary.waitingTimes.filter(({ segment }) => segment === row.id);
      const ownMarks = marks.filter(
        (mark) => mark.segments.includes(row.id) && own.some(({ channel }) => channel === mark.channel),
      );
      return own.length === 0 ? null : renderSegment(own, row, ownMarks, axes, i);
    }),
    table: renderShares(summary),
  });
}

function axesOf(summary: Summary, marks: readonly Mark[]): Axes {
  const longest = summary.waitingTimes.map(
    ({ counts, upToS }) => upToS[counts.findLastIndex((count) => count > 0)] ?? 0,
  );
  const end = Math.max(...longest, 10 * MINUTE_S, ...marks.map(({ withinS }) => withinS)) * 1.3;
  const highest = Math.max(
    0.01,
    ...summary.waitingTimes.map((distribution) => sharesBeyond(distribution)[0]?.share ?? 0),
  );
  const y = scaleLinear().domain([0, highest]).nice(4).range([BOTTOM, TOP]);
  return {
    x: scaleLog().domain([1, end]).range([LEFT, RIGHT]).clamp(true),
    y,
    xTicks: TICKS.filter(([seconds]) => seconds <= end),
    yTicks: y.ticks(4),
  };
}

function markClass(channel: Channel): string {
  return `mark${CHANNELS.indexOf(channel)}`;
}

function marksOf(scenario: Scenario): readonly Mark[] {
  const marks = new Map<string, Mark>();
  const kinds = judgedKinds(scenario);
  for (const level of scenario.serviceLevels) {
    const { channel, severity, withinMs } = level;
    const segments = scenario.segments.flatMap(({ id }, segment) =>
      kinds.some((kind) => kind.segment === segment && kind.level === level) ? [id] : [],
    );
    const key = `${channel} ${withinMs} ${segments.join()}`;
    const severities = `${marks.get(key)?.severities ?? ''}${severity}`;
    marks.set(key, { channel, withinS: withinMs / 1000, severities, segments });
  }
  return [...marks.values()];
}

function renderSegment(
  distributions: readonly WaitingTimeDistribution[],
  row: ServiceRow,
  marks: readonly Mark[],
  axes: Axes,
  index: number,
): Markup {
  const { x, xTicks, y, yTicks } = axes;
  const note = distributions.map(atOnceText).join('; ');
  const picture = {
    id: `waits-${index}`,
    title: `Waiting times of ${row.title}`,
    description: `${note}. Service level ${formatShare(row.serviceLevel)}.`,
    width: WIDTH,
    height: HEIGHT,
  };
  const drawing = renderSvg(
    picture,
    uprightAxis(yTicks, y, { left: LEFT, right: RIGHT, gap: 6 }, (share) => `${decimals(share * 100)} %`),
    xTicks.map(([seconds, word]) => [
      line(x(seconds), TOP, x(seconds), BOTTOM, 'grid-line'),
      text(x(seconds), BOTTOM + 15, word, { class: 'tick middle' }),
    ]),
    distributions.map((distribution) => renderCurve(distribution, axes)),
    marks.map((mark) => {
      const at = x(mark.withinS) + besideOthers(mark, marks);
      const level = 10 + 11 * CHANNELS.indexOf(mark.channel);
      return element(
        'g',
        { class: markClass(mark.channel) },
        line(at, TOP - 8, at, BOTTOM, 'dashed'),
        text(at, level, mark.severities, { class: 'tick middle strong' }),
      );
    }),
  );
  return renderPanel(row.title, note, drawing);
}

/** Channels with the same acceptable time have their lines side by side, so that none covers another. */
function besideOthers({ channel, withinS }: Mark, marks: readonly Mark[]): number {
  const same = marks.filter((other) => other.withinS === withinS).map((other) => other.channel);
  return (same.indexOf(channel) - (same.length - 1) / 2) * LINES_APART;
}

/** `phone: 1,062 first answers, 90.2 % at once`. */
function atOnceText({ channel, counts, upToS }: WaitingTimeDistribution): string {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return `${channel}: nobody was answered`;
  const atOnce = upToS[0] === 0 ? (counts[0] ?? 0) : 0;
  return `${channel}: ${plural(total, 'first answer')}, ${formatShare(atOnce / total)} at once`;
}

/** The share of answers later than each bound, from one second on. */
function sharesBeyond({ counts, upToS }: WaitingTimeDistribution): { seconds: number; share: number }[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  let left = total;
  return upToS.flatMap((seconds, bin) => {
    left -= counts[bin] ?? 0;
    return seconds < 1 || total === 0 ? [] : [{ seconds, share: left / total }];
  });
}

function renderCurve(distribution: WaitingTimeDistribution, { x, y }: Axes): Markup | null {
  const shares = sharesBeyond(distribution);
  if (shares.length === 0) return null;
  const path = linePath(shares.map(({ seconds, share }) => [x(seconds), y(share)]));
  const { channel } = distribution;
  return element(
    'g',
    { class: markClass(channel) },
    element('path', { class: 'curve', d: path }, element('title', {}, channel)),
  );
}

function renderShares(summary: Summary): Markup {
  const bounds = summary.waitingTimes[0]?.upToS ?? [];
  return renderTable(
    bounds.map((_, bin) => bin),
    {
      caption:
        'First answers by waiting time: number that waited up to the bound and longer than the one before',
      columns: [
        inWords('Waited up to', (bin: number) =>
          bounds[bin] === 0 ? 'not at all' : formatDuration(bounds[bin] ?? null),
        ),
        ...summary.waitingTimes.map(({ channel, counts, segment }) =>
          inNumbers(
            `${summary.segments.find(({ id }) => id === segment)?.title ?? ''}, ${channel}`,
            (bin: number) => formatCount(counts[bin] ?? 0),
          ),
        ),
      ],
    },
  );
}
