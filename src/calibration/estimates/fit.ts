import { DAY_MS, type Distribution, meanOf, openStream, quantileOf, sumOf } from '#base';
import { type Durations, durationsOf, type SurvivalStep, survivalOf, thinned } from './durations.ts';
import { type Curves, FAMILIES, type Family } from './families.ts';
import { type Measured, measuredRatio } from './measured.ts';

/** A family fitted by maximum likelihood. */
interface FittedFamily {
  readonly kind: Family['kind'];
  /** By the name of the parameter; durations in ms. */
  readonly parameters: Readonly<Record<string, Measured>>;
  readonly distribution: Distribution;
  /** Akaike's information criterion; the smallest is the best. */
  readonly aic: number;
  /** Largest distance between the fitted curve and that of Kaplan and Meier. */
  readonly distance: number;
}

/** What the durations are, and how well a curve describes them. */
export interface DistributionFit {
  readonly chosen: FittedFamily | null;
  /** All families, the best first. */
  readonly families: readonly FittedFamily[];
  /** A family that is farther from the curve is not chosen. */
  readonly mostApart: number;
  /** The curve as observed. A scenario takes it as a table where no family comes close (`chosen` null). */
  readonly observed: readonly SurvivalStep[];
  readonly table: readonly SurvivalStep[];
  /**
   * Durations that go on after the last step of the table: `ms` is the mean time that they still last. `ends` is false if the log follows them so long
   * that three or more should have ended, and none has. Null if there are none.
   */
  readonly rest: { readonly ms: number; readonly ends: boolean } | null;
  readonly count: number;
  readonly endedCount: number;
  /** Probability of a distance as large as that of the chosen family, if it were true; null without one, or with censored durations. */
  readonly pValue: number | null;
}

/**
 * A family farther away than this is not used: the observed curve is written as a table. In one of a hundred samples of the family, chance alone makes
 * a distance of `CHANCE` ÷ √n or more; but differences of two points are small, and those of more than eight large, whatever n is.
 */
const CHANCE = 1.63;
const DISTANCE_LEAST = 0.02;
export const DISTANCE_MOST = 0.08;
const TABLE_STEPS = 40;

function allowedDistance({ endedCount }: Durations): number {
  return Math.min(DISTANCE_MOST, Math.max(DISTANCE_LEAST, CHANCE / Math.sqrt(endedCount)));
}
/** A scenario accepts no longer mean and no larger sigma: such a fit extrapolates far beyond what was seen. */
const MEAN_MOST_MS = 365 * DAY_MS;
const SIGMA_MOST = 5;

function isWritable(distribution: Distribution): boolean {
  const isNarrow = distribution.kind !== 'lognormal' || distribution.sigma <= SIGMA_MOST;
  return isNarrow && meanOf(distribution) <= MEAN_MOST_MS;
}

/** The mean of durations is taken as known if at most this share of them is not seen to its end. */
const UNSEEN_MOST = 0.1;
const MEAN_RATIO_MOST = 1.25;

/** Whether the mean of a curve comes from what was seen, rather than from a tail beyond the longest duration. */
function isSeen(distribution: Distribution, observed: readonly SurvivalStep[]): boolean {
  const end = observed.at(-1);
  if (end === undefined || end.share > UNSEEN_MOST) return true;
  const areas = observed.map(({ ms }, k) => {
    const before = observed[k - 1];
    return (before?.share ?? 1) * (ms - (before?.ms ?? 0));
  });
  return meanOf(distribution) <= MEAN_RATIO_MOST * sumOf(areas);
}

/** At most this many durations are tested: a test on all of a large log rejects every smooth curve. */
const TESTED_MOST = 400;
const BOOTSTRAP = 49;
/** Fewer durations than this let no family be fitted, but say more than an invented distribution: the curve itself is the table. */
const FITTED_LEAST = 20;
const ENDED_LEAST = 5;

/**
 * Fits the four families to durations, chooses by AIC those that are at most `mostApart` from the curve, and tests the choice. Null if few of the
 * durations ended.
 */
export function fitDistribution(
  durations: Durations,
  name: string,
  mostApart = allowedDistance(durations),
): DistributionFit | null {
  if (durations.endedCount < ENDED_LEAST) return null;
  const observed = survivalOf(durations);
  if (durations.endedCount < FITTED_LEAST) return tableOf(durations, observed);
  const families = FAMILIES.map((family) => fitFamily(family, durations, observed)).sort(
    (one, other) => one.aic - other.aic,
  );
  const chosen =
    families.find(
      ({ distance, distribution }) =>
        distance <= mostApart && isWritable(distribution) && isSeen(distribution, observed),
    ) ?? null;
  const pValue =
    chosen === null || durations.endedCount < durations.count ? null : testOf(durations, chosen, name);
  return { ...tableOf(durations, observed), chosen, mostApart, families, pValue };
}

