import { studentDistribution, studentQuantile } from '#base';

/**
 * Number of replications at which a precision is first looked at. Intervals of fewer skewed values hold too rarely, even if nothing stops
 * early.
 */
export const FIRST_LOOK = 16;

/** Values that were looked at after each replication. */
export interface LookedAt {
  readonly count: number;
  readonly firstLook: number;
  /** Scenarios that must all be known. */
  readonly scenarios: number;
  /** Squared skewness of the values: the mean of the scenarios, or of their differences from the first, whichever is larger. */
  readonly skewness2: number;
}

/**
 * How much wider than Student's an interval must be, if replications went on until it was narrow enough. Such a rule stops where the
 * deviation is small by chance: Student's interval then holds 91 to 93 % instead of 95 %. The loss is worth a fixed number of replications
 * (H. Robbins, "Sequential estimation of the mean of a normal population", in Probability and Statistics: The Harald Cramér Volume, 1959;
 * M. Woodroofe, Annals of Statistics 5 (1977)). It is 0 if the first look was enough, and smaller if several scenarios must all be known,
 * since the widest interval decides. Skewed values cost further replications, in proportion to the square of their skewness (P. Hall, The
 * Bootstrap and Edgeworth Expansion (1992)), up to a skewness of 2. These numbers come from experiments: `npm run validate:coverage -- --method stopping`.
 */
export function widening({ count, firstLook, scenarios, skewness2 }: LookedAt): number {
  const loss = STOPPING_LOSS / Math.sqrt(scenarios);
  const skewness = SKEWNESS_LOSS * Math.min(SKEWNESS2_MOST, skewness2);
  return Math.sqrt(1 + (skewness + (loss * (count - firstLook)) / count) / count);
}

/** In replications. */
const STOPPING_LOSS = 8;
/** Four times what theory says, since few values show too little of their skewness. */
const SKEWNESS_LOSS = 8;
/** Differences that are 0 in nearly all replications are skewed without bound, and would ask for replications without end. */
const SKEWNESS2_MOST = 4;

/** The level at which Student's interval of `count` values is wider by this factor than at `level`. */
export function levelOfWider(level: number, count: number, factor: number): number {
  const quantile = studentQuantile((1 + level) / 2, count - 1);
  return 2 * studentDistribution(factor * quantile, count - 1) - 1;
}
