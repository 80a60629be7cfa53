import { HOUR_MS, sumOf } from '#base';
import type { CountCell } from '#caselog';
import { type Channel, civilDateOf, type DayNumber, weekdayOf } from '#domain';
import { idOf } from '#scenario';
import { clockOf, countOfDay, type StreamCounts } from '../arrivals/day-counts.ts';
import { quietDays } from '../arrivals/holidays.ts';

/** Cases of the customers of a segment by one channel on each day of their clocks. */
export interface DailySeries {
  readonly segment: string;
  readonly channel: Channel;
  readonly firstDay: DayNumber;
  readonly dayCount: number;
  readonly customers: readonly CustomerSeries[];
  /** Share of the cases by hour of the local day, for days on which the clock skips or repeats an hour. */
  readonly hours: readonly number[];
}

interface CustomerSeries {
  readonly country: string;
  readonly timeZone: string;
  /** Null: nothing is known of the day, or nobody could ask. */
  readonly counts: readonly (number | null)[];
}

/** Days without ordinary demand, by country. */
export type Holidays = ReadonlyMap<string, ReadonlySet<string>>;

/** One series per segment and channel. All streams have the same days. */
export function seriesOf(streams: readonly StreamCounts[]): readonly DailySeries[] {
  const found = new Map<string, StreamCounts[]>();
  for (const stream of streams) {
    const key = `${stream.segment} ${stream.channel}`;
    const all = found.get(key) ?? [];
    found.set(key, all);
    all.push(stream);
  }
  return [...found.values()].map((own): DailySeries => {
    const [{ channel, dayCount, firstDay, segment }] = own as [StreamCounts];
    const hours = new Array<number>(24).fill(0);
    for (const { hourly } of own) {
      hourly.forEach((count, k) => {
        hours[k % 24] = (hours[k % 24] ?? 0) + count;
      });
    }
    return {
      segment,
      channel,
      firstDay,
      dayCount,
      hours: sharesOf(hours),
      customers: own.map((stream) => ({
        country: stream.country,
        timeZone: stream.timeZone,
        counts: Array.from({ length: dayCount }, (_, day) => countOfDay(stream, day)),
      })),
    };
  });
}

/** Shares that add up to 1; equal ones if all are 0. */
function sharesOf(values: readonly number[]): readonly number[] {
  const all = sumOf(values);
  return values.map((value) => (all === 0 ? 1 / values.length : value / all));
}

/** All series as one. At least one. */
export function pooledSeries(all: readonly DailySeries[]): DailySeries {
  const [first] = all as readonly [DailySeries];
  const totals = all.map((series) => sumOf(countsOf(series).map((count) => count ?? 0)));
  const hours = first.hours.map((_, hour) =>
    sumOf(all.map((series, k) => (series.hours[hour] ?? 0) * (totals[k] ?? 0))),
  );
  return { ...first, hours: sharesOf(hours), customers: all.flatMap(({ customers }) => customers) };
}

/** The first days of a series, as they were known at an origin. */
export function untilDay(series: DailySeries, dayCount: number): DailySeries {
  return daysOf(series, 0, dayCount);
}

function daysOf(series: DailySeries, from: number, to: number): DailySeries {
  const customers = series.customers.map((one) => ({ ...one, counts: one.counts.slice(from, to) }));
  return { ...series, firstDay: series.firstDay + from, dayCount: to - from, customers };
}

/** Cases of all customers on each day; null where nothing is known of any. */
export function countsOf({ customers, dayCount }: DailySeries): readonly (number | null)[] {
  return Array.from({ length: dayCount }, (_, day) => {
    const known = customers.flatMap(({ counts }) => counts[day] ?? []);
    return known.length === 0 ? null : sumOf(known);
  });
}

/** The part of ordinary demand that a day can have, and whether most of its customers have a holiday. */
interface Exposure {
  readonly part: number;
  readonly isHoliday: boolean;
}

/**
 * Exposures of days, counted from the first of the series. A holiday has the part `onHoliday` of its weekday, and a day on which the clock is
 * changed lacks the cases of the hour that it skips, or has those of an hour twice.
 */
