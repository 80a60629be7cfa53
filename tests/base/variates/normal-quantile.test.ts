import { describe, expect, it } from 'vitest';
import { normalQuantile } from '#base';

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

  it('is antisymmetric about one half', () => {
    for (const p of [0.001, 0.02, 0.2, 0.4, 0.49]) {
      expect(normalQuantile(p)).toBeCloseTo(-normalQuantile(1 - p), 12);
    }
  });
});
