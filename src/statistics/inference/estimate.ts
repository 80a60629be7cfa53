import { assert, CASES_LEAST, studentDistribution, studentQuantile } from '#base';

/** A mean with its confidence interval: mean ± halfWidth, or `bounds` if given, holds the true value with probability `level`. */
export interface Estimate {
  readonly mean: number;
  /** Infinity with fewer than two values. */
  readonly halfWidth: number;
  /** Standard deviation of one value. */
  readonly deviation: number;
  readonly count: number;
  readonly level: number;
  /** Given if the interval is not symmetric about the mean; `halfWidth` is then the distance of its farther end from the mean. */
  readonly bounds?: { readonly low: number; readonly high: number };
  /** How many cases (or days) a share is of, if they are too few for a verdict. */
  readonly fewCases?: number;
}

/** The ends of an interval; infinite with fewer than two values. */
export function boundsOf({ bounds, halfWidth, mean }: Estimate): {
  readonly low: number;
  readonly high: number;
} {
  return bounds ?? { low: mean - halfWidth, high: mean + halfWidth };
}

/** Mean of independent values with Student's interval at a confidence level such as 0.95. At least one value. */
export function estimateMean(values: readonly number[], level: number): Estimate {
  assert(values.length > 0, 'an estimate needs a value');
  const count = values.length;
  const mean = sumOf(values) / count;
  if (count === 1) return { mean, halfWidth: Number.POSITIVE_INFINITY, deviation: 0, count, level };
  const low = values.reduce((least, value) => Math.min(least, value));
  const high = values.reduce((most, value) => Math.max(most, value));
  const rounding = 1e-9 * Math.max(Math.abs(low), Math.abs(high));
  assert(mean >= low - rounding && mean <= high + rounding, 'a mean lies beyond its values');
  const deviation = Math.sqrt(sumOf(values.map((value) => (value - mean) ** 2)) / (count - 1));
  assert(deviation >= 0 && deviation <= high - low + rounding, 'values deviate more than they differ');
  const halfWidth = (studentQuantile(1 - (1 - level) / 2, count - 1) * deviation) / Math.sqrt(count);
  const squares = sumOf(values.map((value) => value ** 2)) - sumOf(values) * mean;
  assert(
    Math.abs(squares - deviation ** 2 * (count - 1)) <=
      rounding * count * Math.max(Math.abs(low), Math.abs(high)),
    `${deviation} is not the deviation about ${mean}`,
  );
  const t = deviation === 0 ? null : (halfWidth / deviation) * Math.sqrt(count);
  const isOfLevel = t === null || Math.abs(2 * studentDistribution(t, count - 1) - 1 - level) < 1e-6;
  assert(isOfLevel && halfWidth >= 0, `a half-width is ${halfWidth}`);
  return { mean, halfWidth, deviation, count, level };
}

/** Mean of the second values minus the first, pair by pair. */
export function estimateDifference(
  first: readonly number[],
  second: readonly number[],
  level: number,
): Estimate {
  return estimateMean(
    second.map((value, i) => value - (first[i] as number)),
    level,
  );
}

/** The level of each of `count` intervals that all hold together with probability `level`, by Bonferroni's correction. */
export function levelOfEach(level: number, count: number): number {
  return 1 - (1 - level) / Math.max(1, count);
}

/** A replication's contribution to a ratio of means; a plain mean has the denominator 1. */
export interface Contribution {
  readonly numerator: number;
  readonly denominator: number;
  /** A control variate of the ratio: a number whose mean is exactly 0, and which is expected to move with the ratio, as much as it does. */
  readonly control?: number;
}

/**
 * Jackknife pseudo-values for a ratio of sums. Their mean estimates E[numerator] ÷ E[denominator] with a bias of order 1/n² instead of 1/n,
 * and they can be treated as independent values. With denominators of 1 they are the values themselves. Null if leaving one value out makes
 * the sum of denominators 0. Source: A. M. Law, Simulation Modeling and Analysis, 5th ed., §9.5 (regenerative method); R. G. Miller, "The
 * jackknife: a review", Biometrika 61 (1974). If all contributions have a control, what it explains is taken out (`controlledValues`).
 */
export function pseudoValues(contributions: readonly Contribution[]): readonly number[] | null {
  const count = contributions.length;
  const numerator = sumOf(contributions.map((one) => one.numerator));
  const denominator = sumOf(contributions.map((one) => one.denominator));
  if (denominator === 0) return null;
  if (count === 1) return [numerator / denominator];
  const ratio = numerator / denominator;
  const values: number[] = [];
  for (const one of contributions) {
    const rest = denominator - one.denominator;
    if (rest === 0) return null;
    values.push(count * ratio - ((count - 1) * (numerator - one.numerator)) / rest);
  }
  // Each gives the ratio without one contribution. Weighted by their denominators, these ratios add up to the numerators.
  const others = sumOf(
    contributions.map((one, i) => (count * ratio - (values[i] as number)) * (denominator - one.denominator)),
  );
  const sum = (count - 1) ** 2 * numerator;
  const size = sumOf(contributions.map((one) => Math.abs(one.numerator)));
  assert(
    Math.abs(others - sum) <= 1e-6 * count ** 2 * Math.max(size, Number.MIN_VALUE),
    'pseudo-values do not add up',
  );
  const controls = contributions.flatMap(({ control }) => control ?? []);
  const isControlled = count >= CONTROLLED_LEAST && controls.length === count;
  return isControlled ? controlledValues(values, controls) : values;
}

