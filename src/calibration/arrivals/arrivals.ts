import { studentQuantile, sumOf } from '#base';
import { CHANNELS, type Channel, trendFactor } from '#domain';
import { correlationBetween, type Measured, measuredNormal } from '../estimates/measured.ts';
import { type Busyness, busynessOf } from './busyness.ts';
import { countOfDay, dateOn, type StreamCounts, weekdayOn } from './day-counts.ts';
import { type FoundHolidays, findHolidays } from './holidays.ts';
import { differsFrom, type FactorOfDay, type Profile, profileOf } from './profiles.ts';
import { type DayResidual, type FoundTrend, trendOf, type WrittenTrend } from './trend.ts';

/** How the cases of a segment arrive. */
export interface SegmentArrivals {
  readonly id: string;
  readonly customers: readonly CustomerArrivals[];
  readonly channelShares: ReadonlyMap<Channel, Measured>;
  /** The profile of each channel, by id. */
  readonly profiles: ReadonlyMap<Channel, string>;
  readonly busyness: Busyness;
}

export interface CustomerArrivals {
  readonly country: string;
  readonly timeZone: string;
  /** Cases in a week without holidays, all channels together. */
  readonly perWeek: Measured;
}

export interface Arrivals {
  readonly segments: readonly SegmentArrivals[];
  readonly profiles: readonly Profile[];
  readonly holidays: FoundHolidays;
  /** Null with fewer than two weeks. */
  readonly trend: FoundTrend | null;
  /** Correlation of the unexplained part of days between segments; null with fewer than two. */
  readonly correlation: Measured | null;
  /** Whole local days. */
  readonly dayCount: number;
}

/** A segment with fewer cases by a channel has the profile of all segments. */
const OWN_PROFILE_LEAST = 1000;

/** In each, weights of weekdays are fitted given the trend, and the trend given the weights. */
const TREND_ROUNDS = 3;

/**
 * If cases surely become more or fewer, all other figures are those beside the trend: busy days vary around it. Rates are as of its date, or, if it is not
 * written, means.
 */
export function estimateArrivals(streams: readonly StreamCounts[]): Arrivals {
  const holidays = findHolidays(streams);
  const trendBeside = (known: WrittenTrend | null) =>
    trendOf(residualsOf(streams, fittedTo(streams, holidays, known).level));
  let trend = trendBeside(null);
  for (let round = 1; round < TREND_ROUNDS; round++)
    if (trend !== null && trend.sure !== null) trend = trendBeside(trend.sure);
  const { expectation, idOf, level, profiles } = fittedTo(streams, holidays, trend?.sure ?? null);
  const rated = (trend?.written ?? null) === null ? level : expectation;
  const ids = [...new Set(streams.map(({ segment }) => segment))];
  const segments = ids.map((id) => {
    const own = streams.filter(({ segment }) => segment === id);
    // Weights of days are fitted to all segments together; each uses degrees of freedom about in proportion to its cases.
    return segmentOf(id, own, expectation, { idOf, rated, share: countOf(own) / countOf(streams) });
  });
  const dayCount = Math.max(0, ...streams.map((one) => one.dayCount));
  return {
    segments,
    profiles,
    holidays,
    trend,
    correlation: correlationOf(ids, streams, expectation),
    dayCount,
  };
}

/** Cases of streams, in whole days. */
function countOf(streams: readonly StreamCounts[]): number {
  return sumOf(streams.map(({ total }) => total));
}

type ProfileId = (stream: StreamCounts) => string;

/** Profiles beside a trend, and what they expect with it and, as a `level`, without it. */
function fittedTo(streams: readonly StreamCounts[], holidays: FoundHolidays, trend: WrittenTrend | null) {
  const factorOf: FactorOfDay = trend === null ? () => 1 : (day) => trendFactor(trend, day);
  const { idOf, profiles } = profilesOf(streams, holidays, factorOf);
  const expecting = (factor: FactorOfDay) => new Expectation(profiles, idOf, holidays, factor);
  return { idOf, profiles, expectation: expecting(factorOf), level: expecting(() => 1) };
}

function profilesOf(streams: readonly StreamCounts[], holidays: FoundHolidays, factorOf: FactorOfDay) {
  const profiles: Profile[] = [];
  const ids = new Map<string, string>();
  for (const channel of CHANNELS) {
    const all = streams.filter((one) => one.channel === channel);
    if (all.length === 0) continue;
    profiles.push(profileOf(channel, all, holidays, factorOf));
    const segments = [...new Set(all.map(({ segment }) => segment))];
    for (const segment of segments) {
      const own = all.filter((one) => one.segment === segment);
      const isOwn =
        segments.length > 1 && countOf(own) >= OWN_PROFILE_LEAST && differsFrom(own, all, holidays);
      const id = isOwn ? `${segment}-${channel}` : channel;
      if (isOwn) profiles.push(profileOf(id, own, holidays, factorOf));
      ids.set(`${segment} ${channel}`, id);
    }
  }
  const idOf: ProfileId = ({ channel, segment }) => ids.get(`${segment} ${channel}`) ?? channel;
  return { profiles, idOf };
}

/** What profiles and trend say of a day: its weight, where an ordinary day has 1 on the date of the rates. */
class Expectation {
  private readonly weights: ReadonlyMap<
    string,
    { readonly days: readonly number[]; readonly holiday: number }
  >;
  private readonly holidays: ReadonlyMap<string, ReadonlySet<string>>;
  private readonly idOf: ProfileId;
  private readonly factorOf: FactorOfDay;

