import {
  byKey,
  checked,
  DAY_MS,
  definite,
  list,
  number,
  type Of,
  type Reading,
  record,
  text,
  tuple,
} from '#base';
import { type CivilDate, civilDateOf, type DayNumber, type LocalClock, weekdayOf } from '#domain';

/** Forms of calendars by the week in `scenario.json`. */

const amount = number({ min: 0 });
const kind = number({ min: 0, step: 1 });
const plan = { timeZone: text, week: list(kind), except: byKey(kind) };

/** Checks that every named kind exists, and every date is valid. */
function checkPlan(
  { days, except, week }: WeekPlan & { readonly days: readonly unknown[] },
  reading: Reading,
): void {
  const check = (given: number, ...path: readonly (string | number)[]) => {
    if (given < days.length) return;
    reading.report(
      `there is no kind of day ${given}; name one of the ${days.length} in 'days', counted from 0`,
      ...path,
    );
  };
  if (week.length !== 7) reading.report('a week has seven days; give the kind of each, Monday first', 'week');
  for (const [weekday, given] of week.entries()) check(given, 'week', weekday);
  for (const [written, given] of Object.entries(except)) {
    check(given, 'except', written);
    if (!isDate(written))
      reading.report('this is not a date; write a date as in 2014-12-25', 'except', written);
  }
}

function isDate(written: string): boolean {
  const epochMs = Date.parse(written);
  return (
    /^\d{4}-\d\d-\d\d$/.test(written) && !Number.isNaN(epochMs) && civilDateOf(epochMs / DAY_MS) === written
  );
}

/** Two wall times, ms since the midnight at which the day begins. The second may be on a later day. */
const wallSpan = tuple<readonly [fromMs: number, toMs: number]>(amount, amount);
export type WallSpan = Of<typeof wallSpan>;

const kindOfWindows = checked(list(wallSpan), (spans, reading) => {
  spans.forEach(([from], k) => {
    if (from >= DAY_MS) reading.report('it begins on a later day; move it to the kind of that day', k, 0);
  });
  if (!spans.every(([from, to], k) => from < to && from >= (spans[k - 1]?.[1] ?? 0)))
    reading.report(
      'its times are not in order; write each window after the one before, with its begin before its end',
    );
});

const kindOfRates = checked(
  record({ fromMs: list(amount), perMs: list(amount) }),
  ({ fromMs, perMs }, reading) => {
    fromMs.forEach((ms, k) => {
      if (ms >= DAY_MS) reading.report('it is on a later day; use times from 0 to 86399999', 'fromMs', k);
    });
    const isInOrder = fromMs.every((ms, k) => (k === 0 ? ms === 0 : ms > (fromMs[k - 1] ?? ms)));
    if (!isInOrder || fromMs.length === 0)
      reading.report('its times are not in order; begin with 0, and go up');
    if (fromMs.length !== perMs.length) reading.report('give one rate for each time');
  },
);

export const windowWeek = checked(
  record({
    ...plan,
    /** Kinds of days: the windows that begin on such a day. */
    days: list(kindOfWindows, { least: 1 }),
  }),
  checkPlan,
);
export const rateWeek = checked(
  record({
    ...plan,
    /** Kinds of days. `fromMs`: wall times, ms since midnight; the first is 0. */
    days: list(kindOfRates, { least: 1 }),
  }),
  checkPlan,
);

/** The kind of each day: that of its day of the week, except on some dates. A kind is an index into a list of kinds. */
interface WeekPlan {
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
interface ObservedDays {
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
