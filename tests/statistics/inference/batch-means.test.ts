import { describe, expect, it } from 'vitest';
import { openStream } from '#base';
import { boundsOf, estimateOfBatches, estimateQuantile, hangTogether, QuantileHistogram } from '#statistics';
import { autoregressive } from './series.ts';

describe('estimateOfBatches', () => {
  it("gives a symmetric interval for symmetric batches, as wide as Student's", () => {
    const { halfWidth, mean, bounds } = estimateOfBatches([1, -1, 1, -1, 1, -1, 1, -1], 0.95);
    // Deviation √(8/7), t(7) = 2.36462. A negative correlation is not used to narrow the interval.
    expect(mean).toBe(0);
    expect(halfWidth).toBeCloseTo((2.364624 * Math.sqrt(8 / 7)) / Math.sqrt(8), 5);
    expect(bounds?.low).toBeCloseTo(-halfWidth, 9);
  });

  it('reaches further on the side to which the batches are skewed', () => {
    const { bounds, mean } = estimateOfBatches([3, 1, 1.2, 9, 1.1, 1.3, 0.9, 2], 0.95);
    expect((bounds?.high ?? 0) - mean).toBeGreaterThan(2 * (mean - (bounds?.low ?? 0)));
  });

  it('has a half-width that belongs to its mean: the farther end is exactly that far away', () => {
    const { bounds, halfWidth, mean } = estimateOfBatches([3, 1, 1.2, 9, 1.1, 1.3, 0.9, 2], 0.95);
    const { high = 0, low = 0 } = bounds ?? {};
    expect(low).toBeLessThan(mean);
    expect(mean + halfWidth).toBe(high);
    expect(mean - halfWidth).toBeLessThan(low);
  });

  it('allows for a correlation that few batches show too small', () => {
    // Four up, four down: the correlation is 5/8, and with its bias of (1 + 3r) ÷ 8 it is above the largest that is corrected, 0.9.
    const { halfWidth } = estimateOfBatches([1, 1, 1, 1, -1, -1, -1, -1], 0.95);
    const student = (2.364624 * Math.sqrt(8 / 7)) / Math.sqrt(8);
    expect(halfWidth).toBeCloseTo(student * Math.sqrt(1.9 / 0.1), 4);
  });

  it("covers the mean of skewed independent batches more often than Student's interval", () => {
    const rounds = 2000;
    let [student, turned] = [0, 0];
    const random = openStream('skewed', 0, 'exponential squares');
    for (let i = 0; i < rounds; i++) {
      const values = Array.from({ length: 16 }, () => Math.log(random.uniform()) ** 2);
      const estimate = estimateOfBatches(values, 0.95);
      const { high, low } = boundsOf(estimate);
      // The mean square of an exponential variable is 2.
      if (low <= 2 && 2 <= high) turned++;
      const half = (2.13145 * estimate.deviation) / 4;
      if (Math.abs(estimate.mean - 2) <= half) student++;
    }
    expect(turned / rounds).toBeGreaterThan(student / rounds + 0.04);
    expect(turned / rounds).toBeGreaterThan(0.9);
  });

  it('has no width if the batches do not vary', () => {
    expect(estimateOfBatches([2, 2, 2], 0.95).halfWidth).toBe(0);
  });
});

describe('hangTogether', () => {
  it('reports dependence in about one of a hundred independent series', () => {
    const rounds = 3000;
    const said = Array.from({ length: rounds }, (_, i) => hangTogether(autoregressive(`apart ${i}`, 16, 0)));
    const share = said.filter((yes) => yes).length / rounds;
    expect(share).toBeGreaterThan(0.004);
    expect(share).toBeLessThan(0.017);
  });

  it('reports dependence in most series with a correlation of 0.8', () => {
    const said = Array.from({ length: 200 }, (_, i) => hangTogether(autoregressive(`near ${i}`, 16, 0.8)));
    expect(said.filter((yes) => yes).length).toBeGreaterThan(120);
  });

  it('reports none for two values or for equal ones', () => {
    expect(hangTogether([1, 2])).toBe(false);
    expect(hangTogether([1, 1, 1, 1])).toBe(false);
  });
});

describe('estimateQuantile', () => {
  /** Exponentials of a normal autoregressive process, which are positive. Their quantile follows from that of the normal. */
  function batchesOf(seed: string, length: number, count: number, c: number) {
    const values = autoregressive(seed, length, c).map((x) => 1e6 * Math.exp(x * Math.sqrt(1 - c * c)));
    const whole = new QuantileHistogram();
    const batches = Array.from({ length: count }, (_, batch) => {
      const histogram = new QuantileHistogram();
      const size = length / count;
      for (const value of values.slice(batch * size, (batch + 1) * size)) histogram.record(value);
      whole.add(histogram);
      return histogram;
    });
    return { batches, whole };
  }

  it.each([
    [0.5, 0],
    [0.9, 1.2815516],
    [0.95, 1.6448536],
  ])('contains the quantile of %s of a correlated series about as often as it claims', (probability, z) => {
    const rounds = 300;
    const truth = 1e6 * Math.exp(z);
    let [held, unbounded] = [0, 0];
    for (let i = 0; i < rounds; i++) {
      const { batches, whole } = batchesOf(`quantile ${i}`, 4800, 16, 0.8);
      const estimate = estimateQuantile(batches, whole, probability, 0.95);
      // Batches that are strongly correlated by chance leave no room above a high quantile.
      if (estimate === null) {
        unbounded++;
        continue;
      }
      const { high, low } = boundsOf(estimate);
      // Allow for the width of a bucket.
      if (low <= truth * 1.008 && truth * 0.992 <= high) held++;
    }
    expect(unbounded).toBeLessThan(0.03 * rounds);
    expect(held / (rounds - unbounded)).toBeGreaterThan(0.92);
    expect(held / (rounds - unbounded)).toBeLessThan(0.995);
  });

  it('is null if nothing was observed or the quantile has no upper bound', () => {
    const empty = new QuantileHistogram();
    expect(estimateQuantile([empty, empty, empty], empty, 0.9, 0.95)).toBeNull();
    const { batches, whole } = batchesOf('short', 160, 16, 0.9);
    expect(estimateQuantile(batches, whole, 0.99, 0.95)).toBeNull();
  });
});
