import { DAY_MS, formatCount, formatDay, formatDuration, NOTHING, weekdayName, weekdayOf } from '#base';

export { formatCount as count, plural } from '#base';

/** Formats of numbers and moments, as in the reports. */

/** 12.345 → `12.3`, 1234.5 → `1,235`. */
export function oneDigit(value: number): string {
  return value < 100 ? value.toFixed(1).replace(/\.0+$/, '') : formatCount(value);
}

/** 0.934 → `93.4 %`. */
export function share(value: number | null | undefined, digits = 1): string {
  return value === null || value === undefined || Number.isNaN(value)
    ? NOTHING
    : `${(value * 100).toFixed(digits)} %`;
}

/** Milliseconds → `45 s`, `4.2 min`, `2.5 h`, `3.1 d`. */
export function duration(ms: number | null | undefined): string {
  if (ms === null || ms === undefined || Number.isNaN(ms)) return NOTHING;
  return formatDuration(ms / 1000);
}

/** `Mon 3 Nov 2014, 14:05 UTC`. */
export function moment(epochMs: number): string {
  return `${day(epochMs)} ${new Date(epochMs).getUTCFullYear()}, ${time(epochMs)} UTC`;
}

/** `Mon 3 Nov`. */
export function day(epochMs: number): string {
  return `${weekdayName(weekdayOf(epochMs))} ${formatDay(epochMs)}`;
}

/** `14:05`, in UTC. */
export function time(epochMs: number): string {
  return new Date(epochMs).toISOString().slice(11, 16);
}

/** Width of the name of a day, px. */
export const DAY_WIDTH = 82;

/** The days of a run whose names fit into `room` px: their instants, ms since its start. */
export function namedDays(horizonMs: number, room: number): readonly number[] {
  const days = Math.ceil(horizonMs / DAY_MS);
  const every = Math.ceil(days / Math.max(1, Math.floor(room / DAY_WIDTH)));
  return Array.from({ length: Math.ceil(days / every) }, (_, i) => i * every * DAY_MS);
}
