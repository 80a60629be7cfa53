import { DAY_MS } from '#base';
import { type DayNumber, localClockOf } from './calendar/local-time.ts';
import { DAY_MINUTES } from './calendar/local-week.ts';
import { multiplyPieces } from './calendar/pieces.ts';
import { expandSteps } from './calendar/windows.ts';
import type { ArrivalStream, Trend } from './scenario/arrival-streams.ts';
import type { Scenario } from './scenario/scenario.ts';

const DAYS_OF_WEEK = 7;

/** The factor on the rates of a day: (1 + change) to the power of the weeks since the day on which it is 1. */
export function trendFactor({ asOfDay, fromDay, perWeek, untilDay }: Trend, day: DayNumber): number {
  const counted = Math.min(
    untilDay ?? Number.POSITIVE_INFINITY,
    Math.max(fromDay ?? Number.NEGATIVE_INFINITY, day),
  );
  return Math.exp(((counted - asOfDay) / DAYS_OF_WEEK) * Math.log1p(perWeek));
}

type Clocked = Pick<Scenario, 'clocks' | 'horizonMs' | 'startEpochMs'>;

/**
 * The rate that is expected at each instant: `rate` by the calendar, times the trend on each date of the customers' clock. A scenario keeps
 * the two apart, so that calendars repeat by the week however long the run.
 */
export function expectedRate(
  scenario: Clocked,
  { rate, timeZone, trend }: Pick<ArrivalStream, 'rate' | 'timeZone' | 'trend'>,
): ArrivalStream['rate'] {
  if (trend === undefined) return rate;
  const { horizonMs, startEpochMs } = scenario;
  const factors = expandSteps(
    localClockOf(scenario, timeZone),
    { startEpochMs, horizonMs, stepMinutes: DAY_MINUTES },
    (_minute, _weekday, date) => trendFactor(trend, Date.parse(date) / DAY_MS),
  );
  const { fromMs, values } = multiplyPieces({ fromMs: rate.fromMs, values: rate.perMs }, factors);
  return { fromMs, perMs: values };
}

/** Whether the mean of what arrives is known: neither that of cases that are replayed, nor that of intervals of other distributions. */
export function hasKnownDemand({ streams }: Pick<Scenario, 'streams'>): boolean {
  return streams.every(({ intervals, trace }) => intervals === undefined && trace === undefined);
}

/** The factors of a stream's trend on the first and the last day of a run; null if they are equal, or if there is no trend. */
export function trendWithin(
  scenario: Clocked,
  { timeZone, trend }: Pick<ArrivalStream, 'timeZone' | 'trend'>,
): { readonly first: number; readonly last: number } | null {
  if (trend === undefined) return null;
  const clock = localClockOf(scenario, timeZone);
  const { horizonMs, startEpochMs } = scenario;
  const first = trendFactor(trend, clock.dayAt(startEpochMs));
  const last = trendFactor(trend, clock.dayAt(startEpochMs + horizonMs - 1));
  return first === last ? null : { first, last };
}
