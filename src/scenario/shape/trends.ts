import { record } from './record.ts';
import { date, number } from './values.ts';

/** How rates grow or decline from week to week. */

const range = { low: -0.9, high: 10, example: 0.01 };

export const trend = record({
  perWeek: number('Change of the rates in a week, as a share: 0.01 for 1 % more, -0.02 for 2 % less.', range),
  asOf: date(
    'The date on which rates are as written. Default: that of from, or of the start of the run in UTC.',
  ).optional(),
  from: date('The first date of the trend: earlier dates have its level. Default: no beginning.').optional(),
  until: date('The last date of the trend: later dates keep its level. Default: no end.').optional(),
});
