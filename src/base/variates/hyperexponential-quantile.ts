import { assert } from '../assert.ts';
import type { Phase } from './distribution.ts';

/**
 * The quantile of a mixture of exponentials: the x at which Σ share·e^(−x/mean) is 1 − `uniform`. Newton's method on the logarithm of that
 * sum, which is convex (log-sum-exp): from a point at or below the root, every tangent meets the target at or below the root. So the steps
 * go up and never past the root, and need no bracket. Relative error below 1e-13.
 */
export function hyperexponentialQuantile(phases: readonly Phase[], uniform: number): number {
  const above = 1 - uniform;
  let x = lowerBound(phases, uniform);
  for (let round = 0; round < ROUNDS_MAX; round++) {
    let sumAbove = 0;
    let sumBelow = 0;
    let density = 0;
    for (const { share, mean } of phases) {
      const part = share * Math.exp(-x / mean);
      sumAbove += part;
      sumBelow -= share * Math.expm1(-x / mean);
      density += part / mean;
    }
    // Use the smaller of the two sums: it does not cancel.
    const excess = uniform <= 0.5 ? uniform - sumBelow : sumAbove - above;
    const step = (Math.log1p(excess / above) * sumAbove) / density;
    x += step;
    // The error after a step is of the order of the step's square.
    if (step <= x * 1e-8) return x;
  }
  assert(false, `no quantile of ${JSON.stringify(phases)} at ${uniform} after ${ROUNDS_MAX} steps`);
}

const ROUNDS_MAX = 200;

/** Two lower bounds: each phase alone exceeds x with less than the whole probability, and the tangent at 0 lies below the logarithm. */
function lowerBound(phases: readonly Phase[], uniform: number): number {
  const logAbove = Math.log1p(-uniform);
  let rate = 0;
  let bound = 0;
  for (const { share, mean } of phases) {
    rate += share / mean;
    bound = Math.max(bound, mean * (Math.log(share) - logAbove));
  }
  return Math.max(bound, -logAbove / rate);
}
