import { describe, expect, it } from 'vitest';
import { type Distribution, openStream, quantileOf, Sampler } from '#base';
import { DISTRIBUTIONS } from './distributions.ts';

/** Words at both ends, around every power of two, and spread over the middle. */
const WORDS = [
  ...Array.from({ length: 200 }, (_, i) => i),
  ...Array.from({ length: 200 }, (_, i) => ~i),
  ...Array.from({ length: 31 }, (_, bit) => [2 ** bit - 1, 2 ** bit, 2 ** bit + 1]).flat(),
  ...Array.from({ length: 20_000 }, (_, i) => Math.imul(i, 0x9e3779b1)),
].map((word) => word | 0);

const uniformOf = (word: number) => ((word >>> 0) + 0.5) / 2 ** 32;

describe('Sampler', () => {
  it.each(DISTRIBUTIONS)('gives the quantile of the word: %o', (distribution) => {
    const sampler = new Sampler(distribution);
    const median = quantileOf(distribution, 0.5);
    for (const word of WORDS) {
      const uniform = uniformOf(word);
      const exact = quantileOf(distribution, uniform);
      // Near 1 a double keeps few digits of the distance to 1, so the exact value is known no better than this.
      const known = 1e-8 + 2 ** -50 / Math.min(uniform, 1 - uniform);
      const error = Math.abs(sampler.of(word) - exact);
      expect(error, `word ${word} of ${distribution.kind}`).toBeLessThanOrEqual(
        2 * known * Math.abs(exact) + 1e-10 * median,
      );
    }
  });

  it('falls back to the exact function if no polynomial follows it', () => {
    const bent: Distribution = {
      kind: 'hyperexponential',
      phases: [
        { share: 0.999, mean: 1 },
        { share: 0.001, mean: 1e6 },
      ],
    };
    const sampler = new Sampler(bent);
    for (const word of WORDS.slice(0, 1_000)) {
      expect(sampler.of(word)).toBeCloseTo(quantileOf(bent, uniformOf(word)), 6);
    }
  });

  it('gives Infinity for a share that never ends', () => {
    const sampler = new Sampler({
      kind: 'empirical',
      points: [
        [0, 0],
        [10, 0.25],
      ],
    });
    expect(sampler.of(0x20000000)).toBeCloseTo(5, 6);
    expect(sampler.of(-1)).toBe(Number.POSITIVE_INFINITY);
  });

  it('shares one table between equal shapes, so making one again is fast', () => {
    const one = new Sampler({ kind: 'lognormal', mean: 10, sigma: 0.7 });
    const other = new Sampler({ kind: 'lognormal', mean: 20, sigma: 0.7 });
    const stream = openStream('sampler', 0, 'words');
    for (let i = 0; i < 100; i++) {
      const word = stream.word();
      expect(other.of(word)).toBeCloseTo(2 * one.of(word), 9);
    }
  });
});
