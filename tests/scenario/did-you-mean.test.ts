import { describe, expect, it } from 'vitest';
import { nearest, suggestion } from '../../src/scenario/did-you-mean.ts';
import { shown, unprintableIn } from '../../src/scenario/shown.ts';

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

  it('is none where nothing is near, where a single letter differs from all, or where the word is endless', () => {
    expect(nearest('colour', ['start', 'horizon'])).toBeNull();
    expect(nearest('D', ['A', 'B', 'C'])).toBeNull();
    expect(nearest('x'.repeat(100_000), ['x'.repeat(100_000)])).toBeNull();
  });

  it('is proposed, or else all words are listed', () => {
    expect(suggestion('sead', ['start', 'seed'], 'key')).toBe("did you mean 'seed'?");
    expect(suggestion('colour', ['start', 'seed'], 'key')).toBe('use one of: start, seed');
    expect(suggestion('colour', [], 'placement')).toContain('there is no placement yet');
  });
});

describe('values in messages', () => {
  it('are on one line, short, and cannot steer a terminal', () => {
    expect(shown('a\nb\u001b[31m\u202e\u0000')).toBe('a\\u{a}b\\u{1b}[31m\\u{202e}\\u{0}');
    expect(shown('x'.repeat(100))).toHaveLength(60);
    expect(shown({ a: [1] })).toBe('{"a":[1]}');
    expect(shown(undefined)).toBe('undefined');
    expect(shown('\ud800')).toBe('\\u{d800}');
  });

  it('may hold everything that prints', () => {
    expect(unprintableIn('Grüße, 日本, 👩‍💻 <b>&')).toBeNull();
    for (const text of ['\u0007', '\u0085', '\u2028', '\u202e', '\u2066', '\ufeff', '\ud800']) {
      expect(unprintableIn(text)).toBe(text);
    }
  });
});
