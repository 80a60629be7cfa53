import { DAY_MS, formatDecimal } from '#base';
import { civilDateOf, type Trend, trendFactor } from '#domain';
import type { IssueList } from '../issue-list.ts';
import type { SourcePath } from '../read/source-tree.ts';
import { datedTrend, trendOf } from '../resolve/arrivals.ts';
import type { ScenarioFile, SegmentFile } from '../shape/scenario-file.ts';

type TrendFile = NonNullable<ScenarioFile['trend']>;

/** A trend may multiply or divide rates in a run by at most this factor, like a surge. */
const FACTOR_MOST = 1000;
/** A trend that nothing ends is pointed out if it multiplies or divides rates by more. */
const FACTOR_USUAL = 4;

/** Trends hold together, multiply rates by no more than makes sense, and concern someone. */
export function checkTrends(file: ScenarioFile, list: IssueList): void {
  const segments = Object.entries(file.segments);
  if (file.trend !== undefined) {
    checkTrend(file.trend, ['trend'], file, list);
    if (segments.every(([, { trace, trend }]) => trace !== undefined || trend !== undefined)) {
      const message = 'every segment has a trend of its own, or a trace';
      list.warn('not-used', ['trend'], message, 'remove it, or one of the others', 'key');
    }
  }
  for (const [id, { trend }] of segments) {
    if (trend !== undefined) checkTrend(trend, ['segments', id, 'trend'], file, list);
  }
}

function checkTrend(written: TrendFile, path: SourcePath, file: ScenarioFile, list: IssueList): void {
  const { asOf, from, until } = written;
  if (from !== undefined && until !== undefined && until < from) {
    const message = 'the trend ends before it begins';
    list.error('ends-before-it-begins', [...path, 'until'], message, "write a date from that of 'from' on");
    return;
  }
  const trend = datedTrend(written, file.start);
  const { asOfDay, fromDay = asOfDay, untilDay = asOfDay } = trend;
  if (asOfDay < fromDay || asOfDay > untilDay) {
    const message = `rates are as of ${civilDateOf(asOfDay)}, when the trend stands still`;
    const key = asOf === undefined ? 'until' : 'asOf';
    const remedy = "choose dates so that 'asOf' is neither before 'from' nor after 'until'";
    list.error('out-of-range', [...path, key], message, remedy);
    return;
  }
  checkFactors(trend, path, file, list);
  const [, last = 0] = endsOf(file);
  if (fromDay > last) {
    const message = 'the trend begins after the run, in which rates do not change';
    list.warn('not-used', [...path, 'from'], message, "write an earlier date, or a longer 'horizon'");
  }
}

/** What the trend of a segment, if it has one, multiplies rates by at most. */
export function largestFactor(file: ScenarioFile, segment: SegmentFile): number {
  const trend = trendOf(file, segment);
  return trend === undefined ? 1 : Math.max(...endsOf(file).map((day) => trendFactor(trend, day)));
}

/** The first and the last date that any clock shows in the run. A trend has its extremes there. */
function endsOf({ horizon, start }: ScenarioFile): readonly number[] {
  return [Math.floor(start / DAY_MS) - 1, Math.floor((start + horizon - 1) / DAY_MS) + 1];
}

function checkFactors(trend: Trend, path: SourcePath, file: ScenarioFile, list: IssueList): void {
  const [far = 0] = [...endsOf(file)].sort((one, other) => sizeOf(trend, other) - sizeOf(trend, one));
  const size = sizeOf(trend, far);
  const by = size > 1e6 ? 'more than a million' : formatDecimal(size, 1);
  const factor = trendFactor(trend, far) > 1 ? `multiplied by ${by}` : `divided by ${by}`;
  const message = `rates are ${factor} on ${civilDateOf(far)}`;
  const at = [...path, 'perWeek'];
  if (size > FACTOR_MOST) {
    const remedy = `write a smaller change, or dates: 'asOf' in the run, and 'until' or 'from' to end the trend; ${FACTOR_MOST} is the most`;
    list.error('out-of-range', at, message, remedy);
  } else if (size > FACTOR_USUAL && trend.untilDay === undefined) {
    const remedy = "if it is not meant to last, write the date on which it ends as 'until'";
    list.warn('trend-goes-far', at, message, remedy);
  }
}

/** The factor on a day, or its inverse if that is larger. */
function sizeOf(trend: Trend, day: number): number {
  const factor = trendFactor(trend, day);
  return Math.max(factor, 1 / factor);
}
