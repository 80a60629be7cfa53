import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Distribution, meanOf, normalQuantile, openStream, quantileOf, type TablePoint } from '#base';
import { DISTRIBUTIONS, TABLE } from './distributions.ts';

/** The share of durations that are at most x, by closed forms that share nothing with the inversion. */
function shareUpTo(distribution: Distribution, x: number): number {
  switch (distribution.kind) {
    case 'uniform':
      return (x - distribution.low) / (distribution.high - distribution.low);
    case 'triangular': {
      const { low, mode, high } = distribution;
      return x <= mode
        ? (x - low) ** 2 / ((high - low) * Math.max(mode - low, 1e-300))
        : 1 - (high - x) ** 2 / ((high - low) * (high - mode));
    }
    case 'exponential':
      return -Math.expm1(-x / distribution.mean);
    case 'weibull':
      return -Math.expm1(-((x / distribution.scale) ** distribution.shape));
    case 'hyperexponential':
      return distribution.phases.reduce((sum, { share, mean }) => sum - share * Math.expm1(-x / mean), 0);
    case 'erlang': {
      // The probability that a Poisson process has had its k-th arrival: the sum over all counts from k on.
      const arrivals = (x * distribution.shape) / distribution.mean;
      let term = Math.exp(-arrivals);
      let below = 0;
      for (let n = 0; n < distribution.shape; n++) {
        below += term;
        term *= arrivals / (n + 1);
      }
      let sum = 0;
      for (let n = distribution.shape; term > sum * 1e-18; n++) {
        sum += term;
        term *= arrivals / (n + 1);
      }
      return below < 0.5 ? 1 - below : sum;
    }
    case 'empirical': {
      const at = distribution.points.findLastIndex(([duration]) => duration <= x);
      const [before, shareBefore] = distribution.points[at] as TablePoint;
      const [after, share] = distribution.points[at + 1] ?? [Number.POSITIVE_INFINITY, shareBefore];
      return shareBefore + ((share - shareBefore) * (x - before)) / (after - before);
    }
    default:
      throw new Error(`no closed form for ${distribution.kind}`);
  }
}

const falls = ({ kind }: Distribution) => kind === 'exponential' || kind === 'weibull';
const uniforms = Array.from({ length: 2_000 }, (_, k) => (k + 0.5) / 2_000);
const EXTREMES = [2 ** -33, 1e-9, 1e-6, 1e-4, 1 - 1e-4, 1 - 1e-6, 1 - 1e-9, 1 - 2 ** -33];