  constructor(profiles: readonly Profile[], idOf: ProfileId, holidays: FoundHolidays, factorOf: FactorOfDay) {
    this.idOf = idOf;
    this.factorOf = factorOf;
    this.weights = new Map(
      profiles.map(({ days, holiday, hours, id }) => {
        const byDay =
          days?.map(({ value }) => value) ??
          Array.from({ length: 7 }, (_, k) =>
            hours.slice(24 * k, 24 * k + 24).reduce((sum, { value }) => sum + value / 24, 0),
          );
        return [id, { days: byDay, holiday: holiday?.value ?? 0 }];
      }),
    );
    this.holidays = new Map(
      [...holidays].map(([country, days]) => [country, new Set(days.map(({ date }) => date))]),
    );
  }

  weightOf(stream: StreamCounts, day: number): number {
    const found = this.weights.get(this.idOf(stream));
    const usual = this.isHoliday(stream, day) ? found?.holiday : found?.days[weekdayOn(stream, day)];
    return (usual ?? 0) * this.factorOf(stream.firstDay + day);
  }

  isHoliday(stream: StreamCounts, day: number): boolean {
    return this.holidays.get(stream.country)?.has(dateOn(stream, day)) ?? false;
  }

  /** Cases of an ordinary day of the stream. */
  perDay(stream: StreamCounts): number {
    let exposure = 0;
    for (let day = 0; day < stream.dayCount; day++) exposure += this.weightOf(stream, day);
    return exposure === 0 ? 0 : stream.total / exposure;
  }
}

function segmentOf(
  id: string,
  streams: readonly StreamCounts[],
  expectation: Expectation,
  { idOf, rated, share }: { readonly idOf: ProfileId; readonly rated: Expectation; readonly share: number },
): SegmentArrivals {
  const days = residualsOf(streams, expectation);
  const busyness = busynessOf(days, 1 + 6 * share);
  const inverseShape = busyness.shape === null ? 0 : 1 / busyness.shape.value;
  const perDay = new Map(streams.map((stream) => [stream, rated.perDay(stream)]));
  const perDayOf = (some: readonly StreamCounts[]) => sumOf(some.map((one) => perDay.get(one) ?? 0));
  const all = perDayOf(streams);
  const count = countOf(streams);
  const countries = [...new Set(streams.map(({ country }) => country))];
  const customers = countries.map((country): CustomerArrivals => {
    const own = streams.filter((one) => one.country === country);
    return {
      country,
      timeZone: own[0]?.timeZone ?? 'UTC',
      perWeek: rateOf(7 * perDayOf(own), { n: countOf(own), dayCount: own[0]?.dayCount ?? 1, inverseShape }),
    };
  });
  const channelShares = new Map(
    CHANNELS.flatMap((channel): [Channel, Measured][] => {
      const own = streams.filter((one) => one.channel === channel);
      if (own.length === 0) return [];
      const value = perDayOf(own) / all;
      const error = Math.sqrt((value * (1 - value)) / count);
      return [[channel, measuredNormal(value, error, count)]];
    }),
  );
  const profiles = new Map(streams.map((stream) => [stream.channel, idOf(stream)]));
  return { id, customers, channelShares, profiles, busyness };
}

/** A rate with the error of a Poisson number, and that of the factors of the days. */
function rateOf(
  value: number,
  {
    dayCount,
    inverseShape,
    n,
  }: { readonly n: number; readonly dayCount: number; readonly inverseShape: number },
): Measured {
  const variance = 1 / Math.max(n, 1) + inverseShape / Math.max(dayCount, 1);
  const quantile = studentQuantile(0.975, Math.max(1, dayCount - 1));
  const spread = Math.exp(quantile * Math.sqrt(variance));
  return { value, low: value / spread, high: value * spread, n };
}

/** Counts and expectations of the days of several streams together, without holidays. */
function residualsOf(streams: readonly StreamCounts[], expectation: Expectation): readonly DayResidual[] {
  const days = new Map<string, { date: string; count: number; expected: number }>();
  for (const stream of streams) {
    const perDay = expectation.perDay(stream);
    for (let day = 0; day < stream.dayCount; day++) {
      if (expectation.isHoliday(stream, day)) continue;
      const date = dateOn(stream, day);
      const found = days.get(date) ?? { date, count: 0, expected: 0 };
      days.set(date, found);
      found.count += countOfDay(stream, day);
      found.expected += perDay * expectation.weightOf(stream, day);
    }
  }
  return [...days.values()].sort((one, other) => (one.date < other.date ? -1 : 1));
}

/** Mean correlation of the relative residuals of days between segments, with Fisher's interval for one pair. */
function correlationOf(
  ids: readonly string[],
  streams: readonly StreamCounts[],
  expectation: Expectation,
): Measured | null {
  if (ids.length < 2) return null;
  const series = ids.map((id) => {
    const own = residualsOf(
      streams.filter(({ segment }) => segment === id),
      expectation,
    );
    return new Map(
      own.map(({ count, date, expected }) => [date, (count - expected) / Math.sqrt(Math.max(expected, 1))]),
    );
  });
  let sum = 0;
  let pairs = 0;
  let least = Number.POSITIVE_INFINITY;
  series.forEach((one, k) => {
    for (const other of series.slice(k + 1)) {
      const dates = [...one.keys()].filter((date) => other.has(date));
      const correlation = correlationBetween(
        dates.map((date) => one.get(date) ?? 0),
        dates.map((date) => other.get(date) ?? 0),
      );
      if (dates.length < 5 || correlation === null) continue;
      sum += correlation;
      pairs++;
      least = Math.min(least, dates.length);
    }
  });
  if (pairs === 0) return null;
  const value = sum / pairs;
  const centre = Math.atanh(Math.max(-0.999, Math.min(0.999, value)));
  const half = 1.96 / Math.sqrt(Math.max(1, least - 3));
  return { value, low: Math.tanh(centre - half), high: Math.tanh(centre + half), n: least };
}
