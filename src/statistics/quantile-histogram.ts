import { AssertionError, assert, assertEqual } from '#base';

const NO_COUNTS = new Uint32Array(0);

/**
 * Counts of whole milliseconds in log-linear buckets, from which any quantile is known to within 1 %.
 *
 * Up to 127 every value has its own bucket. Beyond, each octave [2^e, 2^(e+1)) is cut into 64 buckets of equal width, so a bucket is at
 * most 1/64 of its lower bound wide, and its midpoint is off by at most 1/128:
 *
 *   value   0 … 127 │ 128 … 255  │ 256 … 511  │ …  │ 2^42 … 2^43−1
 *   width      1    │     2      │     4      │    │     2^36
 *   bucket  0 … 127 │ 128 … 191  │ 192 … 255  │ …
 *
 * Larger values (beyond 278 years) are counted in the last bucket. Counts are whole numbers below 2^32, so merging is exact and gives the
 * same histogram in any order. Memory: 8 bytes for each of the first 256 values, then 9.5 KiB for any number.
 *
 * The idea is that of HdrHistogram (G. Tene, hdrhistogram.org) with two significant digits.
 */
export class QuantileHistogram {
  /** The buckets of the first values, one for each, in any order. Most cells of a scenario with thousands of segments have no more. */
  private readonly few: number[] = [];
  private isFew = true;
  /** Counts by bucket, once there are more values. */
  private counts = NO_COUNTS;

  /** Counts one duration (ms, ≥ 0; a fraction of a millisecond is dropped), and returns its bucket. */
  record(valueMs: number): number {
    if (!(valueMs >= 0)) throw new AssertionError('a duration is negative or not a number');
    const bucket = bucketOf(valueMs);
    if (this.isFew === true) this.put(bucket, 1);
    else this.counts[bucket] = (this.counts[bucket] as number) + 1;
    return bucket;
  }

  /** How many values have been recorded. */
  get count(): number {
    if (this.isFew) return this.few.length;
    let sum = 0;
    for (let bucket = 0; bucket < BUCKETS; bucket++) sum += this.counts[bucket] as number;
    return sum;
  }

  /** Calls `visit` for non-empty buckets, in any order and maybe several times, with `count` values each time. */
  forEach(visit: (bucket: number, count: number) => void): void {
    if (this.isFew) {
      for (const bucket of this.few) visit(bucket, 1);
      return;
    }
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      const count = this.counts[bucket] as number;
      if (count > 0) visit(bucket, count);
    }
  }

  forget(): void {
    this.few.length = 0;
    this.counts.fill(0);
  }

  /** How many values lie in the value's bucket or below it. */
  upTo(valueMs: number): number {
    let sum = 0;
    const last = bucketOf(valueMs);
    this.forEach((bucket, count) => {
      if (bucket <= last) sum += count;
    });
    return sum;
  }

  /** Counts this many durations of 0. */
  recordZeros(count: number): void {
    this.put(0, count);
  }

  /** Between which two sums the recorded values add up, ms. */
  sumBounds(): { readonly low: number; readonly high: number } {
    let [low, high] = [0, 0];
    this.forEach((bucket, count) => {
      low += count * lowestOf(bucket);
      high += count * (lowestOf(bucket + 1) - 1);
    });
    return { low, high };
  }

  /** Adds the counts of another histogram. */
  add(other: QuantileHistogram): void {
    other.forEach((bucket, count) => this.put(bucket, count));
  }

  /**
   * Standard deviation of the recorded values (ms), as of a whole population. Each value is taken as the middle of its bucket, so the
   * result is off by less than 1 % of the root mean square, and often much less. Null if nothing was recorded.
   */
  deviation(): number | null {
    let count = 0;
    let mean = 0;
    let squares = 0;
    this.forEachAscending((bucket, here) => {
      // West's weighted update, which subtracts no large numbers from each other.
      count += here;
      const value = midpointOf(bucket);
      const step = ((value - mean) * here) / count;
      squares += here * (value - mean) * (value - mean - step);
      mean += step;
    });
    if (count === 0) return null;
    const { high, low } = this.sumBounds();
    assert(
      count === this.count && mean * count >= low * ALMOST && mean * count * ALMOST <= high,
      'a mean lies beyond the values',
    );
    let sum = 0;
    this.forEach((bucket, here) => {
      sum += here * midpointOf(bucket) ** 2;
    });
    // Steiner's theorem gives the same, but its difference loses digits.
    const isSame = Math.abs(sum - count * mean ** 2 - squares) <= (1 - ALMOST) * sum;
    assert(isSame, `${squares} are not the squares about ${mean}`);
    return Math.sqrt(squares / count);
  }

  /**
   * The smallest recorded value that at least the share `probability` (in (0, 1]) of all values does not exceed (R. J. Hyndman and Y. Fan,
   * The American Statistician 50 (1996), 361–365, definition 1), within 1 %, in ms; exact below 128 ms. Null if nothing was recorded.
   */
  quantile(probability: number): number | null {
    assert(probability > 0 && probability <= 1, 'a quantile is asked for a share outside of (0, 1]');
    const total = this.count;
    if (total === 0) return null;
    const rank = Math.max(1, Math.ceil(probability * total));
    let seen = 0;
    let found = -1;
    this.forEachAscending((bucket, count) => {
      seen += count;
      if (found === -1 && seen >= rank) found = bucket;
    });
    assert(found !== -1, 'the counts of a histogram do not add up to its total');
    const isRank = rank >= probability * total && rank - 1 < Math.max(1, probability * total);
    assert(isRank && this.upTo(lowestOf(found)) >= rank, 'a quantile is below its share of the values');
    return midpointOf(found);
  }

  /** Calls `visit` once for each non-empty bucket, from the lowest up. */
  forEachAscending(visit: (bucket: number, count: number) => void): void {
    if (!this.isFew) {
      this.forEach(visit);
      return;
    }
    const sorted = Uint16Array.from(this.few).sort();
    for (let from = 0; from < sorted.length; ) {
      let to = from + 1;
      while (sorted[to] === sorted[from]) to++;
      visit(sorted[from] as number, to - from);
      from = to;
    }
  }

  private put(bucket: number, count: number): void {
    if (this.isFew && this.few.length + count <= FEW_MAX) {
      for (let i = 0; i < count; i++) this.few.push(bucket);
      return;
    }
    if (this.isFew) this.spread();
    this.counts[bucket] = (this.counts[bucket] as number) + count;
  }

  private spread(): void {
    this.counts = new Uint32Array(BUCKETS);
    for (const bucket of this.few) this.counts[bucket] = (this.counts[bucket] as number) + 1;
    const before = this.few.length;
    this.few.length = 0;
    this.isFew = false;
    assertEqual('values', this.count, before);
  }
}

