import { groupedBy } from './grouping.ts';
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

/** How demand and staff vary. */
export interface Cycle {
  /** Number of stretches after which the hours of the day repeat. */
  readonly length: number;
  /** For each cycle of the run: those with the same number are expected to be alike. */
  readonly kinds: readonly number[];
}

/** What is known of a series besides its values. */
export interface AboutSeries {
  /** Null if neither demand nor staff varies, or the period is unknown. */
  readonly cycle: Cycle | null;
  /** How many relaxation times the run lasts, by its load and length. 0: unknown. */
  readonly relaxations: number;
  /** How many times the queue of the busiest hour could forget in the run what has happened. 0: unknown. */
  readonly forgotten: number;
  /** Factor by which the interval is widened. */
  readonly caution: number;
  /** Whether the ratio is a share, from 0 to 1, or a mean of what has no upper end. */
  readonly isShare: boolean;
  /**
   * A control variate by stretch, in any unit: for example the work that arrived less the work that was expected. Its expected value must be 0, since
   * what it explains is subtracted from the ratio. Null if there is none.
   */
  readonly control: readonly number[] | null;
}

/** On each side. */
const TAIL = 0.025;
/**
 * How much farther than Student's t the upper end lies where a ratio is small. Its logarithm is t·x·(1 + SKEWED·x), with the relative standard error
 * x. What goes wrong comes in bursts, and a run without a large one has both a small ratio and a small variance. Waits have no upper end, so
 * that their means are the more skewed. These numbers were chosen by `npm run validate:verdicts`.
 */
const SKEWED = { share: 1, mean: 2 };
/** Variances of short runs come out too low more often than too high: t is raised by this number ÷ √(relaxation times). */
const SHORTNESS = { share: 1, mean: 2 };
/** About how many groups the stretches are merged into. */
const GROUPS = 48;
/** With fewer whole cycles, their variance is too uncertain. */
const CYCLES_LEAST = 7;
/** Groups that are compared with their neighbours in time last at least this many relaxation times, and there are at least so many of them. */
const APART = 3;
const IN_TIME_LEAST = 12;
/** If neighbouring groups correlate more than this, a group is shorter than about one and a half relaxation times. */
const CORRELATION_MOST = 0.5;
/** Where what is bad (or good) is seen in fewer groups, the rule of three bounds its share. */
const RARE = 5;

/**
 * The ratio of sums in one long correlated series: bad ÷ judged, or waits ÷ cases; what is bad has to be in the numerator. `stretches` follow each
 * other and are equally long, but for the last. The variance is that of the residuals of groups of stretches, about the mean residual of their place
 * in cycles of their kind if there are some, and is corrected for the correlation of neighbours as that of an autoregressive process: the one that was
 * measured, but at most as much as the queue can remember. If neighbours hang together, whole cycles are compared. In a run of few cycles that do not repeat, groups are compared with those before and after
 * (`spreadInTime`). Null if nothing was judged.
 *
 * A share is never taken to be more certain than Wilson's interval for independent cases. Sources: W. G. Cochran, Sampling Techniques, 3rd ed.
 * (1977), §6.3 (ratios); F. E. Satterthwaite, Biometrics Bulletin 2 (1946) (degrees of freedom of unequal places); batch means as in
 * `estimateOfBatches`.
 */
