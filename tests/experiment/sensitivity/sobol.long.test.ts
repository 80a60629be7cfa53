import { describe, expect, it } from 'vitest';
import { sobolInfluences, sobolPoints } from '../../../src/experiment/sensitivity/sobol.ts';
import { gFunction, ishigami, type KnownFunction } from './known-functions.ts';

const LEVEL = 0.95;

function influencesOf({ inputs, of }: KnownFunction, samples: number, seed: string) {
  const outputs = sobolPoints(inputs, samples, seed).map(of);
  return sobolInfluences(inputs, outputs, LEVEL, seed)?.influences ?? [];
}

describe('Sobol indices', () => {
  it.each([
    ['Ishigami', ishigami()],
    ['the g-function', gFunction([0, 1, 4.5, 9, 99])],
  ])('of %s match the known values', (_, known) => {
    const found = influencesOf(known, 8192, 'known');
    expect(found.map(({ input }) => input)).toEqual(known.inputs);
    found.forEach(({ figures }, i) => {
      const [total, first] = figures;
      for (const [figure, truth] of [
        [total, known.total[i]],
        [first, known.first[i]],
      ] as const) {
        // Three standard deviations of the widest of them at this size.
        expect(Math.abs((figure?.value as number) - (truth as number))).toBeLessThan(0.04);
      }
    });
  });

  it('have intervals that cover the truth about as often as they claim', () => {
    const known = ishigami();
    const rounds = 60;
    let [held, all] = [0, 0];
    for (let round = 0; round < rounds; round++) {
      influencesOf(known, 256, `round ${round}`).forEach(({ figures }, i) => {
        for (const { high, low, name } of figures) {
          const truth = (name === 'total' ? known.total : known.first)[i] as number;
          if ((low ?? 1) <= truth && truth <= (high ?? 0)) held++;
          all++;
        }
      });
    }
    expect(all).toBe(6 * rounds);
    expect(held / all).toBeGreaterThan(0.9);
  });

  it('need a measure that varies', () => {
    expect(sobolInfluences(['a'], new Array(24).fill(3), LEVEL, 's')).toBeNull();
  });

  it('use every slice of every input once in either sample, and mix one column at a time', () => {
    const points = sobolPoints(['a', 'b'], 10, 's');
    expect(points.length).toBe(40);
    for (const rows of [points.slice(0, 10), points.slice(10, 20)]) {
      for (const column of [0, 1]) {
        const slices = rows.map((point) => Math.floor((point[column] as number) * 10)).sort((x, y) => x - y);
        expect(slices).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
      }
    }
    for (let row = 0; row < 10; row++) {
      const [a, b, mixedA, mixedB] = [0, 10, 20, 30].map((block) => points[block + row]);
      expect(mixedA).toEqual([b?.[0], a?.[1]]);
      expect(mixedB).toEqual([a?.[0], b?.[1]]);
    }
  });
});
