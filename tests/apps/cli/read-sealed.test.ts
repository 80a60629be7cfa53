import { expect, it } from 'vitest';
import { readJustWritten, readSealed } from '../../../src/apps/shared/files/read-sealed.ts';
import { readActs, someActs, writeLedger } from '../../ledger/examples.ts';

const acts = someActs(11);
const { bytes } = writeLedger(acts, 4);
const source = (from: Uint8Array) => ({
  size: from.length,
  read: (offset: number, length: number) => from.subarray(offset, offset + length),
});

/** With one byte of the second block changed. */
function damaged(): Uint8Array {
  const other = new Uint8Array(bytes);
  const at = bytes.length - 400;
  other[at] = (other[at] as number) ^ 1;
  return other;
}

it('reads a sealed ledger, and returns nothing for one that differs from its seal', () => {
  expect(readSealed(source(bytes), readActs)).toEqual(acts);
  expect(readSealed(source(damaged()), readActs)).toBeNull();
  expect(readSealed(source(bytes.subarray(0, -1)), readActs)).toBeNull();
});

it('says where a ledger that was just written is damaged', () => {
  expect(readJustWritten(source(bytes), readActs)).toEqual(acts);
  expect(() => readJustWritten(source(damaged()), readActs)).toThrow(
    /^the ledger just written is damaged: block \d+ .* does not match its hash$/,
  );
});

it('passes on exceptions of the reader itself', () => {
  const fail = () => {
    throw new RangeError('of its own');
  };
  expect(() => readSealed(source(bytes), fail)).toThrow('of its own');
});
