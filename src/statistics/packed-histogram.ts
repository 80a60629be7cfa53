import { base64Of, bytesOfBase64 } from '#base';
import { BUCKETS, type QuantileHistogram } from './quantile-histogram.ts';

/** The non-empty buckets of a histogram, from the lowest up. */
export interface BucketCounts {
  readonly buckets: readonly number[];
  readonly counts: readonly number[];
  /** The sum of the counts. */
  readonly total: number;
}

const GROUP_BITS = 7;
const GROUP = 2 ** GROUP_BITS;

/**
 * A histogram as text, so that it can cross threads and brokers and lie in result files. The text is base64 of numbers of seven bits a
 * byte, the lowest bits first. An even number 2c is the count c of the next bucket, an odd number 2s + 1 skips s empty buckets. The same
 * counts always give the same text. It has at most 10,000 characters up to 200 million durations: there are 2432 buckets, and a count
 * below 2^20 takes at most three bytes.
 */
export function packHistogram(histogram: QuantileHistogram): string {
  const bytes: number[] = [];
  const put = (number: number) => {
    let rest = number;
    for (; rest >= GROUP; rest = Math.floor(rest / GROUP)) bytes.push((rest % GROUP) + GROUP);
    bytes.push(rest);
  };
  let next = 0;
  histogram.forEachAscending((bucket, count) => {
    if (bucket > next) put(2 * (bucket - next) + 1);
    put(2 * count);
    next = bucket + 1;
  });
  return base64Of(Uint8Array.from(bytes));
}

/** The counts in a text; null if `packHistogram` cannot have written it. */
export function unpackHistogram(text: string): BucketCounts | null {
  const bytes = bytesOfBase64(text);
  if (bytes === null) return null;
  const buckets: number[] = [];
  const counts: number[] = [];
  let [next, total, number, scale, wasSkip] = [0, 0, 0, 1, false];
  for (const byte of bytes) {
    number += (byte % GROUP) * scale;
    scale *= GROUP;
    if (byte >= GROUP) {
      if (scale >= COUNT_SCALE_MAX) return null;
      continue;
    }
    if (byte === 0 && scale > GROUP) return null;
    const isSkip = number % 2 === 1;
    const amount = Math.floor(number / 2);
    if (amount === 0 || (isSkip && wasSkip)) return null;
    if (isSkip) next += amount;
    else {
      buckets.push(next++);
      counts.push(amount);
      total += amount;
    }
    if (next > BUCKETS) return null;
    [number, scale, wasSkip] = [0, 1, isSkip];
  }
  return scale === 1 && !wasSkip ? { buckets, counts, total } : null;
}

/** Counts are below 2^32, and are written twice as large. */
const COUNT_BYTES_MAX = 5;
const COUNT_SCALE_MAX = GROUP ** COUNT_BYTES_MAX;

/** Characters of the longest text, of a number of durations that nobody simulates. */
export const HISTOGRAM_LENGTH_MAX = 4 * Math.ceil((BUCKETS * COUNT_BYTES_MAX) / 3);
