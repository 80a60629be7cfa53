import { DAY_MS, formatDecimal, ownMember } from '#base';
import { CHANNELS, civilDateOf, type Trend, trendFactor, weekdayOf } from '#domain';
import type { IssueList } from '../issue-list.ts';
import type { SourcePath } from '../read/source-tree.ts';
import { ProfileWeights } from '../resolve/arrival-profiles.ts';
import { datedTrend, profileIdOf, trendOf } from '../resolve/arrivals.ts';
import { largestCorrelation } from '../resolve/common-busyness.ts';
import { channelsOf } from '../resolve/reach.ts';
import type { ScenarioFile, SegmentFile, TrendFile } from '../shape/scenario-file.ts';
import { parseDate } from '../shape/time-text.ts';

/** A segment's cases come at rates, or are replayed. The rows of a trace are checked where they are read. */
export function checkTraces(file: ScenarioFile, list: IssueList): void {
  for (const [id, segment] of Object.entries(file.segments)) {
    const at = ['segments', id];
    if (segment.trace === undefined) {
      segment.customers.forEach(({ rate }, k) => {
        if (rate !== undefined) return;
        const message = "the key 'rate' is missing in 'customers'";
        const remedy = "write it, for example '120/week', or a 'trace' of the segment";
        list.error('missing-key', [...at, 'customers', k, 'rate'], message, remedy);
      });
      continue;
    }
    segment.customers.forEach(({ country }, k) => {
      if (segment.customers.findIndex((other) => other.country === country) === k) return;
      const message = `two entries of customers in ${country}: the trace names them by their country`;
      const remedy = 'join them, or split the segment';
      list.error('duplicate-entry', [...at, 'customers', k, 'country'], message, remedy);
    });
    for (const key of ['profiles', 'arrivals', 'busyness', 'trend', 'forecast'] as const) {
      if (segment[key] === undefined) continue;
      const message = `'${key}' has no effect on replayed cases`;
      list.warn('not-used', [...at, key], message, `remove it, or write '${key}: null'`, 'key');
    }
  }
}

/** Dates of forecasts exist, and cases are expected only when the profile lets some arrive. */
export function checkForecasts(file: ScenarioFile, list: IssueList): void {
  let isUncertain = false;
  for (const [id, segment] of Object.entries(file.segments)) {
    for (const channel of CHANNELS) {
      const dates = segment.forecast?.[channel];
      if (dates === undefined) continue;
      const path = ['segments', id, 'forecast', channel];
      if (!channelsOf(file, segment).includes(channel) || segment.channels[channel] === 0) {
        const message = `the segment has no share on ${channel}, so no profile spreads these cases over the day`;
        list.error('no-weight', path, message, `give ${channel} a share in 'channels'`, 'key');
        continue;
      }
      const hasCases = casesBy(file, segment, channel);
      for (const [date, { cases, error }] of Object.entries(dates)) {
        if (error > 0) isUncertain = true;
        const read = parseDate(date);
        if (!read.ok)
          list.error(read.problem.code, [...path, date], read.problem.message, read.problem.remedy, 'key');
        else if (cases > 0 && segment.trace === undefined && !hasCases(date)) {
          const message =
            'rate and profile have no cases on this date, so nothing spreads these over the day';
          const remedy = 'give the date a weight in the profile, or expect 0 cases';
          list.error('no-weight', [...path, date, 'cases'], message, remedy);
        }
      }
    }
  }
  if (file.forecastCorrelation === undefined || isUncertain) return;
  const message = 'no forecast has an error';
  const remedy = "write 'error' in the forecasts of segments";
  list.warn('not-used', ['forecastCorrelation'], message, remedy, 'key');
}

/** Whether any customers of the segment have cases on a date by rate and profile. */
function casesBy(
  file: ScenarioFile,
  segment: SegmentFile,
  channel: (typeof CHANNELS)[number],
): (date: string) => boolean {
  const profileId = profileIdOf(file, segment, channel);
  const profile = profileId === null ? undefined : ownMember(file.profiles, profileId);
  const asking = segment.customers.filter(({ rate = 0 }) => rate > 0);
  if (profile === undefined) return () => asking.length > 0;
  const weights = new ProfileWeights(profile);
  return (date) => {
    const weekday = weekdayOf(Date.parse(date) / DAY_MS);
    return asking.some(({ country }) => {
      const isHoliday =
        Object.hasOwn(file.holidays, country) && file.holidays[country]?.includes(date) === true;
      return weights.onDay({ weekday, date, isHoliday }).some((rate) => rate > 0);
    });
  };
}

/** Each busyness correlates with at most one set of others, and no more strongly than gamma factors can. */
export function checkBusyness(file: ScenarioFile, list: IssueList): void {
  const named = new Set<string>();
  for (const [id, common] of Object.entries(file.commonBusyness)) {
    const path = ['commonBusyness', id];
    if (common.of.length < 2) {
      list.error('empty-list', [...path, 'of'], 'a correlation needs at least two names', 'name two or more');
      continue;
    }
    common.of.forEach((name, k) => {
      if (named.has(name)) {
        const message = `'${name}' already has a correlation`;
        list.error('duplicate-entry', [...path, 'of', k], message, 'name it once');
      }
      named.add(name);
    });
    const largest = largestCorrelation(file, common);
    if (common.of.some((name) => !Object.hasOwn(file.busyness, name)) || common.correlation <= largest)
      continue;
    const message = `factors of these shapes have at most the correlation ${largest.toPrecision(3)}`;
    const remedy = 'write a smaller one, or shapes that are larger or closer to each other';
    list.error('out-of-range', [...path, 'correlation'], message, remedy);
  }
}

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
