/**
 * A distribution of non-negative durations (ms). Every variate is drawn by inversion from exactly one uniform, so streams stay in step
 * between two scenarios (common random numbers) and antithetic pairs are possible.
 */
export type Distribution =
  | { readonly kind: 'fixed'; readonly value: number }
  | { readonly kind: 'uniform'; readonly low: number; readonly high: number }
  | { readonly kind: 'exponential'; readonly mean: number }
  | { readonly kind: 'lognormal'; readonly mean: number; readonly sigma: number }
  | { readonly kind: 'weibull'; readonly scale: number; readonly shape: number }
  | { readonly kind: 'triangular'; readonly low: number; readonly mode: number; readonly high: number }
  /** The sum of `shape` (a whole number) equal exponential phases. */
  | { readonly kind: 'erlang'; readonly mean: number; readonly shape: number }
  | { readonly kind: 'gamma'; readonly mean: number; readonly shape: number }
  | { readonly kind: 'hyperexponential'; readonly phases: readonly Phase[] }
  | { readonly kind: 'empirical'; readonly points: readonly TablePoint[] };

/** One of the exponentials of a mixture. The shares of a mixture add up to 1, the means are above 0. */
export interface Phase {
  readonly share: number;
  readonly mean: number;
}

/**
 * A duration, and the share of all durations that are at most this long. Neither falls along a table. The share is linear between two
 * points; where it jumps at one duration, that much of the probability lies on exactly this duration. The table begins with share 0 or
 * duration 0. If it ends below 1, the rest never ends: its duration is Infinity.
 */
export type TablePoint = readonly [duration: number, share: number];

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

/** The distribution of `factor` times the duration. */
export function scaledBy(distribution: Distribution, factor: number): Distribution {
  if (factor === 1) return distribution;
  switch (distribution.kind) {
    case 'fixed':
      return { ...distribution, value: distribution.value * factor };
    case 'uniform':
      return { ...distribution, low: distribution.low * factor, high: distribution.high * factor };
    case 'triangular': {
      const { low, mode, high } = distribution;
      return { ...distribution, low: low * factor, mode: mode * factor, high: high * factor };
    }
    case 'exponential':
    case 'lognormal':
    case 'erlang':
    case 'gamma':
      return { ...distribution, mean: distribution.mean * factor };
    case 'weibull':
      return { ...distribution, scale: distribution.scale * factor };
    case 'hyperexponential':
      return {
        ...distribution,
        phases: distribution.phases.map(({ share, mean }) => ({ share, mean: mean * factor })),
      };
    case 'empirical':
      return {
        ...distribution,
        points: distribution.points.map(([duration, share]): TablePoint => [duration * factor, share]),
      };
  }
}
