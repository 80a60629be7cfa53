import { studentQuantile, sumOf } from '#base';
import type { DayNumber } from '#domain';
import { chiSquareQuantile, type Measured, measuredShare, Z95 } from '../estimates/measured.ts';
import { countOfDay, dateOn, type StreamCounts, weekdayOn } from './day-counts.ts';
import type { FoundHolidays } from './holidays.ts';

/** When cases arrive: weights of a scenario's profile. */
export interface Profile {
  readonly id: string;
  /** 24 weights that add up to 1; or 168 from Monday, with mean 1, that contain those of the days. */
  readonly hours: readonly Measured[];
  /** The share of the cases of each of 24 hours that arrive in its second half; null if halves of hours are about alike, and with 168 hours. */
  readonly secondHalves: readonly Measured[] | null;
  /** Monday to Sunday, with mean 1; null with 168 hours. */
  readonly days: readonly Measured[] | null;
  /** Weight of a holiday beside those of `days`; null if none was found. */
  readonly holiday: Measured | null;
  /** How much more the counts of hours vary than Poisson counts (1: not more). */
  readonly hourDispersion: number;
  readonly n: number;
}

/** The factor of a trend on a local day since 1970: 1 where there is none. */
export type FactorOfDay = (day: DayNumber) => number;

/** Counts of several streams together, by day, without holidays. */
interface Pooled {
  /** Weekday and 24 counts of each day that is no holiday. */
  readonly days: readonly PooledDay[];
  /** The cases and days of each stream by weekday. A day counts as its factor. */
  readonly streams: readonly { readonly counts: readonly number[]; readonly dayCounts: readonly number[] }[];
  /** What each stream with holidays has: their number, cases on them, other cases, and the weekdays of other days. A day counts as its factor. */
  readonly onHolidays: readonly HolidayCounts[];
  readonly n: number;
}

interface PooledDay {
  readonly weekday: number;
  readonly factor: number;
  readonly hours: Int32Array;
  total: number;
  /** Numbers of the streams for which the day is no holiday. */
  readonly streams: number[];
}

interface HolidayCounts {
  days: number;
  count: number;
  otherCount: number;
  readonly otherDayCounts: number[];
}

/** Hours of the week are kept apart only if the days differ by more than chance, and by more than this share of the cases. */
const DIFFERENCE_LEAST = 0.05;
const SIGNIFICANCE = 0.999;

/** The profile of streams that are taken to have the same. */
export function profileOf(
  id: string,
  streams: readonly StreamCounts[],
  holidays: FoundHolidays,
  factorOf: FactorOfDay,
): Profile {
  const pooled = poolOf(streams, holidays, factorOf);
  const cells = cellsOf(pooled);
  const isByWeek = differsByDay(pooled, cells);
  const hourDispersion = dispersionOfHours(pooled, cells);
  const days = dayWeights(pooled);
  const holiday = holidayWeight(pooled, days);
  const { n } = pooled;
  const common = { id, holiday, hourDispersion, n };
  if (isByWeek)
    return { ...common, hours: weekWeights(cells, days, hourDispersion), days: null, secondHalves: null };
  const secondHalves = secondHalvesOf(streams, hourDispersion);
  return { ...common, hours: hourWeights(cells, hourDispersion), days, secondHalves };
}

/** Halves of hours count only if they differ as clearly as days have to: a desk that opens or closes at half past has hours of two kinds. */
function secondHalvesOf(streams: readonly StreamCounts[], dispersion: number): readonly Measured[] | null {
  const halves = Array.from({ length: 24 }, (_, hour) => ({
    second: sumOf(streams.map(({ secondHalves }) => secondHalves[hour] ?? 0)),
    all: sumOf(
      streams.flatMap(({ dayCount, hourly }) =>
        Array.from({ length: dayCount }, (_day, day) => hourly[24 * day + hour] ?? 0),
      ),
    ),
  }));
  const used = halves.filter(({ all }) => all > 0);
  const total = sumOf(used.map(({ all }) => all));
  const chiSquare = sumOf(used.map(({ all, second }) => (2 * second - all) ** 2 / all)) / dispersion;
  const apart = sumOf(used.map(({ all, second }) => Math.abs(second - all / 2)));
  if (
    chiSquare <= chiSquareQuantile(SIGNIFICANCE, Math.max(1, used.length)) ||
    apart <= DIFFERENCE_LEAST * total
  )
    return null;
  return halves.map(({ all, second }) =>
    all === 0 ? { value: 0.5, low: 0, high: 1, n: 0 } : measuredShare(second, all),
  );
}

