import { describe, expect, it } from 'vitest';
import { estimate, isAsExpected, median, standardErrorOf } from '../../benchmarks/whole-run/estimates.ts';

const STATISTIC = { id: 'x', title: 'x', expected: 10, standardError: 0 };

describe('the estimates of the benchmark', () => {
  it('take the standard error of a mean from the spread within every competitor, not between them', () => {
    // Variances 1 and 3 of three values each: √((1 + 3) / 2 / 3).
    const samples = [
      [9, 10, 11],
      [100 - Math.sqrt(3), 100, 100 + Math.sqrt(3)],
    ];
    expect(standardErrorOf(samples)).toBeCloseTo(Math.sqrt(2 / 3), 12);
  });

  it('measure the distance to the expected value in standard errors of both', () => {
    expect(estimate([12, 14], 0.3, STATISTIC)).toEqual({ mean: 13, z: 10 });
    expect(estimate([12, 14], 0.3, { ...STATISTIC, standardError: 0.4 }).z).toBeCloseTo(6, 12);
    expect(estimate([7, 9], 0.5, STATISTIC).z).toBeCloseTo(-4, 12);
  });

  it('call a model wrong beyond four standard errors, and if a figure is missing', () => {
    expect(isAsExpected({ mean: 0, z: -4 })).toBe(true);
    expect(isAsExpected({ mean: 0, z: 4.01 })).toBe(false);
    expect(isAsExpected(estimate([10, Number.NaN], 1, STATISTIC))).toBe(false);
    expect(isAsExpected(estimate([11, 11], 0, STATISTIC))).toBe(false);
  });

  it('have the middle of the values as their median', () => {
    expect(median([5, 1, 30])).toBe(5);
    expect(median([4, 1, 30, 2])).toBe(3);
  });
});
