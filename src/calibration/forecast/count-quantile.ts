import { quantileOf } from '#base';

/** Above this mean a count is about as good as a number. */
const MEAN_OF_NUMBERS = 300;

/**
 * The quantile of a count with this mean and variance: negative binomial, or Poisson if the variance is not larger than the mean. Large
 * counts are taken as gamma numbers with the same moments.
 */
export function countQuantile(mean: number, variance: number, share: number): number {
  if (!(mean > 0)) return 0;
  if (mean > MEAN_OF_NUMBERS)
    return quantileOf({ kind: 'gamma', mean, shape: mean ** 2 / Math.max(variance, mean) }, share);
  // The number is a mixture of Poisson numbers with a gamma mean of this shape. A very large shape is as good as a fixed mean.
  const shape = variance > mean * (1 + 1e-9) ? mean ** 2 / (variance - mean) : 1e9;
  const odds = mean / (shape + mean);
  let [chance, sum] = [Math.exp(-shape * Math.log1p(mean / shape)), 0];
  for (let count = 0; ; count++) {
    sum += chance;
    // The chance of what is larger is lost in rounding.
    if (sum >= share || count > 100 * (mean + Math.sqrt(variance) + 10)) return count;
    chance *= ((count + shape) / (count + 1)) * odds;
  }
}
