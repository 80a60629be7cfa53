import { quantileOf, sumOf } from '#base';
import { type Channel, civilDateOf, type DayNumber, weekdayOf } from '#domain';
import { correlationBetween } from '../estimates/measured.ts';
import { countsOf, type DailySeries, exposuresOf, type Holidays, withQuietDays } from './daily-series.ts';
import { findOutlooks, levelOf } from './level-filter.ts';
import { type WeekWeights, weekWeightsOf } from './week-weights.ts';

/** A day ahead. */
interface ForecastDay {
  readonly day: DayNumber;
  readonly date: string;
  readonly cases: number;
  /** Coefficient of variation of the rate: how wrong the level may be. */
  readonly error: number;
  /** Variance of the number of cases, with chance and busy days. */
  readonly variance: number;
  /** 90 % interval of the number of cases, with chance and busy days. */
  readonly low: number;
  readonly high: number;
}

/** What comes for a segment by one channel. */
export interface SeriesForecast {
  readonly segment: string;
  readonly channel: Channel;
  readonly days: readonly ForecastDay[];
  readonly total: Total;
  /** Coefficient of variation of a day beyond chance. */
  readonly busy: number;
  /** Standard deviation of the change of the level from day to day, as a part of it. */
  readonly drift: number;
  /** Growth of the level in the next week: 0.01 is 1 %. */
  readonly weekGrowth: number;
  readonly weights: readonly number[];
  /** Factor by which the relative variances were widened. */
  readonly widening: number;
  readonly surprises: readonly (number | null)[];
}

/** All days together: expected cases and their 90 % interval. */
interface Total {
  readonly cases: number;
  readonly low: number;
  readonly high: number;
  /** Variance of the cases, and the part of it that is due to levels. */
  readonly variance: number;
  readonly ofLevels: number;
}

export interface Forecast {
  /** All series together. */
  readonly total: Total;
  readonly series: readonly SeriesForecast[];
  /** Correlation of the errors of levels, for any two series; 0 for one series. */
  readonly correlation: number;
  /** Cases on a holiday ÷ those of its weekday; null if none was seen. */
  readonly onHoliday: number | null;
}

const INTERVAL = 0.9;
const [LOW, HIGH] = [(1 - INTERVAL) / 2, (1 + INTERVAL) / 2] as const;

interface ForecastOptions {
  /** Days. */
  readonly ahead: number;
  /** Holidays that are known, past and ahead. */
  readonly named: Holidays;
  /** Factors on the relative variances of each series: what earlier forecasts have missed. */
  readonly widening: readonly number[];
}

/** Forecasts all series from the end of their days. */
export function forecastSeries(
  all: readonly DailySeries[],
  { ahead, named, widening }: ForecastOptions,
): Forecast {
  const holidays = withQuietDays(all, named);
  const pooled = pooledWeights(all, holidays);
  const onHoliday = holidayPart(all, holidays, pooled.weights);
  const partOn = (weights: readonly number[]) => (weekday: number) => {
    const usual = weights[weekday] ?? 0;
    return onHoliday ?? (usual > 0 ? Math.min(1, (weights[6] ?? 0) / usual) : 0);
  };
  const shared = all.length > 1 ? pooled.weights : null;
  const series = all.map((one, k) =>
    forecastOne(one, { ahead, holidays, shared, partOn, widening: widening[k] ?? 1 }),
  );
  const correlation = correlationOf(series);
  return { total: totalOfAll(series, correlation), series, correlation, onHoliday };
}

interface Known {
  readonly ahead: number;
  readonly holidays: Holidays;
  readonly shared: readonly number[] | null;
  readonly widening: number;
  readonly partOn: (weights: readonly number[]) => (weekday: number) => number;
}

