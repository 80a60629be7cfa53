import { assert, SECOND_MS, studentQuantile } from '#base';
import type { BucketCounts } from '../packed-histogram.ts';
import { BUCKETS, lowestOf } from '../quantile-histogram.ts';
import { turned } from './batch-means.ts';
import { type Estimate, estimateMean } from './estimate.ts';

/**
 * A quantile of the durations of all replications together. A mean of the replications' own quantiles would keep the bias of a short run,
 * however many there are.
 */
export interface PooledQuantile {
  /** The share of durations that do not exceed it. */
  readonly probability: number;
  /** Seconds. */
  readonly value: number;
  /** For each replication, how many of its durations beyond the expected share do not exceed the value, per duration of a mean replication. */
  readonly residuals: readonly number[];
  /** Durations of all replications. */
  readonly total: number;
  /** Standard error of the share of all durations that do not exceed the pooled quantile at a share. */
  errorAt(share: number): number;
  /** The pooled quantile (s) at a share; beyond all durations, continued in a straight line through the longest. */
  at(share: number): number;
}

/**
 * Null if nothing was observed, or in a replication nothing. Durations are taken as spread evenly over a bucket wider than 1 ms, so the
 * value is exact below 128 ms and within 1.6 % above, and mostly far closer.
 */
export function poolQuantile(
  replications: readonly BucketCounts[],
  probability: number,
): PooledQuantile | null {
  assert(probability > 0 && probability < 1, 'a quantile is asked for a share between 0 and 1');
  const total = replications.reduce((sum, one) => sum + one.total, 0);
  if (total === 0 || replications.some((one) => one.total === 0)) return null;
  const place = placesIn(replications, total);
  const { bucket, part } = place(probability);
  const value = durationAt(bucket, part);
  const longest = durationAt(place(1).bucket, 1);
  const residualsOf = (share: number, end: QuantilePlace) =>
    replications.map(
      (one) => ((countUpTo(one, end.bucket, end.part) - share * one.total) * replications.length) / total,
    );
  return {
    probability,
    value,
    residuals: residualsOf(probability, { bucket, part }),
    total,
    errorAt: (share) => errorOf(residualsOf(share, place(share))),
    at(share) {
      if (share <= 0) return 0;
      if (share > 1) return value + ((longest - value) * (share - probability)) / (1 - probability);
      const end = place(share);
      return durationAt(end.bucket, end.part);
    },
  };
}

function errorOf(residuals: readonly number[]): number {
  const { count, deviation } = estimateMean(residuals, SLOPE_LEVEL);
  return deviation / Math.sqrt(count);
}

/** A bucket, and the part of it that lies below. */
interface QuantilePlace {
  readonly bucket: number;
  readonly part: number;
}

/** Where a share of all durations lies below. */
function placesIn(replications: readonly BucketCounts[], total: number): (share: number) => QuantilePlace {
  const all = new Float64Array(BUCKETS);
  for (const { buckets, counts } of replications) {
    for (let i = 0; i < buckets.length; i++) {
      const bucket = buckets[i] as number;
      all[bucket] = (all[bucket] as number) + (counts[i] as number);
    }
  }
  return (share) => {
    // A share that was rounded up must not pass a whole count.
    const rank = share * total * (1 - ROUNDING);
    let below = 0;
    let bucket = 0;
    for (; below + (all[bucket] as number) < rank; bucket++) below += all[bucket] as number;
    return { bucket, part: (rank - below) / (all[bucket] as number) };
  };
}

const ROUNDING = 1e-12;

/** A bucket of a single millisecond holds durations of exactly that. */
function isExact(bucket: number): boolean {
  return lowestOf(bucket + 1) - lowestOf(bucket) === 1;
}

/** Seconds. */
function durationAt(bucket: number, part: number): number {
  const low = lowestOf(bucket);
  return (isExact(bucket) ? low : low + part * (lowestOf(bucket + 1) - low)) / SECOND_MS;
}

