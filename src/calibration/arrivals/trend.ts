import { DAY_MS, formatDecimal, studentQuantile, sumOf } from '#base';
import {
  civilDateOf,
  type DayNumber,
  localClockOf,
  type Scenario,
  type Trend,
  trendFactor,
  weekdayOf,
} from '#domain';
import type { Measured } from '../estimates/measured.ts';

/** Growth of all rates by the same share each week: 0.01 is 1 %. */
export interface FoundTrend extends Measured {
  /** The rate of the last day ÷ that of the first. */
  readonly overall: number;
  /** The trend beside which all other figures are; null if the interval contains 0. */
  readonly sure: WrittenTrend | null;
  /** The trend as a scenario has it; null if the log is likely to lack cases, too. */
  readonly written: WrittenTrend | null;
}

/** From the first day of a log to the last, relative to the day in the middle. */
export type WrittenTrend = { readonly [Name in keyof Trend]-?: NonNullable<Trend[Name]> };

/** Cases of a date, and those that rates and profiles expect. */
export interface DayResidual {
  readonly date: string;
  readonly count: number;
  readonly expected: number;
}

/** What an answer says of a trend that a scenario has: how large it is, from when until when it was measured, and what comes afterwards. */
export function trendSentences(trend: FoundTrend | null): readonly string[] {
  if (trend === null || trend.written === null) return [];
  const { high, low, value } = trend;
  const [from, until] = [trend.written.fromDay, trend.written.untilDay].map(civilDateOf);
  const percent = (share: number) => `${(100 * share).toFixed(2)} %`;
  const change = `${value > 0 ? 'grew' : 'declined'} by ${percent(Math.abs(value))} a week`;
  return [
    `Cases ${change} from ${from} until ${until} (95 %: ${percent(low)} to ${percent(high)} a week). The scenario has this trend, and stays at the level of ${until} afterwards; if you expect it to go on, remove 'until'.`,
  ];
}

/** What the trend of a scenario makes of its rates in a window of a log, and whether it still changes them there; nothing without a trend. */
export function trendInWindow(
  scenario: Scenario,
  { fromMs, untilMs }: { readonly fromMs: number; readonly untilMs: number },
): readonly string[] {
  const levels = scenario.streams.flatMap(({ timeZone, trend }) => {
    if (trend === undefined) return [];
    const clock = localClockOf(scenario, timeZone);
    const [first, last] = [clock.dayAt(fromMs), clock.dayAt(untilMs - 1)];
    const factors = [first, last].map((day) => trendFactor(trend, day));
    return [{ factors, endDay: trend.untilDay ?? Number.POSITIVE_INFINITY, first }];
  });
  if (levels.length === 0) return [];
  const factors = levels.flatMap((one) => one.factors);
  const [least, most] = [Math.min(...factors), Math.max(...factors)].map((one) => formatDecimal(one, 2));
  const times = least === most ? least : `${least} to ${most}`;
  const endDay = Math.max(...levels.map((one) => one.endDay));
  const isOver = levels.every(({ endDay, first }) => endDay <= first);
  const ending = isOver
    ? `The trend ends on ${civilDateOf(endDay)}, and the level of that date stays.`
    : 'The trend goes on in this window, as nothing measured before it can say.';
  return [`By its trend, cases come at ${times} times the rates of the scenario. ${ending}`];
}

const DAYS_LEAST = 14;
/**
 * A log in which rates grow or shrink by more than this factor more likely lacks cases at one end: those that were selected by their end do,
 * such as the log of Volvo IT.
 */
const OVERALL_MOST = 4;
const ROUNDS = 25;

/** The slope of a log-linear trend of counts (quasi-Poisson). Null with fewer than two weeks. */
export function trendOf(all: readonly DayResidual[]): FoundTrend | null {
  const days = all
    .filter(({ expected }) => expected > 0)
    .map(({ date, ...rest }) => ({ ...rest, day: Date.parse(date) / DAY_MS }));
  const [first, last] = [days[0], days.at(-1)];
  if (days.length < DAYS_LEAST || first === undefined || last === undefined) return null;
  const asOfDay = Math.floor((first.day + last.day) / 2);
  const line = fitted(days, asOfDay);
  const { slope } = line;
  // The weights of weekdays were fitted to the same days.
  const weekdays = new Set(days.map(({ day }) => weekdayOf(day))).size;
  const degrees = Math.max(1, days.length - weekdays - 1);
  const variance = varianceOfSlope(days, line, days.length / degrees);
  const half = studentQuantile(0.975, degrees) * Math.sqrt(variance);
  const measured = {
    value: Math.expm1(slope),
    low: Math.expm1(slope - half),
    high: Math.expm1(slope + half),
    n: days.length,
  };
  const trend = { perWeek: measured.value, asOfDay, fromDay: first.day, untilDay: last.day };
  const overall = trendFactor(trend, last.day) / trendFactor(trend, first.day);
  const isLikely = overall <= OVERALL_MOST && overall >= 1 / OVERALL_MOST;
  const sure = isSure(measured) ? trend : null;
  return { ...measured, overall, sure, written: isLikely ? sure : null };
}

