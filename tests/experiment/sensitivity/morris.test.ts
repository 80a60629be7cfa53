import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Input, RankedInfluence } from '#experiment';
import { morrisDesign, morrisInfluences } from '../../../src/experiment/sensitivity/morris.ts';
import { gFunction } from './known-functions.ts';

const ANY = Number.POSITIVE_INFINITY;
const inputsOf = (...levels: number[]): Input[] =>
  levels.map((one, i) => ({ name: `x${i + 1}`, levels: one }));

function influencesOf(inputs: readonly Input[], trajectories: number, of: (x: readonly number[]) => number) {
  const design = morrisDesign(inputs, trajectories, 'morris');
  return morrisInfluences(inputs, design, design.points.map(of), 0.95).influences;
}

function figure(influence: Pick<RankedInfluence, 'figures'> | undefined, name: string): number {
  return influence?.figures.find((one) => one.name === name)?.value ?? Number.NaN;
}

describe('the Morris design', () => {
  it('moves every input once per trajectory, one at a time', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.integer({ min: 2, max: 9 }), fc.constant(ANY)), { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 1, max: 8 }),
        fc.string(),
        (levels, count, seed) => {
          const { points, trajectories } = morrisDesign(inputsOf(...levels), count, seed);
          expect(points.length).toBe(count * (levels.length + 1));
          for (const steps of trajectories) {
            expect(steps.map(({ input }) => input).sort()).toEqual(levels.map((_, i) => i));
            for (const { from, input, moved, to } of steps) {
              const [before = [], after = []] = [points[from], points[to]];
              after.forEach((share, i) => {
                if (i !== input) expect(share).toBe(before[i]);
                expect(share >= 0 && share <= 1).toBe(true);
              });
              expect(moved).toBeCloseTo((after[input] as number) - (before[input] as number), 12);
              expect(Math.abs(moved)).toBeGreaterThan(0.3);
            }
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('elementary effects', () => {
  it('of a linear function are its slopes, without deviation', () => {
    const [one, two, three] = influencesOf(
      inputsOf(ANY, 3, 2),
      6,
      ([a = 0, b = 0, c = 0]) => 5 * a - 3 * b + 0 * c,
    );
    expect([figure(one, 'μ'), figure(one, 'μ*'), figure(one, 'σ')]).toEqual(
      [5, 5, 0].map((v) => expect.closeTo(v, 9)),
    );
    expect([figure(two, 'μ'), figure(two, 'μ*')]).toEqual([-3, 3].map((v) => expect.closeTo(v, 9)));
    expect(figure(three, 'μ*')).toBe(0);
  });

  it('have a deviation if inputs interact, and keep their size if signs cancel', () => {
    const [one, two] = influencesOf(inputsOf(ANY, ANY), 400, ([a = 0, b = 0]) => (a - 0.5) * (b - 0.5));
    // The other input is at one of four levels: b − ½ is ±½ or ±1/6, all equally likely.
    for (const effect of [one, two]) {
      expect(figure(effect, 'μ*')).toBeCloseTo(1 / 3, 1);
      expect(Math.abs(figure(effect, 'μ'))).toBeLessThan(0.06);
      expect(figure(effect, 'σ')).toBeCloseTo(Math.sqrt((1 / 4 + 1 / 36) / 2), 1);
    }
  });

  it('rank the inputs of the g-function correctly', () => {
    // On the grid, a step always crosses the kink: |4x − 2| is 2 or 2/3 at both ends, and changes by 4/3.
    const known = gFunction([0, 1, 4.5, 9, 99]);
    const found = influencesOf(inputsOf(ANY, ANY, ANY, ANY, ANY), 60, known.of);
    const sizes = found.map((influence) => figure(influence, 'μ*'));
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
    const mean = found[0]?.figures[0];
    expect(mean?.low).toBeLessThan(mean?.value as number);
  });
});