export function ratioInRun(stretches: readonly Contribution[], about: AboutSeries): RatioInRun | null {
  const judged = sumOf(stretches, 'denominator');
  if (judged === 0) return null;
  const mean = sumOf(stretches, 'numerator') / judged;
  const what = about.isShare ? 'share' : 'mean';
  const found = spreadFor(stretches, mean, about);
  const { degrees, groups, hangsTogether } = found;
  const likely = withoutChance(mean, found.explained / judged, about.isShare);
  const shortness = about.relaxations > 0 ? SHORTNESS[what] / Math.sqrt(about.relaxations) : 0;
  const t = (1 + shortness) * about.caution * studentQuantile(1 - TAIL, degrees);
  const [spread, bursts] = [found.spread / judged, found.bursts / judged];
  if (!about.isShare) {
    return {
      mean,
      low: Math.min(mean, Math.max(0, likely - t * spread)),
      high: Math.max(mean, farEnd(likely, spread, { t, bursts, skewed: SKEWED.mean })),
      relativeError: likely === 0 ? 0 : spread / likely,
      hangsTogether,
    };
  }
  // Days are judged one by one: there are no bursts within a group.
  const isSingle = groups.every(({ denominator }) => denominator <= 1);
  const alike = isSingle && spread > 0 ? Math.min(judged, (mean * (1 - mean)) / spread ** 2) : judged;
  const [low, high] = wilsonInterval(likely, alike / about.caution ** 2);
  const end = (ratio: number) => (isSingle ? 0 : farEnd(ratio, spread, { t, bursts, skewed: SKEWED.share }));
  // Two relaxation times are worth one independent observation, unless there are more groups.
  const worth = Math.max(1, Math.min(judged, Math.max(about.relaxations / 2, groups.length)));
  const rare = 1 - TAIL ** (1 / worth);
  const isSeldom = (is: (group: Contribution) => boolean) => groups.filter(is).length < RARE;
  const isBadSeldom = isSeldom(({ numerator }) => numerator > 0);
  const isGoodSeldom = isSeldom(({ denominator, numerator }) => numerator < denominator);
  return {
    mean,
    low: Math.min(mean, 1 - end(1 - likely), low, isGoodSeldom ? 1 - rare : 1),
    high: Math.max(mean, end(likely), high, isBadSeldom ? rare : 0),
    relativeError: mean === 0 || mean === 1 ? 0 : spread / Math.min(likely, 1 - likely),
    hangsTogether,
  };
}

/** The ratio less what the control explains of it, on a logarithmic scale, so that it stays positive and a share stays below 1. */
function withoutChance(mean: number, explained: number, isShare: boolean): number {
  if (isShare && mean > 0.5) return 1 - withoutChance(1 - mean, -explained, false);
  return mean === 0 ? 0 : Math.min(ENDLESS, mean * Math.exp(-explained / mean));
}

/** How many standard errors an end is away, and how much more so where the ratio is small. */
interface Reach {
  readonly t: number;
  readonly skewed: number;
  /** See `Spread`; 1 standard error if there is no control. */
  readonly bursts: number;
}

/** The upper end of what is bad; of what is good, its distance from 1 is the lower end of what is bad. */
function farEnd(mean: number, spread: number, { bursts, skewed, t }: Reach): number {
  if (mean === 0) return 0;
  const relative = spread / mean;
  return Math.min(ENDLESS, mean * Math.exp(t * relative * (1 + (skewed * bursts) / mean)));
}

/** Instead of infinity. */
const ENDLESS = Number.MAX_SAFE_INTEGER;

/** Groups of `size` stretches; `count` of them are a cycle. */
interface Places {
  readonly size: number;
  readonly count: number;
  /** Of each cycle. */
  readonly kinds: readonly number[];
  readonly forgotten: number;
  /** By stretch. */
  readonly control: readonly number[] | null;
}

/** Groups of stretches that divide the cycle, about GROUPS in all. */
function placesIn({ kinds, length }: Cycle, stretches: number): Omit<Places, 'control' | 'forgotten'> {
  const least = Math.max(1, Math.floor(stretches / GROUPS));
  const sizes = Array.from({ length }, (_, i) => i + 1).filter((one) => length % one === 0 && one <= least);
  const size = sizes.at(-1) ?? 1;
  return { size, count: length / size, kinds };
}

/** The standard error of a sum of residuals. */
interface Spread {
  readonly groups: readonly Contribution[];
  readonly spread: number;
  readonly degrees: number;
  readonly hangsTogether: boolean;
  /** Measure of skewness: a standard error that includes the variance that the control explains, BURSTS times. */
  readonly bursts: number;
  /** The part of the numerators that the control explains. */
  readonly explained: number;
}