/** Whether streams arrive at other hours and days than others do: by more than chance, and by more than a small share of the cases. */
export function differsFrom(
  streams: readonly StreamCounts[],
  all: readonly StreamCounts[],
  holidays: FoundHolidays,
): boolean {
  const [own, others] = [poolOf(streams, holidays), poolOf(all, holidays)];
  const dispersion = Math.max(1, dispersionOfHours(own, cellsOf(own)), dispersionOfDays(own));
  const counts = (pooled: Pooled) => [...marginOf(cellsOf(pooled).counts).hours, ...dayTotals(pooled)];
  const [observed, expected] = [counts(own), counts(others)];
  const scale = own.n / others.n;
  let chiSquare = 0;
  let apart = 0;
  observed.forEach((count, k) => {
    const mean = (expected[k] ?? 0) * scale;
    if (mean > 0) chiSquare += (count - mean) ** 2 / mean;
    if (k < 24) apart += Math.abs(count - mean);
  });
  const degrees = observed.length - 2;
  return (
    chiSquare / dispersion > chiSquareQuantile(SIGNIFICANCE, degrees) && apart / 2 / own.n > DIFFERENCE_LEAST
  );
}

function poolOf(
  streams: readonly StreamCounts[],
  holidays: FoundHolidays,
  factorOf: FactorOfDay = () => 1,
): Pooled {
  const byDate = new Map<string, PooledDay>();
  const perStream: { counts: number[]; dayCounts: number[] }[] = [];
  const onHolidays: HolidayCounts[] = [];
  let n = 0;
  streams.forEach((stream, number) => {
    const byWeekday = { counts: new Array<number>(7).fill(0), dayCounts: new Array<number>(7).fill(0) };
    perStream.push(byWeekday);
    const own = new Set(holidays.get(stream.country)?.map(({ date }) => date));
    const otherDayCounts = byWeekday.dayCounts;
    const counts: HolidayCounts = { days: 0, count: 0, otherCount: 0, otherDayCounts };
    for (let day = 0; day < stream.dayCount; day++) {
      const date = dateOn(stream, day);
      const factor = factorOf(stream.firstDay + day);
      if (own.has(date)) {
        counts.days += factor;
        counts.count += countOfDay(stream, day);
        continue;
      }
      const weekday = weekdayOn(stream, day);
      const found = byDate.get(date) ?? { weekday, factor, hours: new Int32Array(24), total: 0, streams: [] };
      byDate.set(date, found);
      found.streams.push(number);
      byWeekday.dayCounts[weekday] = (byWeekday.dayCounts[weekday] ?? 0) + factor;
      byWeekday.counts[weekday] = (byWeekday.counts[weekday] ?? 0) + countOfDay(stream, day);
      for (let hour = 0; hour < 24; hour++) {
        const count = stream.hourly[day * 24 + hour] ?? 0;
        found.hours[hour] = (found.hours[hour] ?? 0) + count;
        found.total += count;
        counts.otherCount += count;
      }
    }
    n += counts.otherCount;
    if (counts.days > 0) onHolidays.push(counts);
  });
  return { days: [...byDate.values()], streams: perStream, onHolidays, n };
}

/** Counts by weekday and hour, and how often each weekday occurs. */
interface Cells {
  readonly counts: readonly Float64Array[];
  readonly dayCounts: readonly number[];
}

function cellsOf({ days }: Pooled): Cells {
  const counts = Array.from({ length: 7 }, () => new Float64Array(24));
  const dayCounts = new Array<number>(7).fill(0);
  for (const { hours, weekday } of days) {
    dayCounts[weekday] = (dayCounts[weekday] ?? 0) + 1;
    const row = counts[weekday];
    hours.forEach((count, hour) => {
      if (row !== undefined) row[hour] = (row[hour] ?? 0) + count;
    });
  }
  return { counts, dayCounts };
}

function marginOf(counts: Cells['counts']): { readonly hours: readonly number[]; readonly total: number } {
  const hours = Array.from({ length: 24 }, (_, hour) =>
    counts.reduce((sum, row) => sum + (row[hour] ?? 0), 0),
  );
  return { hours, total: sumOf(hours) };
}

function dayTotals({ days }: Pooled): readonly number[] {
  const totals = new Array<number>(7).fill(0);
  for (const { total, weekday } of days) totals[weekday] = (totals[weekday] ?? 0) + total;
  return totals;
}

