import { assert, assertEqual, HOUR_MS, MINUTE_MS, SECOND_MS, sumOf } from '#base';
import { CHANNELS, type Scenario } from '#domain';
import { BUCKETS, lowestOf, type QuantileHistogram } from './quantile-histogram.ts';

/** Four to six bounds in each power of ten, at durations that people name. */
const NAMED_MS: readonly number[] = [
  ...[0, 1, 2, 3, 5, 7, 10, 15, 20, 30, 45].map((seconds) => seconds * SECOND_MS),
  ...[1, 1.5, 2, 3, 4, 5, 7, 10, 15, 20, 30, 45].map((minutes) => minutes * MINUTE_MS),
  ...[1, 1.5, 2, 3, 4, 6, 8, 12, 18, 24, 36, 48, 72, 96, 168, 336].map((hours) => hours * HOUR_MS),
];

/**
 * Upper bounds (ms, inclusive, ascending) of the bins in which waits are counted: the named durations, the scenario's acceptable waiting
 * times (so that the share within them is exact), and the horizon, which no wait exceeds.
 */
export function waitingBinBounds(scenario: Scenario): readonly number[] {
  const bounds = new Set([...NAMED_MS, ...scenario.serviceLevels.map(({ withinMs }) => withinMs)]);
  const below = [...bounds].filter((bound) => bound < scenario.horizonMs);
  const sorted = [...below, scenario.horizonMs].sort((left, right) => left - right);
  const isAscending = sorted.every((bound, i) => i === 0 || bound > (sorted[i - 1] as number));
  assert(isAscending && sorted[0] === 0, 'bins of waits ascend from 0');
  return sorted;
}

/** Row of the counts that belongs to a segment and a channel (indices). */
export function waitingRowOf(segment: number, channel: number): number {
  return segment * CHANNELS.length + channel;
}

const LOOKED_AT = 6;

/**
 * Counts of waits (above 0) until the first answer, by segment, channel and bin. Most buckets of a histogram lie within one bin, so their
 * counts are taken from the histograms at the end. Only waits in buckets in which a bin ends are counted here.
 */
export class WaitingBins {
  readonly boundsMs: Float64Array;
  private readonly counts: Float64Array;
  /** The first bin that waits of a histogram's bucket can belong to, and whether some may belong to a later one. */
  private readonly firstBinOf: Uint16Array;
  private readonly isCut: Uint8Array;

  constructor(scenario: Scenario) {
    this.boundsMs = Float64Array.from(waitingBinBounds(scenario));
    const last = this.boundsMs.length - 1;
    this.counts = new Float64Array(waitingRowOf(scenario.segments.length, 0) * this.boundsMs.length);
    this.firstBinOf = new Uint16Array(BUCKETS);
    let bin = 0;
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      while (bin < last && lowestOf(bucket) > (this.boundsMs[bin] as number)) bin++;
      this.firstBinOf[bucket] = bin;
    }
    assertEqual('bin of the longest waits', bin, last);
    this.isCut = Uint8Array.from(this.firstBinOf, (bin, bucket) =>
      bin < last && lowestOf(bucket + 1) > (this.boundsMs[bin] as number) + 1 ? 1 : 0,
    );
  }

  /** `bucket`: what `QuantileHistogram.record` returned for the wait. */
  count(row: number, waitMs: number, bucket: number): void {
    if (this.isCut[bucket] === 1) this.countInBin(row, waitMs, bucket);
  }

  forget(): void {
    this.counts.fill(0);
  }

  /** `waits`: the histograms of the row's waits. */
  countsOf(row: number, waits: readonly QuantileHistogram[]): readonly number[] {
    const bins = this.boundsMs.length;
    const counts = this.counts.slice(row * bins, (row + 1) * bins);
    for (const histogram of waits) {
      histogram.forEach((bucket, count) => {
        if (this.isCut[bucket] === 1) return;
        const bin = this.firstBinOf[bucket] as number;
        counts[bin] = (counts[bin] as number) + count;
      });
    }
    this.assertCounted(counts, waits);
    return [...counts];
  }

  /**
   * Bins have as many waits as histograms, and up to the end of a bin at least those of whole buckets, at most those of begun ones. Looks at
   * some bins only, since it visits all buckets for each.
   */
  private assertCounted(counts: Float64Array, waits: readonly QuantileHistogram[]): void {
    let sum = 0;
    counts.forEach((count, bin) => {
      sum += count;
      if (bin % LOOKED_AT !== 0) return;
      const endMs = this.boundsMs[bin] as number;
      let [least, most] = [0, 0];
      for (const histogram of waits)
        histogram.forEach((bucket, own) => {
          if (lowestOf(bucket + 1) <= endMs + 1) least += own;
          if (lowestOf(bucket) <= endMs) most += own;
        });
      const isLast = bin === counts.length - 1;
      assert(least <= sum && (sum <= most || isLast), `${sum} waits are not longer than ${endMs} ms`);
    });
    assertEqual('waits in bins', sum, sumOf(waits.map((histogram) => histogram.count)));
  }

  private countInBin(row: number, waitMs: number, bucket: number): void {
    const { boundsMs, counts } = this;
    const last = boundsMs.length - 1;
    let bin = this.firstBinOf[bucket] as number;
    while (bin < last && waitMs > (boundsMs[bin] as number)) bin++;
    const cell = row * boundsMs.length + bin;
    assert(bin === 0 || waitMs > (boundsMs[bin - 1] as number), 'a wait is longer or shorter than its bin');
    counts[cell] = (counts[cell] as number) + 1;
  }
}
