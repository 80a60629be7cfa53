import { expect, it } from 'vitest';
import { DAY_MS, HOUR_MS, WEEK_MS } from '#base';
import { fteOf, fteText, fullTimeEquivalents, hoursInPeople, type Shift, weeklyHours } from '#domain';

/** Daily from 22:00 to 08:00, in a run that starts at midnight. */
const nights = (days: number): Shift['duty'] =>
  Array.from({ length: days }, (_, day) => ({
    fromMs: day * DAY_MS + 22 * HOUR_MS,
    toMs: (day + 1) * DAY_MS + 8 * HOUR_MS,
  }));
const runOf = (days: number) => ({
  horizonMs: days * DAY_MS,
  // A night before the run, of which eight hours are in it.
  groups: [
    {
      shifts: [
        { id: 'night', agents: 3, duty: [{ fromMs: -2 * HOUR_MS, toMs: 8 * HOUR_MS }, ...nights(days)] },
      ],
    },
  ],
});

it('seventy hours a week are two people, and 1.75 full-time equivalents of 40 h', () => {
  expect(hoursInPeople(70, {})).toBe('70 hours a week: 2 people, 1.75 FTE');
  expect(hoursInPeople(40, {})).toBe('40 hours a week: 1 person, 1 FTE');
  expect(hoursInPeople(70, { fullTimeMs: 35 * HOUR_MS })).toBe('70 hours a week: 2 people, 2 FTE');
  expect(fullTimeEquivalents(70, {})).toBe(1.75);
});

it('hours of a week are the mean of the whole weeks of a run, and unknown for less than a week', () => {
  // Each night has ten hours, eight of them in the week of the first one: 70 h × 3 agents.
  expect(weeklyHours(runOf(7))).toEqual([210]);
  expect(weeklyHours(runOf(17))).toEqual([210]);
  expect(weeklyHours(runOf(6))).toBeNull();
  expect(weeklyHours({ ...runOf(7), horizonMs: WEEK_MS - 1 })).toBeNull();
});

it('FTE are shown with two digits below ten, and without zeros at the end', () => {
  expect([0.5, 9.994, 10, 23.46, 1240.4, -1.75].map((fte) => fteText(fte))).toEqual([
    '0.5',
    '9.99',
    '10',
    '23.5',
    '1,240',
    '-1.75',
  ]);
});

it('a scenario with a shorter full time has more full-time equivalents', () => {
  const groups = runOf(7).groups as never;
  expect(fteOf({ groups, horizonMs: WEEK_MS })).toBe(5.25);
  expect(fteOf({ groups, horizonMs: WEEK_MS, fullTimeMs: 35 * HOUR_MS })).toBe(6);
});
