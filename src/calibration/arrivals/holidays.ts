import { sumOf } from '#base';
import { countOfDay, dateOn, type StreamCounts } from './day-counts.ts';

/** Days with few cases, by country: holidays, or days that the log lacks. */
export type FoundHolidays = ReadonlyMap<string, readonly FoundHoliday[]>;

export interface FoundHoliday {
  readonly date: string;
  readonly count: number;
  /** Median of the other days of this weekday. */
  readonly usual: number;
}

/** A day is a holiday if it has less than half of the usual cases, and this many standard deviations fewer. */
const SHARE_MOST = 0.5;
const DEVIATIONS_LEAST = 5;
/** A weekday that occurs less often has no usual count. */
const OCCURRENCES_LEAST = 3;

/** Finds the days on which the customers of a country were almost silent. */
export function findHolidays(streams: readonly StreamCounts[]): FoundHolidays {
  const found = new Map<string, FoundHoliday[]>();
  for (const country of [...new Set(streams.map((one) => one.country))].sort()) {
    const own = streams.filter((one) => one.country === country);
    const [first] = own;
    if (first === undefined) continue;
    const counts = Array.from({ length: first.dayCount }, (_, day) =>
      sumOf(own.map((stream) => countOfDay(stream, day))),
    );
    const days = quietDays(counts).map(
      ({ count, day, usual }): FoundHoliday => ({ date: dateOn(first, day), count, usual }),
    );
    if (days.length > 0) found.set(country, days);
  }
  return found;
}

/** Days, counted from the first, that have far fewer cases than others of their weekday. Null: nothing is known of the day. */
export function quietDays(
  counts: readonly (number | null)[],
): readonly { readonly day: number; readonly count: number; readonly usual: number }[] {
  return counts.flatMap((count, day) => {
    if (count === null) return [];
    const others: number[] = [];
    for (let k = day % 7; k < counts.length; k += 7) {
      const other = counts[k] ?? null;
      if (k !== day && other !== null) others.push(other);
    }
    if (others.length < OCCURRENCES_LEAST - 1) return [];
    const usual = medianOf(others);
    const isFew = count < SHARE_MOST * usual && usual - count > DEVIATIONS_LEAST * Math.sqrt(usual);
    return isFew ? [{ day, count, usual }] : [];
  });
}

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle) - 1] ?? 0)) / 2;
}
