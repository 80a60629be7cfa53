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
      return tableMean(distribution.points);
    default:
      return unreachable(distribution);
  }
}

/** A share that is spread evenly from a to b adds (a + b)/2 times itself. */
function tableMean(points: readonly TablePoint[]): number {
  let mean = 0;
  let [before, shareBefore] = points[0] as TablePoint;
  // The share of the first point itself lies at duration 0.
  for (const [duration, share] of points) {
    mean += ((share - shareBefore) * (before + duration)) / 2;
    before = duration;
    shareBefore = share;
  }
  return shareBefore < 1 ? Number.POSITIVE_INFINITY : mean;
}
