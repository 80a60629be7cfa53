import { describe, expect, it } from 'vitest';
import { type Distribution, meanOf, normalQuantile, openStream, quantileOf } from '#base';

describe('normalQuantile(p)', () => {
  // Values to 15 digits from tables of the normal distribution.
  it.each([
    [0.5, 0],
    [0.975, 1.959963984540054],
    [0.99, 2.326347874040841],
    [0.9999, 3.719016485455709],
    [1e-12, -7.034483825301132],
    [0.25, -0.6744897501960817],
  ])('maps %d to %d', (probability, value) => {
    expect(normalQuantile(probability)).toBeCloseTo(value, 12);
  });

  it('is odd about one half', () => {
    for (const p of [0.001, 0.02, 0.2, 0.4, 0.49]) {
      expect(normalQuantile(p)).toBeCloseTo(-normalQuantile(1 - p), 12);
    }
  });
});

describe('quantileOf(distribution, uniform)', () => {
  const distributions: readonly Distribution[] = [
    { kind: 'fixed', value: 3 },
    { kind: 'uniform', low: 2, high: 6 },
    { kind: 'exponential', mean: 5 },
    { kind: 'lognormal', mean: 9, sigma: 0.8 },
    { kind: 'weibull', scale: 4, shape: 1.3 },
    { kind: 'weibull', scale: 376, shape: 0.9 },
  ];

  it.each(distributions)('has the mean that meanOf tells: %o', (distribution) => {
    const stream = openStream('variates', 0, distribution.kind);
    const count = 200_000;
    let sum = 0;
    let squares = 0;
    for (let i = 0; i < count; i++) {
      const value = quantileOf(distribution, stream.uniform());
      sum += value;
      squares += value * value;
    }
    const mean = sum / count;
    const standardError = Math.sqrt(Math.max(0, squares / count - mean * mean) / count);
    expect(Math.abs(mean - meanOf(distribution))).toBeLessThanOrEqual(4.5 * standardError + 1e-12);
  });

  it('grows with the uniform, or for the exponential and Weibull falls, and never turns', () => {
    for (const distribution of distributions) {
      const values = [0.01, 0.2, 0.5, 0.8, 0.99].map((u) => quantileOf(distribution, u));
      const sorted = [...values].sort((a, b) => a - b);
      const falls = distribution.kind === 'exponential' || distribution.kind === 'weibull';
      expect(values).toEqual(falls ? sorted.reverse() : sorted);
    }
  });

  it('gives the Weibull of shape 1 the quantiles of the exponential', () => {
    for (const u of [0.1, 0.5, 0.9]) {
      expect(quantileOf({ kind: 'weibull', scale: 7, shape: 1 }, u)).toBeCloseTo(
        quantileOf({ kind: 'exponential', mean: 7 }, u),
        12,
      );
    }
  });
});
