import { HOUR_MS, MINUTE_MS } from '#base';
import type { EpochMs } from '#domain';

const TIME = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?(?:Z|([+-]\d\d):(\d\d))$/;
/** Extreme time zones: Baker Island (−12:00) and Kiritimati (+14:00). */
const [OFFSET_MIN, OFFSET_MAX] = [-12 * HOUR_MS, 14 * HOUR_MS];

/**
 * Parses an RFC 3339 time (seconds may be missing; digits after the millisecond are ignored). Returns ms since 1970, or
 * why it is no time. Unlike `Date.parse`, it refuses days, hours and offsets that do not exist.
 */
export function readTime(text: string): EpochMs | string {
  const parts = TIME.exec(text);
  if (parts === null) return 'it is not a time with a zone';
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts
    .slice(1, 7)
    .map((part) => Number(part ?? 0));
  if (month < 1 || month > 12) return `there is no month ${parts[2]}`;
  // Years before 100 count from 1900 in `Date.UTC`.
  const date = new Date(0);
  date.setUTCFullYear(year, month, 0);
  const days = date.getUTCDate();
  if (day < 1 || day > days) return `${parts[1]}-${parts[2]} has ${days} days`;
  if (hour > 23) return `there is no hour ${parts[4]}: a day ends at 23:59:59`;
  if (minute > 59) return `there is no minute ${parts[5]}`;
  if (second === 60) return 'there is no second 60: leap seconds are not counted';
  if (second > 60) return `there is no second ${parts[6]}`;
  const [, , , , , , , fraction = '', hours, minutes] = parts;
  const sign = hours?.startsWith('-') === true ? -1 : 1;
  const offsetMs = Number(hours ?? 0) * HOUR_MS + sign * Number(minutes ?? 0) * MINUTE_MS;
  if (Number(minutes ?? 0) > 59 || offsetMs < OFFSET_MIN || offsetMs > OFFSET_MAX)
    return `no zone is ${hours}:${minutes} from UTC`;
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second, Number(fraction.slice(0, 3).padEnd(3, '0')));
  return date.getTime() - offsetMs;
}