function differsByDay(pooled: Pooled, cells: Cells): boolean {
  const dispersion = dispersionOfHours(pooled, cells);
  const { apart, chiSquare, total, used } = comparedHours(cells.counts);
  if (used < 2) return false;
  const degrees = (used - 1) * 23;
  return (
    chiSquare / dispersion > chiSquareQuantile(SIGNIFICANCE, degrees) && apart / 2 / total > DIFFERENCE_LEAST
  );
}

/** How far the hours of these weekdays lie from those of all of them together: Pearson's χ², the sum of differences, and how many weekdays have cases. */
function comparedHours(counts: Cells['counts']) {
  const { hours, total } = marginOf(counts);
  const expectedOf = (sum: number, hour: number) => (sum * (hours[hour] ?? 0)) / total;
  let [apart, chiSquare, used] = [0, 0, 0];
  for (const row of counts) {
    const sum = sumOf(row);
    if (sum === 0) continue;
    used++;
    row.forEach((count, hour) => {
      const expected = expectedOf(sum, hour);
      if (expected > 0) chiSquare += (count - expected) ** 2 / expected;
      apart += Math.abs(count - expected);
    });
  }
  return { apart, chiSquare, expectedOf, total, used };
}

/** Pearson's dispersion of the hours of a day, given its total and its weekday; at least 1. */
function dispersionOfHours({ days }: Pooled, { counts, dayCounts }: Cells): number {
  let sum = 0;
  let degrees = 0;
  for (const { hours, total, weekday } of days) {
    const row = counts[weekday];
    const all = sumOf(row ?? []);
    if (row === undefined || all === 0 || total === 0 || (dayCounts[weekday] ?? 0) < 2) continue;
    const lost = 1 - 1 / (dayCounts[weekday] ?? 1);
    hours.forEach((count, hour) => {
      const expected = (total * (row[hour] ?? 0)) / all;
      if (expected > 0) {
        sum += (count - expected) ** 2 / expected;
        degrees += lost;
      }
    });
    degrees -= lost;
  }
  return degrees > 0 ? Math.max(1, sum / degrees) : 1;
}

/** Weekdays with at least this share of the busiest one's weight are estimated together. */
const ALIKE_LEAST = 0.5;

function alikeOf(weights: readonly number[]): readonly number[] {
  const least = ALIKE_LEAST * Math.max(...weights);
  return weights.flatMap((weight, weekday) => (weight > 0 && weight >= least ? [weekday] : []));
}

/**
 * The share of their differences that estimates around a common one keep, as chance makes the rest; all of them if there are too few to tell. Source:
 * W. James and C. Stein, Proceedings of the Fourth Berkeley Symposium 1 (1961), for estimates that are drawn to their mean; at least 0.
 */
function keptOf(chiSquare: number, degrees: number): number {
  return degrees <= 2 ? 1 : Math.max(0, 1 - (degrees - 2) / chiSquare);
}

/** Rounds in which rates of streams and weights of days are fitted in turns: a holiday of one country leaves the others. */
const ROUNDS = 20;

/** Rates of streams on an ordinary day, and weights of weekdays with mean 1, by maximum likelihood. */
function weekOf({ streams }: Pooled): {
  readonly weights: readonly number[];
  readonly rates: readonly number[];
} {
  let weights = new Array<number>(7).fill(1);
  let rates: readonly number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    rates = streams.map(({ counts, dayCounts }) => {
      const exposure = sumOf(dayCounts.map((count, k) => count * (weights[k] ?? 0)));
      return exposure === 0 ? 0 : sumOf(counts) / exposure;
    });
    const next = weights.map((_, k) => {
      const expected = sumOf(streams.map(({ dayCounts }, s) => (dayCounts[k] ?? 0) * (rates[s] ?? 0)));
      return expected === 0 ? 0 : sumOf(streams.map(({ counts }) => counts[k] ?? 0)) / expected;
    });
    const mean = sumOf(next) / 7;
    weights = next.map((weight) => (mean === 0 ? 1 : weight / mean));
  }
  return { weights, rates };
}

/** Pearson's dispersion of the totals of days, given rates and weekdays; at least 1. */
function dispersionOfDays(pooled: Pooled): number {
  const { rates, weights } = weekOf(pooled);
  let sum = 0;
  for (const { factor, streams, total, weekday } of pooled.days) {
    const mean = factor * (weights[weekday] ?? 0) * sumOf(streams.map((number) => rates[number] ?? 0));
    if (mean > 0) sum += (total - mean) ** 2 / mean;
  }
  const degrees = pooled.days.length - weights.filter((weight) => weight > 0).length;
  return degrees > 0 ? Math.max(1, sum / degrees) : 1;
}

