import { anyOf, checked, list, number, type Of, record, tuple, word } from '../forms.ts';

const length = number({ min: 0 });
const share = number({ min: 0, max: 1 });
/** Shapes of gamma distributions that can be drawn; the numerics of others fail. */
export const gammaShape = number({ min: 0.1, max: 10_000 });

/** One of the exponentials of a mixture. The shares of a mixture add up to 1. */
const phase = record({ share, mean: number({ above: 0 }) });
export type Phase = Of<typeof phase>;

/**
 * A duration, and the share of all durations that are at most this long. Neither falls along a table. The share is linear between two
 * points; where it jumps at one duration, that much of the probability lies on exactly this duration. The table begins with share 0 or
 * duration 0. If it ends below 1, the rest never ends: its duration is Infinity.
 */
const tablePoint = tuple<readonly [duration: number, share: number]>(length, share);
export type TablePoint = Of<typeof tablePoint>;

/**
 * A distribution of non-negative durations (ms). Every variate is drawn by inversion from exactly one uniform, so streams stay in step
 * between two scenarios (common random numbers) and antithetic pairs are possible.
 */
export const distribution = anyOf(
  record({ kind: word(['fixed']), value: length }),
  record({ kind: word(['uniform']), low: length, high: length }),
  record({ kind: word(['exponential']), mean: length }),
  record({ kind: word(['lognormal']), mean: length, sigma: length }),
  record({ kind: word(['weibull']), scale: length, shape: length }),
  record({ kind: word(['triangular']), low: length, mode: length, high: length }),
  /** The sum of `shape` (a whole number) equal exponential phases. */
  record({ kind: word(['erlang']), mean: length, shape: gammaShape }),
  record({ kind: word(['gamma']), mean: length, shape: gammaShape }),
  record({ kind: word(['hyperexponential']), phases: list(phase, { least: 1 }) }),
  record({ kind: word(['empirical']), points: list(tablePoint, { least: 1 }) }),
);
export type Distribution = Of<typeof distribution>;

/** A distribution without a share that lasts for ever. */
export const endingDistribution = checked(distribution, (made, reading) => {
  if (made.kind === 'empirical' && made.points.at(-1)?.[1] !== 1)
    reading.report('a share of these durations never ends');
});

/** The mixture of two exponentials with balanced means (share × mean is the same for both). */
export function balancedHyperexponential(mean: number, squaredVariation: number): Distribution {
  const difference = Math.sqrt((squaredVariation - 1) / (squaredVariation + 1));
  const frequent = (1 + difference) / 2;
  // (1 − difference) / 2, written so that it does not cancel.
  const rare = 1 / ((squaredVariation + 1) * (1 + difference));
  return {
    kind: 'hyperexponential',
    phases: [
      { share: frequent, mean: mean / (2 * frequent) },
      { share: rare, mean: mean / (2 * rare) },
    ],
  };
}

/** The σ of the logarithm that gives a lognormal distribution this coefficient of variation. */
export function sigmaOfVariation(variation: number): number {
  return Math.sqrt(Math.log1p(variation * variation));
}

/** Parameters that are durations. */
const LENGTHS: ReadonlySet<string> = new Set(['value', 'low', 'mode', 'high', 'mean', 'scale']);

/** The distribution of `factor` times the duration. */
export function scaledBy(distribution: Distribution, factor: number): Distribution {
  if (factor === 1) return distribution;
  if (distribution.kind === 'hyperexponential') {
    const phases = distribution.phases.map(({ share, mean }) => ({ share, mean: mean * factor }));
    return { ...distribution, phases };
  }
  if (distribution.kind === 'empirical') {
    const points = distribution.points.map(([length, share]): TablePoint => [length * factor, share]);
    return { ...distribution, points };
  }
  const scaled = Object.entries(distribution).map(([name, value]) => [
    name,
    LENGTHS.has(name) ? Number(value) * factor : value,
  ]);
  return Object.fromEntries(scaled) as Distribution;
}
