import { checked, DAY_MS, HOUR_MS, MINUTE_MS, number, type Of, record, WEEK_MS } from '#base';
import type { EpochMs } from '../indices.ts';
import type { LocalClock } from './local-time.ts';
import { intersectWindows, mergeWindows, subtractWindows, type Window } from './windows.ts';

/** Half-open span of a local week, in minutes since Monday 00:00. It never crosses the end of the week. */
export const weekSpan = checked(
  record({
    fromMinute: number({ min: 0, step: 1 }),
    toMinute: number({ min: 0, max: WEEK_MS / MINUTE_MS, step: 1 }),
  }),
  ({ fromMinute, toMinute }, reading) => {
    if (fromMinute >= toMinute) reading.report('it ends before it begins');
  },
);
export interface WeekSpan extends Of<typeof weekSpan> {}

/** Days of the week as people write them, from Monday on. */
export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export const DAY_MINUTES = DAY_MS / MINUTE_MS;
export const WEEK_MINUTES = WEEK_MS / MINUTE_MS;
export const WEEK_HOURS = WEEK_MS / HOUR_MS;
export const WHOLE_WEEK: readonly WeekSpan[] = [{ fromMinute: 0, toMinute: WEEK_MINUTES }];

/** Minutes from 1970-01-01 (a Thursday) to the Monday after it. */
const FIRST_MONDAY_MINUTES = 4 * DAY_MINUTES;

/** Minutes since Monday 00:00 on a local clock, from 0 and below a week. */
export function minuteOfWeek(epochMs: EpochMs, clock: LocalClock): number {
  return withinWeek(wallMinute(epochMs, clock.offsetAt(epochMs)));
}

/** The hour of the week on a local clock: 0 is Monday from midnight to one, 167 the last. */
export function hourOfWeek(epochMs: EpochMs, clock: LocalClock): number {
  return Math.floor((minuteOfWeek(epochMs, clock) * MINUTE_MS) / HOUR_MS);
}

/** Minutes since a Monday, of any week. */
function wallMinute(epochMs: EpochMs, offsetMs: number): number {
  return (epochMs + offsetMs) / MINUTE_MS - FIRST_MONDAY_MINUTES;
}

function withinWeek(minute: number): number {
  return ((minute % WEEK_MINUTES) + WEEK_MINUTES) % WEEK_MINUTES;
}

/** The part of the week that windows of simulated time cover on a local clock, by the wall times at which they begin and end. */
export function foldIntoWeek(
  windows: readonly Window[],
  clock: LocalClock,
  startEpochMs: EpochMs,
): readonly WeekSpan[] {
  return joined(
    windows.flatMap(({ fromMs, toMs }) => {
      const from = startEpochMs + fromMs;
      const to = startEpochMs + toMs;
      // A window that ends where an hour is skipped ends before the gap, by the offset until then.
      return spansBetween(
        wallMinute(from, clock.offsetAt(from)),
        wallMinute(to, clock.offsetAt(Math.max(from, to - 1))),
      );
    }),
  );
}

/** Moves the spans to a clock that is ahead by this many minutes. */
export function shiftInWeek(spans: readonly WeekSpan[], minutes: number): readonly WeekSpan[] {
  return joined(
    spans.flatMap(({ fromMinute, toMinute }) => spansBetween(fromMinute + minutes, toMinute + minutes)),
  );
}

export function uniteInWeek(all: readonly (readonly WeekSpan[])[]): readonly WeekSpan[] {
  return joined(all.flat());
}

export function intersectInWeek(left: readonly WeekSpan[], right: readonly WeekSpan[]): readonly WeekSpan[] {
  return spansOf(intersectWindows(windowsOf(left), windowsOf(right)));
}

export function subtractInWeek(spans: readonly WeekSpan[], away: readonly WeekSpan[]): readonly WeekSpan[] {
  return spansOf(subtractWindows(windowsOf(spans), windowsOf(away)));
}

export function minutesIn(spans: readonly WeekSpan[]): number {
  return spans.reduce((sum, { fromMinute, toMinute }) => sum + toMinute - fromMinute, 0);
}

/** One or two spans: the part beyond the end of the week moves to its start. */
function spansBetween(fromMinute: number, toMinute: number): readonly WeekSpan[] {
  if (toMinute - fromMinute >= WEEK_MINUTES) return WHOLE_WEEK;
  const from = withinWeek(fromMinute);
  const to = from + toMinute - fromMinute;
  if (to <= WEEK_MINUTES) return [{ fromMinute: from, toMinute: to }];
  return [
    { fromMinute: from, toMinute: WEEK_MINUTES },
    { fromMinute: 0, toMinute: to - WEEK_MINUTES },
  ];
}

function joined(spans: readonly WeekSpan[]): readonly WeekSpan[] {
  return spansOf(mergeWindows(windowsOf(spans)));
}

function windowsOf(spans: readonly WeekSpan[]): readonly Window[] {
  return spans.map(({ fromMinute, toMinute }) => ({ fromMs: fromMinute, toMs: toMinute }));
}

function spansOf(windows: readonly Window[]): readonly WeekSpan[] {
  return windows.map(({ fromMs, toMs }) => ({ fromMinute: fromMs, toMinute: toMs }));
}