/** Weights of weekdays with mean 1, of which those that are alike are drawn to each other. */
function drawnDays(pooled: Pooled, dispersion: number): readonly number[] {
  const { rates, weights } = weekOf(pooled);
  const usual = weights.map((_, k) =>
    sumOf(pooled.streams.map(({ dayCounts }, s) => (dayCounts[k] ?? 0) * (rates[s] ?? 0))),
  );
  const alike = alikeOf(weights);
  const sumOver = (of: (weight: number) => number) =>
    sumOf(alike.map((k) => (usual[k] ?? 0) * of(weights[k] ?? 0)));
  const common = sumOver((weight) => weight) / sumOver(() => 1);
  const kept = keptOf(sumOver((weight) => (weight - common) ** 2 / common) / dispersion, alike.length - 1);
  const drawn = weights.map((weight, k) => (alike.includes(k) ? common + kept * (weight - common) : weight));
  const mean = sumOf(drawn) / 7;
  return mean > 0 ? drawn.map((weight) => weight / mean) : weights;
}

function hourWeights(cells: Cells, dispersion: number): readonly Measured[] {
  const { hours, total } = marginOf(cells.counts);
  return hours.map((count) => {
    const share = count / total;
    // Agresti and Coull's centre keeps the interval of a rare hour above 0.
    const centre = (count + 2) / (total + 4);
    const half = Z95 * Math.sqrt((dispersion * centre * (1 - centre)) / (total + 4));
    return { value: share, low: Math.max(0, centre - half), high: centre + half, n: count };
  });
}

function dayWeights(pooled: Pooled): readonly Measured[] {
  const totals = dayTotals(pooled);
  const dispersion = dispersionOfDays(pooled);
  const weights = drawnDays(pooled, dispersion);
  const quantile = studentQuantile(0.975, Math.max(1, pooled.days.length - 7));
  const relative = totals.map((total) => dispersion / Math.max(total, 1));
  return weights.map((value, k) => {
    let variance = (relative[k] ?? 0) * (1 - value / 7) ** 2;
    weights.forEach((other, j) => {
      if (j !== k) variance += (relative[j] ?? 0) * (other / 7) ** 2;
    });
    const spread = Math.exp(quantile * Math.sqrt(variance));
    return { value, low: value / spread, high: value * spread, n: totals[k] ?? 0 };
  });
}

/** Weights of the 168 hours, with mean 1 over the week. Hours of weekdays that are alike are drawn to each other. */
function weekWeights(cells: Cells, days: readonly Measured[], dispersion: number): readonly Measured[] {
  const alike = alikeOf(days.map(({ value }) => value));
  const together = comparedHours(cells.counts.filter((_, weekday) => alike.includes(weekday)));
  const kept = keptOf(together.chiSquare / dispersion, 23 * (alike.length - 1));
  return cells.counts.flatMap((row, weekday) => {
    const all = sumOf(row);
    const day = days[weekday]?.value ?? 0;
    const own = alike.includes(weekday) ? kept : 1;
    return Array.from(row, (n, hour) => {
      if (all === 0) return { value: 0, low: 0, high: 0, n };
      const weightOf = (count: number) => (24 * day * count) / all;
      const count = own * n + (1 - own) * together.expectedOf(all, hour);
      const centre = weightOf(count + 2);
      const half = (Z95 * Math.sqrt(dispersion) * centre) / Math.sqrt(count + 2);
      return { value: weightOf(count), low: Math.max(0, centre - half), high: centre + half, n };
    });
  });
}

function holidayWeight({ onHolidays }: Pooled, weights: readonly Measured[]): Measured | null {
  if (onHolidays.length === 0) return null;
  let [count, ordinary] = [0, 0];
  for (const one of onHolidays) {
    const weight = sumOf(one.otherDayCounts.map((days, weekday) => days * (weights[weekday]?.value ?? 0)));
    count += one.count;
    ordinary += weight === 0 ? 0 : (one.days * one.otherCount) / weight;
  }
  if (ordinary === 0) return null;
  const centre = count + 2;
  const half = Z95 * Math.sqrt(centre);
  return {
    value: count / ordinary,
    low: Math.max(0, centre - half) / ordinary,
    high: (centre + half) / ordinary,
    n: count,
  };
}
