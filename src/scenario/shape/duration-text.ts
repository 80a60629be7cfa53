import { DAY_MS, failure, HOUR_MS, MINUTE_MS, type Result, SECOND_MS, shown, success, WEEK_MS } from '#base';
import { nearest } from '../did-you-mean.ts';
import { type Problem, problem } from './problem.ts';

const UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  s: SECOND_MS,
  sec: SECOND_MS,
  second: SECOND_MS,
  seconds: SECOND_MS,
  min: MINUTE_MS,
  minute: MINUTE_MS,
  minutes: MINUTE_MS,
  h: HOUR_MS,
  hour: HOUR_MS,
  hours: HOUR_MS,
  d: DAY_MS,
  day: DAY_MS,
  days: DAY_MS,
  week: WEEK_MS,
  weeks: WEEK_MS,
};

const AMOUNT = '\\d+(?:\\.\\d+)?';
const UNIT = Object.keys(UNITS)
  .sort((left, right) => right.length - left.length)
  .join('|');

/** Durations as a regular expression for editors: `90 s`, `1.5 h`, `1 h 30 min`. */
export const DURATION_PATTERN = `^${AMOUNT} ?(${UNIT})( ${AMOUNT} ?(${UNIT}))*$`;

const UNIT_REMEDY = "write the unit: 's', 'min', 'h', 'days' or 'weeks'";

/** A duration with its units as ms. Parts add up (`1 h 30 min`). There is no default unit. */
export function parseDuration(written: string | number | boolean): Result<number, Problem> {
  if (typeof written === 'number') {
    return failure(problem('unit-missing', `a duration needs a unit, not just ${written}`, UNIT_REMEDY));
  }
  if (typeof written === 'boolean') {
    return failure(problem('wrong-type', 'a duration is needed here', "write for example '15 min'"));
  }
  const text = written.trim();
  if (/^[+-]?\d+(\.\d+)?$/.test(text)) {
    return failure(problem('unit-missing', `a duration needs a unit, not just ${shown(text)}`, UNIT_REMEDY));
  }
  if (/^-\s*\d/.test(text)) {
    return failure(
      problem('out-of-range', 'a duration cannot be negative', 'write a duration of 0 s or more'),
    );
  }
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)\s*([A-Za-zµ]+)\s*/gy)];
  if (parts.length === 0 || parts.map(([whole]) => whole).join('') !== text) {
    return failure(
      problem('bad-duration', 'not a duration', "write a number and a unit: '15 min', '1 h 30 min'"),
    );
  }
  let totalMs = 0;
  for (const [, amount, unit] of parts) {
    const unitMs = Object.hasOwn(UNITS, unit as string) ? UNITS[unit as string] : undefined;
    if (unitMs === undefined) {
      const near = nearest(unit as string, Object.keys(UNITS));
      const remedy =
        near === null || UNRELATED.test(unit as string)
          ? UNITS_REMEDY
          : `did you mean '${near}'? ${UNITS_REMEDY}`;
      return failure(problem('unknown-unit', `'${shown(unit)}' is not a unit of time`, remedy));
    }
    totalMs += Number(amount) * unitMs;
  }
  if (!Number.isFinite(totalMs)) {
    return failure(problem('out-of-range', 'longer than a number can represent', 'write a shorter duration'));
  }
  return success(totalMs);
}

const UNITS_REMEDY = "units are 'ms', 's', 'min', 'h', 'days' and 'weeks'";
/** Months and years vary in length, so there is no unit to suggest for them. */
const UNRELATED = /^(m|mo|months?|y|yr|years?)$/i;
