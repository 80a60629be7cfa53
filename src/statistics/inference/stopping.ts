import { studentDistribution, studentQuantile } from '#base';

/**
 * Number of replications at which a precision is first looked at. Intervals of fewer skewed values hold too rarely, even if nothing stops
 * early: where one week in five is unlike the others, 16 of them may hold too few of these to show how far they lie apart.
 */
export const FIRST_LOOK = 24;

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
const STOPPING_LOSS = 6;
/** Four times what theory says, since few values show too little of their skewness. */
const SKEWNESS_LOSS = 8;
/** Differences that are 0 in nearly all replications are skewed without bound, and would ask for replications without end. */
const SKEWNESS2_MOST = 4;

/** The level at which Student's interval of `count` values is wider by this factor than at `level`. */
export function levelOfWider(level: number, count: number, factor: number): number {
  const quantile = studentQuantile((1 + level) / 2, count - 1);
  return 2 * studentDistribution(factor * quantile, count - 1) - 1;
}

/** For verdicts, twice what widths need: a skewed share must not be judged wrongly more often on one side. */
const DECIDING_SKEWNESS_LOSS = 16;

/** Replications after which targets are first judged. */
const FIRST_VERDICT = 16;

/** After how many replications targets are judged, if replications go on until each is decided: each number is √2 times the one before. */
export function looksUntil(maximum: number): readonly number[] {
  const looks: number[] = [];
  for (let k = 0; ; k++) {
    const count = Math.ceil(FIRST_VERDICT * 2 ** (k / 2) - 1e-9);
    if (count > maximum) return looks;
    looks.push(count);
  }
}

/**
 * The level of Student's interval of `count` values with which a verdict holds at `level`, however often was looked before. The error is
 * spent over the looks: 1/2, 1/6, 1/12 … of it, so that all together spend no more than a single look would (G. Lan and D. DeMets, Biometrika
 * 70 (1983); the shares are those of a sum of 1). Values whose mean is the bound are called better or worse in 1.3 % each if they are normal,
 * in less than 3 % at skewness 1, and less than 4.5 % at skewness 2 (2,000 experiments each).
 */
export function decidingLevel(level: number, count: number, skewness: number): number {
  const look = looksUntil(count - 1).length + 1;
  const ofLook = 1 - (1 - level) / (look * (look + 1));
  if (count < 3) return ofLook;
  return levelOfWider(ofLook, count, Math.sqrt(1 + (DECIDING_SKEWNESS_LOSS * skewness ** 2) / count));
}
