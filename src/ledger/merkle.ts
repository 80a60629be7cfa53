import { assert, type Digest, definite } from '#base';

/**
 * Merkle tree of RFC 6962 (restated in RFC 9162): leaf = SHA-256(0x00 ‖ bytes), node = SHA-256(0x01 ‖ left ‖ right).
 * The left half has the largest power of two below the number of leaves. No leaf is duplicated, and the root of the
 * empty tree is the SHA-256 of no bytes. A tree has fewer than 2^32 leaves.
 */
export function leafHash(digest: Digest, bytes: Uint8Array): Uint8Array {
  const input = new Uint8Array(1 + bytes.length);
  input.set(bytes, 1);
  return hashed(digest, input);
}

export function nodeHash(digest: Digest, left: Uint8Array, right: Uint8Array): Uint8Array {
  const input = new Uint8Array(1 + left.length + right.length);
  input[0] = 1;
  assert(input.length === NODE_BYTES, 'a node of the tree is hashed from a byte and two hashes');
  input.set(left, 1);
  input.set(right, 1 + left.length);
  return hashed(digest, input);
}

const NODE_BYTES = 65;

/** Copies the hash to a plain array: the host may return a Buffer, or the same array each time. */
function hashed(digest: Digest, input: Uint8Array): Uint8Array {
  return new Uint8Array(digest(input));
}

/** A tree to which leaves are appended. It keeps only the roots of its complete subtrees: at most 32 hashes. */
export class MerkleTree {
  leafCount = 0;
  private readonly digest: Digest;
  /** Roots of the complete subtrees, largest (leftmost) first: one for every bit set in `leafCount`. */
  private readonly roots: Uint8Array[] = [];

  constructor(digest: Digest) {
    this.digest = digest;
  }

  append(leaf: Uint8Array): void {
    let node: Uint8Array = new Uint8Array(leaf);
    // Every trailing 1 of the count stands for a subtree as large as the one just completed.
    for (let count = this.leafCount; (count & 1) === 1; count >>>= 1) {
      node = nodeHash(this.digest, definite(this.roots.pop(), 'a subtree for every bit'), node);
    }
    this.roots.push(node);
    this.leafCount++;
  }

  /**
   * Root over the leaves so far. With `beside`, the root of a smaller tree, the root over these leaves and that tree
   * to their right.
   */
  root(beside: Uint8Array | null = null): Uint8Array {
    const leaves = this.leafCount.toString(2);
    assert(this.roots.length === leaves.replaceAll('0', '').length, 'a subtree for every bit of the leaves');
    return (
      this.roots.reduceRight<Uint8Array | null>(
        (right, left) => (right === null ? left : nodeHash(this.digest, left, right)),
        beside,
      ) ?? hashed(this.digest, new Uint8Array(0))
    );
  }
}

/** Root of the tree over leaves `from` (inclusive) to `to` (exclusive). */
function rootOver(digest: Digest, leaves: readonly Uint8Array[], from: number, to: number): Uint8Array {
  const tree = new MerkleTree(digest);
  for (let i = from; i < to; i++) tree.append(definite(leaves[i], 'a leaf'));
  return tree.root();
}

/** Number of leaves in the left half of a tree: the largest power of two below `count`, which is at least 2. */
export function leftCount(count: number): number {
  return 2 ** (31 - Math.clz32(count - 1));
}

/** Where the right half of a subtree begins. */
function middleOf(from: number, to: number): number {
  const middle = from + leftCount(to - from);
  assert(from < middle && middle < to, `leaves ${from} to ${to} are cut at ${middle}`);
  return middle;
}

/**
 * Returns the root of the subtree over leaves `from` (inclusive) to `to` (exclusive). The hashes may be stored
 * anywhere.
 */
export type RootOver = (from: number, to: number) => Uint8Array;

function rootsOf(digest: Digest, leaves: readonly Uint8Array[]): RootOver {
  return (from, to) => rootOver(digest, leaves, from, to);
}

/** Hashes on the path from leaf `index` to the root, lowest first (RFC 9162, 2.1.3.1). */
export function inclusionProof(digest: Digest, leaves: readonly Uint8Array[], index: number): Uint8Array[] {
  return inclusionProofFrom(rootsOf(digest, leaves), leaves.length, index);
}

/** Computes the proof of `inclusionProof` for a tree of `leafCount` leaves, without all hashes in memory. */
export function inclusionProofFrom(rootOver: RootOver, leafCount: number, index: number): Uint8Array[] {
  assert(index >= 0 && index < leafCount, `leaf ${index} of ${leafCount}`);
  const proof: Uint8Array[] = [];
  let from = 0;
  let to = leafCount;
  while (to - from > 1) {
    const middle = middleOf(from, to);
    if (index < middle) {
      proof.push(rootOver(middle, to));
      to = middle;
    } else {
      proof.push(rootOver(from, middle));
      from = middle;
    }
  }
  return proof.reverse();
}

/** How many leaves a tree has, and its root. */
export interface TreeHead {
  readonly size: number;
  readonly root: Uint8Array;
}

