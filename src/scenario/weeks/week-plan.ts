import { DAY_MS, definite } from '#base';
import { type CivilDate, civilDateOf, type DayNumber, type LocalClock, weekdayOf } from '#domain';

/** The kind of each day: that of its day of the week, except on some dates. A kind is an index into a list of kinds. */
export interface WeekPlan {
  /** Monday first. */
  readonly week: readonly number[];
  readonly except: Readonly<Record<CivilDate, number>>;
}

/** What a calendar covers: simulated time from 0 to `endMs`, on a local clock. */
export interface CalendarSpan {
  readonly clock: LocalClock;
  readonly startEpochMs: number;
  readonly endMs: number;
}

/** Returns a function that gives the kind of a day. */
export function kindsBy({ except, week }: WeekPlan): (day: DayNumber) => number {
  const dated = new Map(Object.entries(except).map(([date, kind]) => [Date.parse(date) / DAY_MS, kind]));
  return (day) => dated.get(day) ?? definite(week[weekdayOf(day)], 'a week has seven days');
}

/** The days of a written-out calendar, from `first` on. */
export interface ObservedDays {
  readonly first: DayNumber;
  /** The kind that each day shows; null if it alone shows none. */
  readonly shown: readonly (number | null)[];
  /** Whether no end of the calendar cuts the day, and no clock change falls on it. */
  readonly isWhole: readonly boolean[];
  /** Whether a day of this kind would give exactly what is written out for the day. */
  fits(day: DayNumber, kind: number): boolean;
}

/** A plan that reproduces these days; null if there is none. */
export function planOf({ first, fits, isWhole, shown }: ObservedDays): WeekPlan | null {
  const week = usualKinds(first, shown, isWhole);
  const except: Record<CivilDate, number> = {};
  for (const [i, kind] of shown.entries()) {
    const day = first + i;
    const usual = week[weekdayOf(day)] as number;
    if ((kind === usual && isWhole[i]) || fits(day, usual)) continue;
    if (kind === null || !fits(day, kind)) return null;
    except[civilDateOf(day)] = kind;
  }
  return { week, except };
}

/** The kind that each day of the week shows most often; among equals, the first seen. */
function usualKinds(
  first: DayNumber,
  shown: ObservedDays['shown'],
  isWhole: ObservedDays['isWhole'],
): readonly number[] {
  const countsOf = (isCounted: (i: number) => boolean) => {
    const counts = Array.from({ length: 7 }, () => new Map<number, number>());
    for (const [i, kind] of shown.entries()) {
      const of = counts[weekdayOf(first + i)];
      if (kind !== null && isCounted(i)) of?.set(kind, (of.get(kind) ?? 0) + 1);
    }
    return counts;
  };
  const whole = countsOf((i) => isWhole[i] === true);
  const all = countsOf(() => true);
  const fallback = shown.find((kind) => kind !== null) ?? 0;
  return whole.map((counts, weekday) => mostOf(counts) ?? mostOf(all[weekday]) ?? fallback);
}

function mostOf(counts: ReadonlyMap<number, number> = new Map()): number | null {
  let most: number | null = null;
  for (const [kind, count] of counts) {
    if (most === null || count > (counts.get(most) ?? 0)) most = kind;
  }
  return most;
}

/** The plan with only the kinds that it uses, in the order of the week and then of the dates. */
export function withUsedKinds<Kind>(
  { except, week }: WeekPlan,
  kinds: readonly Kind[],
): WeekPlan & { readonly days: readonly Kind[] } {
  const used = [...new Set([...week, ...Object.values(except)])];
  const numbers = new Map(used.map((kind, number) => [kind, number]));
  const numberOf = (kind: number) => definite(numbers.get(kind), 'a kind that is used');
  return {
    week: week.map(numberOf),
    except: Object.fromEntries(Object.entries(except).map(([date, kind]) => [date, numberOf(kind)])),
    days: used.map((kind) => definite(kinds[kind], 'a kind that was seen')),
  };
}

/** The approximate number of numbers in a file's plan. */
export function sizeOfPlan({ except }: WeekPlan): number {
  return 10 + 2 * Object.keys(except).length;
}