function countUpTo({ buckets, counts }: BucketCounts, bucket: number, part: number): number {
  let sum = 0;
  for (let i = 0; i < buckets.length && (buckets[i] as number) <= bucket; i++) {
    sum += (counts[i] as number) * (buckets[i] === bucket && !isExact(bucket) ? part : 1);
  }
  return sum;
}

/** How far the true share below a pooled quantile may lie from its own: below it, and above. */
interface Reach {
  readonly t: number;
  /** Standard error of the mean residual. */
  readonly error: number;
  readonly down: number;
  readonly up: number;
}

/**
 * Student's interval of the mean residual. Long waits cluster in few replications, so that most sets of replications have too few of them:
 * the side of the rarer durations is lengthened as R. Willink does it ("A confidence interval and test for the mean of an asymmetric
 * distribution", Communications in Statistics 34 (2005)). Few replications show their skewness badly. It is that of as many independent
 * durations as would have the same error, and of no more than there are.
 */
function reachOf(pooled: PooledQuantile, level: number): Reach {
  const { probability, residuals, total } = pooled;
  const count = residuals.length;
  const t = studentQuantile((1 + level) / 2, count - 1);
  const error = errorOf(residuals);
  const variance = probability * (1 - probability);
  const skewness = ((2 * probability - 1) * Math.max(error, Math.sqrt(variance / total))) / variance;
  const beta = (-(1 + 1 / count) * skewness) / 6;
  const down = Math.max(t, -turned(-t, beta)) * error;
  return {
    t,
    error,
    down: furtherDown(pooled, down, { t, error }),
    up: Math.max(t, turned(t, beta)) * error,
  };
}

/** Steps in which shares below the wanted one are tried, and the part of the variance there that counts. */
const STEPS = 40;
const PART_BELOW = 0.1;

/**
 * Where the longest durations all come from one replication, the pooled quantile is among them, and the replications hardly scatter there. They
 * do scatter below. So the share below the quantile may be as low as the scatter there allows, a part of which counts.
 */
function furtherDown(
  { errorAt, probability }: PooledQuantile,
  down: number,
  { error, t }: Pick<Reach, 't' | 'error'>,
): number {
  const step = probability / (STEPS + 1);
  let far = down;
  for (let next = step * Math.ceil(down / step); next < probability; next += step) {
    const below = errorAt(probability - next);
    const most = t * Math.sqrt(error ** 2 + PART_BELOW * Math.max(0, below ** 2 - error ** 2));
    if (next > most) break;
    far = Math.max(far, next);
  }
  return far;
}

/** With fewer replications, the longest durations say nothing of how long still longer ones would be. */
const CONTINUED_FROM = 10;

/**
 * How far the quantile itself may lie from the pooled one (s). Without an end above if few replications, or few durations, leave open that
 * the wanted share lies beyond all durations.
 */
function distancesOf(pooled: PooledQuantile, level: number) {
  const { probability, residuals, value } = pooled;
  const reach = reachOf(pooled, level);
  const isOpen =
    (residuals.length < CONTINUED_FROM || isAmongFew(pooled, REPLICATIONS_BEYOND)) &&
    probability + reach.up > 1;
  const above = Math.max(0, pooled.at(probability + reach.up) - value);
  return {
    ...reach,
    below: Math.max(0, value - pooled.at(probability - reach.down)),
    above: isOpen ? Number.POSITIVE_INFINITY : above,
    /** The distance above as far as the durations reach, in a straight line. */
    drawn: above,
  };
}

/**
 * A pooled quantile with its interval (s). A duration is in the interval if the share of durations below it may be the wanted one, judged by
 * how far the replications' shares scatter. So at a value that many durations have, such as no wait, the interval has one side, or none.
 * From few replications it may have no end above: the half-width is then infinite.
 * Source: R. S. Woodruff, "Confidence intervals for medians and other position measures", JASA 47 (1952), with replications as clusters.
 */
