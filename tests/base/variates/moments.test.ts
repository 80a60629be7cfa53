import { describe, expect, it } from 'vitest';
import { balancedHyperexponential, type Distribution, meanOf, quantileOf } from '#base';
import { DISTRIBUTIONS } from './distributions.ts';
import { squaredVariationOf } from './squared-variation.ts';

/** Shares at which the quantile function has a kink, a jump or a sharp bend, and 0 and 1. */
function breaksOf(distribution: Distribution): readonly number[] {
  switch (distribution.kind) {
    case 'triangular': {
      const { low, mode, high } = distribution;
      return [0, (mode - low) / (high - low), 1];
    }
    case 'empirical':
      return [0, ...distribution.points.map(([, share]) => share)];
    case 'hyperexponential': {
      const shares = distribution.phases.map(({ share }) => share);
      return [0, ...shares.slice(0, -1).map((_, k) => shares.slice(0, k + 1).reduce((a, b) => a + b)), 1];
    }
    default:
      return [0, 1];
  }
}

/**
 * ∫ f(u) du over the pieces, by the double exponential rule (H. Takahasi and M. Mori, 1974). Its nodes crowd at both ends of a piece, where
 * a quantile may be unbounded.
 */
function integral(f: (u: number) => number, breaks: readonly number[]): number {
  const step = 1 / 32;
  let sum = 0;
  for (const [k, to] of breaks.entries()) {
    const from = breaks[k - 1] ?? 0;
    for (let t = -5; to > from && t <= 5; t += step) {
      const reach = Math.PI * Math.sinh(t);
      const place = 1 / (1 + Math.exp(-reach));
      const u = from + (to - from) * place;
      const weight = (to - from) * place * (1 / (1 + Math.exp(reach))) * Math.PI * Math.cosh(t) * step;
      if (u > 0 && u < 1 && weight > 0) sum += weight * f(u);
    }
  }
  return sum;
}

describe('meanOf(distribution)', () => {
  it.each(DISTRIBUTIONS)('equals the integral of the quantile function: %o', (distribution) => {
    const mean = integral((u) => quantileOf(distribution, u), breaksOf(distribution));
    expect(Math.abs(mean / meanOf(distribution) - 1)).toBeLessThan(1e-8);
  });

  it('is infinite if a share never ends', () => {
    const patience: Distribution = {
      kind: 'empirical',
      points: [
        [0, 0],
        [60, 0.999],
      ],
    };
    expect(meanOf(patience)).toBe(Number.POSITIVE_INFINITY);
    expect(squaredVariationOf(patience)).toBeNaN();
  });
});

describe('squaredVariationOf(distribution)', () => {
  it.each(DISTRIBUTIONS)('equals the integral of the squared quantile function: %o', (distribution) => {
    const square = integral((u) => quantileOf(distribution, u) ** 2, breaksOf(distribution));
    const variation = square / meanOf(distribution) ** 2 - 1;
    expect(Math.abs(variation - squaredVariationOf(distribution))).toBeLessThan(
      1e-7 * (1 + squaredVariationOf(distribution)),
    );
  });

  it('of balanced means is the requested one, as is the mean, and the phases are balanced', () => {
    for (const variation of [1.000_001, 1.5, 4, 100, 1_000]) {
      const made = balancedHyperexponential(7, variation);
      expect(meanOf(made)).toBeCloseTo(7, 12);
      expect(squaredVariationOf(made) / variation).toBeCloseTo(1, 11);
      if (made.kind !== 'hyperexponential') throw new Error('another kind');
      const loads = made.phases.map(({ share, mean }) => share * mean);
      expect(loads[0]).toBeCloseTo(3.5, 12);
      expect(loads[1]).toBeCloseTo(3.5, 12);
      expect(made.phases.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 14);
    }
  });

  it('is 0 if nothing varies', () => {
    expect(squaredVariationOf({ kind: 'fixed', value: 0 })).toBe(0);
    expect(squaredVariationOf({ kind: 'empirical', points: [[0, 1]] })).toBe(0);
  });
});
