import { chiSquareQuantile, type Measured } from '../estimates/measured.ts';

/** How much more the cases of a day vary than by chance. */
export interface Busyness {
  /** Variance of a day's cases ÷ their mean; 1 for a Poisson number. */
  readonly dispersion: number;
  /** Shape of the gamma factor of a day; null if chance explains the days. */
  readonly shape: Measured | null;
  /** Shape of gamma intervals between cases that arrive more evenly than by chance; null if they do not. */
  readonly evenness: Measured | null;
}

const SHAPE_LEAST = 0.1;
const SHAPE_MOST = 10_000;

/**
 * The shape of the days' gamma factor, by moments: the sum of (count − mean)² ÷ (mean + mean² ÷ shape) is about chi-square with the
 * number of days less the `parameters` that were fitted to them; so are the ends of the interval (Q-profile, W. Viechtbauer, Statistics in Medicine 26 (2007)).
 */
export function busynessOf(
  days: readonly { readonly count: number; readonly expected: number }[],
  parameters: number,
): Busyness {
  const used = days.filter(({ expected }) => expected > 0);
  const degrees = used.length - parameters;
  if (degrees < 5) return { dispersion: 1, shape: null, evenness: null };
  const statistic = (inverse: number) =>
    used.reduce(
      (sum, { count, expected }) =>
        sum + (count - expected) ** 2 / (expected + inverse * expected * expected),
      0,
    );
  const solve = (wanted: number) => {
    if (statistic(0) <= wanted) return 0;
    let [low, high] = [0, 1 / SHAPE_LEAST];
    for (let k = 0; k < 60; k++) {
      const middle = (low + high) / 2;
      if (statistic(middle) > wanted) low = middle;
      else high = middle;
    }
    return (low + high) / 2;
  };
  const dispersion = statistic(0) / degrees;
  const [low, high] = [chiSquareQuantile(0.025, degrees), chiSquareQuantile(0.975, degrees)] as const;
  const least = solve(high);
  if (least === 0)
    return { dispersion, shape: null, evenness: evennessOf(statistic(0), degrees, used.length) };
  const most = solve(low);
  const shapeOf = (inverse: number) => Math.min(SHAPE_MOST, Math.max(SHAPE_LEAST, 1 / inverse));
  return {
    dispersion,
    evenness: null,
    shape: { value: shapeOf(solve(degrees)), low: shapeOf(most), high: shapeOf(least), n: used.length },
  };
}

/** Counts come from a schedule if they vary less than half as much as by chance, and chance alone would leave so little in at most one log of a million. */
const EVEN_MOST = 0.5;
const EVEN_CHANCE = 1e-6;
/** Arrivals that are more even would keep to the same minutes of the day for days, and the start of the run would determine which. */
const EVENNESS_MOST = 20;

/** A day's cases vary 1 ÷ shape as much as by chance, if the intervals between them are gamma times of that shape. */
function evennessOf(statistic: number, degrees: number, n: number): Measured | null {
  if (statistic > EVEN_MOST * degrees || statistic > chiSquareQuantile(EVEN_CHANCE, degrees)) return null;
  const shapeOf = (freedom: number) => Math.min(EVENNESS_MOST, Math.max(1, freedom / statistic));
  const [low, high] = [chiSquareQuantile(0.025, degrees), chiSquareQuantile(0.975, degrees)].map(shapeOf);
  return { value: shapeOf(degrees), low: low ?? 1, high: high ?? EVENNESS_MOST, n };
}
