import {
  DAY_MS,
  formatCount,
  formatDay,
  formatDuration,
  HOUR_MS,
  NOTHING,
  weekdayName,
  weekdayOf,
} from '#base';
import type { WorldFacts } from '../protocol.ts';

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

/** Hours between the times that a short run names. */
const HOUR_STEPS = [1, 2, 3, 6, 12];

/** Days of a run, and hours of one that lasts two days at most, whose names fit into `room` px. `atMs`: since its start. */
export function namedTimes(
  { horizonMs, startEpochMs }: Pick<WorldFacts, 'horizonMs' | 'startEpochMs'>,
  room: number,
) {
  const most = Math.max(1, Math.floor(room / DAY_WIDTH));
  const hours =
    horizonMs > 2 * DAY_MS ? undefined : HOUR_STEPS.find((step) => horizonMs <= most * step * HOUR_MS);
  const every = hours === undefined ? Math.ceil(horizonMs / DAY_MS / most) * DAY_MS : hours * HOUR_MS;
  return Array.from({ length: Math.ceil(horizonMs / every) }, (_, i) => {
    const atMs = i * every;
    return { atMs, name: (atMs % DAY_MS === 0 ? day : time)(startEpochMs + atMs) };
  });
}
