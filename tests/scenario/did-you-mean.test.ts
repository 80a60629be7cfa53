import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shown, unprintableIn } from '#base';
import { nearest, suggestion } from '../../src/scenario/did-you-mean.ts';

/** Letters to insert, delete or replace, by a full table. Two neighbours that are swapped count as one slip if nothing else is wrong. */
function distance(left: string, right: string): number {
  const table = Array.from({ length: left.length + 1 }, (_, i) =>
    Array.from({ length: right.length + 1 }, (__, k) => (i === 0 ? k : k === 0 ? i : 0)),
  );
  const at = (i: number, k: number) => table[i]?.[k] ?? Number.POSITIVE_INFINITY;
  for (let i = 1; i <= left.length; i++) {
    for (let k = 1; k <= right.length; k++) {
      const replaced = at(i - 1, k - 1) + (left[i - 1] === right[k - 1] ? 0 : 1);
      (table[i] as number[])[k] = Math.min(replaced, at(i - 1, k) + 1, at(i, k - 1) + 1);
    }
  }
  const isSwap = [...left.slice(1)].some(
    (_, i) => left.slice(0, i) + left[i + 1] + left[i] + left.slice(i + 2) === right,
  );
  return isSwap ? Math.min(1, at(left.length, right.length)) : at(left.length, right.length);
}

describe('the nearest word', () => {
  it.each([
    ['horzion', 'horizon'],
    ['HORIZON', 'horizon'],
    ['horizn', 'horizon'],
    ['sta', 'start'],
    ['premier-eea', 'premier-eea-2014'],
  ])('%s means %s', (word, meant) => {
    expect(nearest(word, ['start', 'horizon', 'seed', 'premier-eea-2014'])).toBe(meant);
  });

  it('is null if nothing is close, if a single letter differs from all, or if the word is endless', () => {
    expect(nearest('colour', ['start', 'horizon'])).toBeNull();
    expect(nearest('D', ['A', 'B', 'C'])).toBeNull();
    expect(nearest('x'.repeat(100_000), ['x'.repeat(100_000)])).toBeNull();
  });

  it('has the same number, or one with a digit left out, doubled or swapped: another standard is no slip', () => {
    const standards = ['ISO27001', 'ISO27001_2005', 'ISO27001_2013'];
    for (const other of ['ISO27701', 'ISO27018', 'ISO27017', 'ISO9001', 'SOC2', 'ISO27001_2023'])
      expect(nearest(other, standards), other).toBeNull();
    for (const slip of ['ISO2701', 'ISO270001', 'ISO20701', 'IS027001', 'iso27001'])
      expect(nearest(slip, standards), slip).toBe('ISO27001');
  });

  it('is the one with the fewest slips, as a full table of distances says', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '-'), minLength: 1, maxLength: 9 });
    fc.assert(
      fc.property(word, fc.array(word, { minLength: 1, maxLength: 6 }), (wanted, candidates) => {
        const limit = Math.min(wanted.length, Math.max(1, Math.floor(wanted.length / 3)) + 1);
        const distances = candidates.map((candidate) => distance(wanted, candidate));
        const least = Math.min(...distances);
        const prefixed = candidates.filter((candidate) => candidate.startsWith(wanted));
        const unfinished = wanted.length >= 3 && prefixed.length === 1 ? (prefixed[0] ?? null) : null;
        expect(nearest(wanted, candidates)).toBe(
          least < limit ? candidates[distances.indexOf(least)] : unfinished,
        );
      }),
      { numRuns: 2000 },
    );
  });

  it('is proposed, or else all words are listed', () => {
    expect(suggestion('sead', ['start', 'seed'], 'key')).toBe("did you mean 'seed'?");
    expect(suggestion('colour', ['start', 'seed'], 'key')).toBe('use one of: start, seed');
    expect(suggestion('colour', [], 'placement')).toContain('there is no placement yet');
  });
});

describe('values in messages', () => {
  it('are on one line, short, and cannot control a terminal', () => {
    expect(shown('a\nb\u001b[31m\u202e\u0000')).toBe('a\\u{a}b\\u{1b}[31m\\u{202e}\\u{0}');
    expect(shown('x'.repeat(100))).toHaveLength(60);
    expect(shown({ a: [1] })).toBe('{"a":[1]}');
    expect(shown(undefined)).toBe('undefined');
    expect(shown('\ud800')).toBe('\\u{d800}');
  });

  it('may contain everything that prints', () => {
    expect(unprintableIn('Grüße, 日本, 👩‍💻 <b>&')).toBeNull();
    for (const text of ['\u0007', '\u0085', '\u2028', '\u202e', '\u2066', '\ufeff', '\ud800']) {
      expect(unprintableIn(text)).toBe(text);
    }
  });
});
