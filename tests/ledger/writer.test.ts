import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hexOf, textOfUtf8 } from '#base';
import { NO_CASE, NONE_16, NONE_32 } from '#domain';
import { createLedgerWriter, ENTRY_BYTES, leafHash, MerkleTree, openLedger } from '#ledger';
import {
  type Act,
  anyAct,
  concat,
  digest,
  HEADER,
  partsOf,
  readActs,
  someActs,
  writeLedger,
} from './examples.ts';

const NOTHING: Act = [0, 0, 0, 0, 0, 0, 0, 0];

function reread(acts: readonly Act[], blockEntries?: number) {
  const opened = openLedger(writeLedger(acts, blockEntries).bytes, digest);
  if (!opened.ok) throw new Error(opened.problem.message);
  return opened.value;
}

describe('createLedgerWriter', () => {
  it('keeps any sequence of acts, in blocks of any size', () => {
    fc.assert(
      fc.property(
        fc.array(anyAct, { maxLength: 40 }),
        fc.integer({ min: 1, max: 12 }),
        (acts, blockEntries) => {
          const ledger = reread(acts, blockEntries);
          expect(readActs(ledger)).toEqual(acts);
          expect(ledger.entryCount).toBe(acts.length);
          expect(ledger.blockCount).toBe(Math.ceil(acts.length / blockEntries));
          expect(ledger.header).toEqual(HEADER);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('keeps acts across the edges of blocks of the usual size', () => {
    for (const count of [2047, 2048, 2049, 4096, 5000]) {
      const acts: Act[] = Array.from({ length: count }, (_, i) => [i, i % 256, 1, i, 2, 3, 4, 5]);
      expect(readActs(reread(acts))).toEqual(acts);
    }
  });

  it('keeps times beyond 32 bits, and the values that mean none', () => {
    const acts: Act[] = [
      [2 ** 32 - 1, 255, 255, NO_CASE, NONE_16, NONE_16, NONE_32, NONE_32],
      [2 ** 32, 0, 0, 0, 0, 0, 0, 0],
      [2 ** 48 - 1, 0, 255, 1, NONE_16, 0, 0, NONE_32],
    ];
    expect(readActs(reread(acts))).toEqual(acts);
  });

  it('lays an entry out as documented, little-endian', () => {
    const act: Act = [0x665544332211, 0x77, 0x88, 0xccbbaa99, 0xeedd, 0x10ff, 0x04030201, 0x08070605];
    const { bytes } = writeLedger([act], 4);
    const block = partsOf(bytes, 1, 4).find((part) => part.name === 'block');
    if (block === undefined) throw new Error('no block');
    expect(hexOf(bytes.subarray(block.from, block.to))).toBe(
      '424c434b' +
        '01000000' +
        '01000000' +
        'feffffff' +
        '112233445566' +
        '7788' +
        '99aabbcc' +
        'ddee' +
        'ff10' +
        '01020304' +
        '05060708',
    );
    expect(block.to - block.from).toBe(16 + ENTRY_BYTES);
  });

  it('begins with the magic, the version and the canonical header', () => {
    const { bytes } = writeLedger([], 7);
    const [, , , text] = partsOf(bytes, 0, 7);
    if (text === undefined) throw new Error('no header text');
    expect(textOfUtf8(bytes.subarray(0, 8))).toBe('MERIDIAN');
    expect(hexOf(bytes.subarray(8, 12))).toBe('02000000');
    expect(textOfUtf8(bytes.subarray(text.from, text.to))).toBe(
      '{"blockEntries":7,"engineVersion":"0.1.0","entryBytes":24,"replication":3,"scenarioHash":"c0ffee",' +
        '"scenarioName":"Zürich, 東京","seed":"42"}',
    );
  });

  it('seals header and blocks under their Merkle root', () => {
    const { bytes, root } = writeLedger(someActs(11), 4);
    const tree = new MerkleTree(digest);
    const parts = partsOf(bytes, 11, 4);
    const headerEnd = parts.find((part) => part.name === 'text')?.to;
    tree.append(leafHash(digest, bytes.subarray(0, headerEnd)));
    for (const part of parts) {
      if (part.name === 'block') tree.append(leafHash(digest, bytes.subarray(part.from, part.to)));
    }
    expect(tree.leafCount).toBe(4);
    expect(hexOf(root)).toBe(hexOf(tree.root()));
  });

  it('gives equal bytes for equal acts, and another root for another seed, act or order', () => {
    const acts = someActs(9);
    expect(writeLedger(acts, 4).bytes).toEqual(writeLedger(acts, 4).bytes);
    const roots = [acts, acts.toReversed(), acts.slice(1), acts.with(4, NOTHING)].map((list) =>
      hexOf(writeLedger(list, 4).root),
    );
    const writer = createLedgerWriter({
      header: { ...HEADER, seed: '43' },
      digest,
      write: () => {},
      blockEntries: 4,
    });
    for (const act of acts) writer.act(...act);
    roots.push(hexOf(writer.seal().root));
    expect(new Set(roots).size).toBe(5);
  });

  it('emits header, blocks and trailer in turn, and needs no more memory for more acts', () => {
    const memories = new Set<ArrayBufferLike>();
    const lengths: number[] = [];
    const writer = createLedgerWriter({
      header: HEADER,
      digest,
      write: (bytes) => {
        lengths.push(bytes.length);
        memories.add(bytes.buffer);
      },
    });
    for (let i = 0; i < 20 * 2048 + 5; i++) writer.act(i, 1, 2, 3, 4, 5, 6, 7);
    expect(writer.seal()).toMatchObject({ entryCount: 20 * 2048 + 5, blockCount: 21 });
    const full = 16 + 2048 * 24 + 32;
    expect(lengths.slice(1)).toEqual([...Array<number>(20).fill(full), 16 + 5 * 24 + 32, 84]);
    // One for the header, one for all blocks, one for the trailer.
    expect(memories.size).toBe(3);
  });

  it('requires only that the sink takes the bytes, in whatever pieces it stores them', () => {
    const { bytes, pieces } = writeLedger(someActs(10), 3);
    expect(concat(pieces)).toEqual(bytes);
    for (const size of [1, 7, 64]) {
      const source = {
        size: bytes.length,
        read: (offset: number, length: number) => bytes.subarray(offset, offset + Math.min(length, size)),
      };
      const opened = openLedger(source, digest);
      expect(opened.ok && readActs(opened.value), `pieces of ${size} bytes`).toEqual(someActs(10));
    }
  });

  it.each<[string, number, number]>([
    ['a time before 0', 0, -1],
    ['a time of 2^48 ms', 0, 2 ** 48],
    ['no time', 0, Number.NaN],
    ['an endless time', 0, Number.POSITIVE_INFINITY],
    ['a kind above 255', 1, 256],
    ['a kind below 0', 1, -1],
    ['an aux above 255', 2, 256],
    ['a beyond 16 bits', 4, 0x10000],
    ['a below 0', 4, -1],
    ['b beyond 16 bits', 5, 0x10000],
  ])('stops at an act that would overflow into another field: %s', (_, field, value) => {
    const writer = createLedgerWriter({ header: HEADER, digest, write: () => {} });
    const [timeMs, kind, aux, caseNumber, a, b, c, d] = NOTHING.with(field, value) as unknown as Act;
    expect(() => writer.act(timeMs, kind, aux, caseNumber, a, b, c, d)).toThrow('does not fit an entry');
  });

  it('takes no act after the seal, and is sealed once', () => {
    for (const count of [0, 3, 4]) {
      const writer = createLedgerWriter({ header: HEADER, digest, write: () => {}, blockEntries: 4 });
      for (let i = 0; i < count; i++) writer.act(...NOTHING);
      writer.seal();
      expect(() => writer.act(...NOTHING)).toThrow('no act can follow the seal');
      expect(() => writer.seal()).toThrow('sealed once');
    }
  });

  it('refuses block sizes that a reader would refuse', () => {
    for (const blockEntries of [0, -1, 1.5, 65_537, Number.NaN]) {
      expect(() => writeLedger([], blockEntries)).toThrow('a block has 1 to 65536 entries');
    }
    expect(reread(someActs(2), 65_536).entryCount).toBe(2);
  });

  it('refuses a header of more than a MiB', () => {
    const header = { ...HEADER, scenarioName: 'x'.repeat(1 << 20) };
    expect(() => createLedgerWriter({ header, digest, write: () => {} })).toThrow('at most 1048576 bytes');
  });
});
