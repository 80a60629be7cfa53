import { sumOf } from '#base';
import { type Channel, civilDateOf } from '#domain';
import { countsOf, type DailySeries, type Holidays, untilDay, withQuietDays } from './daily-series.ts';
import { forecastSeries, type SeriesForecast } from './forecast.ts';

/** Errors of forecasts that were made from parts of the past. */
export interface BacktestRow {
  readonly segment: string | null;
  readonly channel: Channel | null;
  /** Days that were forecast, over all origins, and their cases. */
  readonly days: number;
  readonly cases: number;
  /** Weighted absolute percentage error: Σ |forecast − cases| ÷ Σ cases. Null without cases. */
  readonly wape: number | null;
  /** Weighted absolute percentage error if the forecast is the last day of the same weekday, or the mean of the last four. */
  readonly naive: number | null;
  readonly ofFour: number | null;
  /** Days on which at least one case was expected, and how many of them were within their 90 % interval: an interval holds no case by itself. */
  readonly expected: number;
  readonly covered: number;
  /** Sums over all days ahead in which at least one case was expected, and how many of them were within their 90 % interval. */
  readonly totals: number;
  readonly totalsCovered: number;
}

export interface Backtest {
  readonly origins: number;
  /** Days from origin to origin. */
  readonly step: number;
  readonly ahead: number;
  /** Days before the first origin. */
  readonly before: number;
  readonly rows: readonly BacktestRow[];
  /** All series: errors are added, before they are divided by all cases. */
  readonly all: BacktestRow;
  /** Days that were left out because they turned out to be almost silent, and nobody had named them. */
  readonly leftOut: number;
  /** Factors on the variances of the next forecast of each series: what these have missed. */
  readonly widening: readonly number[];
}

const ORIGINS_LEAST = 5;
/** Weekdays must be seen three times. */
const BEFORE_LEAST = 21;

/**
 * Forecasts from many origins in the past, each from the days before it alone. As many origins as the series have room for; null if those are
 * too few to say anything.
 */
export function backtest(
  all: readonly DailySeries[],
  {
    ahead,
    named,
    origins: wanted,
  }: { readonly ahead: number; readonly named: Holidays; readonly origins: number },
): Backtest | null {
  const [{ dayCount }] = all as readonly [DailySeries];
  const room = dayCount - ahead - BEFORE_LEAST;
  const origins = Math.min(wanted, room + 1);
  if (origins < Math.min(wanted, ORIGINS_LEAST)) return null;
  // Origins lie in the last two thirds, where more is known of the past, unless that leaves too little room.
  const step = Math.max(1, Math.floor(Math.min(room, (2 * dayCount) / 3 - ahead) / Math.max(1, origins - 1)));
  const before = dayCount - ahead - step * (origins - 1);
  const quiet = withQuietDays(all, named);
  const scores = all.map((series) => new Score(series, quiet, named));
  for (let k = 0; k < origins; k++) {
    const origin = before + k * step;
    const known = all.map((series) => untilDay(series, origin));
    const past = withQuietDays(known, named);
    const widening = scores.map((score) => score.wideningAt(origin));
    forecastSeries(known, { ahead, named, widening }).series.forEach((forecast, number) => {
      scores[number]?.add(forecast, origin, past);
    });
  }
  const rows = scores.map((score) => score.row());
  const together = new Score(all[0] as DailySeries, quiet, named);
  for (const score of scores) together.include(score);
  return {
    origins,
    step,
    ahead,
    before,
    rows,
    all: { ...together.row(), segment: null, channel: null },
    leftOut: together.leftOut,
    widening: scores.map((score) => score.wideningAt(dayCount)),
  };
}

/** The widening starts as if this many earlier days had missed by what was expected. */
const WIDENING_DAYS = 10;
const EXPECTED_LEAST = 1;
/** A miss of more than four standard deviations counts as this. */
const SQUARE_MOST = 16;

