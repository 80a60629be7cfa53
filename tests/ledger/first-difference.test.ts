import { expect, it } from 'vitest';
import { firstDifference } from '#ledger';

const LENGTH = 300;

/** Bytes that begin `offset` bytes after a word of their buffer. */
function bytesAt(offset: number, length = LENGTH): Uint8Array {
  const bytes = new Uint8Array(new ArrayBuffer(offset + length), offset, length);
  for (let i = 0; i < length; i++) bytes[i] = i * 7;
  return bytes;
}

it('the first difference is found at every place, wherever the bytes lie in their buffers', () => {
  for (const [left, right] of [
    [0, 0],
    [4, 8],
    [1, 0],
    [0, 3],
    [2, 2],
  ] as const) {
    const original = bytesAt(left);
    for (let place = 0; place < LENGTH; place++) {
      const changed = bytesAt(right);
      changed.fill(1, place).fill(2, place + 1);
      if (original[place] === 1) changed[place] = 0;
      expect(firstDifference(original, changed)).toBe(place);
      expect(firstDifference(changed, original)).toBe(place);
    }
    expect(firstDifference(original, bytesAt(right))).toBe(-1);
  }
});

it('bytes are compared as far as both go', () => {
  expect(firstDifference(bytesAt(0), bytesAt(0, LENGTH - 1))).toBe(-1);
  expect(firstDifference(bytesAt(0, 0), bytesAt(0))).toBe(-1);
});
