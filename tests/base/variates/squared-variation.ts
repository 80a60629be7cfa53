import { type Distribution, meanOf, unreachable } from '#base';
import type { TablePoint } from '../../../src/base/variates/distribution.ts';
import { gammaFunction } from '../../../src/base/variates/gamma-function.ts';

/**
 * The squared coefficient of variation, variance ÷ mean², as queueing formulas use it (Pollaczek and Khinchine, Kingman). 0 if nothing
 * varies; NaN if some durations never end.
 */
export function squaredVariationOf(distribution: Distribution): number {
  switch (distribution.kind) {
    case 'fixed':
      return 0;
    case 'uniform': {
      const { low, high } = distribution;
      return ((high - low) / (high + low)) ** 2 / 3;
    }
    case 'triangular': {
      const { low, mode, high } = distribution;
      const variance = ((mode - low) ** 2 + (high - mode) ** 2 + (mode - low) * (high - mode)) / 18;
      return variance / meanOf(distribution) ** 2;
    }
    case 'exponential':
      return 1;
    case 'lognormal':
      return Math.expm1(distribution.sigma * distribution.sigma);
    case 'weibull': {
      const { shape } = distribution;
      return gammaFunction(1 + 2 / shape) / gammaFunction(1 + 1 / shape) ** 2 - 1;
    }
    case 'erlang':
    case 'gamma':
      return 1 / distribution.shape;
    case 'hyperexponential': {
      const second = distribution.phases.reduce((sum, { share, mean }) => sum + 2 * share * mean * mean, 0);
      return second / meanOf(distribution) ** 2 - 1;
    }
    case 'empirical': {
      const mean = meanOf(distribution);
      return mean === 0 ? 0 : meanSquareOf(distribution.points) / mean ** 2 - 1;
    }
    default:
      return unreachable(distribution);
  }
}

/** A share that is spread evenly from a to b adds (a² + ab + b²)/3 times itself. */
function meanSquareOf(points: readonly TablePoint[]): number {
  let sum = 0;
  let [before, shareBefore] = points[0] as TablePoint;
  for (const [duration, share] of points) {
    sum += ((share - shareBefore) * (before * before + before * duration + duration * duration)) / 3;
    before = duration;
    shareBefore = share;
  }
  return shareBefore < 1 ? Number.POSITIVE_INFINITY : sum;
}
