import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesOfHex, canonicalJson, hexOf, textOfUtf8, utf8Of } from '#base';

describe('utf8Of(text) and textOfUtf8(bytes)', () => {
  it('agree with the platform on well-formed text and invert each other', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect([...utf8Of(text)]).toEqual([...new TextEncoder().encode(text)]);
        expect(textOfUtf8(utf8Of(text))).toBe(text);
      }),
    );
  });

  it('replaces a truncated sequence with the replacement character', () => {
    expect(textOfUtf8(utf8Of('aé').subarray(0, 2))).toBe('a\ufffd');
  });
});

describe('hexOf(bytes) and bytesOfHex(text)', () => {
  it('invert each other', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(bytesOfHex(hexOf(bytes))).toEqual(bytes);
      }),
    );
  });

  it('refuse odd lengths and characters that are not hexadecimal', () => {
    expect(bytesOfHex('abc')).toBeNull();
    expect(bytesOfHex('zz')).toBeNull();
  });
});

describe('canonicalJson(value)', () => {
  it('does not depend on the order in which keys were written', () => {
    expect(canonicalJson({ b: 1, a: [{ d: 2, c: null }] })).toBe('{"a":[{"c":null,"d":2}],"b":1}');
    expect(canonicalJson({ a: [{ c: null, d: 2 }], b: 1 })).toBe(
      canonicalJson({ b: 1, a: [{ d: 2, c: null }] }),
    );
  });

  it('leaves out undefined members', () => {
    expect(canonicalJson({ a: undefined, b: 1 })).toBe('{"b":1}');
  });
});
