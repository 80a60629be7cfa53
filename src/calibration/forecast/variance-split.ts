import { normalQuantile, sumOf } from '#base';

/** How much of the spread of a figure from run to run is due to the forecast, and how much to chance. */
export interface VarianceSplit {
  readonly id: string;
  readonly title: string;
  readonly unit: string;
  readonly mean: number;
  /** Within which 90 % of the runs lie: with rates drawn, and with rates taken to be certain. */
  readonly drawn: readonly [number, number];
  readonly fixed: readonly [number, number];
  /** Part of the variance that the forecast adds, 0 to 1, and its 95 % interval. */
  readonly forecastShare: number;
  readonly low: number;
  readonly high: number;
}

/** Values of a figure in runs with rates drawn, and in the same runs with rates taken to be certain. */
export interface SplitValues {
  readonly id: string;
  readonly title: string;
  readonly unit: string;
  readonly drawn: readonly number[];
  readonly fixed: readonly number[];
}

/**
 * Splits the variance of a figure. The runs have the same random numbers with and without the errors of the forecast, so the share is 1 − the
 * ratio of two variances. Its interval is that of the jackknife on the logarithm of the ratio. Null with fewer than ten runs, or if nothing varies.
 */
export function splitVariance({ drawn, fixed, ...names }: SplitValues): VarianceSplit | null {
  const count = Math.min(drawn.length, fixed.length);
  if (count < RUNS_LEAST || varianceOf(drawn) === 0 || varianceOf(fixed) === 0) return null;
  const ratio = (without: number) => {
    const rest = (values: readonly number[]) => values.filter((_, k) => k !== without);
    return Math.log(varianceOf(rest(fixed)) / varianceOf(rest(drawn)));
  };
  const all = ratio(-1);
  const left = Array.from({ length: count }, (_, k) => ratio(k));
  const mean = sumOf(left) / count;
  const error = Math.sqrt(((count - 1) / count) * sumOf(left.map((value) => (value - mean) ** 2)));
  const half = normalQuantile(0.975) * error;
  const share = (logarithm: number) => Math.min(1, Math.max(0, 1 - Math.exp(logarithm)));
  return {
    ...names,
    mean: sumOf(drawn) / drawn.length,
    drawn: middleOf(drawn),
    fixed: middleOf(fixed),
    forecastShare: share(all),
    low: share(all + half),
    high: share(all - half),
  };
}

export const RUNS_LEAST = 10;

function varianceOf(values: readonly number[]): number {
  const mean = sumOf(values) / values.length;
  return sumOf(values.map((value) => (value - mean) ** 2)) / (values.length - 1);
}

/** The quantiles at 5 % and 95 %, between two values by their distance. */
function middleOf(values: readonly number[]): readonly [number, number] {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => {
    const place = share * (sorted.length - 1);
    const before = Math.floor(place);
    const [low = 0, high = low] = [sorted[before], sorted[before + 1]];
    return low + (place - before) * (high - low);
  };
  return [at(0.05), at(0.95)];
}
