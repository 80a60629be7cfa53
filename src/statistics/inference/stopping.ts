import { studentDistribution, studentQuantile } from '#base';

/**
 * Number of replications at which a precision is first looked at. Intervals of fewer skewed values hold too rarely, even if nothing stops
 * early.
 */
export const FIRST_LOOK = 16;

/**
 * How much wider than Student's an interval must be, if replications went on until it was narrow enough. Such a rule stops where the
 * deviation is small by chance: Student's interval then holds 91 to 93 % instead of 95 %. The loss is worth a fixed number of replications
 * (H. Robbins, "Sequential estimation of the mean of a normal population", in Probability and Statistics: The Harald Cramér Volume, 1959;
 * M. Woodroofe, Annals of Statistics 5 (1977)). It is 0 if the first look was enough, and smaller if several scenarios must all be known,
 * since the widest interval decides. The skewness of values costs another replication. These numbers come from experiments:
 * `npm run validate:coverage -- --method stopping`.
 */
export function widening(count: number, firstLook: number, scenarios = 1): number {
  const loss = STOPPING_LOSS / Math.sqrt(scenarios);
  return Math.sqrt(1 + (SKEWNESS_LOSS + (loss * (count - firstLook)) / count) / count);
}

/** In replications. */
const STOPPING_LOSS = 7;
const SKEWNESS_LOSS = 1;

/** The level at which Student's interval of `count` values is wider by this factor than at `level`. */
export function levelOfWider(level: number, count: number, factor: number): number {
  const quantile = studentQuantile((1 + level) / 2, count - 1);
  return 2 * studentDistribution(factor * quantile, count - 1) - 1;
}
