import { formatTimeOfDay } from '#base';
import { DAY_MINUTES, shiftInWeek, WEEKDAYS, type WeekSpan } from './local-week.ts';

const DAY = `(?:${WEEKDAYS.join('|')})`;
const SPAN = new RegExp(
  `^(?:(daily|${DAY})(?:-(${DAY}))?)?\\s*(?:(\\d{1,2}):(\\d\\d)\\s*-\\s*(\\d{1,2}):(\\d\\d))?$`,
);

/** Hours that come again every week on a local clock. */
export interface HourSpan {
  /** The text that `readHourSpan` reads, always the same for the same hours: `mon-fri 18:00-08:00`. */
  readonly text: string;
  readonly spans: readonly WeekSpan[];
}

/**
 * `mon-fri 18:00-08:00`, `sat-sun`, `22:00-06:00`: days, hours or both; without days on every day, without hours all day. Hours that pass
 * midnight belong to the day on which they begin: Friday's last until Saturday morning. Null where the text is none of these.
 */
export function readHourSpan(text: string): HourSpan | null {
  const [whole, first = 'daily', last, ...clock] = SPAN.exec(text.trim().toLowerCase()) ?? [];
  if (whole === undefined || whole === '') return null;
  if (first === 'daily' && last !== undefined) return null;
  const hours = clock[0] === undefined ? [0, DAY_MINUTES] : minutesOf(clock as string[]);
  if (hours === null) return null;
  const [from = 0, to = 0] = hours;
  const days = first === 'daily' ? WEEKDAYS.map((_, day) => day) : daysBetween(first, last ?? first);
  const length = to > from ? to - from : to + DAY_MINUTES - from;
  const spans = days.map((day) => ({
    fromMinute: day * DAY_MINUTES + from,
    toMinute: day * DAY_MINUTES + from + length,
  }));
  const names = days.length === WEEKDAYS.length ? [] : [namesOf(days)];
  return {
    text: [...names, `${formatTimeOfDay(from)}-${formatTimeOfDay(to)}`].join(' '),
    spans: shiftInWeek(spans, 0),
  };
}

/** Null for a time that no clock shows, and for hours that are none. 24:00 is the end of a day. */
function minutesOf(clock: readonly string[]): readonly [from: number, to: number] | null {
  const [fromHour = 0, fromMinute = 0, toHour = 0, toMinute = 0] = clock.map(Number);
  const [from, to] = [fromHour * 60 + fromMinute, toHour * 60 + toMinute];
  if (fromMinute > 59 || toMinute > 59 || from >= DAY_MINUTES || to > DAY_MINUTES || from === to) return null;
  return [from, to];
}

function daysBetween(first: string, last: string): readonly number[] {
  const names: readonly string[] = WEEKDAYS;
  const from = names.indexOf(first);
  const count = ((names.indexOf(last) - from + WEEKDAYS.length) % WEEKDAYS.length) + 1;
  return Array.from({ length: count }, (_, i) => (from + i) % WEEKDAYS.length);
}

function namesOf(days: readonly number[]): string {
  const [first, last] = [WEEKDAYS[days[0] ?? 0], WEEKDAYS[days.at(-1) ?? 0]];
  return first === last ? String(first) : `${first}-${last}`;
}
