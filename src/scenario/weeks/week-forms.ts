import { byKey, checked, DAY_MS, list, number, type Of, type Reading, record, text, tuple } from '#base';
import { civilDateOf } from '#domain';
import type { WeekPlan } from './week-plan.ts';

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
