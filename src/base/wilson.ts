import { normalQuantile } from './variates/normal-quantile.ts';

const QUANTILE = normalQuantile(0.975);

/**
 * 95 % confidence interval of a share, by Wilson's score: `[low, high]`, both from 0 to 1. It treats the observations as independent, so it
 * is too narrow if cases wait for the same reason; replications tell more.
 *
 * Source: E. B. Wilson, Probable inference, the law of succession, and statistical inference, JASA 22 (1927).
 */
export function wilsonInterval(share: number, count: number): readonly [low: number, high: number] {
  if (count === 0) return [0, 1];
  const square = (QUANTILE * QUANTILE) / count;
  const middle = (share + square / 2) / (1 + square);
  const half = (QUANTILE / (1 + square)) * Math.sqrt((share * (1 - share)) / count + square / (4 * count));
  return [Math.max(0, middle - half), Math.min(1, middle + half)];
}
