import { describe, expect, it } from 'vitest';
import { createLedgerWriter, followLedger, SealBroken } from '#ledger';
import { type Act, concat, digest, HEADER, readActs, SHAPES, someActs } from './examples.ts';

/** A ledger that is written as its reader asks for more; `forge` changes parts on their way to the file. */
function growing(acts: readonly Act[], blockEntries: number, forge = (bytes: Uint8Array) => bytes) {
  let file: Uint8Array = new Uint8Array(0);
  let parts = 0;
  let written = 0;
  let isSealed = false;
  const writer = createLedgerWriter({
    header: HEADER,
    digest,
    blockEntries,
    write: (bytes) => {
      file = concat([file, forge(bytes.slice())]);
      parts++;
    },
  });
  const source = {
    get size() {
      return file.length;
    },
    read: (offset: number, length: number) => file.subarray(offset, offset + length),
  };
  const entriesBeyond = (index: number) => {
    const known = () => (parts - 2) * blockEntries;
    while (!isSealed && known() <= index) {
      const act = acts[written++];
      if (act === undefined) {
        writer.seal();
        isSealed = true;
      } else writer.act(...act);
    }
    return isSealed ? null : known();
  };
  return { source, entriesBeyond, written: () => written };
}

describe('followLedger', () => {
  it.each(SHAPES)('reads %i entries in blocks of %i while they are written', (entries, blockEntries) => {
    const ledger = growing(someActs(entries), blockEntries);
    const followed = followLedger(ledger, digest);
    expect(readActs(followed)).toEqual(someActs(entries));
    expect(followed).toMatchObject({ entryCount: entries, blockCount: Math.ceil(entries / blockEntries) });
  });

  it('reads each block before the ledger is sealed, and again after it', () => {
    const ledger = growing(someActs(11), 2);
    const followed = followLedger(ledger, digest);
    const lead: number[] = [];
    followed.forEach(({ index }) => lead.push(ledger.written() - index));
    // Two blocks are written before the first of them is read, and the entry that begins the third.
    expect(lead.slice(0, 2)).toEqual([5, 4]);
    let again = 0;
    followed.forEachInBlocks([0, 5], () => again++);
    expect(again).toBe(3);
  });

  it('stops at a block that is not as it was written', () => {
    let part = 0;
    const forge = (bytes: Uint8Array) => {
      if (part++ === 3) bytes[30] = (bytes[30] ?? 0) ^ 1;
      return bytes;
    };
    const seen: number[] = [];
    const followed = followLedger(growing(someActs(11), 2, forge), digest);
    expect(() => followed.forEach(({ index }) => seen.push(index))).toThrow(SealBroken);
    expect(seen).toEqual([0, 1, 2, 3]);
  });

  it('refuses a header that does not match its hash', () => {
    const forge = (bytes: Uint8Array) => {
      bytes[25] = (bytes[25] ?? 0) ^ 1;
      return bytes;
    };
    expect(() => followLedger(growing(someActs(1), 2, forge), digest)).toThrow(SealBroken);
  });
});
