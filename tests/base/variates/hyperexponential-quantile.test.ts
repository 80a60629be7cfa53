import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hyperexponentialQuantile } from '../../../src/base/variates/hyperexponential-quantile.ts';

const phases = fc
  .array(
    fc.record({
      weight: fc.double({ min: 1e-6, max: 1, noNaN: true }),
      logMean: fc.double({ min: -4, max: 6, noNaN: true }),
    }),
    { minLength: 1, maxLength: 5 },
  )
  .map((drawn) => {
    const sum = drawn.reduce((total, { weight }) => total + weight, 0);
    return drawn.map(({ weight, logMean }) => ({ share: weight / sum, mean: 10 ** logMean }));
  });
const uniforms = fc.oneof(
  fc.integer({ min: 0, max: 2 ** 32 - 1 }).map((word) => (word + 0.5) / 2 ** 32),
  fc.constantFrom(2 ** -33, 1e-6, 0.5, 1 - 1e-6, 1 - 2 ** -33),
);

describe('hyperexponentialQuantile(phases, uniform)', () => {
  it('agrees with the distribution function in both tails, however different the phases are', () => {
    fc.assert(
      fc.property(phases, uniforms, (mixture, u) => {
        const x = hyperexponentialQuantile(mixture, u);
        let below = 0;
        let above = 0;
        let density = 0;
        for (const { share, mean } of mixture) {
          below -= share * Math.expm1(-x / mean);
          above += share * Math.exp(-x / mean);
          density += (share / mean) * Math.exp(-x / mean);
        }
        // The error of the share, converted to an error of x.
        const error = (u <= 0.5 ? below - u : above - (1 - u)) / (density * x);
        expect(Math.abs(error)).toBeLessThan(1e-13);
      }),
      { numRuns: 3_000, seed: 4 },
    );
  });

  it('equals the exponential quantile if there is one phase', () => {
    expect(hyperexponentialQuantile([{ share: 1, mean: 3 }], 0.75)).toBeCloseTo(3 * Math.log(4), 12);
  });

  it('follows the slowest phase in the upper tail if that phase is far slower than the rest', () => {
    const mixture = [
      { share: 0.999, mean: 1e-3 },
      { share: 0.001, mean: 1e6 },
    ];
    expect(hyperexponentialQuantile(mixture, 1 - 1e-4)).toBeCloseTo(1e6 * Math.log(10), 3);
  });
});
