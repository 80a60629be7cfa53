import * as z from 'zod';
import { success } from '#base';
import { DAY_PATTERNS } from '#domain';
import { leaf, list, oneOf } from './leaf.ts';
import { refused } from './problem.ts';
import { record } from './record.ts';
import { days, duration, number, numberAbove, reference, timeOfDay, wholeNumber, word } from './values.ts';

/** Shifts that may be scheduled. Simulations ignore them; `meridian staff` chooses among them. */

const AGENTS = [0, 100_000] as const;

const EVERY = 'Distance of possible starts, in whole minutes. Default: 30 min.';
const every = duration(EVERY, { above: 0, example: '30 min' }).prefault('30 min');

const shiftLength = (description: string) => duration(description, { above: 0, example: '8 h' });

const lengths = oneOf('Length with breaks, in whole minutes and below 24 h: one, or a list to choose from.', [
  shiftLength('Length with breaks.'),
  z.array(shiftLength('A length.')).min(1),
]);

const starts = record('When the shift may start.', {
  from: timeOfDay('The earliest start, on the local clock of the centre.'),
  to: timeOfDay('The latest start. Default: only the earliest.', '10:00').optional(),
  every,
});

const shapeBreak = record('A break, and the window of the shift in which it lies.', {
  length: duration('Length of the break, in whole minutes.', { above: 0, example: '30 min' }),
  from: duration('The earliest start, since the start of the shift.', { example: '3 h' }),
  to: duration('The latest end, since the start of the shift.', { above: 0, example: '5 h' }),
  every,
});

export const shiftShape = record('A kind of shift that may be scheduled.', {
  length: lengths,
  starts,
  breaks: list(
    'Breaks. They are not paid. Each agent has all of them, and they do not overlap.',
    shapeBreak,
  ).prefault([]),
  days: days('Days on which it may start. Default: daily.').prefault('daily'),
  daysPerWeek: wholeNumber('Days in a week on which an agent works. Default: 5.', [1, 7], 5).prefault(5),
  pattern: word(
    'Which days: consecutive (Sunday is followed by Monday), or any. Default: consecutive.',
    DAY_PATTERNS,
  ).prefault('consecutive'),
  hoursPerWeek: duration('The most time on duty in a week, without breaks. Default: no limit.', {
    above: 0,
    example: '40 h',
    withinWeek: true,
  }).optional(),
  restBetween: duration('The least time between two shifts of an agent. Default: 11 h.', {
    example: '11 h',
  }).optional(),
  least: wholeNumber('The fewest agents of each group on this shape. Default: 0.', AGENTS, 2).prefault(0),
  most: wholeNumber('The most agents of each group on this shape. Default: no limit.', AGENTS, 20).optional(),
  wageFactor: numberAbove(
    'The wage per hour on duty is multiplied by this. Default: 1.',
    [0, 100],
    1.25,
  ).optional(),
  perShift: number(
    'What each shift costs in addition to the wage, in the currency. Default: 0.',
    [0, 1e6],
    15,
  ).optional(),
});

export const roster = record(
  'Limits of what `meridian staff` may schedule for the group. Default: all shiftShapes of the centre, if it has any.',
  {
    shapes: oneOf(
      'Keys of the shiftShapes of the centre, all, or none: the group keeps its shifts. Default: all.',
      [
        leaf(
          { description: 'All of the centre, or none.', example: 'all', json: { enum: ['all', 'none'] } },
          (written) => {
            if (written === 'all' || written === 'none') return success<'all' | 'none'>(written);
            const remedy = "write 'all', 'none', or a list of keys";
            return refused('wrong-type', 'not a choice of shift shapes', remedy);
          },
        ),
        z.array(reference('A key of the shiftShapes of the centre.', 'early')).min(1),
      ],
    ).prefault('all'),
    least: wholeNumber('The fewest agents of the group. Default: 0.', AGENTS, 4).prefault(0),
    most: wholeNumber(
      'The most agents of the group. Default: four times those of its shifts.',
      AGENTS,
      40,
    ).optional(),
  },
);
