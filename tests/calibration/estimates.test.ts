import { describe, expect, it } from 'vitest';
import { type Distribution, definite, openStream, quantileOf } from '#base';
import { durationsOf, survivalOf, thinned } from '../../src/calibration/estimates/durations.ts';
import { FAMILIES, logNormalAbove } from '../../src/calibration/estimates/families.ts';
import { fitDistribution, fitFamily } from '../../src/calibration/estimates/fit.ts';
import { chiSquareQuantile } from '../../src/calibration/estimates/measured.ts';
import { distributionText } from '../../src/calibration/writing/value-text.ts';

function sampleOf(distribution: Distribution, count: number, name: string): readonly number[] {
  const stream = openStream('estimates', 0, name);
  return Array.from({ length: count }, () => quantileOf(distribution, stream.uniform()));
}

describe('the survival curve', () => {
  it('is that of Kaplan and Meier worked out by hand', () => {
    const steps = survivalOf(durationsOf([2000, 3000, 3000, 8000], [2500, 5000]));
    expect(steps.map(({ atRisk, ms }) => [ms, atRisk])).toEqual([
      [2000, 6],
      [3000, 4],
      [8000, 1],
    ]);
    const shares = steps.map(({ share }) => share);
    expect(shares[0]).toBeCloseTo(5 / 6, 12);
    expect(shares[1]).toBeCloseTo(5 / 12, 12);
    expect(shares[2]).toBeCloseTo(0, 12);
  });

  it('has an interval that contains the curve', () => {
    for (const { high, low, share } of survivalOf(durationsOf([1, 2, 3, 4, 5, 6], [2.5, 7]))) {
      expect(low).toBeLessThanOrEqual(share);
      expect(high).toBeGreaterThanOrEqual(share);
    }
  });

  it('keeps its last step when it is thinned', () => {
    const steps = survivalOf(durationsOf(Array.from({ length: 500 }, (_, k) => k + 1)));
    const kept = thinned(steps, 10);
    expect(kept.length).toBeLessThanOrEqual(30);
    expect(kept.at(-1)).toBe(steps.at(-1));
  });

  it('keeps the mean of durations of which a few are as long as all others together', () => {
    // One in a thousand lasts a hundred times as long as one in forty.
    const durations = Array.from({ length: 1000 }, (_, k) => 1000 * (1000 / (k + 1)) ** 1.2);
    const steps = survivalOf(durationsOf(durations));
    const kept = thinned(steps, 40);
    const meanOf = (points: readonly { readonly ms: number; readonly share: number }[]) =>
      points.reduce((sum, { ms, share }, k) => {
        const before = points[k - 1] ?? { ms: 0, share: 1 };
        return sum + ((before.share - share) * (before.ms + ms)) / 2;
      }, 0);
    expect(meanOf(kept) / meanOf(steps)).toBeGreaterThan(0.9);
    expect(meanOf(kept) / meanOf(steps)).toBeLessThan(1.1);
  });
});

