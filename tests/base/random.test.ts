import { describe, expect, it } from 'vitest';
import { Counter, openStream } from '#base';

describe('openStream(seed, replication, name)', () => {
  it('gives the same numbers for the same name and seed', () => {
    const left = openStream('7', 0, 'arrivals');
    const right = openStream('7', 0, 'arrivals');
    for (let i = 0; i < 100; i++) expect(left.uniform()).toBe(right.uniform());
  });

  it('gives different numbers for another seed, replication or name', () => {
    const first = openStream('7', 0, 'a').uniform();
    expect(openStream('8', 0, 'a').uniform()).not.toBe(first);
    expect(openStream('7', 1, 'a').uniform()).not.toBe(first);
    expect(openStream('7', 0, 'b').uniform()).not.toBe(first);
  });

  it('stays strictly between 0 and 1, with the mean of a uniform', () => {
    const stream = openStream('mean', 0, 'u');
    let sum = 0;
    const count = 100_000;
    for (let i = 0; i < count; i++) {
      const u = stream.uniform();
      if (!(u > 0 && u < 1)) throw new Error(`draw ${i} of seed "mean" is ${u}`);
      sum += u;
    }
    // Four standard errors of the mean of a uniform.
    expect(Math.abs(sum / count - 0.5)).toBeLessThan(4 * Math.sqrt(1 / 12 / count));
  });
});

describe('Counter', () => {
  const counter = new Counter('11', 0, 'handle');

  it('is uniform over ordinals, rounds and keys (chi-square on 64 cells)', () => {
    const samples: readonly (readonly [string, (i: number) => number])[] = [
      ['ordinals', (i) => counter.uniform(i, 0)],
      ['rounds', (i) => counter.uniform(5, i)],
      ['keys', (i) => new Counter('11', 0, `k${i}`).uniform(0, 0)],
    ];
    for (const [name, draw] of samples) {
      const count = name === 'keys' ? 6_400 : 64_000;
      const cells = new Array<number>(64).fill(0);
      for (let i = 0; i < count; i++) {
        const cell = Math.floor(draw(i) * 64);
        cells[cell] = (cells[cell] ?? 0) + 1;
      }
      const expected = count / 64;
      const chiSquare = cells.reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0);
      // 63 degrees of freedom: mean 63, standard deviation 11.2. Five standard deviations either way.
      expect(chiSquare, name).toBeGreaterThan(63 - 56);
      expect(chiSquare, name).toBeLessThan(63 + 56);
    }
  });

  it('does not correlate neighbouring ordinals, rounds or purposes', () => {
    const other = new Counter('11', 0, 'reply');
    const pairs: readonly (readonly [string, (i: number) => readonly [number, number]])[] = [
      ['ordinal and the next', (i) => [counter.uniform(i, 0), counter.uniform(i + 1, 0)]],
      ['round and the next', (i) => [counter.uniform(i, 0), counter.uniform(i, 1)]],
      ['two purposes', (i) => [counter.uniform(i, 0), other.uniform(i, 0)]],
    ];
    const count = 50_000;
    for (const [name, draw] of pairs) {
      let sum = 0;
      for (let i = 0; i < count; i++) {
        const [x, y] = draw(i);
        sum += (x - 0.5) * (y - 0.5);
      }
      const correlation = (sum / count) * 12;
      expect(Math.abs(correlation), name).toBeLessThan(4 / Math.sqrt(count));
    }
  });

  it('never repeats a value within one key and round', () => {
    const seen = new Set<number>();
    for (let i = 0; i < 200_000; i++) seen.add(counter.uniform(i, 3));
    expect(seen.size).toBe(200_000);
  });
});
