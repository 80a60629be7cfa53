import { HOUR_MS, MINUTE_MS, SECOND_MS } from '#base';
import type { Scenario } from '#domain';
import { BUCKETS, lowestOf } from './quantile-histogram.ts';

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

/**
 * Counts of waits (above nought) until the first answer, segment × bin. Which bin a wait belongs to is read off the bucket that a
 * histogram has found for it: a bin's bound is searched for only within a bucket.
 */
export class WaitingBins {
  readonly boundsMs: Float64Array;
  private readonly counts: Float64Array;
  /** The first bin that waits of a histogram's bucket can belong to. */
  private readonly firstBinOf: Uint16Array;

  constructor(scenario: Scenario) {
    this.boundsMs = Float64Array.from(waitingBinBounds(scenario));
    const last = this.boundsMs.length - 1;
    this.counts = new Float64Array(scenario.segments.length * this.boundsMs.length);
    this.firstBinOf = Uint16Array.from({ length: BUCKETS }, (_, bucket) => {
      const bin = this.boundsMs.findIndex((bound) => lowestOf(bucket) <= bound);
      return bin === -1 ? last : bin;
    });
  }

  /** `bucket`: what `QuantileHistogram.record` has told of the wait. */
  count(segment: number, waitMs: number, bucket: number): void {
    const { boundsMs, counts } = this;
    const last = boundsMs.length - 1;
    let bin = this.firstBinOf[bucket] as number;
    while (bin < last && waitMs > (boundsMs[bin] as number)) bin++;
    const cell = segment * boundsMs.length + bin;
    counts[cell] = (counts[cell] as number) + 1;
  }

  countsOf(segment: number): readonly number[] {
    return [...this.counts.subarray(segment * this.boundsMs.length, (segment + 1) * this.boundsMs.length)];
  }
}