describe('fitting a distribution', () => {
  const families: readonly Distribution[] = [
    { kind: 'exponential', mean: 60_000 },
    { kind: 'lognormal', mean: 900_000, sigma: 1.2 },
    { kind: 'gamma', mean: 120_000, shape: 3 },
    { kind: 'weibull', scale: 300_000, shape: 0.7 },
  ];

  for (const truth of families) {
    it(`gives back the parameters of ${truth.kind} within their intervals`, () => {
      const fit = fitDistribution(durationsOf(sampleOf(truth, 2000, truth.kind)), truth.kind);
      const parameters = fit?.families.find(({ kind }) => kind === truth.kind)?.parameters ?? {};
      expect(Object.keys(parameters).length).toBeGreaterThan(0);
      for (const [name, { high, low }] of Object.entries(parameters)) {
        const value = truth[name as keyof Distribution] as unknown as number;
        expect(low, name).toBeLessThan(value);
        expect(high, name).toBeGreaterThan(value);
      }
      expect(fit?.chosen).not.toBeNull();
      expect(fit?.pValue).toBeGreaterThan(0.02);
    });
  }

  it('chooses the family that the durations come from', () => {
    const kinds = families.slice(1).map((truth) => {
      const fit = fitDistribution(durationsOf(sampleOf(truth, 2000, `choice ${truth.kind}`)), 'choice');
      return fit?.chosen?.kind;
    });
    expect(kinds).toEqual(['lognormal', 'gamma', 'weibull']);
  });

  it('is not misled by durations that were cut off', () => {
    const whole = sampleOf({ kind: 'lognormal', mean: 600_000, sigma: 1 }, 3000, 'whole');
    const limits = sampleOf({ kind: 'exponential', mean: 600_000 }, 3000, 'limits');
    const ended = whole.filter((ms, k) => ms <= (limits[k] ?? 0));
    const censored = limits.filter((ms, k) => ms < (whole[k] ?? 0));
    expect(censored.length).toBeGreaterThan(1000);
    const fit = fitDistribution(durationsOf(ended, censored), 'censored');
    const { high = 0, low = 0 } =
      fit?.families.find(({ kind }) => kind === 'lognormal')?.parameters.mean ?? {};
    expect(low).toBeLessThan(600_000);
    expect(high).toBeGreaterThan(600_000);
    expect(high / low).toBeLessThan(1.3);
  });

  it('chooses no family for durations with two clusters, and rejects the best in its test', () => {
    const two = [
      ...sampleOf({ kind: 'gamma', mean: 1000, shape: 50 }, 500, 'a'),
      ...sampleOf({ kind: 'gamma', mean: 90_000, shape: 50 }, 500, 'b'),
    ];
    expect(fitDistribution(durationsOf(two), 'two clusters')?.chosen).toBeNull();
  });

  it('lets the rest end as often as before, unless the durations that were longer would have shown it', () => {
    const ended = Array.from({ length: 100 }, (_, k) => 1000 + 10 * k);
    const few = fitDistribution(durationsOf(ended, new Array<number>(50).fill(2005)), 'few longer');
    expect(few?.rest?.ms).toBeGreaterThan(500);
    expect(few?.rest?.ms).toBeLessThan(3000);
    const many = fitDistribution(durationsOf(ended, new Array<number>(50).fill(90_000)), 'many longer');
    expect(many?.rest?.ends).toBe(false);
    const [forEver, ending] = [true, false].map((canLast) => {
      const text = distributionText(definite(many, 'there are enough'), canLast);
      return [...text.matchAll(/, ([0-9.]+)\]/g)].map(([, share]) => Number(share));
    });
    // A third lasts longer than what was seen to end: for ever where that is possible, otherwise it falls away.
    expect(forEver?.at(-1)).toBeCloseTo(1 / 3, 3);
    expect(ending?.at(-1)).toBe(0);
    expect(ending?.at(-2)).toBeCloseTo(Math.exp(-2) / 3, 3);
  });

  it('says nothing about a handful of durations', () => {
    expect(fitDistribution(durationsOf([1, 2, 3]), 'few')).toBeNull();
  });

  it('takes the curve as it is where too few ended for a family, rather than nothing', () => {
    const fit = fitDistribution(durationsOf([1000, 2000, 3000, 4000, 5000], [6000, 6000]), 'some');
    expect(fit?.families).toEqual([]);
    expect(fit?.table.map(({ ms }) => ms)).toEqual([1000, 2000, 3000, 4000, 5000]);
    expect(fit?.table.at(-1)?.share).toBeCloseTo(2 / 7, 10);
  });

  it('covers the truth in about 95 of 100 samples', () => {
    const weibull = definite(
      FAMILIES.find(({ kind }) => kind === 'weibull'),
      'no such family',
    );
    let covered = 0;
    for (let k = 0; k < 100; k++) {
      const sample = durationsOf(
        sampleOf({ kind: 'weibull', scale: 1000, shape: 1.5 }, 100, `coverage ${k}`),
      );
      const { high = 0, low = 0 } = fitFamily(weibull, sample).parameters.shape ?? {};
      if (low <= 1.5 && 1.5 <= high) covered++;
    }
    expect(covered).toBeGreaterThanOrEqual(89);
    expect(covered).toBeLessThanOrEqual(99);
  });
});

describe('tables of the normal and the chi-square distribution', () => {
  it('give the known values', () => {
    expect(Math.exp(logNormalAbove(1.959964))).toBeCloseTo(0.025, 6);
    expect(Math.exp(logNormalAbove(-1))).toBeCloseTo(0.841345, 6);
    expect(logNormalAbove(10)).toBeCloseTo(-53.2312851505, 6);
    expect(chiSquareQuantile(0.95, 10)).toBeCloseTo(18.307, 3);
  });
});
