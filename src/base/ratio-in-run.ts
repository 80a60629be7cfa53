import { studentQuantile } from './variates/student-t.ts';
import { wilsonInterval } from './wilson.ts';

/** What was counted in a part of a run: bad ÷ judged, or waits ÷ cases. */
interface Contribution {
  readonly numerator: number;
  readonly denominator: number;
}

/** A ratio in one run, and an interval that misses the expected ratio in at most 3 of 100 runs on either side. */
export interface RatioInRun {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  /** Standard error ÷ the smaller of what is bad and what is not; of a mean, ÷ the mean. 0 where only one of them was seen. */
  readonly relativeError: number;
  /** Neighbouring groups of stretches hang together so much that the run is too short to show how much the ratio varies. */
  readonly hangsTogether: boolean;
}

/** What is known of a series besides its values. */
export interface AboutSeries {
  /** Number of stretches after which demand and staff repeat. Null if neither varies, or the period is unknown. */
  readonly cycle: number | null;
  /** How many relaxation times the run lasts, by its load and length. 0: unknown. */
  readonly relaxations: number;
  /** Factor by which the interval is widened. */
  readonly caution: number;
  /** Whether the ratio is a share, from 0 to 1, or a mean of what has no upper end. */
  readonly isShare: boolean;
}

/** On each side. */
const TAIL = 0.025;
/**
 * How much farther than Student's t the upper end lies where a ratio is small. Its logarithm is t·x·(1 + SKEWED·x), with the relative standard error
 * x. What goes wrong comes in bursts, and a run without a large one has both a small ratio and a small variance. Waits have no upper end, so
 * that their means are the more skewed. These numbers were chosen by `npm run validate:verdicts`.
 */
const SKEWED = { share: 1, mean: 3 };
/** For the upper end of a mean, Student's t is multiplied by this as well. */
const MEAN_CAUTION = 1.2;
/** About how many groups the stretches are merged into. */
const GROUPS = 48;
/** With fewer whole cycles, their variance is too uncertain. */
const CYCLES_LEAST = 7;
/** If neighbouring groups correlate more than this, a group is shorter than about one and a half relaxation times. */
const CORRELATION_MOST = 0.5;
/** Where what is bad (or good) is seen in fewer groups, the rule of three bounds its share. */
const RARE = 5;

/**
 * The ratio of sums in one long correlated series: bad ÷ judged, or waits ÷ cases; what is bad has to be in the numerator. `stretches` follow each
 * other and are equally long, but for the last. The variance is that of the residuals of groups of stretches, about the mean residual of their place
 * in the cycle if there is one, and is corrected for the correlation of neighbours as that of an autoregressive process. If neighbours hang
 * together, whole cycles are compared. Null if nothing was judged.
 *
 * A share is never taken to be more certain than Wilson's interval for independent cases. Sources: W. G. Cochran, Sampling Techniques, 3rd ed.
 * (1977), §6.3 (ratios); F. E. Satterthwaite, Biometrics Bulletin 2 (1946) (degrees of freedom of unequal places); batch means as in
 * `estimateOfBatches`.
 */
export function ratioInRun(stretches: readonly Contribution[], about: AboutSeries): RatioInRun | null {
  const judged = sumOf(stretches, 'denominator');
  if (judged === 0) return null;
  const mean = sumOf(stretches, 'numerator') / judged;
  const { cycle } = about;
  const places = cycle !== null && stretches.length >= 2 * cycle ? placesIn(cycle, stretches.length) : null;
  let found = spreadOf(stretches, mean, places ?? { size: Math.ceil(stretches.length / GROUPS), count: 1 });
  if (found.hangsTogether && cycle !== null && stretches.length >= CYCLES_LEAST * cycle)
    found = spreadOf(stretches, mean, { size: cycle, count: 1 });
  const { degrees, groups, hangsTogether } = found;
  // Variances of short runs come out too low more often than too high.
  const shortness = about.relaxations > 0 ? 1 / Math.sqrt(about.relaxations) : 0;
  const t = (1 + shortness) * about.caution * studentQuantile(1 - TAIL, degrees);
  const spread = found.spread / judged;
  if (!about.isShare) {
    return {
      mean,
      low: Math.max(0, mean - t * spread),
      high: farEnd(mean, spread, { t: MEAN_CAUTION * t, skewed: SKEWED.mean }),
      relativeError: mean === 0 ? 0 : spread / mean,
      hangsTogether,
    };
  }
  // Days are judged one by one: there are no bursts within a group.
  const isSingle = groups.every(({ denominator }) => denominator <= 1);
  const alike = isSingle && spread > 0 ? Math.min(judged, (mean * (1 - mean)) / spread ** 2) : judged;
  const [low, high] = wilsonInterval(mean, alike / about.caution ** 2);
  const end = (ratio: number) => (isSingle ? 0 : farEnd(ratio, spread, { t, skewed: SKEWED.share }));
  // Two relaxation times are worth one independent observation, unless there are more groups.
  const worth = Math.max(1, Math.min(judged, Math.max(about.relaxations / 2, groups.length)));
  const rare = 1 - TAIL ** (1 / worth);
  const isSeldom = (is: (group: Contribution) => boolean) => groups.filter(is).length < RARE;
  const isBadSeldom = isSeldom(({ numerator }) => numerator > 0);
  const isGoodSeldom = isSeldom(({ denominator, numerator }) => numerator < denominator);
  return {
    mean,
    low: Math.min(1 - end(1 - mean), low, isGoodSeldom ? 1 - rare : 1),
    high: Math.max(end(mean), high, isBadSeldom ? rare : 0),
    relativeError: mean === 0 || mean === 1 ? 0 : spread / Math.min(mean, 1 - mean),
    hangsTogether,
  };
}