export function estimatePooled(pooled: PooledQuantile, level: number): Estimate {
  const { residuals, value } = pooled;
  const count = residuals.length;
  if (count === 1) return { mean: value, halfWidth: Number.POSITIVE_INFINITY, deviation: 0, count, level };
  const { above, below, drawn, t } = distancesOf(pooled, level);
  if (above === Number.POSITIVE_INFINITY) {
    const within = estimateWithin(value, { low: value - below, high: value + drawn }, { t, count, level });
    return { ...within, halfWidth: above, bounds: { low: value - below, high: above } };
  }
  return estimateWithin(value, { low: value - below, high: value + above }, { t, count, level });
}

/**
 * The second pooled quantile minus the first, of pairs of replications under common random numbers. What moves only one of the two counts by
 * their slopes. What moves both alike counts by how far apart their ends are, because where both are too low or too high, their distance is
 * wrong as well. Nor is the interval shorter than the ellipse of both errors makes it. Without an interval if there are too few durations for it (`enoughFor`).
 */
export function differenceOfPooled(first: PooledQuantile, second: PooledQuantile, level: number): Estimate {
  const count = first.residuals.length;
  assert(count === second.residuals.length, 'pairs have two members');
  const mean = second.value - first.value;
  if (count === 1) return { mean, halfWidth: Number.POSITIVE_INFINITY, deviation: 0, count, level };
  const [one, other] = [distancesOf(first, level), distancesOf(second, level)];
  const gaps = gapsOf(first, second, [one, other], level);
  const isSame =
    gaps.below + gaps.above === 0 &&
    first.at(1) === second.at(1) &&
    first.residuals.every((one, i) => one === second.residuals[i]);
  if (!isSame && (isAmongFew(first, PAIRS_BEYOND) || isAmongFew(second, PAIRS_BEYOND)))
    return { mean, halfWidth: Number.POSITIVE_INFINITY, deviation: 0, count, level };
  const ends = { low: mean - gaps.below, high: mean + gaps.above };
  return estimateWithin(mean, ends, { t: one.t, count, level });
}

/** Durations beyond the quantile, or replications for each share beyond it: of the quantile itself, and of a difference. */
const BEYOND_LEAST = 150;
const REPLICATIONS_BEYOND = 1;
const PAIRS_BEYOND = 2;

/**
 * Durations in all, or else replications, from which the scatter of replications says how sure a difference is. With fewer, the replications
 * that scatter little are mostly lucky ones.
 */
export function enoughFor(probability: number): { readonly cases: number; readonly replications: number } {
  const enough = (beyond: number) => Math.ceil(beyond / (1 - probability) - 1e-6);
  return { cases: enough(BEYOND_LEAST), replications: enough(PAIRS_BEYOND) };
}

function isAmongFew({ probability, residuals, total }: PooledQuantile, beyond: number): boolean {
  const rest = (1 - probability) * (1 + ROUNDING);
  return residuals.length * rest < beyond && total * rest < BEYOND_LEAST;
}

type Distances = ReturnType<typeof distancesOf>;

/** Beside a value that many durations have, quantiles do not move in proportion to shares, and their ends say less of how far apart they are. */
const BY_VALUE = 1.5;

/** How far the difference may lie from that of the pooled quantiles (s). */
function gapsOf(
  first: PooledQuantile,
  second: PooledQuantile,
  [one, other]: readonly [Distances, Distances],
  level: number,
) {
  if (one.below + one.drawn === 0) return { below: other.below, above: other.drawn };
  if (other.below + other.drawn === 0) return { below: one.drawn, above: one.below };
  const isBeyond = first.probability + one.up > 1 || second.probability + other.up > 1;
  const [a, b] = isBeyond
    ? [(one.below + one.drawn) / 2, (other.below + other.drawn) / 2]
    : [steepnessOf(first, one), steepnessOf(second, other)];
  const r = correlationOf(first.residuals, second.residuals);
  const apart = ((a + b) / 2) * Math.sqrt(2 * (1 - r));
  // Few replications know slopes beside a value that many durations have too badly: then their difference counts as well.
  const isByValue = one.below === first.value || other.below === second.value;
  const least = first.residuals.length < CONTINUED_FROM && isByValue ? Math.abs(b - a) : 0;
  const gapOf = (ends: number): number => {
    const together = isByValue ? BY_VALUE * ends : ends;
    return Math.max(together, Math.hypot(apart, Math.sqrt((1 + r) / 2) * Math.max(together, least)));
  };
  const [up, down] = [other.drawn - one.drawn, one.below - other.below];
  const t = studentQuantile((1 + level) / 2, Math.max(1, first.residuals.length - 2));
  const ellipse = ellipseOf(first, second, { errors: [t * one.error, t * other.error], r });
  return {
    below: Math.max(ellipse.below, gapOf(Math.max(0, -up, -down))),
    above: Math.max(ellipse.above, gapOf(Math.max(0, up, down))),
  };
}

