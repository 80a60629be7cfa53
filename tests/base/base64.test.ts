import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { base64Of, bytesOfBase64 } from '#base';

describe('base64Of(bytes) and bytesOfBase64(text)', () => {
  it('agree with the platform and invert each other', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        expect(base64Of(bytes)).toBe(Buffer.from(bytes).toString('base64'));
        expect(bytesOfBase64(base64Of(bytes))).toEqual(bytes);
      }),
    );
  });

  it('decode no two texts to the same bytes', () => {
    expect(bytesOfBase64('AA==')).toEqual(Uint8Array.of(0));
    for (const loose of ['AB==', 'AA=', 'AA', 'A===', 'A A=', '-_==', 'AAA=A']) {
      expect(bytesOfBase64(loose), loose).toBeNull();
    }
  });
});
