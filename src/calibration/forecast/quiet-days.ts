import { sumOf } from '#base';
import { civilDateOf } from '#domain';
import { quietDays } from '../arrivals/holidays.ts';
import type { DailySeries, Holidays } from './daily-series.ts';

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
