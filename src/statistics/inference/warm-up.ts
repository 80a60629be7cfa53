import { assert } from '#base';
import { type Estimate, estimateMean } from './estimate.ts';

/**
 * How many values at the beginning of a series to leave out, by MSER-5: means of five consecutive values; the cut that
 * makes the standard error of the rest smallest, looked for in the first half. Null when the smallest lies at the end of
 * that half: the series is too short to tell. Source: K. P. White, M. J. Cobb and S. C. Spratt, "A comparison of five
 * steady-state truncation heuristics for simulation", Winter Simulation Conference 2000.
 */
export function mser5(values: readonly number[]): number | null {
  const whole = Math.floor(values.length / 5);
  const batches = batchMeans(values.slice(0, whole * 5), whole);
  const half = Math.floor(batches.length / 2);
  if (half < 1) return null;
  let best = 0;
  let smallest = Number.POSITIVE_INFINITY;
  let sum = 0;
  let squares = 0;
  // From the end, so that each cut adds one batch to what is kept.
  for (let cut = batches.length - 1; cut >= 0; cut--) {
    const value = batches[cut] as number;
    sum += value;
    squares += value * value;
    if (cut > half) continue;
    const kept = batches.length - cut;
    const error = Math.max(0, squares - (sum * sum) / kept) / (kept * kept);
    if (error <= smallest) {
      smallest = error;
      best = cut;
    }
  }
  return best === half ? null : best * 5;
}

/** Means of `count` batches of equal size; values left over at the beginning belong to none. */
export function batchMeans(values: readonly number[], count: number): readonly number[] {
  if (count < 1) return [];
  const size = Math.floor(values.length / count);
  const first = values.length - count * size;
  return Array.from({ length: count }, (_, batch) => {
    let sum = 0;
    for (let i = 0; i < size; i++) sum += values[first + batch * size + i] as number;
    return sum / size;
  });
}

/**
 * Mean of one long correlated series, by batch means: the batches are long enough when neighbours are hardly correlated
 * (|r| < 0.2), tried from 32 batches downwards to 8. Source: A. M. Law and J. S. Carson, Operations Research 27 (1979).
 */
export function estimateByBatches(values: readonly number[], level: number): Estimate {
  assert(values.length >= 16, 'batch means need at least 16 values');
  for (const count of [32, 24, 16, 12, 8]) {
    if (values.length < 2 * count) continue;
    const means = batchMeans(values, count);
    if (count === 8 || Math.abs(lagOneCorrelation(means)) < 0.2) return estimateMean(means, level);
  }
  return estimateMean(batchMeans(values, 8), level);
}

export function lagOneCorrelation(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  let [covariance, variance] = [0, 0];
  values.forEach((value, i) => {
    variance += (value - mean) ** 2;
    if (i > 0) covariance += (value - mean) * ((values[i - 1] as number) - mean);
  });
  return variance === 0 ? 0 : covariance / variance;
}
