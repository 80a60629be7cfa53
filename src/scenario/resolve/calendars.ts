import { DAY_MS } from '#base';
import {
  DAY_MINUTES,
  expandWeeklyHours,
  intersectWindows,
  LocalClock,
  mergeWindows,
  subtractWindows,
  type WeeklyHours,
  type Window,
  weekdayOf,
  type ZoneClock,
} from '#domain';
import type { CentreFile, ScenarioFile, ShiftFile, SpanFile } from '../shape/scenario-file.ts';
import { shiftsOf } from './headcounts.ts';

/** Returns the clock of a time zone from the start (epoch ms) to the end of a horizon (ms). */
export type ReadClock = (timeZone: string, startEpochMs: number, horizonMs: number) => ZoneClock;

export type Clocks = ReturnType<typeof clocksOf>;

/** The clocks of every time zone that a file names, in the order of their names. Each is read once. */
export function clocksOf(file: ScenarioFile, readClock: ReadClock) {
  const { centres, horizon, measures = {}, segments, start, targets = {} } = file;
  const named = new Set<string>();
  for (const { timeZone } of Object.values(centres)) named.add(timeZone);
  for (const { customers } of Object.values(segments)) {
    for (const { timeZone } of customers) named.add(timeZone);
  }
  for (const { timeZone = 'UTC' } of Object.values(measures)) named.add(timeZone);
  for (const { hours } of Object.values(targets)) {
    if (typeof hours === 'object') named.add(hours.timeZone);
  }
  const all = [...named].sort().map((timeZone) => readClock(timeZone, start, horizon));
  const local = new Map(all.map((clock) => [clock.timeZone, new LocalClock(clock, start)]));
  return { all, of: (timeZone: string) => local.get(timeZone) as LocalClock };
}

const ALL_DAYS = [0, 1, 2, 3, 4, 5, 6];
const WHOLE_DAYS: readonly WeeklyHours[] = [{ days: ALL_DAYS, fromMinute: 0, toMinute: DAY_MINUTES }];
const NO_DATES: ReadonlySet<string> = new Set();
/** Longer than any shift, so that windows across an end of the horizon keep their true start and end. */
const MARGIN_MS = 2 * DAY_MS;

interface Run {
  readonly start: number;
  readonly horizon: number;
}

/** When a centre is open around the horizon, and when its agents are on duty. */
export interface CentreCalendar {
  readonly open: readonly Window[];
  readonly duty: ReadonlyMap<ShiftFile, readonly Window[]>;
}

export function centreCalendar(centre: CentreFile, file: ScenarioFile, clocks: Clocks): CentreCalendar {
  const { start, horizon } = file;
  const clock = clocks.of(centre.timeZone);
  const closures = spansOf(centre.closures, file);
  const touching = (windows: readonly Window[]) =>
    windows.filter(({ fromMs, toMs }) => toMs > 0 && fromMs < horizon);
  const open = touching(subtractWindows(openingOf(centre, file, clock), closures));
  const duty = new Map<ShiftFile, readonly Window[]>();
  // Most groups of a centre work the same few shifts, so each is expanded once.
  const expanded = new Map<string, readonly Window[]>();
  for (const group of Object.values(centre.groups)) {
    for (const shift of Object.values(shiftsOf(group))) {
      const hours = shiftHours(shift);
      const breaks = breakHours(shift);
      const key = JSON.stringify([hours, breaks]);
      const known = expanded.get(key);
      const expand = (pieces: readonly WeeklyHours[]) =>
        expandWeeklyHours(pieces, clock, start, horizon, NO_DATES);
      // A break or a closure in progress at the start would leave a piece of its shift that is over.
      const windows =
        known ?? touching(subtractWindows(intersectWindows(expand(hours), open), expand(breaks)));
      expanded.set(key, windows);
      duty.set(shift, windows);
    }
  }
  return { open, duty };
}

function openingOf(centre: CentreFile, file: ScenarioFile, clock: LocalClock): readonly Window[] {
  const { start, horizon } = file;
  const without = holidaysOf(centre, file);
  if (centre.hours === '24x7' && without.size === 0)
    return [{ fromMs: -MARGIN_MS, toMs: horizon + MARGIN_MS }];
  const hours = centre.hours === '24x7' ? WHOLE_DAYS : centre.hours.map(weeklyHours);
  return expandWeeklyHours(hours, clock, start, horizon, without);
}

/** Dates on which the centre is closed: by default those of its country, and none if it works day and night. */
function holidaysOf(centre: CentreFile, file: ScenarioFile): ReadonlySet<string> {
  const { holidays } = centre;
  if (Array.isArray(holidays)) return new Set(holidays);
  if (holidays === 'none' || (holidays === undefined && centre.hours === '24x7')) return NO_DATES;
  const key = typeof holidays === 'string' ? holidays : centre.country;
  return new Set(Object.hasOwn(file.holidays, key) ? file.holidays[key] : []);
}

type HoursPiece = NonNullable<ShiftFile['hours']>[number];

/** Hours that end at or before their start end on the next day. */
export function weeklyHours({ dates, days, except, from, to }: HoursPiece): WeeklyHours {
  return {
    days: dates === undefined ? (days ?? ALL_DAYS) : weekdaysOf(dates),
    fromMinute: from,
    toMinute: to > from ? to : to + DAY_MINUTES,
    dates,
    except,
  };
}

function weekdaysOf(dates: readonly string[]): readonly number[] {
  return [...new Set(dates.map((date) => weekdayOf(Date.parse(date) / DAY_MS)))].sort();
}

/** The pieces of a shift: its list of hours, or its one pair of times. */
export function shiftHours(shift: ShiftFile): readonly WeeklyHours[] {
  if (shift.hours !== undefined) return shift.hours.map(weeklyHours);
  const { days = ALL_DAYS, from, to } = shift;
  return from === undefined || to === undefined ? [] : [weeklyHours({ days, from, to })];
}

/** The breaks of a shift. */
export function breakHours({ breaks }: ShiftFile): readonly WeeklyHours[] {
  return breaks.map(({ days = ALL_DAYS, from, to }) => weeklyHours({ days, from, to }));
}

/** Spans of instants as windows of simulated time, in order and without overlap. */
export function spansOf(spans: readonly SpanFile[], run: Run): readonly Window[] {
  return mergeWindows(spans.map((span) => spanOf(span, run)));
}

/** The window of a span; empty or reversed if the span is wrong. */
export function spanOf(span: SpanFile, { start }: Run): Window {
  const to = span.to ?? span.from + (span.for ?? 0);
  return { fromMs: span.from - start, toMs: to - start };
}
