import { DAY_MS, list, MINUTE_MS, number, type Of, record } from '#base';
import type { EpochMs, RunMs } from '../indices.ts';
import { type CivilDate, civilDateOf, type LocalClock, weekdayOf } from './local-time.ts';

/** Half-open interval of simulated time, ms since the start of the run; may lie partly outside of the horizon. */
const window = record({ fromMs: number<RunMs>(), toMs: number<RunMs>() });
export interface Window extends Of<typeof window> {}
export const windows = list(window);
/** Windows that a kept scenario may write by the week. */
export const calendarForm = list(window);

/** Hours of a week on the local clock: days (0 = Monday) and minutes of the day. `toMinute` may lie after midnight. */
export interface WeeklyHours {
  readonly days: readonly number[];
  readonly fromMinute: number;
  /** Greater than `fromMinute`, up to 2880. From 1440 on it lies on the next day. */
  readonly toMinute: number;
  /** Only windows that begin on these dates. */
  readonly dates?: readonly CivilDate[] | undefined;
  /** No windows that begin on these dates. */
  readonly except?: readonly CivilDate[] | undefined;
}

/**
 * Weekly hours as windows of simulated time that touch [0, horizon), with daylight saving resolved. Dates in `without` (holidays, named by
 * the date on which a window begins) are left out. Windows that touch or overlap are merged.
 */
export function expandWeeklyHours(
  hours: readonly WeeklyHours[],
  clock: LocalClock,
  startEpochMs: EpochMs,
  horizonMs: number,
  without: ReadonlySet<CivilDate>,
): readonly Window[] {
  const windows: Window[] = [];
  const endEpochMs = startEpochMs + horizonMs;
  const lastDay = clock.dayAt(endEpochMs - 1);
  // A window that began two days earlier may reach into the horizon.
  for (let day = clock.dayAt(startEpochMs) - 2; day <= lastDay; day++) {
    if (without.size > 0 && without.has(civilDateOf(day))) continue;
    for (const piece of hours) {
      if (!beginsOn(piece, day)) continue;
      const { fromMinute, toMinute } = piece;
      const fromMs = clock.instantOf(day, fromMinute) - startEpochMs;
      const toMs = clock.instantOf(day, toMinute) - startEpochMs;
      if (toMs > 0 && fromMs < horizonMs && toMs > fromMs) windows.push({ fromMs, toMs });
    }
  }
  return mergeWindows(windows);
}

/** Whether hours begin on a day (of local days since 1970). */
function beginsOn({ dates, days, except }: WeeklyHours, day: number): boolean {
  if (!days.includes(weekdayOf(day))) return false;
  if (dates === undefined && except === undefined) return true;
  const date = civilDateOf(day);
  return (dates?.includes(date) ?? true) && !(except?.includes(date) ?? false);
}

/** The union of windows, in order and without overlap. */
export function mergeWindows(windows: readonly Window[]): readonly Window[] {
  const inOrder = [...windows].sort((left, right) => left.fromMs - right.fromMs || left.toMs - right.toMs);
  const merged: { fromMs: number; toMs: number }[] = [];
  for (const window of inOrder) {
    const last = merged.at(-1);
    if (last !== undefined && window.fromMs <= last.toMs) last.toMs = Math.max(last.toMs, window.toMs);
    else if (window.toMs > window.fromMs) merged.push({ ...window });
  }
  return merged;
}

/** The intersection of two lists of disjoint ordered windows. */
export function intersectWindows(left: readonly Window[], right: readonly Window[]): readonly Window[] {
  const common: Window[] = [];
  let i = 0;
  let k = 0;
  while (i < left.length && k < right.length) {
    const a = left[i] as Window;
    const b = right[k] as Window;
    const fromMs = Math.max(a.fromMs, b.fromMs);
    const toMs = Math.min(a.toMs, b.toMs);
    if (fromMs < toMs) common.push({ fromMs, toMs });
    if (a.toMs < b.toMs) i++;
    else k++;
  }
  return common;
}

/** The difference of two lists of disjoint ordered windows. */
export function subtractWindows(windows: readonly Window[], away: readonly Window[]): readonly Window[] {
  if (away.length === 0) return windows;
  const rest: Window[] = [];
  const holes = mergeWindows(away);
  for (const window of windows) {
    let fromMs = window.fromMs;
    for (const hole of holes) {
      if (hole.toMs <= fromMs || hole.fromMs >= window.toMs) continue;
      if (hole.fromMs > fromMs) rest.push({ fromMs, toMs: hole.fromMs });
      fromMs = Math.max(fromMs, hole.toMs);
    }
    if (fromMs < window.toMs) rest.push({ fromMs, toMs: window.toMs });
  }
  return rest;
}

/** The horizon, and the interval of the local clock in which nothing changes: a divisor of an hour, an hour, or a day. */
export interface Steps {
  readonly startEpochMs: EpochMs;
  readonly horizonMs: number;
  readonly stepMinutes: number;
}

/**
 * Breaks the horizon into pieces of constant value: at each step of the local clock (also in zones whose offset is no whole step) and at
 * changes of offset. `valueAt` gets the minute of the local day at which the step begins, the weekday (0 = Monday) and the civil date.
 * Neighbours of equal value are joined.
 */
export function expandSteps(
  clock: LocalClock,
  { horizonMs, startEpochMs, stepMinutes }: Steps,
  valueAt: (minuteOfDay: number, weekday: number, date: CivilDate) => number,
): { readonly fromMs: readonly number[]; readonly values: readonly number[] } {
  const endEpochMs = startEpochMs + horizonMs;
  const stepMs = stepMinutes * MINUTE_MS;
  const boundaries = [startEpochMs, ...clock.changesBetween(startEpochMs, endEpochMs), endEpochMs];
  const fromMs: number[] = [];
  const values: number[] = [];
  for (let part = 0; part + 1 < boundaries.length; part++) {
    const partEnd = boundaries[part + 1] as number;
    const offset = clock.offsetAt(boundaries[part] as number);
    let day = Number.NaN;
    let date = '';
    let weekday = 0;
    for (let at = boundaries[part] as number; at < partEnd; ) {
      const local = at + offset;
      const today = Math.floor(local / DAY_MS);
      if (today !== day) {
        day = today;
        date = civilDateOf(day);
        weekday = weekdayOf(day);
      }
      const ofDayMs = local - DAY_MS * day;
      const sinceStepMs = ofDayMs % stepMs;
      const value = valueAt((ofDayMs - sinceStepMs) / MINUTE_MS, weekday, date);
      if (values[values.length - 1] !== value) {
        fromMs.push(at - startEpochMs);
        values.push(value);
      }
      at = Math.min(partEnd, at + stepMs - sinceStepMs);
    }
  }
  return { fromMs, values };
}
