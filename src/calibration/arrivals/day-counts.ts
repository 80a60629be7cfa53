import { DAY_MS, HOUR_MS } from '#base';
import { type Channel, civilDateOf, type DayNumber, LocalClock, readZoneClock, weekdayOf } from '#domain';
import type { SettledStory } from '../stories/settled.ts';

/** Arrivals of the customers of one segment in one country by one channel: a count for each hour of each whole local day. */
export interface StreamCounts {
  readonly segment: string;
  readonly country: string;
  readonly channel: Channel;
  readonly timeZone: string;
  /** The first whole local day. */
  readonly firstDay: DayNumber;
  readonly dayCount: number;
  /** `dayCount` × 24 counts. */
  readonly hourly: Int32Array;
  /** Cases that arrived in the second half of each hour of the day, over all whole days. */
  readonly secondHalves: Int32Array;
  /** Cases in whole days. */
  readonly total: number;
}

/** Counts arrivals by the local clocks of customers. Only days that lie in [fromMs, untilMs) as a whole count; a log may begin up to an hour late, with its first case. */
export function countArrivals(
  stories: readonly SettledStory[],
  span: { readonly fromMs: number; readonly untilMs: number },
  timeZoneOf: (country: string) => string,
): readonly StreamCounts[] {
  const clocks = new Map<string, LocalClock>();
  const found = new Map<string, Counted>();
  for (const story of stories) {
    const { channel, country, openedMs, segment } = story;
    const key = keyOf(story);
    let one = found.get(key);
    if (one === undefined) {
      const timeZone = timeZoneOf(country);
      const clock = clocks.get(timeZone) ?? clockOf(timeZone, span);
      clocks.set(timeZone, clock);
      one = { names: { segment, country, channel, timeZone }, clock, openedMs: [] };
      found.set(key, one);
    }
    one.openedMs.push(openedMs);
  }
  const counted = inCommonDays([...found.values()], span);
  return counted.filter(({ total }) => total > 0).sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
}

/** A clock that knows the changes of a span. */
export function clockOf(
  timeZone: string,
  { fromMs, untilMs }: { readonly fromMs: number; readonly untilMs: number },
): LocalClock {
  return new LocalClock(readZoneClock(timeZone, fromMs, untilMs - fromMs), fromMs);
}

interface Counted {
  readonly names: Pick<StreamCounts, 'segment' | 'country' | 'channel' | 'timeZone'>;
  readonly clock: LocalClock;
  readonly openedMs: number[];
}

function keyOf({ channel, country, segment }: Pick<StreamCounts, 'segment' | 'country' | 'channel'>): string {
  return `${segment} ${country} ${channel}`;
}

/** Only dates that are whole for all streams count, so that every weekday is seen equally often on every clock. */
function inCommonDays(
  all: readonly Counted[],
  { fromMs, untilMs }: { readonly fromMs: number; readonly untilMs: number },
): readonly StreamCounts[] {
  const firstDay = Math.max(...all.map(({ clock }) => clock.dayAt(clock.midnightFrom(fromMs - HOUR_MS))));
  const endDay = Math.min(...all.map(({ clock }) => clock.dayAt(untilMs)));
  const dayCount = Math.max(0, endDay - firstDay);
  return all.map(({ clock, names, openedMs }) => {
    const hourly = new Int32Array(dayCount * 24);
    const secondHalves = new Int32Array(24);
    let total = 0;
    for (const atMs of openedMs) {
      const localMs = atMs + clock.offsetAt(atMs);
      const hour = Math.floor(localMs / HOUR_MS) - firstDay * (DAY_MS / HOUR_MS);
      if (hour < 0 || hour >= hourly.length) continue;
      hourly[hour] = (hourly[hour] ?? 0) + 1;
      if (2 * (localMs % HOUR_MS) >= HOUR_MS) secondHalves[hour % 24] = (secondHalves[hour % 24] ?? 0) + 1;
      total++;
    }
    return { ...names, firstDay, dayCount, hourly, secondHalves, total };
  });
}

/** Cases of a day, counted from the first. */
export function countOfDay({ hourly }: StreamCounts, day: number): number {
  let sum = 0;
  for (let hour = 0; hour < 24; hour++) sum += hourly[day * 24 + hour] ?? 0;
  return sum;
}

/** Weekday of a day, 0 for Monday. */
export function weekdayOn({ firstDay }: StreamCounts, day: number): number {
  return weekdayOf(firstDay + day);
}

export function dateOn({ firstDay }: StreamCounts, day: number): string {
  return civilDateOf(firstDay + day);
}
