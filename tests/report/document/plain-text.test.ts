import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { neutralise } from '#base';
import { shorten } from '../../../src/report/document/words.ts';
import { awkwardText } from '../../generators/awkward-text.ts';

describe('neutralise', () => {
  it('defuses terminal escape sequences', () => {
    expect(neutralise('\u001b[31mred\u009b0m')).toBe('\ufffd[31mred\ufffd0m');
  });

  it('removes characters that change the direction of writing', () => {
    expect(neutralise('gpj.\u202eexe')).toBe('gpj.\ufffdexe');
  });

  it('puts everything on one line', () => {
    expect(neutralise('one\r\ntwo\tthree\u2028four')).toBe('one two three\ufffdfour');
  });

  it('leaves letters of all scripts alone', () => {
    expect(neutralise('São Paulo · Zürich · 東京 · दिल्ली · 🙂')).toBe(
      'São Paulo · Zürich · 東京 · दिल्ली · 🙂',
    );
  });

  it('leaves no control character or lone surrogate, whatever the text', () => {
    fc.assert(
      fc.property(awkwardText, (text) => {
        expect(neutralise(text)).not.toMatch(/[\p{Cc}\p{Cs}]/u);
      }),
    );
    expect(neutralise('a\ud800b')).toBe('a\ufffdb');
  });
});

describe('shorten', () => {
  it('cuts between characters and marks the cut', () => {
    expect(shorten('🙂🙂🙂', 3)).toBe('🙂🙂🙂');
    expect(shorten('🙂🙂🙂🙂', 3)).toBe('🙂🙂…');
  });
});