function spreadFor(
  stretches: readonly Contribution[],
  mean: number,
  { control, cycle, forgotten }: AboutSeries,
): Spread {
  const whole = { size: Math.ceil(stretches.length / GROUPS), count: 1, kinds: [], forgotten, control };
  if (cycle === null) return spreadOf(stretches, mean, whole) ?? UNKNOWN;
  const places = { ...placesIn(cycle, stretches.length), forgotten, control };
  const found = spreadOf(stretches, mean, places) ?? spreadInTime(stretches, mean, forgotten);
  const isLong = stretches.length >= CYCLES_LEAST * cycle.length;
  if (!isLong) return found ?? spreadOf(stretches, mean, whole) ?? UNKNOWN;
  const repeated = found ?? spreadOf(stretches, mean, { ...places, kinds: [] }) ?? UNKNOWN;
  if (!repeated.hangsTogether) return repeated;
  return spreadOf(stretches, mean, { ...whole, size: cycle.length, forgotten: 0 }) ?? UNKNOWN;
}

/** Of a run that is a single group. */
const UNKNOWN = {
  groups: [],
  spread: Number.POSITIVE_INFINITY,
  bursts: Number.POSITIVE_INFINITY,
  degrees: 1,
  hangsTogether: true,
  explained: 0,
};

/**
 * Standard error of the sum of the numerators about the ratio, and its degrees of freedom, by groups at the same place in cycles of the same
 * kind. Groups that are alone there are taken to vary as much as the others. Null if more than half of them are alone.
 */
function spreadOf(
  stretches: readonly Contribution[],
  mean: number,
  { control, count, forgotten, kinds, size }: Places,
): Spread | null {
  const groups = grouped(stretches, size);
  const all = residualsOf(groups, mean);
  const own = groupedBy(all.keys(), (i) => (kinds[Math.floor(i / count)] ?? 0) * count + (i % count));
  const isControlled = control !== null && all.length >= CONTROLLED_LEAST;
  const explained = isControlled ? explainedBy(control, all, [...own.values()], size) : all.map(() => 0);
  const residuals = all.map((residual, i) => residual - (explained[i] as number));
  const rest = [...residuals];
  let [variance, unequal, repeated] = [0, 0, 0];
  for (const indices of own.values()) {
    const n = indices.length;
    const middle = indices.reduce((sum, i) => sum + (residuals[i] as number), 0) / n;
    for (const i of indices) rest[i] = (residuals[i] as number) - middle;
    if (n < 2) continue;
    const squares = indices.reduce((sum, i) => sum + (rest[i] as number) ** 2, 0);
    const ofPlace = (squares * n) / (n - 1);
    variance += ofPlace;
    unequal += (ofPlace * ofPlace) / (n - 1);
    repeated += n;
  }
  if (2 * repeated < groups.length || repeated === 0) return null;
  const correlation = Math.max(0, rest.length < 3 ? 1 : neighboursOf(rest));
  const remembered = forgotten === 0 ? CORRECTED_MOST : neighboursAfter(forgotten / groups.length);
  const corrected = Math.min(correlation, remembered, CORRECTED_MOST);
  const withNeighbours = (1 + corrected) / (1 - corrected);
  const spread2 = ((variance * groups.length) / repeated) * withNeighbours;
  return {
    groups,
    spread: Math.sqrt(spread2),
    bursts: Math.sqrt(
      spread2 + BURSTS * withNeighbours * explained.reduce((sum, part) => sum + part ** 2, 0),
    ),
    degrees: unequal === 0 ? Math.max(1, groups.length - own.size) : (variance * variance) / unequal,
    hangsTogether: correlation > CORRELATION_MOST,
    explained: explained.reduce((sum, part) => sum + part, 0),
  };
}

/** The weight of the explained variance in `bursts`, from which the skewness of the ratio is estimated. Chosen like the other numbers. */
const BURSTS = 3;
/** With fewer groups, a slope is too uncertain. */
const CONTROLLED_LEAST = 24;

