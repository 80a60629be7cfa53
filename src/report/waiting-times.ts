import { scaleLinear, scaleLog } from 'd3-scale';
import { CHANNELS, type Channel, type Scenario } from '#domain';
import type { ServiceRow, Summary, WaitingTimeDistribution } from '#statistics';
import { decimals, element, type Markup } from './markup.ts';
import { formatCount, formatDuration, formatShare, plural } from './numbers.ts';
import { shorten } from './plain-text.ts';
import { legendEntry, line, renderFigure, renderSvg, text } from './svg.ts';
import { renderTable } from './table.ts';

const WIDTH = 340;
const HEIGHT = 236;
const LEFT = 38;
const RIGHT = WIDTH - 10;
const TOP = 78;
const BOTTOM = HEIGHT - 22;
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

/** An acceptable waiting time of a channel, with the severities that it holds for. */
interface Mark {
  readonly channel: Channel;
  readonly withinS: number;
  readonly severities: string;
}

/** Share of first answers within each wait, one small picture per segment, the acceptable waiting times marked. */
export function renderWaitingTimes(summary: Summary, scenario: Scenario): Markup {
  const marks = marksOf(scenario);
  return renderFigure({
    id: 'waiting-times',
    heading: 'Waiting time until the first answer',
    lead:
      'Share of the answered cases of a segment that had waited no longer than the time below (logarithmic). All ' +
      'channels together: calls are answered in seconds or given up, written cases wait for hours. The dashed lines ' +
      'are the acceptable waiting times, lettered by severity; who hung up is not in the curve.',
    legend: CHANNELS.filter((channel) => marks.some((mark) => mark.channel === channel)).map((channel) =>
      legendEntry(markClass(channel), `acceptable for ${channel}`),
    ),
    layout: 'grid',
    drawing: summary.waitingTimes.map((distribution, i) => {
      const row = summary.segments[i];
      return row === undefined ? null : renderSegment(distribution, row, marks, i);
    }),
    table: renderShares(summary),
  });
}

function markClass(channel: Channel): string {
  return `mark${CHANNELS.indexOf(channel)}`;
}

function marksOf(scenario: Scenario): readonly Mark[] {
  const marks = new Map<string, Mark>();
  for (const { channel, severity, withinMs } of scenario.serviceLevels) {
    const key = `${channel} ${withinMs}`;
    const severities = `${marks.get(key)?.severities ?? ''}${severity}`;
    marks.set(key, { channel, withinS: withinMs / 1000, severities });
  }
  return [...marks.values()];
}

function renderSegment(
  distribution: WaitingTimeDistribution,
  row: ServiceRow,
  marks: readonly Mark[],
  index: number,
): Markup {
  const { counts, upToS } = distribution;
  const total = counts.reduce((sum, count) => sum + count, 0);
  const longest = upToS[counts.findLastIndex((count) => count > 0)] ?? 1;
  const end = Math.max(longest, 10 * MINUTE_S, ...marks.map(({ withinS }) => withinS)) * 1.3;
  const x = scaleLog().domain([1, end]).range([LEFT, RIGHT]).clamp(true);
  const y = scaleLinear().domain([0, 1]).range([BOTTOM, TOP]);
  const figures =
    total === 0
      ? 'nobody was answered'
      : `half within ${formatDuration(row.waitP50S)}, 90 % within ${formatDuration(row.waitP90S)}`;
  const picture = {
    id: `waits-${index}`,
    title: `Waiting times of ${row.title}`,
    description: `${plural(total, 'first answer')}: ${figures}. Service level ${formatShare(row.serviceLevel)}.`,
    width: WIDTH,
    height: HEIGHT,
  };
  return renderSvg(
    picture,
    text(0, 13, shorten(row.title, 44), { class: 'label' }),
    text(0, 30, `${plural(total, 'answer')}: ${figures}`, { class: 'tick' }),
    [0, 0.25, 0.5, 0.75, 1].map((share) => [
      line(LEFT, y(share), RIGHT, y(share), 'grid-line'),
      text(LEFT - 6, y(share) + 4, `${share * 100} %`, { class: 'tick end' }),
    ]),
    TICKS.filter(([seconds]) => seconds <= end).map(([seconds, word]) => [
      line(x(seconds), TOP, x(seconds), BOTTOM, 'grid-line'),
      text(x(seconds), BOTTOM + 15, word, { class: 'tick middle' }),
    ]),
    total === 0 ? null : renderCurve(upToS, counts, total, x, y),
    marks.map((mark) => {
      const at = x(mark.withinS);
      const level = 44 + 11 * CHANNELS.indexOf(mark.channel);
      return element(
        'g',
        { class: markClass(mark.channel) },
        line(at, TOP - 8, at, BOTTOM, 'dashed'),
        text(at, level, mark.severities, { class: 'tick middle strong' }),
      );
    }),
  );
}

function renderCurve(
  upToS: readonly number[],
  counts: readonly number[],
  total: number,
  x: (seconds: number) => number,
  y: (share: number) => number,
): Markup {
  let seen = 0;
  let path = '';
  upToS.forEach((bound, bin) => {
    seen += counts[bin] ?? 0;
    // A log axis has no 0: those answered at once are at its left end.
    if (bound < 1) path = '';
    path += `${path === '' ? 'M' : 'L'}${decimals(x(bound))} ${decimals(y(seen / total))}`;
  });
  return element(
    'g',
    {},
    element('path', { class: 'under-curve', d: `${path}L${RIGHT} ${BOTTOM}L${LEFT} ${BOTTOM}z` }),
    element('path', { class: 'curve', d: path }),
  );
}

function renderShares(summary: Summary): Markup {
  const bounds = summary.waitingTimes[0]?.upToS ?? [];
  return renderTable({
    caption:
      'First answers by waiting time: number that waited up to the bound and longer than the one before',
    columns: [
      {
        head: 'Waited up to',
        kind: 'words',
        cell: (bin: number) => (bounds[bin] === 0 ? 'not at all' : formatDuration(bounds[bin] ?? null)),
      },
      ...summary.waitingTimes.map(({ counts }, i) => ({
        head: summary.segments[i]?.title ?? '',
        kind: 'number' as const,
        cell: (bin: number) => formatCount(counts[bin] ?? 0),
      })),
    ],
    rows: bounds.map((_, bin) => bin),
  });
}
