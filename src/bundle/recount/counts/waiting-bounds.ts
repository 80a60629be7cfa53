import { assert, HOUR_MS, MINUTE_MS, SECOND_MS } from '#base';
import type { Scenario } from '#domain';

/** Durations that bound the bins of waits in every summary, in s, min and h. */
const SECONDS = [0, 1, 2, 3, 5, 7, 10, 15, 20, 30, 45];
const MINUTES = [1, 1.5, 2, 3, 4, 5, 7, 10, 15, 20, 30, 45];
const HOURS = [1, 1.5, 2, 3, 4, 6, 8, 12, 18, 24, 36, 48, 72, 96, 168, 336];

/**
 * Upper bounds of the bins in which a summary counts waits, ms, inclusive and ascending: the durations above and the scenario's acceptable
 * waiting times that are below the horizon, and the horizon.
 */
export function waitingBounds({ horizonMs, serviceLevels }: Scenario): readonly number[] {
  const bounds = new Set<number>();
  for (const seconds of SECONDS) bounds.add(seconds * SECOND_MS);
  for (const minutes of MINUTES) bounds.add(minutes * MINUTE_MS);
  for (const hours of HOURS) bounds.add(hours * HOUR_MS);
  for (const { withinMs } of serviceLevels) bounds.add(withinMs);
  return [...[...bounds].filter((bound) => bound < horizonMs), horizonMs].sort((one, other) => one - other);
}

/** The first bin whose bound the wait does not exceed; the last for longer ones. */
export function binOfWait(bounds: readonly number[], waitMs: number): number {
  let [low, high] = [0, bounds.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (waitMs <= (bounds[middle] as number)) high = middle;
    else low = middle + 1;
  }
  const isInBin = low === 0 || waitMs > (bounds[low - 1] as number);
  assert(
    isInBin && (low === bounds.length - 1 || waitMs <= (bounds[low] as number)),
    `${waitMs} ms in bin ${low}`,
  );
  return low;
}
