import { sumOf } from '#base';
import { civilDateOf, type DayNumber, weekdayOf } from '#domain';
import { countsOf, type DailySeries, type Holidays, untilDay, withQuietDays } from './daily-series.ts';
import { countQuantile, forecastSeries } from './forecast.ts';

/** Cases by hour of days on one clock: 24 counts each. Days that are not known have none. */
export type CasesByHour = ReadonlyMap<DayNumber, readonly number[]>;

interface RestOfDayOptions {
  /** Holidays that are known, past and ahead. */
  readonly named: Holidays;
  /** Level of the interval, e.g. 0.95. */
  readonly level: number;
}

/** What is expected from a time of a day until its end. */
export interface RestOfDay {
  /** Cases before that time, and how many were expected in the morning. */
  readonly soFar: number;
  readonly usual: number;
  /** Cases from then on: expected, and the interval. */
  readonly cases: number;
  readonly low: number;
  readonly high: number;
  /** Coefficient of variation beyond chance. */
  readonly error: number;
  /** Expected cases after ÷ those that were expected in the morning. */
  readonly factor: number;
  /** Variance of the cases, before what earlier outlooks have missed widens it. */
  readonly variance: number;
}

/** How such outlooks did on earlier days at the same time of the day. */
export interface RestBacktest {
  readonly days: number;
  readonly held: number;
  /** Of the exact two-sided binomial test of the level: the chance of this number of days that held, or of any that is not more likely. */
  readonly pValue: number;
  /** Mean width of the intervals, cases. */
  readonly width: number;
  /** That of intervals in proportion to these which would have just held on as many days, since the others were chosen afterwards as well. */
  readonly widthNeeded: number;
  /** That of intervals in proportion to the weekday's mean × the share that is usually left, which would have just held on as many days. */
  readonly weekdayWidth: number;
  /** The same in proportion to what came so far × what is usually left ÷ what usually came. Infinity if they would have to hold on a day on which nothing had come. */
  readonly proRataWidth: number;
}

/** Weekdays must be seen twice. */
const BEFORE_LEAST = 14;
/** Earlier days that are looked at, and how many days each of them must have before it. */
const TESTED_MOST = 90;
const BEFORE_TESTED = 10;
const TESTED_LEAST = 10;

/** What the days before a day say of it, at a time of the day. */
interface Outlook {
  readonly soFar: number;
  readonly usual: number;
  readonly usualRest: number;
  /** How much of a relative surprise so far goes on, and the relative variance of the rest beyond that. */
  readonly slope: number;
  readonly variance: number;
  readonly naive: readonly [ofWeekday: number, proRata: number];
}

/**
 * What the rest of a day brings. The day's total has the mean and variance of the daily forecast; a share of it comes before the time, with
 * the spread that the share had on earlier days. Given what came before, the rest has the mean and variance of the best linear predictor (for a
 * gamma-distributed day and a fixed share, its posterior; Bühlmann's credibility), widened by what earlier outlooks at that time have missed.
 *
 * `series`: all whole days before. `minute`: of the day. `soFar`: cases of the day before it. Null if too few days are known, or none is expected.
 */
export function restOfDay(
  series: DailySeries,
  hours: CasesByHour,
  { day, minute, soFar }: { readonly day: DayNumber; readonly minute: number; readonly soFar: number },
  { level, named }: RestOfDayOptions,
): { readonly rest: RestOfDay; readonly tested: RestBacktest | null } | null {
  const known = day - series.firstDay;
  if (known < BEFORE_LEAST) return null;
  const outlook = outlookOn(
    untilDay(series, Math.min(known, series.dayCount)),
    hours,
    { day, minute, soFar },
    named,
  );
  if (outlook === null) return null;
  const counts = countsOf(series);
  const quiet = withQuietDays([series], named);
  const earlier = counts.flatMap((count, index) => {
    const on = series.firstDay + index;
    const before = casesBefore(hours.get(on), minute);
    const isUsual = index >= BEFORE_TESTED && count !== null && !isQuiet(series, quiet, on);
    return isUsual && before !== null ? [{ index, day: on, before, came: count - before }] : [];
  });
  const tested: Tested[] = [];
  for (const { before, came, day: on, index } of earlier.slice(-TESTED_MOST)) {
    const own = outlookOn(untilDay(series, index), hours, { day: on, minute, soFar: before }, named);
    if (own !== null) tested.push({ ...own, came, ...judged(own, tested, level) });
  }
  return {
    rest: { ...judged(outlook, tested, level), soFar, usual: outlook.usual },
    tested: tested.length < TESTED_LEAST ? null : testOf(tested, level),
  };
}

