import { unreachable } from '../assert.ts';
import type { Distribution, TablePoint } from './distribution.ts';
import { gammaQuantile } from './gamma-quantile.ts';
import { hyperexponentialQuantile } from './hyperexponential-quantile.ts';
import { normalQuantile } from './normal-quantile.ts';

/**
 * The variate of the distribution for `uniform`, which lies strictly between 0 and 1, in the unit of the parameters. It is the duration
 * that this share stays below; for the exponential and the Weibull distribution, the duration that this share exceeds.
 */
export function quantileOf(distribution: Distribution, uniform: number): number {
  switch (distribution.kind) {
    case 'fixed':
      return distribution.value;
    case 'uniform':
      return distribution.low + (distribution.high - distribution.low) * uniform;
    case 'exponential':
      return -distribution.mean * Math.log(uniform);
    case 'lognormal': {
      const { mean, sigma } = distribution;
      return mean * Math.exp(sigma * normalQuantile(uniform) - 0.5 * sigma * sigma);
    }
    case 'weibull':
      return distribution.scale * (-Math.log(uniform)) ** (1 / distribution.shape);
    case 'erlang':
    case 'gamma':
      return (distribution.mean / distribution.shape) * gammaQuantile(distribution.shape, uniform);
    case 'hyperexponential':
      return hyperexponentialQuantile(distribution.phases, uniform);
    case 'triangular':
      return triangularQuantile(distribution, uniform);
    case 'empirical':
      return tableQuantile(distribution.points, uniform);
    default:
      return unreachable(distribution);
  }
}

function triangularQuantile(
  { high, low, mode }: Extract<Distribution, { readonly kind: 'triangular' }>,
  uniform: number,
): number {
  const width = high - low;
  return uniform * width <= mode - low
    ? low + Math.sqrt(uniform * width * (mode - low))
    : high - Math.sqrt((1 - uniform) * width * (high - mode));
}

/** The shortest duration that at least the share `uniform` does not exceed. Infinity for uniforms beyond the share that ends at all. */
function tableQuantile(points: readonly TablePoint[], uniform: number): number {
  let first = 0;
  let past = points.length;
  while (first < past) {
    const middle = (first + past) >>> 1;
    if ((points[middle] as TablePoint)[1] < uniform) first = middle + 1;
    else past = middle;
  }
  if (first === points.length) return Number.POSITIVE_INFINITY;
  const [duration, share] = points[first] as TablePoint;
  if (first === 0) return duration;
  const [before, shareBefore] = points[first - 1] as TablePoint;
  return before + (duration - before) * ((uniform - shareBefore) / (share - shareBefore));
}
