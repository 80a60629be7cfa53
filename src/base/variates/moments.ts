import { unreachable } from '../assert.ts';
import type { Distribution, TablePoint } from './distribution.ts';
import { gammaFunction } from './gamma-function.ts';

/** The mean of the distribution, in the unit of its parameters. Infinity if some durations never end. */
export function meanOf(distribution: Distribution): number {
  switch (distribution.kind) {
    case 'fixed':
      return distribution.value;
    case 'uniform':
      return (distribution.low + distribution.high) / 2;
    case 'triangular':
      return (distribution.low + distribution.mode + distribution.high) / 3;
    case 'exponential':
    case 'lognormal':
    case 'erlang':
    case 'gamma':
      return distribution.mean;
    case 'weibull':
      return distribution.scale * gammaFunction(1 + 1 / distribution.shape);
    case 'hyperexponential':
      return distribution.phases.reduce((sum, { share, mean }) => sum + share * mean, 0);
    case 'empirical':
      return tableMoments(distribution.points).first;
    default:
      return unreachable(distribution);
  }
}

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
      const { first, second } = tableMoments(distribution.points);
      return first === 0 ? 0 : second / first ** 2 - 1;
    }
    default:
      return unreachable(distribution);
  }
}

/** Mean and mean square. A share that is spread evenly from a to b adds (a + b)/2 and (a² + ab + b²)/3 times itself. */
function tableMoments(points: readonly TablePoint[]): { readonly first: number; readonly second: number } {
  let first = 0;
  let second = 0;
  let [before, shareBefore] = points[0] as TablePoint;
  // The share of the first point itself lies at duration 0.
  for (const [duration, share] of points) {
    const part = share - shareBefore;
    first += (part * (before + duration)) / 2;
    second += (part * (before * before + before * duration + duration * duration)) / 3;
    before = duration;
    shareBefore = share;
  }
  return shareBefore < 1
    ? { first: Number.POSITIVE_INFINITY, second: Number.POSITIVE_INFINITY }
    : { first, second };
}
