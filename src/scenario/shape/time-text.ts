import { DAY_MS, HOUR_MS, MINUTE_MS, type Result, SECOND_MS, shown, success, WEEK_MS } from '#base';
import { WEEKDAYS } from '#domain';
import { nearest, suggestion } from '../did-you-mean.ts';
import { type Problem, refused } from './problem.ts';

const DAY = `(${WEEKDAYS.join('|')})`;
export const DAYS_PATTERN = `^(daily|${DAY}(-${DAY})?(, ?${DAY}(-${DAY})?)*)$`;

const REMEDY = "write 'mon-fri', 'sat, sun', 'daily', or a list of mon, tue, wed, thu, fri, sat, sun";

/** `mon-fri`, `sat, sun`, `fri-mon`, `daily` or a list of days, as indices (0 = Monday) in order. */
export function parseDays(written: unknown): Result<readonly number[], Problem> {
  const parts = Array.isArray(written) ? written : typeof written === 'string' ? written.split(',') : [null];
  const days = new Set<number>();
  for (const part of parts) {
    if (typeof part !== 'string') return refused('bad-days', 'not days of the week', REMEDY);
    const text = part.trim().toLowerCase();
    if (text === 'daily') {
      for (let day = 0; day < 7; day++) days.add(day);
      continue;
    }
    const ends = text.split('-').map((word) => word.trim());
    const indices = ends.map((word) => (WEEKDAYS as readonly string[]).indexOf(word));
    const wrong = indices.indexOf(-1);
    if (wrong !== -1 || ends.length > 2) {
      const near = nearest(ends[wrong] ?? '', WEEKDAYS);
      const message = `'${shown(ends[wrong] ?? text)}' is not a day of the week`;
      return refused('bad-days', message, near === null ? REMEDY : `did you mean '${near}'? ${REMEDY}`);
    }
    const [first, last] = [indices[0] as number, indices.at(-1) as number];
    for (let day = first; ; day = (day + 1) % 7) {
      days.add(day);
      if (day === last) break;
    }
  }
  if (days.size === 0) return refused('bad-days', 'no day is named', REMEDY);
  return success([...days].sort((left, right) => left - right));
}

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
    return refused('unit-missing', `a duration needs a unit, not just ${written}`, UNIT_REMEDY);
  }
  if (typeof written === 'boolean') {
    return refused('wrong-type', 'a duration is needed here', "write for example '15 min'");
  }
  const text = written.trim();
  if (/^[+-]?\d+(\.\d+)?$/.test(text)) {
    return refused('unit-missing', `a duration needs a unit, not just ${shown(text)}`, UNIT_REMEDY);
  }
  if (/^-\s*\d/.test(text)) {
    return refused('out-of-range', 'a duration cannot be negative', 'write a duration of 0 s or more');
  }
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)\s*([A-Za-zµ]+)\s*/gy)];
  if (parts.length === 0 || parts.map(([whole]) => whole).join('') !== text) {
    return refused('bad-duration', 'not a duration', "write a number and a unit: '15 min', '1 h 30 min'");
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
      return refused('unknown-unit', `'${shown(unit)}' is not a unit of time`, remedy);
    }
    totalMs += Number(amount) * unitMs;
  }
  if (!Number.isFinite(totalMs)) {
    return refused('out-of-range', 'longer than a number can represent', 'write a shorter duration');
  }
  return success(totalMs);
}

const UNITS_REMEDY = "units are 'ms', 's', 'min', 'h', 'days' and 'weeks'";
/** Months and years vary in length, so there is no unit to suggest for them. */
const UNRELATED = /^(m|mo|months?|y|yr|years?)$/i;

const PERIODS: Readonly<Record<string, number>> = {
  min: MINUTE_MS,
  h: HOUR_MS,
  hour: HOUR_MS,
  day: DAY_MS,
  week: WEEK_MS,
};

/** A higher rate is a typing mistake. */
const HIGHEST_PER_HOUR = 1e7;

export const RATE_PATTERN = `^\\d+(\\.\\d+)? ?(/|per) ?(${Object.keys(PERIODS).join('|')})$`;

/** `1200/week`, `40/day`, `120/h`, `3 per min` as events per week, on average over the week. */
export function parseRate(written: string | number | boolean): Result<number, Problem> {
  const example = "write a number per period, for example '1200/week'";
  if (typeof written === 'number') {
    return refused('unit-missing', `a rate needs a period, not just ${written}`, `${example} or '120/h'`);
  }
  if (typeof written === 'boolean') return refused('wrong-type', 'a rate is needed here', example);
  const text = written.trim();
  if (/^-\s*\d/.test(text)) return refused('out-of-range', 'a rate cannot be negative', example);
  if (/^\d+(\.\d+)?$/.test(text)) {
    return refused('unit-missing', `a rate needs a period, not just ${shown(text)}`, example);
  }
  const parts = /^(\d+(?:\.\d+)?)\s*(?:\/|per\s)\s*([A-Za-z]+)$/.exec(text);
  if (parts === null) return refused('bad-rate', 'not a rate', example);
  const [, amount, period] = parts as unknown as [string, string, string];
  const periodMs = Object.hasOwn(PERIODS, period) ? PERIODS[period] : undefined;
  if (periodMs === undefined) {
    const remedy = suggestion(period, Object.keys(PERIODS), 'period');
    return refused('unknown-unit', `'${shown(period)}' is not a period of rates`, remedy);
  }
  const perWeek = (Number(amount) * WEEK_MS) / periodMs;
  if (!(perWeek <= (HIGHEST_PER_HOUR * WEEK_MS) / HOUR_MS)) {
    return refused('out-of-range', 'more than 10,000,000 cases an hour', 'write a lower rate');
  }
  return success(perWeek);
}

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
  if (parts === null) return refused('bad-date', 'not a date', remedy);
  const [date, year, month, day] = parts as unknown as [string, string, string, string];
  if (!isRealDate(Number(year), Number(month), Number(day))) {
    return refused('bad-date', 'there is no such day in the calendar', remedy);
  }
  if (Number(year) < FIRST_YEAR || Number(year) > LAST_YEAR) {
    const message = `a year outside ${FIRST_YEAR} to ${LAST_YEAR}`;
    return refused('out-of-range', message, remedy);
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
  if (parts === null) return refused('bad-instant', 'not an instant', remedy);
  const [, date, hour, minute, second, fraction, offset] = parts as unknown as string[];
  const day = parseDate(date as string);
  if (!day.ok) return day;
  if (offset === undefined) {
    const message = 'without an offset, the time could be anywhere on earth';
    return refused('bad-instant', message, "add 'Z' for UTC, or an offset such as '+01:00'");
  }
  const isRealTime = Number(hour) < 24 && Number(minute) < 60 && Number(second) < 60;
  const isRealOffset =
    offset.length === 1 || (Number(offset.slice(1, 3)) < 24 && Number(offset.slice(4)) < 60);
  if (!isRealTime || !isRealOffset) {
    return refused('bad-instant', 'there is no such time of day', remedy);
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
  return refused('bad-time', 'not a time of day', "write hours and minutes: '08:30', at most '24:00'");
}

function isRealDate(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}
