import type { ExpectedStatistic } from './model-specs.ts';

/** A statistic of one competitor over several seeds, beside its expected value. */
export interface Estimate {
  readonly mean: number;
  /** (mean − expected) in standard errors of the difference. */
  readonly z: number;
}

/** Beyond this the model is wrong, and how fast it ran is of no interest. */
export const Z_MAX = 4;

/**
 * The standard error of the mean of a competitor's seeds. All competitors run one model at one size, so the variance is
 * estimated from all of them: from few seeds of its own, one is now and then taken to be far off that is not. `samples`:
 * by competitor, the statistic of each seed, equally many.
 */
export function standardErrorOf(samples: readonly (readonly number[])[]): number {
  return Math.sqrt(meanOf(samples.map((values) => varianceOf(values) / values.length)));
}

/** `standardError`: of the mean of the values. The expected value may have an error of its own. */
export function estimate(
  values: readonly number[],
  standardError: number,
  statistic: ExpectedStatistic,
): Estimate {
  const mean = meanOf(values);
  const difference = mean - statistic.expected;
  const z = difference === 0 ? 0 : difference / Math.hypot(standardError, statistic.standardError);
  return { mean, z };
}

/** False, too, where a figure is not a number. */
export function isAsExpected({ z }: Estimate): boolean {
  return Math.abs(z) <= Z_MAX;
}

/** The middle one, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[sorted.length >> 1] ?? Number.NaN;
  const lower = sorted[(sorted.length - 1) >> 1] ?? Number.NaN;
  return (lower + upper) / 2;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function varianceOf(values: readonly number[]): number {
  const mean = meanOf(values);
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
}
