import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { QuantileHistogram } from '#statistics';

const durations = fc.array(
  fc.oneof(
    fc.integer({ min: 0, max: 300 }),
    fc.integer({ min: 0, max: 2 ** 31 + 1000 }),
    fc.integer({ min: 0, max: 2 ** 43 - 1 }),
  ),
  { minLength: 1, maxLength: 200 },
);
const SHARES = [0.001, 0.25, 0.5, 0.9, 0.95, 0.99, 1];

function histogramOf(values: readonly number[]): QuantileHistogram {
  const histogram = new QuantileHistogram();
  for (const value of values) histogram.record(value);
  return histogram;
}

function exactQuantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.max(1, Math.ceil(share * sorted.length)) - 1] as number;
}

describe('QuantileHistogram', () => {
  it('gives every quantile within 1 % of the exact order statistic', () => {
    fc.assert(
      fc.property(durations, fc.constantFrom(...SHARES), (values, share) => {
        const exact = exactQuantile(values, share);
        const estimate = histogramOf(values).quantile(share) as number;
        expect(Math.abs(estimate - exact)).toBeLessThanOrEqual(0.01 * exact);
      }),
      { numRuns: 500 },
    );
  });

  it('gives the same quantiles whether few or many values are stored', () => {
    fc.assert(
      fc.property(durations, fc.constantFrom(...SHARES), (values, share) => {
        const [few, many] = [histogramOf(values), new QuantileHistogram()];
        for (let i = 0; i < 300; i++) many.add(histogramOf(values));
        expect(many.count).toBe(300 * few.count);
        expect(many.quantile(share)).toBe(few.quantile(share));
        const deviation = few.deviation() as number;
        expect(Math.abs((many.deviation() as number) - deviation)).toBeLessThanOrEqual(
          1e-6 * deviation + 1e-6,
        );
        for (const value of values) expect(many.upTo(value)).toBe(300 * few.upTo(value));
        many.forget();
        expect(many.count).toBe(0);
      }),
    );
  });

  it('is exact below 128 ms', () => {
    for (let value = 0; value < 128; value++) expect(histogramOf([value]).quantile(0.5)).toBe(value);
  });

  it('keeps values of neighbouring buckets in order, even where the arithmetic changes at 2^31', () => {
    let last = -1;
    for (const value of [127, 128, 129, 130, 255, 256, 2 ** 31 - 1, 2 ** 31, 2 ** 31 * 1.02, 2 ** 43 - 1]) {
      const estimate = histogramOf([value]).quantile(1) as number;
      expect(estimate).toBeGreaterThanOrEqual(last);
      last = estimate;
    }
  });

  it('gives the same quantiles in whatever order histograms are added', () => {
    fc.assert(
      fc.property(durations, durations, durations, (a, b, c) => {
        const whole = histogramOf([...a, ...b, ...c]);
        const forward = histogramOf(a);
        forward.add(histogramOf(b));
        forward.add(histogramOf(c));
        const backward = histogramOf(c);
        backward.add(histogramOf(b));
        backward.add(histogramOf(a));
        for (const share of SHARES) {
          expect(forward.quantile(share)).toBe(whole.quantile(share));
          expect(backward.quantile(share)).toBe(whole.quantile(share));
        }
        expect(forward.count).toBe(a.length + b.length + c.length);
      }),
      { numRuns: 50 },
    );
  });

  it('counts durations beyond 278 years in its last bucket', () => {
    expect(histogramOf([2 ** 52]).quantile(0.5)).toBe(histogramOf([2 ** 43 - 1]).quantile(0.5));
  });

  it('has no quantile without values', () => {
    expect(new QuantileHistogram().quantile(0.5)).toBeNull();
  });

  it('refuses negative durations, NaN, and shares outside (0, 1]', () => {
    const histogram = histogramOf([1]);
    expect(() => histogram.record(-1)).toThrow('negative');
    expect(() => histogram.record(Number.NaN)).toThrow('not a number');
    expect(() => histogram.quantile(0)).toThrow('share');
    expect(() => histogram.quantile(1.5)).toThrow('share');
  });

  it('gives the standard deviation to within 1 % of the root mean square', () => {
    expect(new QuantileHistogram().deviation()).toBeNull();
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 1e9 }), { minLength: 1, maxLength: 200 }), (values) => {
        const histogram = new QuantileHistogram();
        for (const value of values) histogram.record(value);
        const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
        const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
        const rootMeanSquare = Math.sqrt(variance + mean ** 2);
        const error = Math.abs((histogram.deviation() ?? Number.NaN) - Math.sqrt(variance));
        expect(error).toBeLessThanOrEqual(0.01 * rootMeanSquare);
      }),
    );
  });
});
