import { studentQuantile } from '#base';
import { type Contribution, type Estimate, estimateMean, pseudoValues } from './estimate.ts';

/** Means of `count` batches of equal size. Surplus values at the beginning are dropped. */
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
 * Number of batches of a long run. It is small because short batches are correlated, and Student's t accounts for how little is known of
 * their variance. Letting a test of independence choose more batches was tried. It gave lower coverage: the test passes batches whose
 * correlation it cannot detect.
 */
export const BATCHES = 16;
/** With fewer batches, their skewness is too uncertain. */
export const BATCHES_LEAST = 8;

/**
 * Mean from batches that follow one another in one run. The variance is corrected for the remaining correlation of neighbours, as for an
 * autoregressive process: (1 + r) / (1 − r). The interval is shifted towards the side to which the batches are skewed, as means of waits
 * are, so that the mean is not in its middle: `halfWidth` is the distance of the farther end, and mean ± halfWidth contains it. Sources: N. M. Steiger et al., "ASAP3", ACM TOMACS 15 (2005); R. Willink, "A confidence interval and test for the mean of an
 * asymmetric distribution", Communications in Statistics 34 (2005); both together in A. Tafazzoli and J. R. Wilson, "Skart", IIE
 * Transactions 43 (2011).
 */
export function estimateOfBatches(means: readonly number[], level: number): Estimate {
  const estimate = estimateMean(means, level);
  const { count, deviation, mean } = estimate;
  if (count < 3 || deviation === 0) return estimate;
  const quantile = studentQuantile((1 + level) / 2, count - 1);
  const skewness = skewnessOf(means);
  // Skewed batches show their deviation badly, too.
  const error = errorOf(means, deviation) * Math.sqrt(1 + skewness ** 2 / count);
  const beta = (SKEWNESS_SEEN * skewness) / (6 * Math.sqrt(count));
  const bounds = { low: mean - turned(quantile, beta) * error, high: mean - turned(-quantile, beta) * error };
  return { ...estimate, halfWidth: fartherOf(mean, bounds), bounds };
}

/** Few skewed values look less skewed than they are: 16 show about half of it in short runs. */
const SKEWNESS_SEEN = 2;
/** With a higher correlation, the run is far too short anyway. */
const CORRELATION_MOST = 0.9;

/**
 * The standard error of the mean of correlated values. The correlation of few values comes out too low by (1 + 3r) ÷ n on average, which is
 * corrected. Source: F. H. C. Marriott and J. A. Pope, "Bias in the estimation of autocorrelations", Biometrika 41 (1954).
 */
function errorOf(values: readonly number[], deviation: number): number {
  const n = values.length;
  const corrected = (lagOneCorrelation(values) + 1 / n) / Math.max(1 / n, 1 - 3 / n);
  const correlation = Math.min(CORRELATION_MOST, Math.max(0, corrected));
  return deviation * Math.sqrt((1 + correlation) / (1 - correlation) / n);
}

function fartherOf(mean: number, { high, low }: { readonly low: number; readonly high: number }): number {
  return Math.max(mean - low, high - mean);
}

/** Willink's G. Without skewness it is the quantile itself. */
export function turned(quantile: number, beta: number): number {
  if (Math.abs(beta) < 1e-6) return quantile;
  return (Math.cbrt(1 + 6 * beta * (quantile - beta)) - 1) / (2 * beta);
}

/** The skewness of independent values; 0 if there are fewer than three, or if they are all alike. */
export function skewnessOf(values: readonly number[]): number {
  const n = values.length;
  if (n < 3) return 0;
  const { deviation, mean } = estimateMean(values, 0.5);
  if (deviation === 0) return 0;
  const cubes = values.reduce((sum, value) => sum + (value - mean) ** 3, 0);
  return (n * cubes) / ((n - 1) * (n - 2) * deviation ** 3);
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

/** One-sided, 1 %. */
const DEPENDENCE_QUANTILE = 2.326;

/**
 * Whether batches are correlated, which means that they and the run are too short: von Neumann's ratio of successive differences is higher
 * than in 99 of 100 series of independent values. Load and length say it better (`relaxationMs`), where they are all that counts. False for fewer than three values. Source: L. C. Young, "On randomness in ordered
 * sequences", Annals of Mathematical Statistics 12 (1941).
 */
export function hangTogether(values: readonly number[]): boolean {
  const n = values.length;
  if (n < 3) return false;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  let [differences, squares] = [0, 0];
  values.forEach((value, i) => {
    squares += (value - mean) ** 2;
    if (i > 0) differences += (value - (values[i - 1] as number)) ** 2;
  });
  if (squares === 0) return false;
  const statistic = 1 - differences / (2 * squares);
  return statistic * Math.sqrt((n * n - 1) / (n - 2)) > DEPENDENCE_QUANTILE;
}

/** A histogram of one batch, from which quantiles are read. */
export interface BatchOfWaits {
  readonly count: number;
  /** How many waits do not exceed the value. */
  upTo(valueMs: number): number;
}

/**
 * Quantile of one long correlated series. The interval's ends are order statistics of the whole run, at ranks as far apart as the batches'
 * shares of values below the quantile vary. `whole` holds all batches. Null if nothing was observed, or too little to bound the quantile.
 * Sources: P. Heidelberger and P. A. W. Lewis, "Quantile estimation in dependent sequences", Operations Research 32 (1984); the shares'
 * variance is that of batch means.
 */
export function estimateQuantile(
  batches: readonly BatchOfWaits[],
  whole: { quantile(probability: number): number | null },
  probability: number,
  level: number,
): Estimate | null {
  const mean = whole.quantile(probability);
  if (mean === null) return null;
  const shares = pseudoValues(
    batches.map((batch): Contribution => ({ numerator: batch.upTo(mean), denominator: batch.count })),
  );
  if (shares === null || shares.length < 3) return null;
  const { count, deviation } = estimateMean(shares, level);
  const error = errorOf(shares, deviation);
  const quantile = studentQuantile((1 + level) / 2, count - 1);
  const apart = quantile * error;
  const [below, above] = [probability - apart, probability + apart];
  if (above > 1) return null;
  const low = below <= 0 ? 0 : (whole.quantile(below) ?? 0);
  const high = whole.quantile(above) ?? mean;
  // The deviation of a batch whose mean would have such an interval.
  const ofBatch = ((high - low) / 2 / quantile) * Math.sqrt(count);
  const bounds = { low, high };
  return { mean, halfWidth: fartherOf(mean, bounds), deviation: ofBatch, count, level, bounds };
}