function forecastOne(
  series: DailySeries,
  { ahead, holidays, partOn, shared, widening }: Known,
): SeriesForecast {
  const { channel, dayCount, firstDay, segment } = series;
  const week = weekWeightsOf(usualDays(series, holidays), shared);
  const { weights } = week;
  const exposures = exposuresOf(series, { from: 0, to: dayCount + ahead }, holidays, partOn(weights));
  const weightOf = (day: number) => (weights[weekdayOf(firstDay + day)] ?? 0) * (exposures[day]?.part ?? 0);
  const counts = countsOf(series);
  const observed = counts.map((count, day) => ({
    count: exposures[day]?.isHoliday === true ? null : count,
    weight: weightOf(day),
  }));
  const outlooks = findOutlooks(observed, ahead, weights.filter((weight) => weight > 0).length);
  const busy = widening * sumOf(outlooks.map(({ movement, weight }) => weight * movement.busy ** 2));
  const moments = Array.from({ length: ahead }, (_, k) => {
    const level = levelOf(outlooks, k + 1);
    const cases = Math.exp(level.log + level.variance / 2) * weightOf(dayCount + k);
    return {
      cases,
      error: widening * level.variance,
      ofDay: busy + ofWeekday(week, busy, firstDay + dayCount + k, cases),
    };
  });
  const days = moments.map(({ cases, error, ofDay }, k): ForecastDay => {
    const variance = cases + cases ** 2 * (error + ofDay);
    const day = firstDay + dayCount + k;
    return {
      day,
      date: civilDateOf(day),
      cases,
      variance,
      error: Math.sqrt(Math.expm1(error)),
      low: countQuantile(cases, variance, LOW),
      high: countQuantile(cases, variance, HIGH),
    };
  });
  return {
    segment,
    channel,
    days,
    weights,
    widening,
    total: totalOf(moments),
    busy: Math.sqrt(busy),
    drift: Math.sqrt(sumOf(outlooks.map(({ movement, weight }) => weight * movement.drift ** 2))),
    weekGrowth: Math.expm1(levelOf(outlooks, 7).log - levelOf(outlooks, 0).log),
    surprises: outlooks[0]?.filtered.surprises ?? [],
  };
}

/** Relative variance of the weight of a weekday: that of a day ÷ the days that it rests on. */
function ofWeekday({ days }: WeekWeights, busy: number, day: DayNumber, cases: number): number {
  return cases > 0 ? (busy + 1 / cases) / Math.max(1, days[weekdayOf(day)] ?? 0) : 0;
}

interface Moments {
  readonly cases: number;
  /** Relative variances: of the level, which later days share with earlier ones, and of the day alone. */
  readonly error: number;
  readonly ofDay: number;
}

/** The cases of all days together. The errors of two days have those of the earlier one in common. */
function totalOf(days: readonly Moments[]): Total {
  let [ofDays, ofLevels, later] = [0, 0, 0];
  for (const one of [...days].reverse()) {
    ofDays += one.cases + one.cases ** 2 * one.ofDay;
    ofLevels += one.error * one.cases * (one.cases + 2 * later);
    later += one.cases;
  }
  return withInterval(later, ofDays + ofLevels, ofLevels);
}

function withInterval(cases: number, variance: number, ofLevels: number): Total {
  return {
    cases,
    variance,
    ofLevels,
    low: countQuantile(cases, variance, LOW),
    high: countQuantile(cases, variance, HIGH),
  };
}

/** All series together: their levels are correlated, and the rest is not. */
function totalOfAll(series: readonly SeriesForecast[], correlation: number): Total {
  const totals = series.map(({ total }) => total);
  const deviations = totals.map(({ ofLevels }) => Math.sqrt(ofLevels));
  const apart = sumOf(totals.map(({ ofLevels }) => ofLevels));
  const ofLevels = apart + correlation * (sumOf(deviations) ** 2 - apart);
  const rest = sumOf(totals.map((one) => one.variance - one.ofLevels));
  return withInterval(sumOf(totals.map(({ cases }) => cases)), rest + ofLevels, ofLevels);
}

