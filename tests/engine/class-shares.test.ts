import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { uniformOf } from '#base';
import { ClassShares } from '../../src/engine/world/draws.ts';

/** The first class whose cumulative share exceeds the uniform. */
function bySearch(shares: readonly number[], uniform: number): number {
  let sum = 0;
  return shares.findIndex((share) => {
    sum += share;
    return uniform < sum;
  });
}

describe('ClassShares', () => {
  it('finds the same class for any word as a search of the running sums, even at their borders', () => {
    const weights = fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 2, maxLength: 40 });
    fc.assert(
      fc.property(weights, fc.array(fc.integer()), (drawn, words) => {
        const total = drawn.reduce((sum, weight) => sum + weight, 0);
        fc.pre(total > 0);
        // Sums of sixty-fourths are exact.
        const shares = drawn.map((weight) => weight / 64);
        shares.push(Math.max(0, 1 - total / 64));
        fc.pre(total <= 64);
        const classes = new ClassShares(shares);
        let sum = 0;
        const borders = shares.flatMap((share) => {
          sum += share;
          const word = Math.round(sum * 2 ** 32) | 0;
          return [word - 1, word, word + 1].map((near) => near | 0);
        });
        for (const word of [...words, ...borders, 0, -1]) {
          expect(classes.of(word)).toBe(bySearch(shares, uniformOf(word)));
        }
      }),
    );
  });

  it('finds the only class with a share', () => {
    expect(new ClassShares([0, 1, 0]).only).toBe(1);
    expect(new ClassShares([0, 0.5, 0.5]).only).toBe(-1);
  });

  it('draws another class by the remaining shares, and the same class if there is no other', () => {
    const classes = new ClassShares([0.25, 0.5, 0.25]);
    const drawn = Array.from({ length: 1000 }, (_, k) => classes.another(1, (k + 0.5) / 1000));
    expect(drawn.filter((one) => one === 0)).toHaveLength(500);
    expect(drawn.filter((one) => one === 2)).toHaveLength(500);
    expect(new ClassShares([0, 1]).another(1, 0.3)).toBe(1);
  });
});
