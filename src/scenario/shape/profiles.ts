import * as z from 'zod';
import { WEEKDAYS } from './days-text.ts';
import { byWord, fixedMap } from './leaf.ts';
import { problem } from './problem.ts';
import { record } from './record.ts';
import { number, optional, timeOfDay } from './values.ts';

/** Arrival profiles: how the rate of cases goes up and down on the customers' clock. */

const weight = (description: string) => number(description, { low: 0, high: 1e6, example: 1 });

const dayWeights = fixedMap(
  Object.fromEntries(
    [...WEEKDAYS, 'holiday'].map((day) => [day, optional(weight(`Weight of ${day}.`))]),
  ) as Record<(typeof WEEKDAYS)[number] | 'holiday', z.ZodOptional<ReturnType<typeof weight>>>,
);

/** Lists of weights, by the length of the interval that a weight is for. */
export const WEIGHT_LISTS = [
  { key: 'hours', minutes: 60, what: 'hour' },
  { key: 'halfHours', minutes: 30, what: 'half hour' },
  { key: 'quarterHours', minutes: 15, what: 'quarter of an hour' },
] as const;
const DAY_MINUTES = 1440;

/** The remedy names the list that has so many values, if there is one. */
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
        ? `write one per ${what} of the day${mayBeWeek ? `, or one per ${what} of the week from Monday 00:00 on` : ''}`
        : `write it under '${other.key}', which has a weight for each ${other.what}`;
    const params = { problem: problem('wrong-type', message, remedy) };
    issues.push({ code: 'custom', input: value, params, message });
  };
}

function weightList({ minutes, what }: (typeof WEIGHT_LISTS)[number], mayBeWeek: boolean) {
  const perDay = DAY_MINUTES / minutes;
  const week = mayBeWeek ? `, or ${7 * perDay} of the week, from Monday on` : '';
  return optional(
    z
      .array(weight(`Weight of one ${what}.`))
      .check(countOf(perDay, what, mayBeWeek))
      .meta({
        description: `${perDay} relative weights, one for each ${what} from midnight on${week}.`,
        minItems: perDay,
        maxItems: mayBeWeek ? 7 * perDay : perDay,
      }),
  );
}

const weightLists = (mayBeWeek: boolean) => ({
  hours: weightList(WEIGHT_LISTS[0], mayBeWeek),
  halfHours: weightList(WEIGHT_LISTS[1], mayBeWeek),
  quarterHours: weightList(WEIGHT_LISTS[2], mayBeWeek),
});

export const arrivalProfile = record({
  ...weightLists(true),
  sine: optional(
    record({
      amplitude: number('How far the rate goes above and below its mean, as a share of it.', {
        ...{ low: 0, high: 1, example: 0.5 },
      }),
      peak: timeOfDay('When the rate is highest, on the clock of the customers.', '15:00'),
    }),
  ).meta({
    description: 'A sine with a period of a day in place of a list; each quarter of an hour has its mean.',
  }),
  days: optional(
    dayWeights.meta({
      description: 'Relative weights of the days, 1 where left out; holiday: as sun where left out.',
    }),
  ),
  dates: optional(
    byWord(
      record({
        weight: optional(weight('Weight of the date; that of its weekday, or of a holiday, where left out.')),
        ...weightLists(false),
      }),
    ).meta({ description: 'Dates (2026-11-27) that differ from their weekday.' }),
  ),
}).meta({ description: "The shape of a week on the customers' local clock." });