/** Counts without holidays, with weekdays. */
function usualDays(series: DailySeries, holidays: Holidays) {
  const { dayCount, firstDay } = series;
  const exposures = exposuresOf(series, { from: 0, to: dayCount }, holidays, () => 0);
  return countsOf(series).map((count, day) => {
    const { isHoliday, part } = exposures[day] as (typeof exposures)[number];
    return { count: isHoliday ? null : count, weekday: weekdayOf(firstDay + day), part };
  });
}

/** Weights of weekdays of all series together. */
function pooledWeights(all: readonly DailySeries[], holidays: Holidays): WeekWeights {
  const each = all.map((series) => usualDays(series, holidays));
  const [first = []] = each;
  const together = first.map(({ weekday }, day) => {
    const known = each.flatMap((days) => days[day]?.count ?? []);
    const parts = each.map((days) => days[day]?.part ?? 0);
    const count = known.length === 0 ? null : sumOf(known);
    return { count, weekday, part: sumOf(parts) / parts.length };
  });
  return weekWeightsOf(together, null);
}

/** Cases on holidays ÷ those that their weekdays would have had; null without holidays in the past. */
function holidayPart(
  all: readonly DailySeries[],
  holidays: Holidays,
  weights: readonly number[],
): number | null {
  let [seen, usual] = [0, 0];
  for (const { customers, dayCount, firstDay } of all) {
    for (const { counts, country } of customers) {
      const own = holidays.get(country);
      const isHoliday = (day: number) => own?.has(civilDateOf(firstDay + day)) === true;
      let [cases, weight, onHolidays, ofHolidays] = [0, 0, 0, 0];
      for (let day = 0; day < dayCount; day++) {
        const count = counts[day] ?? null;
        if (count === null) continue;
        const of = weights[weekdayOf(firstDay + day)] ?? 0;
        if (isHoliday(day)) {
          onHolidays += count;
          ofHolidays += of;
        } else {
          cases += count;
          weight += of;
        }
      }
      if (weight === 0) continue;
      seen += onHolidays;
      usual += (ofHolidays * cases) / weight;
    }
  }
  return usual > 0 ? seen / usual : null;
}

const WEEK = 7;

/**
 * The mean correlation of surprises, summed over weeks, between series: what the levels of two series have in common. Nothing that would be
 * negative, since a scenario has one correlation for all.
 */
function correlationOf(series: readonly SeriesForecast[]): number {
  const weekly = series.map(({ surprises }) => {
    const weeks: number[] = [];
    for (let end = surprises.length; end >= WEEK; end -= WEEK)
      weeks.push(sumOf(surprises.slice(end - WEEK, end).map((one) => one ?? 0)));
    return weeks;
  });
  const known = weekly.flatMap((one, k) =>
    weekly.slice(k + 1).flatMap((other) => correlationBetween(one, other) ?? []),
  );
  return known.length === 0 ? 0 : Math.min(1, Math.max(0, sumOf(known) / known.length));
}

/** Above this mean a count is about as good as a number. */
const MEAN_OF_NUMBERS = 300;

/**
 * The quantile of a count with this mean and variance: negative binomial, or Poisson if the variance is not larger than the mean. Large
 * counts are taken as gamma numbers with the same moments.
 */
export function countQuantile(mean: number, variance: number, share: number): number {
  if (!(mean > 0)) return 0;
  if (mean > MEAN_OF_NUMBERS)
    return quantileOf({ kind: 'gamma', mean, shape: mean ** 2 / Math.max(variance, mean) }, share);
  // The number is a mixture of Poisson numbers with a gamma mean of this shape. A very large shape is as good as a fixed mean.
  const shape = variance > mean * (1 + 1e-9) ? mean ** 2 / (variance - mean) : 1e9;
  const odds = mean / (shape + mean);
  let [chance, sum] = [Math.exp(-shape * Math.log1p(mean / shape)), 0];
  for (let count = 0; ; count++) {
    sum += chance;
    // The chance of what is larger is lost in rounding.
    if (sum >= share || count > 100 * (mean + Math.sqrt(variance) + 10)) return count;
    chance *= ((count + shape) / (count + 1)) * odds;
  }
}