/** The curve of durations as a table, whatever family would describe them: some that are 0 belong to none. Null if few of them ended. */
export function tabulate(durations: Durations): DistributionFit | null {
  return durations.endedCount < ENDED_LEAST ? null : tableOf(durations, survivalOf(durations));
}

function tableOf(durations: Durations, observed: readonly SurvivalStep[]): DistributionFit {
  return {
    chosen: null,
    mostApart: 0,
    families: [],
    observed,
    table: thinned(observed, TABLE_STEPS),
    rest: restOf(durations, observed),
    count: durations.count,
    endedCount: durations.endedCount,
    pValue: null,
  };
}

/** With fewer ends expected after the last one, their lack says nothing. */
const ENDS_EXPECTED = 3;

/** How long the rest lasts on average: it ends as often as durations did during the lower half of the curve's fall. Null if there is none. */
function restOf({ entries }: Durations, observed: readonly SurvivalStep[]): DistributionFit['rest'] {
  const last = observed.at(-1);
  if (last === undefined || last.share === 0) return null;
  const middleMs = observed.find(({ share }) => share <= (1 + last.share) / 2)?.ms ?? last.ms;
  const exposure = (fromMs: number, toMs: number) =>
    sumOf(entries.map(({ ms, weight }) => weight * Math.max(0, Math.min(ms, toMs) - fromMs)));
  const ends = sumOf(entries.map(({ hasEnded, ms, weight }) => (hasEnded && ms > middleMs ? weight : 0)));
  if (ends === 0) return null;
  const ms = exposure(middleMs, last.ms) / ends;
  const afterMs = exposure(last.ms, Number.POSITIVE_INFINITY);
  return afterMs < ENDS_EXPECTED * ms ? { ms, ends: true } : { ms: ms + afterMs / ends, ends: false };
}

/** Fits one family by maximum likelihood, censored durations included. */
export function fitFamily(
  family: Family,
  durations: Durations,
  observed = survivalOf(durations),
): FittedFamily {
  const objective = (at: readonly number[]) => -logLikelihood(family.open(at.map(Math.exp)), durations);
  const at = minimise(objective, family.start(momentsOf(durations)));
  const errors = standardErrors(objective, at);
  const values = at.map(Math.exp);
  const curves = family.open(values);
  return {
    kind: family.kind,
    parameters: Object.fromEntries(
      family.parameters.map((name, k) => [
        name,
        measuredRatio(values[k] ?? 0, errors[k] ?? Number.POSITIVE_INFINITY, durations.count),
      ]),
    ),
    distribution: family.distribution(values),
    aic: 2 * objective(at) + 2 * at.length,
    distance: distanceOf(curves, observed),
  };
}

function logLikelihood(curves: Curves, { entries }: Durations): number {
  let sum = 0;
  for (const { hasEnded, ms, weight } of entries) {
    sum += weight * (hasEnded ? curves.logDensity(ms) : curves.logAbove(ms));
  }
  return sum;
}

/** Moments for the start of a search. A censored sample counts its whole time against its ends, as an exponential one would. */
function momentsOf({ entries, endedCount }: Durations) {
  let total = 0;
  let logSum = 0;
  let logSquares = 0;
  for (const { hasEnded, ms, weight } of entries) {
    total += weight * ms;
    if (!hasEnded) continue;
    const log = Math.log(ms);
    logSum += weight * log;
    logSquares += weight * log * log;
  }
  const logMean = logSum / endedCount;
  return { mean: total / endedCount, logMean, logVariance: logSquares / endedCount - logMean * logMean };
}

/** Kolmogorov and Smirnov's distance to the survival curve: its value before and after each step counts. */
function distanceOf(curves: Curves, observed: readonly SurvivalStep[]): number {
  let largest = 0;
  let before = 1;
  for (const { ms, share } of observed) {
    const fitted = Math.exp(curves.logAbove(ms));
    largest = Math.max(largest, Math.abs(fitted - before), Math.abs(fitted - share));
    before = share;
  }
  return largest;
}

/**
 * Probability of a distance at least as large if the family is true, by a parametric bootstrap: samples of the fitted distribution are
 * refitted (H. W. Lilliefors, JASA 62 (1967), by simulation).
 */
