import { DAY_MS, type Of } from '#base';
import type { DayNumber, Window } from '#domain';
import type { WallSpan, windowWeek } from './week-plan.ts';
import { type CalendarSpan, kindsBy, planOf, sizeOfPlan, withUsedKinds } from './week-plan.ts';

/** Windows that repeat by the week on a local clock. */
export interface WindowWeek extends Of<typeof windowWeek> {}

/** Windows as in a file: written out, or by the week if that is shorter. */
export type KeptWindows = readonly Window[] | WindowWeek;

export function isWindowWeek(kept: KeptWindows): kept is WindowWeek {
  return !Array.isArray(kept);
}

/** Windows that touch the span may begin at most this many days before it. */
const DAYS_BEFORE = 2;

/** The windows that touch the span, with wall times interpreted as by `LocalClock`. */
export function expandWindows(week: WindowWeek, span: CalendarSpan): readonly Window[] {
  const kindOn = kindsBy(week);
  const [first, last] = daysOf(span);
  const windows: Window[] = [];
  for (let day = first; day <= last; day++) {
    for (const window of windowsFrom(day, week.days[kindOn(day)] ?? [], span)) windows.push(window);
  }
  return windows;
}

/** The windows by the week, if that reproduces them exactly and is shorter. */
export function shortestWindows(
  windows: readonly Window[],
  timeZone: string,
  span: CalendarSpan,
): KeptWindows {
  if (windows.length < 7) return windows;
  const week = weekOf(windows, timeZone, span);
  if (week === null || sizeOfWeek(week) >= 2 * windows.length) return windows;
  const again = expandWindows(week, span);
  const isSame =
    again.length === windows.length &&
    again.every(({ fromMs, toMs }, k) => fromMs === windows[k]?.fromMs && toMs === windows[k]?.toMs);
  return isSame ? week : windows;
}

/** The most windows that a week can expand to. */
export function countOfWindows({ days }: WindowWeek, span: CalendarSpan): number {
  const [first, last] = daysOf(span);
  return (last - first + 1) * Math.max(1, ...days.map(({ length }) => length));
}

function weekOf(windows: readonly Window[], timeZone: string, span: CalendarSpan): WindowWeek | null {
  const { clock, startEpochMs, endMs } = span;
  const [first, last] = daysOf(span);
  const perDay = Array.from({ length: last - first + 1 }, (): Window[] => []);
  for (const window of windows) {
    const day = perDay[clock.dayAt(startEpochMs + window.fromMs) - first];
    if (day === undefined) return null;
    day.push(window);
  }
  const kinds: (readonly WallSpan[])[] = [];
  const numbers = new Map<string, number>();
  const shown = perDay.map((written, i) => {
    const spans = written.map((window) => wallSpanOf(window, first + i, span));
    const key = spans.join();
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, kinds.length);
    return kinds.push(spans) - 1;
  });
  const plan = planOf({
    first,
    shown,
    isWhole: perDay.map((_, i) => {
      const beginMs = clock.instantAt((first + i) * DAY_MS) - startEpochMs;
      const nextMs = clock.instantAt((first + i + 1) * DAY_MS) - startEpochMs;
      return beginMs >= 0 && nextMs <= endMs && nextMs - beginMs === DAY_MS;
    }),
    fits: (day, kind) => {
      const written = perDay[day - first] ?? [];
      const given = windowsFrom(day, kinds[kind] ?? [], span);
      return (
        given.length === written.length &&
        given.every(({ fromMs, toMs }, k) => fromMs === written[k]?.fromMs && toMs === written[k]?.toMs)
      );
    },
  });
  return plan === null ? null : { timeZone, ...withUsedKinds(plan, kinds) };
}

function daysOf({ clock, endMs, startEpochMs }: CalendarSpan): readonly [first: DayNumber, last: DayNumber] {
  return [clock.dayAt(startEpochMs) - DAYS_BEFORE, clock.dayAt(startEpochMs + endMs - 1)];
}

/** The windows of a day that touch the span. */
function windowsFrom(day: DayNumber, spans: readonly WallSpan[], span: CalendarSpan): readonly Window[] {
  const { clock, endMs, startEpochMs } = span;
  const windows: Window[] = [];
  for (const [from, to] of spans) {
    const fromMs = clock.instantAt(day * DAY_MS + from) - startEpochMs;
    const toMs = clock.instantAt(day * DAY_MS + to) - startEpochMs;
    if (toMs > 0 && fromMs < endMs && toMs > fromMs) windows.push({ fromMs, toMs });
  }
  return windows;
}

function wallSpanOf(
  { fromMs, toMs }: Window,
  day: DayNumber,
  { clock, startEpochMs }: CalendarSpan,
): WallSpan {
  const wallMs = (atMs: number) => startEpochMs + atMs + clock.offsetAt(startEpochMs + atMs) - day * DAY_MS;
  return [wallMs(fromMs), wallMs(toMs)];
}

function sizeOfWeek(week: WindowWeek): number {
  return week.days.reduce((sum, { length }) => sum + 1 + 2 * length, sizeOfPlan(week));
}
