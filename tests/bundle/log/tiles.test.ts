import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesOfHex, definite, hexOf } from '#base';
import { checkpointText, MissingTile, parseCheckpoint, rootsFromTiles, TileWriter, tilePath } from '#bundle';
import {
  consistencyProof,
  consistencyProofFrom,
  entryBytes,
  inclusionProof,
  inclusionProofFrom,
  leafHash,
  MerkleTree,
  verifyConsistency,
  verifyInclusion,
} from '#ledger';
import { isTileOf } from '../../../src/bundle/log/tiles.ts';
import { entryOf as ledgerEntryOf } from '../../entries.ts';
import { INPUTS, ROOTS } from '../../ledger/certificate-transparency.ts';
import { sha256 } from '../../running.ts';

function writtenLog(entries: readonly Uint8Array[]) {
  const files = new Map<string, Uint8Array>();
  const writer = new TileWriter(sha256, (path, bytes) => files.set(path, bytes));
  for (const entry of entries) writer.append(entry);
  return { files, root: writer.finish(), size: writer.size };
}

const entryOf = (i: number) => Uint8Array.from([i & 255, i >> 8, 7]);
const manyEntries = (count: number) => Array.from({ length: count }, (_, i) => entryOf(i));

/** The entries of an `entries` tile, or null if it is incomplete. */
function parseEntries(bytes: Uint8Array): readonly Uint8Array[] | null {
  const entries: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = 256 * definite(bytes[at], 'a byte') + (bytes[at + 1] ?? 0);
    const end = at + 2 + length;
    if (at + 2 > bytes.length || end > bytes.length) return null;
    entries.push(bytes.slice(at + 2, end));
    at = end;
  }
  return entries;
}

