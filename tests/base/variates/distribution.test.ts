import { describe, expect, it } from 'vitest';
import { quantileOf, scaledBy, sigmaOfVariation } from '#base';
import { DISTRIBUTIONS } from './distributions.ts';
import { squaredVariationOf } from './squared-variation.ts';

describe('scaledBy(distribution, factor)', () => {
  it.each(DISTRIBUTIONS)('scales every quantile by the factor: %o', (distribution) => {
    const scaled = scaledBy(distribution, 2.5);
    expect(scaled.kind).toBe(distribution.kind);
    for (const u of [0.01, 0.3, 0.5, 0.77, 0.999]) {
      expect(quantileOf(scaled, u)).toBeCloseTo(2.5 * quantileOf(distribution, u), 9);
    }
    expect(squaredVariationOf(scaled)).toBeCloseTo(squaredVariationOf(distribution), 9);
  });

  it('returns the same distribution for a factor of 1', () => {
    for (const distribution of DISTRIBUTIONS) expect(scaledBy(distribution, 1)).toBe(distribution);
  });
});

describe('sigmaOfVariation(variation)', () => {
  it('gives a lognormal distribution the requested coefficient of variation', () => {
    for (const variation of [1e-6, 0.5, 1.5, 20]) {
      const sigma = sigmaOfVariation(variation);
      expect(squaredVariationOf({ kind: 'lognormal', mean: 1, sigma }) / variation ** 2).toBeCloseTo(1, 12);
    }
  });
});
