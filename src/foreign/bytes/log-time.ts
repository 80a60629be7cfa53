import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '#base';

/** What every time has before its seconds and zone. */
const SHORTEST = 'YYYY-MM-DDThh:mm'.length;
const [ZERO, T, Z, COLON, POINT, PLUS, MINUS] = [0x30, 0x54, 0x5a, 0x3a, 0x2e, 0x2b, 0x2d];

/** Extreme time zones: Baker Island (−12:00) and Kiritimati (+14:00). */
const [OFFSET_MIN, OFFSET_MAX] = [-12 * HOUR_MS, 14 * HOUR_MS];

/** Days before each month, in a common year. */
const DAYS_BEFORE = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365];
const FEBRUARY = 2;
const DAYS_TO_1970 = 719_162;

/**
 * Parses an RFC 3339 time in bytes `from` to `to` (seconds may be missing; digits after the millisecond are ignored). Returns ms since
 * 1970, or NaN if it is not a time; `whyNoTime` then says why. Unlike `Date.parse`, it refuses days, hours and offsets that do not exist.
 */
export function instantOf(bytes: Uint8Array, from: number, to: number): number {
  if (to - from <= SHORTEST || bytes[from + 10] !== T || bytes[from + 13] !== COLON) return Number.NaN;
  const hour = two(bytes, from + 11);
  const minute = two(bytes, from + 14);
  if (!(hour < 24 && minute < 60)) return Number.NaN;
  let timeMs = dayOf(bytes, from) + hour * HOUR_MS + minute * MINUTE_MS;
  let at = from + SHORTEST;
  if (bytes[at] === COLON) {
    const second = two(bytes, at + 1);
    if (!(second < 60)) return Number.NaN;
    timeMs += second * SECOND_MS;
    at += 3;
    if (bytes[at] === POINT) {
      const first = ++at;
      let unit = 100;
      for (let digit = digitAt(bytes, at); digit >= 0 && at < to; digit = digitAt(bytes, ++at)) {
        if (unit >= 1) timeMs += digit * unit;
        unit /= 10;
      }
      if (at === first) return Number.NaN;
    }
  }
  return bytes[at] === Z && at + 1 === to ? timeMs : timeMs - offsetOf(bytes, at, to);
}

/** Explains why a text is not a time. */
export function whyNoTime(text: string): string {
  const parts = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?(?:Z|([+-]\d\d):(\d\d))$/.exec(
    text,
  );
  if (parts === null) return 'it is not a time with a zone';
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.slice(1).map(Number);
  if (month < 1 || month > 12) return `there is no month ${parts[2]}`;
  const days = daysIn(year, month);
  if (day < 1 || day > days) return `${parts[1]}-${parts[2]} has ${days} days`;
  if (hour > 23) return `there is no hour ${parts[4]}: a day ends at 23:59:59`;
  if (minute > 59) return `there is no minute ${parts[5]}`;
  if (second === 60) return 'there is no second 60: leap seconds are not counted';
  if (second > 60) return `there is no second ${parts[6]}`;
  return `no zone is ${parts[7]}:${parts[8]} from UTC`;
}

/** Midnight (UTC) of `YYYY-MM-DD` in ms since 1970; NaN if there is no such day. */
function dayOf(bytes: Uint8Array, at: number): number {
  const year = two(bytes, at) * 100 + two(bytes, at + 2);
  const month = two(bytes, at + 5);
  const day = two(bytes, at + 8);
  const isDay = month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);
  if (!isDay || bytes[at + 4] !== MINUS || bytes[at + 7] !== MINUS) return Number.NaN;
  const before = year - 1;
  const leapDays = Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400);
  const inYear = (DAYS_BEFORE[month - 1] ?? 0) + (month > FEBRUARY && isLeap(year) ? 1 : 0) + day - 1;
  return (before * 365 + leapDays + inYear - DAYS_TO_1970) * DAY_MS;
}

function daysIn(year: number, month: number): number {
  if (month === FEBRUARY && isLeap(year)) return 29;
  return (DAYS_BEFORE[month] ?? 0) - (DAYS_BEFORE[month - 1] ?? 0);
}

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** Offset from UTC at the end of a time, in ms; NaN if it is not one. */
function offsetOf(bytes: Uint8Array, at: number, to: number): number {
  const sign = bytes[at] === PLUS ? 1 : bytes[at] === MINUS ? -1 : Number.NaN;
  const minutes = two(bytes, at + 4);
  const offsetMs = sign * (two(bytes, at + 1) * HOUR_MS + minutes * MINUTE_MS);
  const isOffset = minutes < 60 && offsetMs >= OFFSET_MIN && offsetMs <= OFFSET_MAX;
  return isOffset && bytes[at + 3] === COLON && at + 6 === to ? offsetMs : Number.NaN;
}

/** The number that two digits spell; NaN if they are not digits. */
function two(bytes: Uint8Array, at: number): number {
  const tens = digitAt(bytes, at);
  const ones = digitAt(bytes, at + 1);
  return tens < 0 || ones < 0 ? Number.NaN : tens * 10 + ones;
}

/** The digit at that place, or −1. */
function digitAt(bytes: Uint8Array, at: number): number {
  const digit = (bytes[at] ?? 0) - ZERO;
  return digit >= 0 && digit <= 9 ? digit : -1;
}