/** Whether the proof shows that `leaf` is leaf `index` of the tree (2.1.3.2). */
export function verifyInclusion(
  digest: Digest,
  leaf: Uint8Array,
  index: number,
  { root, size }: TreeHead,
  proof: readonly Uint8Array[],
): boolean {
  if (!(index >= 0 && index < size)) return false;
  let hash = leaf;
  const isWhole = climb(index, size - 1, proof, (sibling, isLeft) => {
    hash = isLeft ? nodeHash(digest, sibling, hash) : nodeHash(digest, hash, sibling);
  });
  return isWhole && sameBytes(hash, root);
}

/**
 * Goes from a node of a level with that last node up to the root, and passes each hash of the path on with its side.
 * False unless the path ends at the root. (2.1.3.2 and 2.1.4.2 call the two numbers fn and sn.)
 */
function climb(
  from: number,
  last: number,
  path: readonly Uint8Array[],
  take: (sibling: Uint8Array, isLeft: boolean) => void,
): boolean {
  let [fn, sn] = [from, last];
  for (const sibling of path) {
    if (sn === 0) return false;
    const isLeft = fn % 2 === 1 || fn === sn;
    take(sibling, isLeft);
    while (isLeft && fn % 2 === 0 && fn !== 0) {
      fn = half(fn);
      sn = half(sn);
    }
    fn = half(fn);
    sn = half(sn);
  }
  return sn === 0;
}

/** Hashes that prove that the tree over all leaves extends the tree over the first `count` leaves (2.1.4.1). */
export function consistencyProof(digest: Digest, leaves: readonly Uint8Array[], count: number): Uint8Array[] {
  return consistencyProofFrom(rootsOf(digest, leaves), leaves.length, count);
}

/** Computes the proof of `consistencyProof` for a tree of `leafCount` leaves, without all hashes in memory. */
export function consistencyProofFrom(rootOver: RootOver, leafCount: number, count: number): Uint8Array[] {
  assert(count >= 1 && count <= leafCount, `${count} of ${leafCount} leaves`);
  const proof: Uint8Array[] = [];
  let from = 0;
  let to = leafCount;
  while (count !== to) {
    const middle = middleOf(from, to);
    if (count <= middle) {
      proof.push(rootOver(middle, to));
      to = middle;
    } else {
      proof.push(rootOver(from, middle));
      from = middle;
    }
  }
  // The verifier knows the root of the first tree. Any other subtree must be in the proof.
  if (from !== 0) proof.push(rootOver(from, to));
  return proof.reverse();
}

/** Whether the proof shows that the second tree extends the first (2.1.4.2). */
export function verifyConsistency(
  digest: Digest,
  { root: firstRoot, size: firstCount }: TreeHead,
  { root: secondRoot, size: secondCount }: TreeHead,
  proof: readonly Uint8Array[],
): boolean {
  if (!(firstCount >= 1 && firstCount <= secondCount)) return false;
  if (firstCount === secondCount) return proof.length === 0 && sameBytes(firstRoot, secondRoot);
  const [start, ...path] = isPowerOfTwo(firstCount) ? [firstRoot, ...proof] : proof;
  if (start === undefined || proof.length === 0) return false;
  let fn = firstCount - 1;
  let sn = secondCount - 1;
  while (fn % 2 === 1) {
    fn = half(fn);
    sn = half(sn);
  }
  let first = start;
  let second = start;
  const isWhole = climb(fn, sn, path, (hash, isLeft) => {
    if (isLeft) first = nodeHash(digest, hash, first);
    second = isLeft ? nodeHash(digest, hash, second) : nodeHash(digest, second, hash);
  });
  return isWhole && sameBytes(first, firstRoot) && sameBytes(second, secondRoot);
}

/** Logs of others may have more leaves than the 32 bits on which JavaScript's shifts work. */
function half(count: number): number {
  return Math.floor(count / 2);
}

function isPowerOfTwo(count: number): boolean {
  let rest = count;
  while (rest % 2 === 0) rest /= 2;
  return rest === 1;
}

export function sameBytes(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && firstDifference(left, right) === -1;
}

/**
 * Index of the first byte that differs, over the length of the shorter array; −1 if none does. Compares 4 bytes at a
 * time, because whole files are compared.
 */
export function firstDifference(left: Uint8Array, right: Uint8Array): number {
  const length = Math.min(left.length, right.length);
  for (let i = 4 * sameWords(left, right, length >>> 2); i < length; i++) if (left[i] !== right[i]) return i;
  return -1;
}

/** Number of equal 4-byte words at the start; 0 if an array is not aligned to 4 bytes. */
function sameWords(left: Uint8Array, right: Uint8Array, words: number): number {
  if (words < WORDS_LEAST || (left.byteOffset & 3) !== 0 || (right.byteOffset & 3) !== 0) return 0;
  const leftWords = new Int32Array(left.buffer, left.byteOffset, words);
  const rightWords = new Int32Array(right.buffer, right.byteOffset, words);
  let same = 0;
  while (same < words && leftWords[same] === rightWords[same]) same++;
  return same;
}

/** Shorter arrays are compared byte by byte: creating the views would take longer. */
const WORDS_LEAST = 64;
