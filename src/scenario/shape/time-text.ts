import { failure, type Result, success } from '#base';
import { type Problem, problem } from './problem.ts';

const DATE = /^(\d{4})-(\d\d)-(\d\d)$/;
const INSTANT = /^(\d{4}-\d\d-\d\d)[Tt ](\d\d):(\d\d):(\d\d)(\.\d{1,3})?([Zz]|[+-]\d\d:\d\d)?$/;

export const DATE_PATTERN = '^\\d{4}-\\d\\d-\\d\\d$';
export const INSTANT_PATTERN =
  '^\\d{4}-\\d\\d-\\d\\d([Tt ]\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,3})?([Zz]|[+-]\\d\\d:\\d\\d))?$';
export const TIME_PATTERN = '^([01]?\\d|2[0-3]):[0-5]\\d$|^24:00$';

/** The years that zone and law tables, time-zone data and plans can cover. */
const FIRST_YEAR = 1970;
const LAST_YEAR = 2100;

/** A civil date of the Gregorian calendar, `2014-10-27`, as written. */
export function parseDate(written: string | number | boolean): Result<string, Problem> {
  const remedy = "write year, month and day: '2014-10-27'";
  const parts = DATE.exec(String(written).trim());
  if (parts === null) return failure(problem('bad-date', 'not a date', remedy));
  const [date, year, month, day] = parts as unknown as [string, string, string, string];
  if (!isRealDate(Number(year), Number(month), Number(day))) {
    return failure(problem('bad-date', 'there is no such day in the calendar', remedy));
  }
  if (Number(year) < FIRST_YEAR || Number(year) > LAST_YEAR) {
    const message = `a year outside ${FIRST_YEAR} to ${LAST_YEAR}`;
    return failure(problem('out-of-range', message, remedy));
  }
  return success(date);
}

/** An RFC 3339 instant as epoch ms. A date alone means its first moment in UTC. */
export function parseInstant(written: string | number | boolean): Result<number, Problem> {
  const remedy = "write date, time and offset: '2014-11-03T00:00:00Z' or '…+01:00'";
  const text = String(written).trim();
  if (DATE.test(text)) {
    const date = parseDate(text);
    return date.ok ? success(Date.parse(`${date.value}T00:00:00Z`)) : date;
  }
  const parts = INSTANT.exec(text);
  if (parts === null) return failure(problem('bad-instant', 'not an instant', remedy));
  const [, date, hour, minute, second, fraction, offset] = parts as unknown as string[];
  const day = parseDate(date as string);
  if (!day.ok) return day;
  if (offset === undefined) {
    const message = 'without an offset, the time could be anywhere on earth';
    return failure(problem('bad-instant', message, "add 'Z' for UTC, or an offset such as '+01:00'"));
  }
  const isRealTime = Number(hour) < 24 && Number(minute) < 60 && Number(second) < 60;
  const isRealOffset =
    offset.length === 1 || (Number(offset.slice(1, 3)) < 24 && Number(offset.slice(4)) < 60);
  if (!isRealTime || !isRealOffset) {
    return failure(problem('bad-instant', 'there is no such time of day', remedy));
  }
  const iso = `${date}T${hour}:${minute}:${second}${fraction ?? ''}${offset.toUpperCase()}`;
  return success(Date.parse(iso));
}

/** A time of day as minutes since midnight; `24:00` is the end of the day. */
export function parseTimeOfDay(written: string | number | boolean): Result<number, Problem> {
  const parts = /^(\d{1,2}):(\d\d)$/.exec(String(written).trim());
  const hour = Number(parts?.[1] ?? Number.NaN);
  const minute = Number(parts?.[2] ?? Number.NaN);
  const isReal = (hour < 24 && minute < 60) || (hour === 24 && minute === 0);
  if (isReal) return success(60 * hour + minute);
  return failure(
    problem('bad-time', 'not a time of day', "write hours and minutes: '08:30', at most '24:00'"),
  );
}

function isRealDate(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}