describe('quantileOf(distribution, uniform)', () => {
  it.each(DISTRIBUTIONS)('has the mean that meanOf gives: %o', (distribution) => {
    const stream = openStream('variates', 0, distribution.kind);
    const count = 100_000;
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

  it.each(DISTRIBUTIONS)('is monotonic in the uniform: %o', (distribution) => {
    const ascending = [...uniforms, ...EXTREMES].sort((left, right) => left - right);
    const values = ascending.map((u) => quantileOf(distribution, u));
    if (falls(distribution)) values.reverse();
    values.forEach((value, k) => {
      expect(value, `at ${ascending[k]}`).toBeGreaterThanOrEqual(values[k - 1] ?? 0);
    });
  });

  it.each(DISTRIBUTIONS.filter(({ kind }) => !['fixed', 'lognormal', 'gamma', 'empirical'].includes(kind)))(
    'agrees with the distribution function: %o',
    (distribution) => {
      for (const u of [...uniforms, ...EXTREMES]) {
        const value = quantileOf(distribution, u);
        const share = shareUpTo(distribution, value);
        const expected = falls(distribution) ? 1 - u : u;
        expect(Math.abs(share - expected), `at ${u}`).toBeLessThan(2e-13);
        // Checks the lower tail relative to its own size. A uniform distribution that is wide and begins above 0 is exempt: its lower end
        // hides the error.
        if (
          expected < 1e-3 &&
          !['uniform', 'triangular'].includes(distribution.kind) &&
          !falls(distribution)
        ) {
          expect(Math.abs(share / expected - 1), `at ${u}`).toBeLessThan(1e-12);
        }
      }
    },
  );

  it('handles Erlang distributions with any number of phases and any mean', () => {
    const cases = fc.tuple(
      fc.integer({ min: 1, max: 300 }),
      fc.double({ min: 1, max: 1e7, noNaN: true }),
      fc.integer({ min: 0, max: 2 ** 32 - 1 }).map((word) => (word + 0.5) / 2 ** 32),
    );
    fc.assert(
      fc.property(cases, ([shape, mean, u]) => {
        const erlang: Distribution = { kind: 'erlang', mean, shape };
        expect(Math.abs(shareUpTo(erlang, quantileOf(erlang, u)) - u)).toBeLessThan(1e-12);
      }),
      { numRuns: 300, seed: 1909 },
    );
  });

  it('gives a lognormal distribution whose logarithm is the normal quantile', () => {
    for (const u of [0.01, 0.5, 0.9]) {
      const logarithm = Math.log(quantileOf({ kind: 'lognormal', mean: 9, sigma: 0.8 }, u) / 9);
      expect(logarithm).toBeCloseTo(0.8 * normalQuantile(u) - 0.32, 12);
    }
  });

  it('gives the exponential distribution under all five names, two of which use the uniform from the other side', () => {
    const same: readonly Distribution[] = [
      { kind: 'weibull', scale: 7, shape: 1 },
      { kind: 'erlang', mean: 7, shape: 1 },
      { kind: 'gamma', mean: 7, shape: 1 },
      {
        kind: 'hyperexponential',
        phases: [
          { share: 0.4, mean: 7 },
          { share: 0.6, mean: 7 },
        ],
      },
    ];
    for (const u of [2 ** -33, 0.1, 0.5, 0.9]) {
      const exponential = -7 * Math.log(u);
      expect(quantileOf({ kind: 'exponential', mean: 7 }, u)).toBe(exponential);
      for (const one of same) {
        const value = quantileOf(one, falls(one) ? u : 1 - u);
        expect(Math.abs(value / exponential - 1), `${one.kind} at ${u}`).toBeLessThan(1e-13);
      }
    }
  });
});

describe('quantileOf(empirical table, uniform)', () => {
  const table: Distribution = { kind: 'empirical', points: TABLE };

  it.each([
    [0.05, 0],
    [0.1, 0],
    [0.2, 0.5],
    [0.3, 1],
    [0.4, 2.5],
    [0.5, 4],
    [0.6, 4],
    [0.75, 4],
    [0.875, 8],
    [1 - 2 ** -33, 10],
  ])('at %d is %d: linear between points, and the duration of a jump at the jump', (u, duration) => {
    expect(quantileOf(table, u)).toBeCloseTo(duration, 8);
  });

  it('agrees with the shares of the table wherever they rise', () => {
    for (const u of uniforms.filter((one) => one > 0.1 && !(one > 0.5 && one <= 0.75))) {
      expect(shareUpTo(table, quantileOf(table, u)), `at ${u}`).toBeCloseTo(u, 12);
    }
  });

  it('is Infinity for uniforms beyond the share that ends', () => {
    const patience: Distribution = {
      kind: 'empirical',
      points: [
        [0, 0],
        [30, 0.65],
      ],
    };
    expect(quantileOf(patience, 0.65)).toBe(30);
    expect(quantileOf(patience, 0.6501)).toBe(Number.POSITIVE_INFINITY);
    expect(uniforms.filter((u) => quantileOf(patience, u) === Number.POSITIVE_INFINITY).length).toBe(700);
  });

  it('accepts a table of one point: some durations are 0, the rest never end', () => {
    const points: readonly TablePoint[] = [[0, 0.25]];
    expect(quantileOf({ kind: 'empirical', points }, 0.25)).toBe(0);
    expect(quantileOf({ kind: 'empirical', points }, 0.26)).toBe(Number.POSITIVE_INFINITY);
  });
});