/**
 * The part of each group's residual that the control explains. The slope comes from the other groups, but neighbours, so that its mean is 0. Work that
 * arrives late in a stretch still matters in the next one. Source: S. S. Lavenberg and P. D. Welch, Management Science 27 (1981), with batches instead of replications.
 */
function explainedBy(
  control: readonly number[],
  residuals: readonly number[],
  places: readonly (readonly number[])[],
  size: number,
): readonly number[] {
  const smooth = control.map((value, i) => ({ numerator: value + (control[i - 1] ?? 0), denominator: 0 }));
  const x = grouped(smooth, size).map(({ numerator }) => numerator);
  const y = [...residuals];
  for (const indices of places) {
    const middle = indices.reduce((sum, i) => sum + (residuals[i] as number), 0) / indices.length;
    for (const i of indices) y[i] = indices.length < 2 ? 0 : (y[i] as number) - middle;
  }
  const productOf = (other: readonly number[], i: number) => (x[i] ?? 0) * (other[i] ?? 0);
  const [together, squares] = [y, x].map((other) => x.reduce((sum, _, i) => sum + productOf(other, i), 0));
  return x.map((value, i) => {
    const near = (other: readonly number[]) =>
      [i - 1, i, i + 1].reduce((sum, one) => sum + productOf(other, one), 0);
    const rest = (squares as number) - near(x);
    return rest > 0 ? (value * ((together as number) - near(y))) / rest : 0;
  });
}

/**
 * The standard error of the same sum, from how far each group lies from the line through its neighbours, so that what demand and staff are expected to do
 * within a day counts little. The correlation of neighbours is that which the queue can remember. Null if there are too few groups for
 * that. Source for differences: J. von Neumann et al., Annals of Mathematical Statistics 12 (1941).
 */
function spreadInTime(stretches: readonly Contribution[], mean: number, forgotten: number): Spread | null {
  if (forgotten < APART * IN_TIME_LEAST) return null;
  const groups = grouped(stretches, Math.ceil((APART * stretches.length) / forgotten));
  const residuals = residualsOf(groups, mean);
  const n = groups.length;
  if (n < IN_TIME_LEAST) return null;
  const apart = forgotten / n;
  const [rho, kept] = [neighboursAfter(apart), Math.exp(-apart)];
  let [squares, fourths] = [0, 0];
  for (let i = 2; i < n; i++) {
    const [before, own, after] = residuals.slice(i - 2, i + 1) as [number, number, number];
    const square = (before - 2 * own + after) ** 2;
    squares += square;
    fourths += square ** 2;
  }
  // A line through two neighbours: (1, −2, 1).
  const ofLine = 6 - 8 * rho + 2 * rho * kept;
  const variance = ((squares / ofLine) * (1 + (2 * rho) / (1 - kept)) * n) / (n - 2);
  const degrees = fourths === 0 ? n : (NORMAL_FOURTH * squares ** 2) / fourths / LINE_OVERLAP;
  return {
    groups,
    spread: Math.sqrt(variance),
    degrees: Math.max(1, degrees),
    hangsTogether: false,
    bursts: Math.sqrt(variance),
    explained: 0,
  };
}

/** The mean fourth power of a normal number ÷ the square of its mean square. */
const NORMAL_FOURTH = 3;
/** So many such lines, which overlap, are worth one independent: 1 + 2·(4² + 1²) ÷ 6². */
const LINE_OVERLAP = 70 / 36;

/** Correlation of the means of neighbours, each over so many relaxation times of an autoregressive process. */
function neighboursAfter(relaxations: number): number {
  const forgotten = -Math.expm1(-relaxations);
  return forgotten ** 2 / (2 * (relaxations - forgotten));
}

function residualsOf(groups: readonly Contribution[], mean: number): readonly number[] {
  return groups.map(({ denominator, numerator }) => numerator - mean * denominator);
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