export function exposuresOf(
  { customers, firstDay, hours }: DailySeries,
  days: { readonly from: number; readonly to: number },
  holidays: Holidays,
  onHoliday: (weekday: number) => number,
): readonly Exposure[] {
  const shares = sharesOf(customers.map(({ counts }) => sumOf(counts.map((count) => count ?? 0))));
  const clocks = customers.map(({ timeZone }) => {
    const [fromMs, untilMs] = [days.from, days.to].map((day) => (firstDay + day) * 24 * HOUR_MS) as [
      number,
      number,
    ];
    return clockOf(timeZone, { fromMs, untilMs });
  });
  return Array.from({ length: days.to - days.from }, (_, k) => {
    const day = firstDay + days.from + k;
    const date = civilDateOf(day);
    let [part, onHolidays] = [0, 0];
    customers.forEach(({ country }, number) => {
      const share = shares[number] ?? 0;
      const clock = clocks[number];
      const isHoliday = holidays.get(country)?.has(date) === true;
      const isChanged =
        clock !== undefined && clock.instantOf(day + 1, 0) - clock.instantOf(day, 0) !== 24 * HOUR_MS;
      const lasting = isChanged ? sumOf(hours.map((weight, hour) => weight * lengthOf(clock, day, hour))) : 1;
      part += share * lasting * (isHoliday ? onHoliday(weekdayOf(day)) : 1);
      if (isHoliday) onHolidays += share;
    });
    return { part, isHoliday: onHolidays > 0.5 };
  });
}

/** How often a local hour is passed on a day: 0 if the clock skips it, 2 if it repeats it. */
function lengthOf(clock: ReturnType<typeof clockOf>, day: DayNumber, hour: number): number {
  return clock.instantsAt((day * 24 + hour) * HOUR_MS + HOUR_MS / 2).length;
}

/** What a table of counts leaves out. */
interface CountDefaults {
  readonly segment: string;
  readonly channel: Channel;
  readonly country: string;
  readonly timeZone: string;
}

/**
 * Series of a table of counts. A date without any row is not known: nobody could ask, or the table lacks it. A date that has rows of other
 * series has 0 cases.
 */
export function seriesOfCounts(cells: readonly CountCell[], defaults: CountDefaults): readonly DailySeries[] {
  const days = cells.map(({ day }) => day);
  const firstDay = days.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const dayCount = days.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY) - firstDay + 1;
  const known = new Set(days);
  const found = new Map<string, { segment: string; channel: Channel; counts: number[]; hours: number[] }>();
  for (const { channel: written, count, day, hour, segment: named } of cells) {
    const channel = written ?? defaults.channel;
    const segment = named === null ? defaults.segment : idOf(named, defaults.segment);
    const key = `${segment} ${channel}`;
    let one = found.get(key);
    if (one === undefined) {
      one = { segment, channel, counts: new Array(dayCount).fill(0), hours: new Array(24).fill(0) };
      found.set(key, one);
    }
    one.counts[day - firstDay] = (one.counts[day - firstDay] ?? 0) + count;
    if (hour !== null) one.hours[hour] = (one.hours[hour] ?? 0) + count;
  }
  const { country, timeZone } = defaults;
  const inOrder = [...found].sort(([one], [other]) => (one < other ? -1 : 1));
  return inOrder.map(([, { channel, counts, hours, segment }]) => ({
    segment,
    channel,
    firstDay,
    dayCount,
    hours: sharesOf(hours),
    customers: [
      { country, timeZone, counts: counts.map((count, day) => (known.has(firstDay + day) ? count : null)) },
    ],
  }));
}

/** The days of series from one on, and before another; null if there are none. */
export function seriesWithin(
  all: readonly DailySeries[],
  fromDay: DayNumber,
  untilDay: DayNumber,
): readonly DailySeries[] | null {
  const [{ dayCount, firstDay }] = all as readonly [DailySeries];
  const from = Math.max(0, fromDay - firstDay);
  const to = Math.min(dayCount, untilDay - firstDay);
  return to <= from ? null : all.map((series) => daysOf(series, from, to));
}

/** Days on which the customers of a country were almost silent, and those that are named. */
export function withQuietDays(all: readonly DailySeries[], named: Holidays): Holidays {
  const found = new Map([...named].map(([country, dates]) => [country, new Set(dates)]));
  const countries = new Set(all.flatMap(({ customers }) => customers.map(({ country }) => country)));
  for (const country of countries) {
    const own = all.flatMap(({ customers }) => customers.filter((one) => one.country === country));
    const [{ dayCount, firstDay }] = all as [DailySeries];
    const counts = Array.from({ length: dayCount }, (_, day) => {
      const known = own.flatMap((one) => one.counts[day] ?? []);
      return known.length === 0 ? null : sumOf(known);
    });
    const dates = found.get(country) ?? new Set<string>();
    for (const { day } of quietDays(counts)) dates.add(civilDateOf(firstDay + day));
    found.set(country, dates);
  }
  return found;
}