/** An earlier day, with the interval that it had by the days before it. */
interface Tested extends Outlook, Judged {
  readonly came: number;
}

/** Cases before a minute of the day: of the hour in which it lies, a part in proportion. Null if the day is not known. */
export function casesBefore(hours: readonly number[] | undefined, minute: number): number | null {
  if (hours === undefined) return null;
  return sumOf(hours.map((count, hour) => count * Math.min(1, Math.max(0, minute / 60 - hour))));
}

/** Weights of earlier days for the share of a day: those of the same weekday count most, and later ones more. */
const OTHER_WEEKDAY = 0.05;
const MEMORY_OF_DAY = 0.985;

function outlookOn(
  series: DailySeries,
  hours: CasesByHour,
  { day, minute, soFar }: { readonly day: DayNumber; readonly minute: number; readonly soFar: number },
  named: Holidays,
): Outlook | null {
  const ahead = day - series.firstDay - series.dayCount + 1;
  const forecast = forecastSeries([series], { ahead, named, widening: [1] }).series[0]?.days.at(-1);
  const shares = sharesBefore(series, hours, day, minute);
  if (forecast === undefined || !(forecast.cases > 0) || shares === null) return null;
  const { cases: mean, variance: all } = forecast;
  const { share, spread } = shares;
  const noise = spread * share * (1 - share) * mean;
  const [before, after, both] = [
    share ** 2 * all + noise,
    (1 - share) ** 2 * all + noise,
    share * (1 - share) * all - noise,
  ];
  const [usual, usualRest] = [share * mean, (1 - share) * mean];
  const gain = before > 0 ? both / before : 0;
  const naive = [
    (1 - share) * meanOfWeekday(series, day),
    share > 0 ? (soFar * (1 - share)) / share : 0,
  ] as const;
  const slope = (gain * usual) / usualRest;
  return { soFar, usual, usualRest, slope, variance: (after - gain * both) / usualRest ** 2, naive };
}

/** The share of a day that comes before a minute, and how much more than by chance it varies from day to day. Null if no day is known. */
function sharesBefore(series: DailySeries, hours: CasesByHour, day: DayNumber, minute: number) {
  const counts = countsOf(series);
  const days = counts.flatMap((count, index) => {
    const earlier = series.firstDay + index;
    const before = casesBefore(hours.get(earlier), minute);
    if (count === null || !(count > 0) || before === null) return [];
    const isSame = weekdayOf(earlier) === weekdayOf(day);
    return [{ count, before, weight: (isSame ? 1 : OTHER_WEEKDAY) * MEMORY_OF_DAY ** (day - earlier) }];
  });
  const all = sumOf(days.map(({ count, weight }) => weight * count));
  if (!(all > 0)) return null;
  const share = sumOf(days.map(({ before, weight }) => weight * before)) / all;
  if (!(share < 1)) return null;
  if (share === 0) return { share, spread: 1 };
  const squares = days.map(
    ({ before, count, weight }) => (weight * (before - share * count) ** 2) / (share * (1 - share) * count),
  );
  return { share, spread: Math.max(1, sumOf(squares) / sumOf(days.map(({ weight }) => weight))) };
}

/** The mean of the last four days of the same weekday. */
function meanOfWeekday(series: DailySeries, day: DayNumber): number {
  const same = countsOf(series).flatMap((count, index) =>
    count !== null && weekdayOf(series.firstDay + index) === weekdayOf(day) ? [count] : [],
  );
  const last = same.slice(-4);
  return last.length === 0 ? 0 : sumOf(last) / last.length;
}

function isQuiet({ customers }: DailySeries, quiet: Holidays, day: DayNumber): boolean {
  return customers.some(({ country }) => quiet.get(country)?.has(civilDateOf(day)) === true);
}

/** What earlier days say counts as if this many days had been as the model expects; a miss of more than four standard deviations counts as that. */
const MODEL_DAYS = 10;
const SQUARE_MOST = 16;

type Judged = Omit<RestOfDay, 'soFar' | 'usual'>;

