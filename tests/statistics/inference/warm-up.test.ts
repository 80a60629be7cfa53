import { describe, expect, it } from 'vitest';
import { openStream } from '#base';
import { BATCHES, batchMeans, boundsOf, estimateOfBatches, mser5, transientOf } from '#statistics';
import { lagOneCorrelation } from '../../../src/statistics/inference/batch-means.ts';
import { autoregressive } from './series.ts';

const estimateByBatches = (values: readonly number[], level: number) =>
  estimateOfBatches(batchMeans(values, BATCHES), level);

describe('mser5', () => {
  it('cuts off a known transient and little more', () => {
    const values = autoregressive('transient', 2000, 0.3).map((x, i) => x + 20 * Math.exp(-i / 40));
    const cut = mser5(values);
    expect(cut).toBeGreaterThanOrEqual(60);
    expect(cut).toBeLessThanOrEqual(400);
  });

  it('cuts hardly anything off a stationary series', () => {
    expect(mser5(autoregressive('stationary', 2000, 0))).toBeLessThan(500);
  });

  it('is null if the series is all transient', () => {
    expect(mser5(Array.from({ length: 400 }, (_, i) => i))).toBeNull();
    expect(mser5([1, 2, 3])).toBeNull();
  });
});

describe('batch means', () => {
  it('are means of consecutive values; surplus values at the beginning are dropped', () => {
    expect(batchMeans([9, 1, 3, 5, 7], 2)).toEqual([2, 6]);
    expect(batchMeans([1], 0)).toEqual([]);
  });

  it('cover the mean of a correlated series about as often as they claim', () => {
    const rounds = 300;
    let covered = 0;
    for (let i = 0; i < rounds; i++) {
      const { high, low } = boundsOf(estimateByBatches(autoregressive(`batch ${i}`, 4000, 0.8), 0.9));
      if (low <= 0 && 0 <= high) covered++;
    }
    expect(covered / rounds).toBeGreaterThan(0.83);
    expect(covered / rounds).toBeLessThan(0.96);
  });

  it('detect correlation between neighbours', () => {
    expect(lagOneCorrelation(autoregressive('lag', 20000, 0.6))).toBeCloseTo(0.6, 1);
    expect(lagOneCorrelation([2, 2, 2])).toBe(0);
  });
});

describe('transientOf', () => {
  /** Waits in M/M/1 by Lindley's recursion, mean service 1, from empty. */
  function waits(seed: string, length: number, load: number): number[] {
    const random = openStream(seed, 0, 'Lindley');
    const values: number[] = [];
    let wait = 0;
    for (let i = 0; i < length; i++) {
      values.push(wait);
      wait = Math.max(0, wait - Math.log(random.uniform()) + Math.log(random.uniform()) / load);
    }
    return values;
  }

  it('cuts off what MSER-5 does if the beginning is clearly different', () => {
    const values = autoregressive('transient', 2000, 0.3).map((x, i) => x + 20 * Math.exp(-i / 40));
    expect(transientOf(values)).toBe(mser5(values));
    expect(transientOf(values)).toBeGreaterThan(0);
  });

  it('leaves a series alone that merely happens to begin high or low', () => {
    const rounds = 200;
    let [byMser, byBoth] = [0, 0];
    for (let i = 0; i < rounds; i++) {
      const values = autoregressive(`stationary ${i}`, 1000, 0.9);
      if ((mser5(values) ?? 0) > 0) byMser++;
      if (transientOf(values) > 0) byBoth++;
    }
    expect(byMser).toBeGreaterThan(rounds / 4);
    expect(byBoth).toBeLessThan(rounds / 20);
  });

  it('is 0 if the series is too short to tell', () => {
    expect(transientOf([1, 2, 3])).toBe(0);
    expect(transientOf(Array.from({ length: 400 }, (_, i) => i))).toBe(0);
  });

  it('makes batch means cover the mean wait in M/M/1 about as often as they claim', () => {
    const [rounds, load] = [300, 0.8];
    let held = 0;
    for (let i = 0; i < rounds; i++) {
      const values = waits(`round ${i}`, 20_000, load);
      const { high, low } = boundsOf(estimateByBatches(values.slice(transientOf(values)), 0.95));
      if (low <= load / (1 - load) && load / (1 - load) <= high) held++;
    }
    expect(held / rounds).toBeGreaterThan(0.91);
    expect(held / rounds).toBeLessThan(0.985);
  });
});