describe('tiles of a log', () => {
  it('are told from all other files by their paths and the number of leaves', () => {
    const sizes = [0, 1, 255, 256, 257, 256 * 3 + 17, 256 * 256, 256 * 256 + 256 + 1];
    const logs = sizes.map((size) => ({ size, paths: new Set(writtenLog(manyEntries(size)).files.keys()) }));
    const all = new Set(logs.flatMap(({ paths }) => [...paths]));
    expect(all.size).toBeGreaterThan(500);
    for (const { paths, size } of logs)
      for (const path of all) expect([path, isTileOf(path, size)]).toEqual([path, paths.has(path)]);
    const others = [
      'tile/00/000',
      'tile/0/0000',
      'tile/0/x000/000',
      'tile/0/000.p/256',
      'tile/data/000',
      'tile/9/000',
      'tile/0/000 ',
    ];
    for (const path of others) expect([path, isTileOf(path, 70_000)]).toEqual([path, false]);
  });

  it('have the published roots', () => {
    for (const [size, root] of ROOTS.entries()) {
      const entries = INPUTS.slice(0, size).map((hex) => definite(bytesOfHex(hex), 'hex'));
      expect(hexOf(writtenLog(entries).root)).toBe(root);
    }
  });

  it('are named as the specification says', () => {
    expect(tilePath(0, 0)).toBe('tile/0/000');
    expect(tilePath(0, 1_234_067)).toBe('tile/0/x001/x234/067');
    expect(tilePath(2, 67, 5)).toBe('tile/2/067.p/5');
    expect(tilePath('entries', 1000)).toBe('tile/entries/x001/000');
  });

  it('are full except for the last of each level', () => {
    const { files } = writtenLog(manyEntries(256 * 3 + 17));
    expect([...files.keys()].sort()).toEqual([
      'tile/0/000',
      'tile/0/001',
      'tile/0/002',
      'tile/0/003.p/17',
      'tile/1/000.p/3',
      'tile/entries/000',
      'tile/entries/001',
      'tile/entries/002',
      'tile/entries/003.p/17',
    ]);
  });

  it('give back the entries', () => {
    const entries = manyEntries(300);
    const { files } = writtenLog(entries);
    const read = ['tile/entries/000', 'tile/entries/001.p/44'].flatMap((path) =>
      definite(parseEntries(definite(files.get(path), path)), 'entries'),
    );
    expect(read).toEqual(entries);
    expect(parseEntries(Uint8Array.of(0, 5, 1))).toBeNull();
  });

  it('give the same proofs as a tree in memory, and the proofs hold', () => {
    const sizes = fc.integer({ min: 1, max: 1100 });
    fc.assert(
      fc.property(sizes, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (size, share) => {
        const entries = manyEntries(size);
        const leaves = entries.map((entry) => leafHash(sha256, entry));
        const { files, root } = writtenLog(entries);
        const rootOver = rootsFromTiles(sha256, (path) => files.get(path) ?? null, size);
        const index = Math.floor(share * size);
        const inclusion = inclusionProofFrom(rootOver, size, index);
        expect(inclusion).toEqual(inclusionProof(sha256, leaves, index));
        expect(
          verifyInclusion(sha256, definite(leaves[index], 'leaf'), index, { size, root }, inclusion),
        ).toBe(true);
        const first = index + 1;
        const consistency = consistencyProofFrom(rootOver, size, first);
        expect(consistency).toEqual(consistencyProof(sha256, leaves, first));
        const tree = new MerkleTree(sha256);
        for (const leaf of leaves.slice(0, first)) tree.append(leaf);
        expect(
          verifyConsistency(sha256, { size: first, root: tree.root() }, { size, root }, consistency),
        ).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  it('are the same whether the host or the log hashes the entries of a ledger', () => {
    const u = (max: number) => fc.integer({ min: 0, max });
    const [u8, u16, u32] = [u(0xff), u(0xffff), u(0xffffffff)];
    const entry = fc.tuple(u(2 ** 48 - 1), u8, u8, u32, u16, u16, u32, u32);
    const few = fc.array(entry, { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(few, u(700), (entries, count) => {
        const [here, byHost] = [new Map<string, Uint8Array>(), new Map<string, Uint8Array>()];
        const own = new TileWriter(sha256, (path, bytes) => here.set(path, bytes));
        const other = new TileWriter(sha256, (path, bytes) => byHost.set(path, bytes));
        for (const log of [own, other]) log.append(Uint8Array.of(1, 2, 3));
        for (let i = 0; i < count; i++) {
          const one = ledgerEntryOf(definite(entries[i % entries.length], 'entry'), i);
          own.appendEntry(one);
          other.append(entryBytes(one));
        }
        expect(hexOf(own.finish())).toBe(hexOf(other.finish()));
        expect(here).toEqual(byHost);
        const leaves = [...byHost]
          .filter(([path]) => path.startsWith('tile/entries'))
          .flatMap(([, bytes]) => parseEntries(bytes) ?? []);
        const tree = new MerkleTree(sha256);
        for (const leaf of leaves) tree.append(leafHash(sha256, leaf));
        expect(own.size).toBe(leaves.length);
        expect(hexOf(own.finish())).toBe(hexOf(tree.root()));
      }),
      { numRuns: 30 },
    );
  });

  it('hold a level of subtrees of 65,536 leaves', () => {
    const size = 65_536 + 300;
    const { files, root } = writtenLog(manyEntries(size));
    expect(files.has('tile/2/000.p/1')).toBe(true);
    const rootOver = rootsFromTiles(sha256, (path) => files.get(path) ?? null, size);
    for (const index of [0, 70, 65_535, 65_536, size - 1]) {
      const proof = inclusionProofFrom(rootOver, size, index);
      expect(verifyInclusion(sha256, leafHash(sha256, entryOf(index)), index, { size, root }, proof)).toBe(
        true,
      );
    }
  });

  it('that are missing or truncated are reported by name', () => {
    const { files } = writtenLog(manyEntries(600));
    const rootOver = rootsFromTiles(
      sha256,
      (path) => (path === 'tile/0/001' ? null : (files.get(path) ?? null)),
      600,
    );
    expect(() => inclusionProofFrom(rootOver, 600, 300)).toThrow(MissingTile);
  });
});

describe('checkpoints', () => {
  it('consist of three lines and the meaning of the entries, and nothing else is accepted as one', () => {
    const context = ['engine 0.1.0', 'scenario/name AAAA'];
    const checkpoint = { origin: 'example.com/log', size: 5, root: new Uint8Array(32), context };
    const text = checkpointText(checkpoint);
    expect(text.split('\n')).toEqual([
      'example.com/log',
      '5',
      'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=',
      'engine 0.1.0',
      'scenario/name AAAA',
      '',
    ]);
    expect(parseCheckpoint(checkpointText({ ...checkpoint, context: [] }))?.context).toEqual([]);
    expect(parseCheckpoint(text)).toEqual(checkpoint);
    for (const wrong of [
      text.replace('5', '05'),
      `${text}\n`,
      text.slice(0, -1),
      text.replace('A=', 'B='),
      '',
    ]) {
      expect(parseCheckpoint(wrong), wrong).toBeNull();
    }
  });
});