/** The expected rest and its interval, by the model and by what earlier outlooks have missed. */
function judged(outlook: Outlook, earlier: readonly Tested[], level: number): Judged {
  const { soFar, usual, usualRest, variance: ofModel } = outlook;
  const slope = slopeAfter(earlier, outlook.slope);
  const surprise = usual > 0 ? soFar / usual - 1 : 0;
  const factor = Math.max(FACTOR_LEAST, 1 + slope * surprise);
  const cases = factor * usualRest;
  const squares = earlier.map((one) => Math.min(SQUARE_MOST, (one.came - one.cases) ** 2 / one.variance));
  // Never less than 1, since a lucky time would promise too much.
  const widening = Math.max(1, (MODEL_DAYS + sumOf(squares)) / (MODEL_DAYS + earlier.length));
  // The spread of the rest grows with its mean, as that of a gamma mean does.
  const variance = Math.max(cases, ofModel * cases ** 2);
  const wide = widening * variance;
  const tail = (1 - level) / 2;
  return {
    cases,
    variance,
    low: countQuantile(cases, wide, tail),
    high: countQuantile(cases, wide, 1 - tail),
    error: Math.sqrt(Math.max(0, wide - cases)) / cases,
    factor,
  };
}

const FACTOR_LEAST = 0.05;

/** How much of a relative surprise goes on: the slope of the model, corrected by what came after earlier surprises. */
function slopeAfter(earlier: readonly Tested[], ofModel: number): number {
  if (earlier.length === 0) return ofModel;
  const pairs = earlier.flatMap(({ came, soFar, usual, usualRest }) => {
    if (!(usual > 0)) return [];
    const clipped = (value: number) => Math.max(-SURPRISE_MOST, Math.min(SURPRISE_MOST, value));
    return [[clipped(soFar / usual - 1), clipped(came / usualRest - 1)] as const];
  });
  const squares = sumOf(pairs.map(([x]) => x ** 2));
  const ofDays = (MODEL_DAYS * squares) / Math.max(1, pairs.length);
  if (squares === 0) return ofModel;
  return (sumOf(pairs.map(([x, y]) => x * y)) + ofDays * ofModel) / (squares + ofDays);
}

/** A day with a larger relative surprise says no more of the slope. */
const SURPRISE_MOST = 0.5;

/** Each day is judged by the interval that it had by the days before it. */
function testOf(past: readonly Tested[], level: number): RestBacktest {
  const held = past.filter(({ came, high, low }) => came >= low && came <= high).length;
  const widths = past.map(({ high, low }) => high - low);
  const naiveWidth = (k: 0 | 1) => widthHolding(past, held, ({ naive }) => [naive[k], naive[k]]);
  return {
    days: past.length,
    held,
    pValue: binomialPValue(held, past.length, level),
    width: sumOf(widths) / past.length,
    widthNeeded: widthHolding(past, held, ({ cases }, k) => [cases, (widths[k] ?? 0) / 2]),
    weekdayWidth: naiveWidth(0),
    proRataWidth: naiveWidth(1),
  };
}

/** Mean width of intervals about a centre that are in proportion to half-widths, and hold on as many days. */
function widthHolding(
  past: readonly Tested[],
  held: number,
  intervalOf: (one: Tested, index: number) => readonly [centre: number, half: number],
): number {
  const misses = past
    .map((one, k) => {
      const [centre, half] = intervalOf(one, k);
      return half > 0 ? Math.abs(one.came - centre) / half : Number.POSITIVE_INFINITY;
    })
    .sort((one, other) => one - other);
  const needed = held === 0 ? 0 : (misses[held - 1] ?? 0);
  return (2 * needed * sumOf(past.map((one, k) => intervalOf(one, k)[1]))) / past.length;
}

/** Exact two-sided test: the chance of all numbers that are not more likely than the one that was seen. */
export function binomialPValue(held: number, of: number, level: number): number {
  const chances: number[] = [];
  let log = of * Math.log(1 - level);
  for (let k = 0; k <= of; k++) {
    chances.push(Math.exp(log));
    log += Math.log((of - k) / (k + 1)) + Math.log(level / (1 - level));
  }
  const seen = chances[held] ?? 0;
  return Math.min(1, sumOf(chances.filter((chance) => chance <= seen * (1 + 1e-9))));
}