/** Rounding errors of sums are smaller. */
const ALMOST = 1 - 1e-9;

/** Beyond this many values, counts by bucket take less memory than the values. */
const FEW_MAX = 256;

const EXACT_BELOW = 128;
const FIRST_OCTAVE = 7;
const LAST_OCTAVE = 42;
const PER_OCTAVE = 64;
export const BUCKETS = EXACT_BELOW + (LAST_OCTAVE - FIRST_OCTAVE + 1) * PER_OCTAVE;
const HIGHEST = 2 ** (LAST_OCTAVE + 1) - 1;
/** Values that a signed 32-bit integer holds are handled by bit operations alone. */
const SMALL_BELOW = 2 ** 31;
const SCALE_BITS = 20;

/**
 * Shifting out the bits that a bucket ignores leaves 64 to 127, and each ignored bit adds 64 buckets. For values below 64, no bit is
 * ignored.
 */
function bucketOf(valueMs: number): number {
  if (valueMs < SMALL_BELOW) {
    const value = valueMs | 0;
    const shift = 25 - Math.clz32(value | PER_OCTAVE);
    return (shift << 6) + (value >>> shift);
  }
  const value = Math.floor(Math.min(valueMs, HIGHEST) / 2 ** SCALE_BITS);
  const shift = 25 - Math.clz32(value);
  return ((shift + SCALE_BITS) << 6) + (value >>> shift);
}

/** The smallest value (ms) counted in each bucket, and in one beyond the last. */
const LOWEST = Float64Array.from({ length: BUCKETS + 1 }, (_, bucket) => {
  if (bucket < EXACT_BELOW) return bucket;
  const step = (bucket - EXACT_BELOW) % PER_OCTAVE;
  const octave = FIRST_OCTAVE + Math.floor((bucket - EXACT_BELOW) / PER_OCTAVE);
  return (PER_OCTAVE + step) * 2 ** (octave - 6);
});

/** The smallest value (ms) counted in the bucket. */
export function lowestOf(bucket: number): number {
  return LOWEST[bucket] as number;
}

assertBucketsMeet();

/**
 * Each bucket begins after the one below ends, and holds the values between its ends. Looks at all of the first and some of each octave, because
 * every program that loads this file does it.
 */
function assertBucketsMeet(): void {
  for (let bucket = 0; bucket < BUCKETS; bucket += 1 + (bucket >> 6)) {
    const low = lowestOf(bucket);
    const high = lowestOf(bucket + 1) - 1;
    const middle = midpointOf(bucket);
    const isHeld = bucketOf(low) === bucket && bucketOf(high) === bucket && low <= middle && middle <= high;
    if (!isHeld) throw new AssertionError(`bucket ${bucket} does not hold ${low} to ${high} ms`);
  }
}

function midpointOf(bucket: number): number {
  return (lowestOf(bucket) + lowestOf(bucket + 1) - 1) / 2;
}