/** How many standard errors an end is away, and how much more so where the ratio is small. */
interface Reach {
  readonly t: number;
  readonly skewed: number;
}

/** The upper end of what is bad; of what is good, its distance from 1 is the lower end of what is bad. */
function farEnd(mean: number, spread: number, { skewed, t }: Reach): number {
  if (mean === 0) return 0;
  const relative = spread / mean;
  return Math.min(ENDLESS, mean * Math.exp(t * relative * (1 + skewed * relative)));
}

/** Instead of infinity. */
const ENDLESS = Number.MAX_SAFE_INTEGER;

/** Groups of `size` stretches; `count` of them are a cycle. */
interface Places {
  readonly size: number;
  readonly count: number;
}

/** Groups of stretches that divide the cycle, about GROUPS in all. */
function placesIn(cycle: number, stretches: number): Places {
  const least = Math.max(1, Math.floor(stretches / GROUPS));
  const size = Array.from({ length: cycle }, (_, i) => i + 1).filter(
    (one) => cycle % one === 0 && one <= least,
  );
  const chosen = size.at(-1) ?? 1;
  return { size: chosen, count: cycle / chosen };
}

/** Standard error of the sum of the numerators about the ratio, and its degrees of freedom. */
function spreadOf(stretches: readonly Contribution[], mean: number, { count, size }: Places) {
  const groups = grouped(stretches, size);
  const residuals = groups.map(({ denominator, numerator }) => numerator - mean * denominator);
  const own = Array.from({ length: count }, (_, place) => residuals.filter((__, i) => i % count === place));
  const means = own.map((values) => values.reduce((sum, value) => sum + value, 0) / values.length);
  const rest = residuals.map((value, i) => value - (means[i % count] as number));
  const correlation = Math.max(0, rest.length < 3 ? 1 : neighboursOf(rest));
  let [variance, unequal] = [0, 0];
  own.forEach((values, place) => {
    const n = values.length;
    if (n < 2) return;
    const squares = values.reduce((sum, value) => sum + (value - (means[place] as number)) ** 2, 0);
    const ofPlace = (squares * n) / (n - 1);
    variance += ofPlace;
    unequal += (ofPlace * ofPlace) / (n - 1);
  });
  const corrected = Math.min(correlation, CORRECTED_MOST);
  return {
    groups,
    spread:
      groups.length < 2
        ? Number.POSITIVE_INFINITY
        : Math.sqrt((variance * (1 + corrected)) / (1 - corrected)),
    degrees: unequal === 0 ? Math.max(1, groups.length - count) : (variance * variance) / unequal,
    hangsTogether: correlation > CORRELATION_MOST,
  };
}

/** Beyond this correlation, the variance would grow without bound. */
const CORRECTED_MOST = 0.8;

/** Groups of `size` stretches. The first group takes the remainder, so that the last one ends with the run. */
function grouped(stretches: readonly Contribution[], size: number): readonly Contribution[] {
  const count = Math.max(1, Math.floor(stretches.length / size));
  const surplus = stretches.length - count * size;
  return Array.from({ length: count }, (_, group) => {
    const own = stretches.slice(group === 0 ? 0 : surplus + group * size, surplus + (group + 1) * size);
    return { numerator: sumOf(own, 'numerator'), denominator: sumOf(own, 'denominator') };
  });
}

function sumOf(parts: readonly Contribution[], of: keyof Contribution): number {
  return parts.reduce((sum, part) => sum + part[of], 0);
}

/** Correlation of neighbours in a series whose mean is 0. */
function neighboursOf(values: readonly number[]): number {
  let [covariance, variance] = [0, 0];
  values.forEach((value, i) => {
    variance += value * value;
    if (i > 0) covariance += value * (values[i - 1] as number);
  });
  return variance === 0 ? 0 : covariance / variance;
}