/** Whether the interval leaves no doubt that rates change. */
function isSure({ high, low }: Measured): boolean {
  return low > 0 || high < 0;
}

/** Cases of a day, and those that are expected at the level 1. */
export interface Day {
  readonly day: DayNumber;
  readonly count: number;
  readonly expected: number;
}

interface Line {
  readonly asOfDay: DayNumber;
  readonly level: number;
  readonly slope: number;
}

function weeksSince(asOfDay: DayNumber, day: DayNumber): number {
  return (day - asOfDay) / 7;
}

function meanOn({ day, expected }: Pick<Day, 'day' | 'expected'>, { asOfDay, level, slope }: Line): number {
  return expected * Math.exp(level + slope * weeksSince(asOfDay, day));
}

/** Level and slope by Fisher scoring. */
function fitted(days: readonly Day[], asOfDay: DayNumber): Line {
  let [level, slope] = [0, 0];
  for (let round = 0; round < ROUNDS; round++) {
    let [score, scoreOfSlope, sum, first, second] = [0, 0, 0, 0, 0];
    for (const one of days) {
      const week = weeksSince(asOfDay, one.day);
      const mean = meanOn(one, { asOfDay, level, slope });
      score += one.count - mean;
      scoreOfSlope += (one.count - mean) * week;
      sum += mean;
      first += mean * week;
      second += mean * week * week;
    }
    const determinant = sum * second - first * first;
    level += (score * second - scoreOfSlope * first) / determinant;
    slope += (scoreOfSlope * sum - score * first) / determinant;
  }
  return { asOfDay, level, slope };
}

/** By how much a log-linear trend lowers the deviance of Poisson counts. */
export function devianceOfTrend(all: readonly Day[]): number {
  const whole = sumOf(all.map(({ count }) => count)) / sumOf(all.map(({ expected }) => expected));
  // The fit begins at the level 0, which is near only if as many cases are expected as there were.
  const days = all
    .filter(({ expected }) => expected > 0)
    .map((one) => ({ ...one, expected: whole * one.expected }));
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return 0;
  const line = fitted(days, Math.floor((first.day + last.day) / 2));
  return sumOf(
    days.map((one) => {
      const mean = meanOn(one, line);
      return 2 * (one.count * Math.log(mean / one.expected) - (mean - one.expected));
    }),
  );
}

const CORRELATION_MOST = 0.9;

/**
 * From the squares of the residuals (H. White, Econometrica 48 (1980)), times `enlarged` for fitted parameters, and at least that of Poisson
 * counts. Where a day is like the day before, with correlation ρ, it is (1 + ρ) ÷ (1 − ρ) times as large: days that hang together say less.
 */
function varianceOfSlope(days: readonly Day[], line: Line, enlarged: number): number {
  const fits = days.map((one) => ({
    ...one,
    mean: meanOn(one, line),
    week: weeksSince(line.asOfDay, one.day),
  }));
  const centre = sumOf(fits.map(({ mean, week }) => mean * week)) / sumOf(fits.map(({ mean }) => mean));
  const information = sumOf(fits.map(({ mean, week }) => mean * (week - centre) ** 2));
  const scores = fits.map(({ count, mean, week }) => ((count - mean) * (week - centre)) ** 2);
  const correlation = correlationOfNeighbours(
    fits.map(({ count, mean }) => (count - mean) / Math.sqrt(mean)),
  );
  const counted = Math.max(information, enlarged * sumOf(scores)) / information ** 2;
  return (counted * (1 + correlation)) / (1 - correlation);
}

/** The correlation of residuals one day apart, after `correct`, at most CORRELATION_MOST; 0 if it is negative. */
export function correlationOfNeighbours(
  residuals: readonly number[],
  correct: (seen: number) => number = (seen) => seen,
): number {
  const squares = sumOf(residuals.map((one) => one * one));
  const both = sumOf(residuals.slice(1).map((one, k) => one * (residuals[k] ?? 0)));
  const seen = squares === 0 ? 0 : both / squares;
  return Math.min(CORRELATION_MOST, Math.max(0, correct(seen)));
}
