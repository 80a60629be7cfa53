import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Durations } from '../../../src/bundle/recount/counts/durations.ts';

const durations = fc.array(
  fc.oneof(
    fc.nat({ max: 300 }),
    fc.nat({ max: 100_000 }),
    fc.maxSafeNat().map((value) => value % 2 ** 48),
  ),
  { minLength: 1, maxLength: 60 },
);
const counted = (values: readonly number[]) => {
  const all = new Durations();
  for (const value of values) all.record(value);
  return all;
};

describe('counted durations', () => {
  it('have the quantiles of the list within 1/128, and exactly up to 127 ms', () => {
    fc.assert(
      fc.property(durations, fc.constantFrom(0.5, 0.9, 0.95, 1), (values, share) => {
        const sorted = values.toSorted((one, other) => one - other);
        const exact = sorted[Math.max(1, Math.ceil(share * sorted.length)) - 1] as number;
        const quantile = counted(values).quantile(share) as number;
        expect(Math.abs(quantile - exact)).toBeLessThanOrEqual(exact / 128);
        if (exact < 128) expect(quantile).toBe(exact);
      }),
    );
  });

  it('have the deviation of the list, within 1/128 of the root mean square', () => {
    fc.assert(
      fc.property(durations, (values) => {
        const mean = (of: (value: number) => number) =>
          values.reduce((sum, value) => sum + of(value), 0) / values.length;
        const middle = mean((value) => value);
        const exact = Math.sqrt(mean((value) => (value - middle) ** 2));
        const rootMeanSquare = Math.sqrt(mean((value) => value ** 2));
        expect(Math.abs((counted(values).deviation() as number) - exact)).toBeLessThanOrEqual(
          rootMeanSquare / 100,
        );
      }),
    );
  });

  it('are the same when counted separately and added up', () => {
    const all = counted([1, 200, 0, 0]);
    const sum = counted([1]);
    sum.add(counted([200]));
    sum.recordZeros(2);
    expect(sum).toEqual(all);
    expect(sum.count).toBe(4);
  });

  it('have no quantile if there are none', () => {
    expect([new Durations().quantile(0.5), new Durations().deviation()]).toEqual([null, null]);
  });
});
