import { formatCount, listInWords, sumOf } from '#base';
import { busynessOf } from './busyness.ts';
import { countArrivals, countOfDay, dateOn, type StreamCounts } from './day-counts.ts';

/** Days with few cases, by country: holidays, or days that the log lacks. */
export type FoundHolidays = ReadonlyMap<string, readonly FoundHoliday[]>;

export interface FoundHoliday {
  readonly date: string;
  readonly count: number;
  /** Median of the other days of this weekday. */
  readonly usual: number;
}

/** Only days with less than this share of the usual cases are looked at. */
const SHARE_MOST = 0.5;
/** A weekday that occurs less often has no usual count. */
const OCCURRENCES_LEAST = 3;
/** A day is compared with at most this many days of its weekday, the nearest ones, since a desk grows and shrinks. */
const OTHERS_MOST = 8;
/** If more days than this share have few cases, the desk grows or shrinks: then they say how much days vary. */
const FEW_MOST = 1 / 7;
/** In this share of logs, chance makes one of all days look like a holiday. */
const CHANCE_MOST = 0.01;

/** Finds the days on which the customers of a country were almost silent. */
export function findHolidays(streams: readonly StreamCounts[]): FoundHolidays {
  const found = new Map<string, FoundHoliday[]>();
  const countries = [...new Set(streams.map((one) => one.country))].sort();
  for (const country of countries) {
    const own = streams.filter((one) => one.country === country);
    const [first] = own;
    if (first === undefined) continue;
    const counts = Array.from({ length: first.dayCount }, (_, day) =>
      sumOf(own.map((stream) => countOfDay(stream, day))),
    );
    const days = quietDays(counts, CHANCE_MOST / countries.length).map(
      ({ count, day, usual }): FoundHoliday => ({ date: dateOn(first, day), count, usual }),
    );
    if (days.length > 0) found.set(country, days);
  }
  return found;
}

/** Holidays of a log that are not `known`, from a time on, epoch ms. */
export function holidaysFrom(
  fromMs: number,
  known: Readonly<Record<string, readonly string[]>>,
  ...log: Parameters<typeof countArrivals>
): FoundHolidays {
  const first = new Date(fromMs).toISOString().slice(0, 10);
  const found = [...findHolidays(countArrivals(...log))].map(([country, days]) => {
    const others = days.filter(({ date }) => date >= first && known[country]?.includes(date) !== true);
    return [country, others] as const;
  });
  return new Map(found.filter(([, days]) => days.length > 0));
}

/** `2016-03-25 (55 cases where 336 are usual)`, by country if there are several. */
export function holidaysInWords(holidays: FoundHolidays): string {
  const texts = [...holidays].flatMap(([country, days]) =>
    days.map(({ count, date, usual }) => {
      const where = holidays.size > 1 ? `${country}: ` : '';
      return `${date} (${where}${formatCount(count)} cases where ${formatCount(Math.round(usual))} are usual)`;
    }),
  );
  return listInWords(texts);
}

/**
 * Days, counted from the first, that have far fewer cases than others of their weekday. `chance`: in this share of series without such days,
 * one is found. Null: nothing is known of the day.
 */
export function quietDays(
  counts: readonly (number | null)[],
  chance = CHANCE_MOST,
): readonly { readonly day: number; readonly count: number; readonly usual: number }[] {
  const known = counts.flatMap((count, day) => {
    const others = nearestOf(counts, day);
    if (count === null || others.length < OCCURRENCES_LEAST - 1) return [];
    const usual = medianOf(others);
    const open = others.filter((other) => other >= SHARE_MOST * usual);
    return [{ day, count, usual, open, isFew: count < SHARE_MOST * usual }];
  });
  // Days that may be holidays say nothing of how much other days vary.
  const open = known.filter(({ isFew }) => !isFew);
  const usualDays = known.length - open.length > FEW_MOST * known.length ? known : open;
  const { shape } = busynessOf(
    usualDays.map(({ count, usual }) => ({ count, expected: usual })),
    7,
  );
  const vary = shape?.value ?? Number.POSITIVE_INFINITY;
  return known
    .filter(({ count, isFew, open }) => isFew && chanceOfFewer(count, open, vary) < chance / known.length)
    .map(({ count, day, usual }) => ({ day, count, usual }));
}

/** The counts of the nearest days of the same weekday. */
function nearestOf(counts: readonly (number | null)[], day: number): readonly number[] {
  const others: number[] = [];
  for (let away = 7; away < counts.length && others.length < OTHERS_MOST; away += 7) {
    for (const other of [counts[day - away], counts[day + away]]) {
      if (other !== null && other !== undefined) others.push(other);
    }
  }
  return others;
}

/**
 * The probability that a day gets `count` cases or fewer, given the total of this day and the others, if all days are alike. The count is binomial
 * if days vary by chance alone, and beta-binomial if each has a gamma factor of that shape.
 */
function chanceOfFewer(count: number, others: readonly number[], shape: number): number {
  const all = count + sumOf(others);
  const perDay = Number.isFinite(shape) ? 1 / shape : 0;
  let logarithm = 0;
  for (let k = 0; k < all; k++)
    logarithm += Math.log((others.length + k * perDay) / (others.length + 1 + k * perDay));
  let chance = 0;
  for (let k = 0; k <= count; k++) {
    chance += Math.exp(logarithm);
    const more = ((all - k) * (1 + k * perDay)) / ((k + 1) * (others.length + (all - k - 1) * perDay));
    logarithm += Math.log(more);
  }
  return chance;
}

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle) - 1] ?? 0)) / 2;
}
