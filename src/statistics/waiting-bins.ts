import { HOUR_MS, MINUTE_MS, SECOND_MS } from '#base';
import type { Scenario } from '#domain';

/** Four to six bounds in each power of ten, at durations that people name. */
const NAMED_MS: readonly number[] = [
  ...[0, 1, 2, 3, 5, 7, 10, 15, 20, 30, 45].map((seconds) => seconds * SECOND_MS),
  ...[1, 1.5, 2, 3, 4, 5, 7, 10, 15, 20, 30, 45].map((minutes) => minutes * MINUTE_MS),
  ...[1, 1.5, 2, 3, 4, 6, 8, 12, 18, 24, 36, 48, 72, 96, 168, 336].map((hours) => hours * HOUR_MS),
];

/**
 * Upper bounds (ms, inclusive, ascending) of the bins in which waits are counted: the named durations, the
 * scenario's acceptable waiting times, so that the share within them can be read off exactly, and the horizon, which
 * no wait exceeds.
 */
export function waitingBinBounds(scenario: Scenario): readonly number[] {
  const bounds = new Set([...NAMED_MS, ...scenario.serviceLevels.map(({ withinMs }) => withinMs)]);
  const below = [...bounds].filter((bound) => bound < scenario.horizonMs);
  return [...below, scenario.horizonMs].sort((left, right) => left - right);
}

/** The first bin whose bound the wait does not exceed; the last bin for anything longer. */
export function binOf(bounds: Float64Array, waitMs: number): number {
  let low = 0;
  let high = bounds.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (waitMs <= (bounds[middle] as number)) high = middle;
    else low = middle + 1;
  }
  return low;
}