class Score {
  leftOut = 0;
  private readonly counts: readonly (number | null)[];
  /** The fields have the meaning of those of a row; `model`, `naive` and `ofFour` are sums of absolute errors. */
  private readonly sums = {
    days: 0,
    cases: 0,
    expected: 0,
    covered: 0,
    totals: 0,
    totalsCovered: 0,
    model: 0,
    naive: 0,
    ofFour: 0,
  };
  private readonly misses: { readonly day: number; readonly square: number }[] = [];

  private readonly series: DailySeries;
  private readonly quiet: Holidays;
  private readonly named: Holidays;

  constructor(series: DailySeries, quiet: Holidays, named: Holidays) {
    this.series = series;
    this.quiet = quiet;
    this.named = named;
    this.counts = countsOf(series);
  }

  add(forecast: SeriesForecast, origin: number, past: Holidays): void {
    const { sums } = this;
    let [total, isWhole] = [0, true];
    forecast.days.forEach(({ cases, high, low, variance }, k) => {
      const day = origin + k;
      const count = this.counts[day] ?? null;
      if (count === null) {
        if (cases > 0) isWhole = false;
        return;
      }
      if (this.isUnnamed(day)) {
        this.leftOut++;
        isWhole = false;
        return;
      }
      sums.days++;
      sums.cases += count;
      total += count;
      sums.model += Math.abs(cases - count);
      sums.naive += Math.abs(this.meanBefore(day, origin, past, 1) - count);
      sums.ofFour += Math.abs(this.meanBefore(day, origin, past, 4) - count);
      if (cases >= EXPECTED_LEAST) {
        sums.expected++;
        if (count >= low && count <= high) sums.covered++;
      }
      if (variance > 0)
        this.misses.push({ day, square: ((count - cases) ** 2 / variance) * forecast.widening });
    });
    if (!isWhole || forecast.total.cases < EXPECTED_LEAST) return;
    sums.totals++;
    if (total >= forecast.total.low && total <= forecast.total.high) sums.totalsCovered++;
  }

  /**
   * The mean square of the misses of days that were over at an origin, in standard deviations. Never less than 1, since a lucky time would
   * promise too much.
   */
  wideningAt(origin: number): number {
    let [sum, days] = [WIDENING_DAYS, WIDENING_DAYS];
    for (const { day, square } of this.misses) {
      if (day >= origin) continue;
      sum += Math.min(square, SQUARE_MOST);
      days++;
    }
    return Math.max(1, sum / days);
  }

  include(other: Score): void {
    this.leftOut += other.leftOut;
    for (const key of Object.keys(this.sums) as (keyof typeof this.sums)[]) this.sums[key] += other.sums[key];
  }

  row(): BacktestRow {
    const { model, naive, ofFour, ...counts } = this.sums;
    const of = (error: number) => (counts.cases > 0 ? error / counts.cases : null);
    const { channel, segment } = this.series;
    return { segment, channel, ...counts, wape: of(model), naive: of(naive), ofFour: of(ofFour) };
  }

  /** Whether most of its customers were silent on a day that is no named holiday. */
  private isUnnamed(day: number): boolean {
    const date = civilDateOf(this.series.firstDay + day);
    return this.series.customers.some(
      ({ country }) =>
        this.quiet.get(country)?.has(date) === true && this.named.get(country)?.has(date) !== true,
    );
  }

  /** The mean of the last days of the same weekday before an origin that are no holidays. */
  private meanBefore(day: number, origin: number, past: Holidays, most: number): number {
    const found: number[] = [];
    const { customers, firstDay } = this.series;
    for (let k = day - 7; k >= 0 && found.length < most; k -= 7) {
      const count = this.counts[k] ?? null;
      const date = civilDateOf(firstDay + k);
      if (k >= origin || count === null || customers.some(({ country }) => past.get(country)?.has(date)))
        continue;
      found.push(count);
    }
    return found.length === 0 ? 0 : sumOf(found) / found.length;
  }
}
