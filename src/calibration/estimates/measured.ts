import { normalQuantile, quantileOf, sumOf, wilsonInterval } from '#base';

/** A value with its 95 % confidence interval, and the number of observations that it rests on. */
export interface Measured {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly n: number;
}

/** Units in which figures are written. `ms` values are durations. */
export type FigureUnit = 'share' | 'ms' | 'per week' | 'weight' | 'number' | 'date';

/** An estimate of one key of a scenario, with everything that a reader needs to doubt it. */
export interface Figure extends Measured {
  /** Path in the scenario, such as `work.escalation.tier1`; a path that begins with `found.` is no key of a scenario. */
  readonly key: string;
  readonly unit: FigureUnit;
  /** What was counted, in words. */
  readonly source: string;
  /** How value and interval were computed. */
  readonly method: string;
}

/** Standard normal quantile of a two-sided 95 % interval. */
export const Z95 = normalQuantile(0.975);

/** A share of `count` observations, with Wilson's interval. NaN without observations. */
export function measuredShare(hits: number, count: number): Measured {
  const value = count === 0 ? Number.NaN : hits / count;
  const [low, high] = wilsonInterval(count === 0 ? 0.5 : value, count);
  return { value, low, high, n: count };
}

/** An estimate above 0 whose logarithm is about normal, with this relative standard error. */
export function measuredRatio(value: number, relativeError: number, n: number): Measured {
  return {
    value,
    low: value * Math.exp(-Z95 * relativeError),
    high: value * Math.exp(Z95 * relativeError),
    n,
  };
}

/** A plain estimate that is about normal, with this standard error. */
export function measuredNormal(value: number, standardError: number, n: number): Measured {
  return { value, low: value - Z95 * standardError, high: value + Z95 * standardError, n };
}

/** Pearson's correlation of two series; null if one of them does not vary. */
export function correlationBetween(first: readonly number[], second: readonly number[]): number | null {
  const fromMean = (values: readonly number[]) => {
    const mean = sumOf(values) / values.length;
    return values.map((value) => value - mean);
  };
  const [one, other] = [fromMean(first), fromMean(second)];
  const product = (left: readonly number[], right: readonly number[]) =>
    sumOf(left.map((value, k) => value * (right[k] ?? 0)));
  const squares = product(one, one) * product(other, other);
  return squares > 0 ? product(one, other) / Math.sqrt(squares) : null;
}

/** Quantile of the chi-square distribution with `degrees` > 0 degrees of freedom (not a whole number: as a gamma distribution). */
export function chiSquareQuantile(share: number, degrees: number): number {
  return quantileOf({ kind: 'gamma', mean: degrees, shape: degrees / 2 }, share);
}
