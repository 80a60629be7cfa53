import { describe, expect, it } from 'vitest';
import { bytesOfHex, definite, hexOf } from '#base';
import {
  consistencyProof,
  inclusionProof,
  leafHash,
  MerkleTree,
  nodeHash,
  verifyConsistency,
  verifyInclusion,
} from '#ledger';
import { INPUTS, ROOTS } from './certificate-transparency.ts';
import { digest } from './examples.ts';

/** Paths of the reference implementation of Certificate Transparency. */
const INCLUSION: readonly (readonly [index: number, leafCount: number, proof: readonly string[]])[] = [
  [
    0,
    8,
    [
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ],
  ],
  [
    5,
    8,
    [
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ],
  ],
  [2, 3, ['fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125']],
];
const CONSISTENCY: readonly (readonly [first: number, second: number, proof: readonly string[]])[] = [
  [
    6,
    8,
    [
      '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ],
  ],
  [
    2,
    5,
    [
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
    ],
  ],
];

const bytes = (hex: string) => definite(bytesOfHex(hex), 'hexadecimal digits');
const LEAVES = INPUTS.map((input) => leafHash(digest, bytes(input)));

function rootOf(leaves: readonly Uint8Array[]): Uint8Array {
  const tree = new MerkleTree(digest);
  for (const leaf of leaves) tree.append(leaf);
  return tree.root();
}

/** The definition of RFC 6962, 2.1, word for word. */
function rootByDefinition(leaves: readonly Uint8Array[]): Uint8Array {
  if (leaves.length === 0) return new Uint8Array(digest(new Uint8Array(0)));
  if (leaves.length === 1) return definite(leaves[0], 'one leaf');
  let k = 1;
  while (2 * k < leaves.length) k *= 2;
  return nodeHash(digest, rootByDefinition(leaves.slice(0, k)), rootByDefinition(leaves.slice(k)));
}

const manyLeaves = (count: number) =>
  Array.from({ length: count }, (_, i) => leafHash(digest, Uint8Array.of(i, i >> 8)));

function flipped(hash: Uint8Array): Uint8Array {
  return hash.map((byte, i) => (i === 17 ? byte ^ 4 : byte));
}

describe('MerkleTree', () => {
  it('stops the program if its subtrees do not fit the number of leaves, or a hash has another length', () => {
    const tree = new MerkleTree(digest);
    for (const leaf of manyLeaves(5)) tree.append(leaf);
    tree.leafCount = 7;
    expect(() => tree.root()).toThrow('a subtree for every bit of the leaves');
    expect(() => nodeHash(digest, new Uint8Array(32), new Uint8Array(31))).toThrow('two hashes');
  });

  it('gives the published root of every size from 0 to 8', () => {
    const roots = ROOTS.map((_, count) => hexOf(rootOf(LEAVES.slice(0, count))));
    expect(roots).toEqual(ROOTS);
  });

  it('agrees with the recursive definition for every size up to 70', () => {
    const leaves = manyLeaves(70);
    const tree = new MerkleTree(digest);
    for (let count = 0; count <= leaves.length; count++) {
      expect(hexOf(tree.root()), `${count} leaves`).toBe(hexOf(rootByDefinition(leaves.slice(0, count))));
      const next = leaves[count];
      if (next !== undefined) tree.append(next);
    }
    expect(tree.leafCount).toBe(70);
  });

  it('tolerates a digest that returns the same array each time', () => {
    const shared = new Uint8Array(32);
    const sharing = (input: Uint8Array) => {
      shared.set(digest(input));
      return shared;
    };
    const tree = new MerkleTree(sharing);
    for (const input of INPUTS) tree.append(leafHash(sharing, bytes(input)));
    expect(hexOf(tree.root())).toBe(ROOTS[8]);
  });
});

describe('inclusion proofs', () => {
  it('equal the published paths', () => {
    for (const [index, count, proof] of INCLUSION) {
      expect(inclusionProof(digest, LEAVES.slice(0, count), index).map(hexOf)).toEqual(proof);
    }
  });

  it('verify for every leaf of every size up to 20, and for no other leaf, place, size, root or path', () => {
    const leaves = manyLeaves(21);
    for (let count = 1; count <= 20; count++) {
      const root = rootOf(leaves.slice(0, count));
      for (let index = 0; index < count; index++) {
        const where = `leaf ${index} of ${count}`;
        const leaf = definite(leaves[index], where);
        const proof = inclusionProof(digest, leaves.slice(0, count), index);
        expect(verifyInclusion(digest, leaf, index, { size: count, root }, proof), where).toBe(true);
        expect(verifyInclusion(digest, flipped(leaf), index, { size: count, root }, proof), where).toBe(
          false,
        );
        expect(verifyInclusion(digest, leaf, index, { size: count, root: flipped(root) }, proof), where).toBe(
          false,
        );
        expect(verifyInclusion(digest, leaf, index, { size: count, root }, [...proof, leaf]), where).toBe(
          false,
        );
        for (let other = 0; other < count; other++) {
          if (other === index) continue;
          expect(
            verifyInclusion(digest, leaf, other, { size: count, root }, proof),
            `${where} at ${other}`,
          ).toBe(false);
        }
        for (let cut = 0; cut < proof.length; cut++) {
          expect(
            verifyInclusion(digest, leaf, index, { size: count, root }, proof.slice(0, cut)),
            where,
          ).toBe(false);
          const bent = proof.map((hash, i) => (i === cut ? flipped(hash) : hash));
          expect(verifyInclusion(digest, leaf, index, { size: count, root }, bent), where).toBe(false);
        }
      }
    }
  });

  it('of places outside the tree do not verify and cannot be made', () => {
    const root = rootOf(LEAVES);
    const leaf = definite(LEAVES[0], 'a leaf');
    for (const index of [-1, 8, Number.NaN]) {
      expect(verifyInclusion(digest, leaf, index, { size: 8, root }, [])).toBe(false);
      expect(() => inclusionProof(digest, LEAVES, index)).toThrow('of 8');
    }
  });
});

describe('consistency proofs', () => {
  it('equal the published ones', () => {
    for (const [first, second, proof] of CONSISTENCY) {
      expect(consistencyProof(digest, LEAVES.slice(0, second), first).map(hexOf)).toEqual(proof);
    }
  });

  it('verify for every pair of sizes up to 20, and for no other root or path', () => {
    const leaves = manyLeaves(20);
    const roots = Array.from({ length: 21 }, (_, count) => rootOf(leaves.slice(0, count)));
    for (let second = 1; second <= 20; second++) {
      const newRoot = definite(roots[second], 'a root');
      for (let first = 1; first <= second; first++) {
        const where = `${first} → ${second}`;
        const oldRoot = definite(roots[first], 'a root');
        const proof = consistencyProof(digest, leaves.slice(0, second), first);
        const verify = (old: Uint8Array, now: Uint8Array, path: readonly Uint8Array[]) =>
          verifyConsistency(digest, { size: first, root: old }, { size: second, root: now }, path);
        expect(verify(oldRoot, newRoot, proof), where).toBe(true);
        expect(verify(flipped(oldRoot), newRoot, proof), where).toBe(false);
        expect(verify(oldRoot, flipped(newRoot), proof), where).toBe(false);
        expect(verify(oldRoot, newRoot, [...proof, oldRoot]), where).toBe(false);
        for (let cut = 0; cut < proof.length; cut++) {
          expect(verify(oldRoot, newRoot, proof.slice(0, cut)), where).toBe(false);
          const bent = proof.map((hash, i) => (i === cut ? flipped(hash) : hash));
          expect(verify(oldRoot, newRoot, bent), where).toBe(false);
        }
      }
    }
  });

  it('need a first tree that has leaves and is not the larger', () => {
    const root = rootOf(LEAVES);
    for (const first of [0, 9]) {
      expect(verifyConsistency(digest, { size: first, root }, { size: 8, root }, [])).toBe(false);
      expect(() => consistencyProof(digest, LEAVES, first)).toThrow('of 8 leaves');
    }
  });
});

describe('proofs over more leaves than 32 bits can count', () => {
  const hash = (text: string) =>
    leafHash(
      digest,
      Uint8Array.from(text, (letter) => letter.charCodeAt(0)),
    );
  /** Roots of whole subtrees of 2^k leaves. Which leaves they hold does not matter here. */
  const subtree = Array.from({ length: 34 }, (_, k) => hash(`subtree of 2^${k}`));
  const sizes = [2 ** 32 + 1, 2 ** 33, 2 ** 33 + 2 ** 31] as const;

  it('shows the last leaf of 2^32 + 1, and no other leaf with the same path', () => {
    const leaf = hash('last');
    const root = nodeHash(digest, definite(subtree[32], 'a subtree'), leaf);
    const shown = (index: number) =>
      verifyInclusion(digest, leaf, index, { size: sizes[0], root }, [definite(subtree[32], 'a subtree')]);
    expect(shown(2 ** 32)).toBe(true);
    for (const index of [0, 1, 2 ** 31, 2 ** 32 - 1, 2 ** 32 + 1])
      expect([index, shown(index)]).toEqual([index, false]);
  });

  it('shows the first leaf of 2^33', () => {
    const leaf = hash('first');
    const path = subtree.slice(0, 33);
    const root = path.reduce((below, sibling) => nodeHash(digest, below, sibling), leaf);
    expect(verifyInclusion(digest, leaf, 0, { size: sizes[1], root }, path)).toBe(true);
    expect(verifyInclusion(digest, leaf, 2 ** 32, { size: sizes[1], root }, path)).toBe(false);
  });

  it('shows that a log of 2^33 + 2^31 leaves continues one of 2^33, and not one of another size', () => {
    const [before, added] = [hash('before'), hash('added')];
    const after = nodeHash(digest, before, added);
    const shown = (first: number) =>
      verifyConsistency(digest, { size: first, root: before }, { size: sizes[2], root: after }, [added]);
    expect(shown(sizes[1])).toBe(true);
    for (const first of [1, 2, 2 ** 31, 2 ** 32, sizes[1] - 1])
      expect([first, shown(first)]).toEqual([first, false]);
  });
});
