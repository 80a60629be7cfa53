import { HOUR_MS, MINUTE_MS } from '#base';
import { type EpochMs, type LocalClock, minuteOfWeek } from '#domain';

/** The local hours of the week between two times, from 0 on Monday, and how much of each lies between them, ms. */
export function hoursBetween(
  fromEpochMs: EpochMs,
  toEpochMs: EpochMs,
  clock: LocalClock,
): readonly (readonly [hour: number, ms: number])[] {
  const found: (readonly [number, number])[] = [];
  for (let atMs = fromEpochMs; atMs < toEpochMs; ) {
    const intoWeekMs = minuteOfWeek(atMs, clock) * MINUTE_MS;
    const hour = Math.floor(intoWeekMs / HOUR_MS);
    const nextMs = Math.min(toEpochMs, atMs + HOUR_MS - (intoWeekMs % HOUR_MS));
    found.push([hour, nextMs - atMs]);
    atMs = nextMs;
  }
  return found;
}