function testOf(durations: Durations, { distribution, kind }: FittedFamily, name: string): number | null {
  const family = FAMILIES.find((one) => one.kind === kind);
  if (family === undefined) return null;
  const all = durations.entries.flatMap(({ ms, weight }) => new Array<number>(weight).fill(ms));
  const stream = openStream('calibration', 0, `goodness of fit/${name}`);
  const tested = drawnFrom(all, TESTED_MOST, () => stream.uniform());
  const distance = fitFamily(family, durationsOf(tested)).distance;
  let atLeast = 0;
  for (let k = 0; k < BOOTSTRAP; k++) {
    const sample = durationsOf(tested.map(() => quantileOf(distribution, stream.uniform())));
    if (fitFamily(family, sample).distance >= distance) atLeast++;
  }
  return (atLeast + 1) / (BOOTSTRAP + 1);
}

/** At most `most` of the values, drawn without replacement. */
function drawnFrom(values: number[], most: number, uniform: () => number): readonly number[] {
  const count = Math.min(most, values.length);
  for (let k = 0; k < count; k++) {
    const other = k + Math.floor(uniform() * (values.length - k));
    [values[k], values[other]] = [values[other] as number, values[k] as number];
  }
  return values.slice(0, count);
}

/** A function of one or two unknowns. */
type Objective = (at: readonly number[]) => number;

const FIRST_STEP = 0.3;
const REFLECTIONS_MAX = 200;
const TOLERANCE = 1e-9;

/** The place of the smallest value near `start`, by the downhill simplex of J. A. Nelder and R. Mead, Computer Journal 7 (1965). */
function minimise(objective: Objective, start: readonly number[]): readonly number[] {
  const corner = (at: readonly number[]) => ({ at, value: objective(at) });
  let simplex = [start, ...start.map((_, i) => start.map((x, k) => (k === i ? x + FIRST_STEP : x)))].map(
    corner,
  );
  for (let round = 0; round < REFLECTIONS_MAX; round++) {
    simplex.sort((one, other) => one.value - other.value);
    const [best] = simplex;
    const worst = simplex.at(-1);
    if (best === undefined || worst === undefined) break;
    if (Math.abs(worst.value - best.value) <= TOLERANCE * (Math.abs(best.value) + TOLERANCE)) break;
    const others = simplex.slice(0, -1);
    const middle = start.map((_, k) => others.reduce((sum, { at }) => sum + (at[k] ?? 0), 0) / others.length);
    const along = (factor: number) => corner(middle.map((m, k) => m + factor * ((worst.at[k] ?? 0) - m)));
    const reflected = along(-1);
    const secondWorst = others.at(-1)?.value ?? best.value;
    let next = reflected;
    if (reflected.value < best.value) {
      const expanded = along(-2);
      if (expanded.value < reflected.value) next = expanded;
    } else if (reflected.value >= secondWorst) {
      next = along(reflected.value < worst.value ? -0.5 : 0.5);
    }
    if (next.value < worst.value) simplex = [...others, next];
    else simplex = simplex.map(({ at }) => corner(at.map((x, k) => ((best.at[k] ?? 0) + x) / 2)));
  }
  simplex.sort((one, other) => one.value - other.value);
  return simplex[0]?.at ?? start;
}

const HESSIAN_STEP = 1e-3;

/**
 * Standard errors of maximum-likelihood estimates: roots of the diagonal of the inverse Hessian of the negative log-likelihood at its
 * minimum, by central differences. One or two unknowns. Infinity where the likelihood is flat.
 */
function standardErrors(objective: Objective, at: readonly number[]): readonly number[] {
  const h = HESSIAN_STEP;
  const moved = (...steps: readonly number[]) => objective(at.map((x, k) => x + h * (steps[k] ?? 0)));
  const here = objective(at);
  const second = at.map((_, k) => {
    const step = (sign: number) => moved(...at.map((_x, i) => (i === k ? sign : 0)));
    return (step(1) - 2 * here + step(-1)) / (h * h);
  });
  const [first = 0, other] = second;
  if (other === undefined) return [rootOf(1 / first)];
  const mixed = (moved(1, 1) - moved(1, -1) - moved(-1, 1) + moved(-1, -1)) / (4 * h * h);
  const determinant = first * other - mixed * mixed;
  return [rootOf(other / determinant), rootOf(first / determinant)];
}

function rootOf(variance: number): number {
  return variance > 0 ? Math.sqrt(variance) : Number.POSITIVE_INFINITY;
}
