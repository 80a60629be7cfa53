import type * as z from 'zod';
import { DAY_MINUTES, WEEKDAYS } from '#domain';
import { byWord, list, perWord } from './leaf.ts';
import { problem } from './problem.ts';
import { record } from './record.ts';
import { number, share, timeOfDay } from './values.ts';

const weight = (description: string) => number(description, [0, 1e6], 1);

/** Lists of weights, by the length of the interval that one weight covers. */
export const WEIGHT_LISTS = [
  { key: 'hours', minutes: 60, what: 'hour' },
  { key: 'halfHours', minutes: 30, what: 'half hour' },
  { key: 'quarterHours', minutes: 15, what: 'quarter of an hour' },
] as const;

/** The remedy names the key whose list has that many values, if there is one. */
function countOf(perDay: number, what: string, mayBeWeek: boolean) {
  return ({ issues, value }: z.core.ParsePayload<number[]>): void => {
    const { length } = value;
    if (length === perDay || (mayBeWeek && length === 7 * perDay)) return;
    const counts = mayBeWeek ? `neither ${perDay} nor ${7 * perDay}` : `not ${perDay}`;
    const message = `the list has ${length} values, ${counts}`;
    const other = WEIGHT_LISTS.find(
      ({ minutes }) =>
        length * minutes === DAY_MINUTES || (mayBeWeek && length * minutes === 7 * DAY_MINUTES),
    );
    const remedy =
      other === undefined
        ? `write one per ${what} of the day${mayBeWeek ? `, or one per ${what} of the week starting on Monday 00:00` : ''}`
        : `write it under '${other.key}', which has a weight for each ${other.what}`;
    const params = { problem: problem('wrong-type', message, remedy) };
    issues.push({ code: 'custom', input: value, params, message });
  };
}

function weightList({ minutes, what }: (typeof WEIGHT_LISTS)[number], mayBeWeek: boolean) {
  const perDay = DAY_MINUTES / minutes;
  const week = mayBeWeek ? `, or ${7 * perDay} of the week, starting on Monday` : '';
  return list(
    `${perDay} relative weights, one per ${what} starting at midnight${week}.`,
    weight(`Weight of one ${what}.`),
  )
    .check(countOf(perDay, what, mayBeWeek))
    .meta({ minItems: perDay, maxItems: mayBeWeek ? 7 * perDay : perDay })
    .optional();
}

const weightLists = (mayBeWeek: boolean) => ({
  hours: weightList(WEIGHT_LISTS[0], mayBeWeek),
  halfHours: weightList(WEIGHT_LISTS[1], mayBeWeek),
  quarterHours: weightList(WEIGHT_LISTS[2], mayBeWeek),
});

export const arrivalProfile = record("The shape of a week on the customers' local clock.", {
  ...weightLists(true),
  sine: record(
    'A sine with a period of one day, in place of a list; each quarter of an hour has its mean rate.',
    {
      amplitude: share('How far the rate rises above and falls below its mean, as a share of the mean.', 0.5),
      peak: timeOfDay("When the rate is highest, on the customers' local clock.", '15:00'),
    },
  ).optional(),
  days: perWord(
    'Relative weights of the days. Default: 1, and for holidays as for sun.',
    [...WEEKDAYS, 'holiday'] as const,
    (day) => weight(`Weight of ${day}.`).optional(),
  ).optional(),
  dates: byWord(
    'Dates (such as 2026-11-27) that differ from their weekday.',
    record(null, {
      weight: weight('Weight of the date. Default: that of its weekday, or of a holiday.').optional(),
      ...weightLists(false),
    }),
  ).optional(),
});