/** Fewer replications tell too little of how far values and controls move. */
const CONTROLLED_LEAST = 8;
/** The slope expected beforehand counts for this many replications. It is expected of values that correlate this much with their controls. */
const EXPECTED_WEIGHT = 10;
const EXPECTED_CORRELATION = 0.5;
/** A control that moves more times as far as the values is of another queue than this one. */
const FURTHEST = 5;

/**
 * Values without what their controls explain. Each control is multiplied by a slope that the others give, together with a slope expected
 * beforehand: 1, or as much less as the values move less than the controls. As the slope does not depend on this control, whose mean is 0, the
 * mean of the values stays what it is; and what slopes get wrong is part of the scatter, so that Student's interval holds. Source: A. N.
 * Avramidis and J. R. Wilson, A splitting scheme for control variates, Operations Research Letters 14 (1993).
 */
function controlledValues(values: readonly number[], controls: readonly number[]): readonly number[] {
  const count = values.length;
  const [value, control] = [sumOf(values), sumOf(controls)];
  const together = sumOf(values.map((one, i) => (one - value / count) * (controls[i] as number)));
  const squares = sumOf(controls.map((one) => one ** 2));
  const apart = squares - control ** 2 / count;
  const moved = Math.sqrt(sumOf(values.map((one) => (one - value / count) ** 2)) / apart);
  if (apart <= 0 || moved * FURTHEST < 1) return values;
  const expected = Math.min(1, EXPECTED_CORRELATION * moved);
  return values.map((own, i) => {
    const its = controls[i] as number;
    // Sums of products about the means of the others.
    const share = count / (count - 1);
    const [byValue, byControl] = [own - value / count, its - control / count];
    const weight = (EXPECTED_WEIGHT * (squares - its ** 2)) / (count - 1);
    const slope =
      (together - share * byValue * byControl + expected * weight) /
      (apart - share * byControl ** 2 + weight);
    return own - slope * its;
  });
}

/**
 * The ratio of sums with Student's interval of its pseudo-values; null where these do not exist. The correction of the bias may lead out of what a
 * ratio of such parts can be (a share above 1, a mean wait below 0): the estimate then lies at the end of that range.
 */
export function estimateRatio(contributions: readonly Contribution[], level: number): Estimate | null {
  const values = contributions.length === 0 ? null : pseudoValues(contributions);
  if (values === null) return null;
  const estimate = estimateMean(values, level);
  const isPositive = contributions.every(({ numerator }) => numerator >= 0);
  const isShare = isPositive && contributions.every((one) => one.numerator <= one.denominator);
  const mean = Math.max(isPositive ? 0 : estimate.mean, isShare ? Math.min(1, estimate.mean) : estimate.mean);
  const cases = sumOf(contributions.map(({ denominator }) => denominator));
  const isOfCases = contributions.some(({ denominator }) => denominator !== 1) && Number.isInteger(cases);
  const isFew = isShare && isOfCases && cases < CASES_LEAST;
  return isFew ? { ...estimate, mean, fewCases: cases } : { ...estimate, mean };
}

/** The benefit of pairing: the correlation of the pairs, and the share of the difference's variance that it removed. */
export interface Pairing {
  readonly correlation: number;
  readonly varianceReduction: number;
}

/** How well common random numbers coupled two series. Null if a series does not vary. */
export function pairingOf(first: readonly number[], second: readonly number[]): Pairing | null {
  assert(first.length === second.length, 'pairs have two members');
  const [a, b] = [estimateMean(first, 0.95), estimateMean(second, 0.95)];
  if (a.count < 2 || a.deviation === 0 || b.deviation === 0) return null;
  const covariance =
    sumOf(first.map((value, i) => (value - a.mean) * ((second[i] as number) - b.mean))) / (a.count - 1);
  const apart = a.deviation ** 2 + b.deviation ** 2;
  return {
    correlation: covariance / (a.deviation * b.deviation),
    varianceReduction: (2 * covariance) / apart,
  };
}

/** Sum with Neumaier's compensation, so that the error does not grow with the length of the list. */
function sumOf(values: readonly number[]): number {
  let sum = 0;
  let lost = 0;
  for (const value of values) {
    const next = sum + value;
    lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
    sum = next;
  }
  return sum + lost;
}