/** Points of the ellipse that are looked at. */
const POINTS = 48;

/**
 * How far the difference may lie from that of the pooled quantiles if both shares lie on the ellipse of their errors. Slopes differ on both sides,
 * which one slope for each quantile does not see: in a queue, the longer waits of one side count for more. Two errors were estimated, which
 * leaves Student's t one degree of freedom less.
 */
function ellipseOf(
  first: PooledQuantile,
  second: PooledQuantile,
  { errors, r }: { readonly errors: readonly [number, number]; readonly r: number },
) {
  const [one, other] = errors;
  const mean = second.value - first.value;
  const gaps = Array.from({ length: POINTS }, (_, point) => {
    const angle = (2 * Math.PI * point) / POINTS;
    const [both, apart] = [
      Math.cos(angle) * Math.sqrt((1 + r) / 2),
      Math.sin(angle) * Math.sqrt((1 - r) / 2),
    ];
    const before = first.at(first.probability + one * (both + apart));
    return second.at(second.probability + other * (both - apart)) - before - mean;
  });
  return { below: -Math.min(0, ...gaps), above: Math.max(0, ...gaps) };
}

/** How far a quantile moves (s) over Student's quantile of errors, by its slope within half an error. */
function steepnessOf({ at, probability }: PooledQuantile, { error, t }: Reach): number {
  return t * (at(probability + error / 2) - at(probability - error / 2));
}

/** `t`: Student's quantile of the level. */
function estimateWithin(
  mean: number,
  bounds: { readonly low: number; readonly high: number },
  { count, level, t }: { readonly t: number; readonly count: number; readonly level: number },
): Estimate {
  const halfWidth = (bounds.high - bounds.low) / 2;
  // The deviation of a replication whose mean would have such an interval.
  return { mean, halfWidth, deviation: (halfWidth / t) * Math.sqrt(count), count, level, bounds };
}

/** The level of the interval that tells how steeply the quantile rises with the share. */
const SLOPE_LEVEL = 0.95;

/** Values (s) that can be averaged like independent ones, a replication each: the pooled quantile moved by the replication's residual. */
export function valuesOfPooled(pooled: PooledQuantile): readonly number[] {
  const { residuals, value } = pooled;
  if (residuals.length === 1) return [value];
  const { below, down, drawn, up } = distancesOf(pooled, SLOPE_LEVEL);
  const slope = down + up === 0 ? 0 : (below + drawn) / (down + up);
  const { mean } = estimateMean(residuals, SLOPE_LEVEL);
  return residuals.map((residual) => value - (residual - mean) * slope);
}

/** 0 if one of them does not vary, and exactly 1 if they are alike. */
function correlationOf(first: readonly number[], second: readonly number[]): number {
  const [a, b] = [estimateMean(first, SLOPE_LEVEL), estimateMean(second, SLOPE_LEVEL)];
  if (a.deviation === 0 || b.deviation === 0) return 0;
  const sum = first.reduce((all, value, i) => all + (value - a.mean) * ((second[i] as number) - b.mean), 0);
  const correlation = sum / ((a.count - 1) * a.deviation * b.deviation);
  return correlation > 1 - ROUNDING ? 1 : Math.max(-1, correlation);
}
