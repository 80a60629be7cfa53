import { LocalClock, type ZoneClock } from '#domain';
import type { ScenarioFile } from '../shape/scenario-file.ts';

/** Returns the clock of a time zone from the start (epoch ms) to the end of a horizon (ms). */
export type ReadClock = (timeZone: string, startEpochMs: number, horizonMs: number) => ZoneClock;

/** The clocks of every time zone that a file names, in the order of their names. Each is read once. */
export interface Clocks {
  readonly all: readonly ZoneClock[];
  of(timeZone: string): LocalClock;
}

export function clocksOf(file: ScenarioFile, readClock: ReadClock): Clocks {
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
  return { all, of: (timeZone) => local.get(timeZone) as LocalClock };
}
