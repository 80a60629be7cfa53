import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openStream, quantileOf, studentDistribution, studentQuantile } from '#base';
import { estimateMean, estimateRatio, pairingOf, pseudoValues } from '#statistics';

describe('studentQuantile', () => {
  it('agrees with published tables of the t distribution', () => {
    // E. S. Pearson and H. O. Hartley, Biometrika Tables for Statisticians, table 12; further digits from R's qt.
    const table: [number, number, number][] = [
      [0.975, 1, 12.706204736432095],
      [0.975, 4, 2.7764451051977987],
      [0.95, 9, 1.8331129326536335],
      [0.995, 29, 2.756385903670335],
      [0.9995, 99, 3.391529],
      [0.975, 1e6, 1.959966],
    ];
    for (const [probability, degrees, expected] of table) {
      expect(studentQuantile(probability, degrees)).toBeCloseTo(expected, 5);
    }
  });

  it('inverts the distribution function and is symmetric', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.0001, max: 0.9999, noNaN: true }),
        fc.integer({ min: 1, max: 500 }),
        (probability, degrees) => {
          const t = studentQuantile(probability, degrees);
          expect(studentDistribution(t, degrees)).toBeCloseTo(probability, 9);
          expect(studentQuantile(1 - probability, degrees)).toBeCloseTo(-t, 6);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('estimateMean', () => {
  it('gives the mean and half-width of a known sample', () => {
    const { deviation, halfWidth, mean } = estimateMean([1, 2, 3, 4, 5], 0.95);
    expect(mean).toBe(3);
    expect(deviation).toBeCloseTo(1.5811388, 6);
    expect(halfWidth).toBeCloseTo(1.96324, 4);
    expect(estimateMean([7], 0.95).halfWidth).toBe(Number.POSITIVE_INFINITY);
  });

  it('covers the mean of normal values about as often as it claims', () => {
    const random = openStream('coverage', 0, 'normal values');
    const normal = () =>
      Math.sqrt(-2 * Math.log(random.uniform())) * Math.cos(2 * Math.PI * random.uniform());
    const rounds = 4000;
    for (const level of [0.8, 0.95]) {
      let covered = 0;
      for (let i = 0; i < rounds; i++) {
        const { halfWidth, mean } = estimateMean([normal(), normal(), normal(), normal(), normal()], level);
        if (Math.abs(mean) <= halfWidth) covered++;
      }
      const error = 4 * Math.sqrt((level * (1 - level)) / rounds);
      expect(Math.abs(covered / rounds - level), `level ${level}`).toBeLessThan(error);
    }
  });
});

describe('pseudoValues', () => {
  it('are the values themselves if every denominator is 1', () => {
    const values = pseudoValues([3, 8, 1].map((numerator) => ({ numerator, denominator: 1 })));
    expect(values?.map((value) => Number(value.toFixed(9)))).toEqual([3, 8, 1]);
  });

  it('remove most of the bias of a ratio of means', () => {
    const random = openStream('jackknife', 0, 'pairs');
    const [rounds, size] = [4000, 5];
    let [plain, jackknifed] = [0, 0];
    for (let i = 0; i < rounds; i++) {
      const pairs = Array.from({ length: size }, () => {
        const denominator = 0.2 + quantileOf({ kind: 'exponential', mean: 1 }, random.uniform());
        return { numerator: 2 + 0.1 * random.uniform(), denominator };
      });
      const [top, bottom] = [pairs, pairs].map((all, side) =>
        all.reduce((sum, pair) => sum + (side === 0 ? pair.numerator : pair.denominator), 0),
      ) as [number, number];
      plain += top / bottom / rounds;
      jackknifed += estimateMean(pseudoValues(pairs) ?? [], 0.95).mean / rounds;
    }
    const truth = 2.05 / 1.2;
    expect(Math.abs(jackknifed - truth)).toBeLessThan(0.35 * Math.abs(plain - truth));
  });

  it('are null if leaving one out makes the denominator 0', () => {
    expect(pseudoValues([{ numerator: 1, denominator: 0 }])).toBeNull();
    expect(
      pseudoValues([
        { numerator: 1, denominator: 4 },
        { numerator: 0, denominator: 0 },
      ]),
    ).toBeNull();
  });
});

describe('pairingOf', () => {
  it("gives the share of the difference's variance that the coupling removed", () => {
    const first = [1, 2, 3, 4];
    expect(pairingOf(first, [2, 3, 4, 5])).toEqual({
      correlation: expect.closeTo(1, 9),
      varianceReduction: expect.closeTo(1, 9),
    });
    expect(pairingOf(first, [4, 3, 2, 1])?.varianceReduction).toBeCloseTo(-1, 9);
    expect(pairingOf(first, [5, 5, 5, 5])).toBeNull();
  });
});

describe('estimateRatio', () => {
  const of = (...pairs: readonly [number, number][]) =>
    pairs.map(([numerator, denominator]) => ({ numerator, denominator }));

  it('keeps a share between 0 and 1 where the correction of the bias leads out of it', () => {
    const high = of([9, 9], [0, 1]);
    expect(estimateMean(pseudoValues(high) ?? [], 0.95).mean).toBeGreaterThan(1);
    expect(estimateRatio(high, 0.95)?.mean).toBe(1);
    const low = of([0, 9], [1, 1]);
    expect(estimateMean(pseudoValues(low) ?? [], 0.95).mean).toBeLessThan(0);
    expect(estimateRatio(low, 0.95)?.mean).toBe(0);
  });

  it('changes nothing else', () => {
    const mean = (pairs: readonly { numerator: number; denominator: number }[]) =>
      estimateMean(pseudoValues(pairs) ?? [], 0.9);
    const differences = of([-5, 1], [-3, 1], [2, 1]);
    expect(estimateRatio(differences, 0.9)).toEqual(mean(differences));
    const waits = of([50, 4], [70, 5], [10, 3]);
    expect(estimateRatio(waits, 0.9)).toEqual(mean(waits));
    expect(estimateRatio([], 0.9)).toBeNull();
    expect(estimateRatio(of([1, 1], [0, 0]), 0.9)).toBeNull();
  });
});
