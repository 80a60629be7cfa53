import { HASH_WORDS, SHA256_START, sha256Extend, sha256Rounds, sha256Schedule } from '#base';
import { ENTRY_WORDS } from '#ledger';

/** Hashes of a log's tree as words: eight of 32 bits each, big-endian, as SHA-256 has them. */
const HASH_BYTES = 4 * HASH_WORDS;
/** Bits of a leaf's message (0x00 and an entry), and of a node's (0x01 and two hashes). */
const LEAF_BITS = 8 * 25;
const NODE_BITS = 8 * 65;

const words = sha256Schedule();
/** The second block of a node's message: the last byte of the right hash, followed by a constant. One for each value of that byte. */
const lastBlocks: (Int32Array | undefined)[] = [];

/**
 * Hashes the leaves of `count` entries, six words each (`layout.ts` of the ledger: little-endian) and one after the other in `entries`, and
 * writes the hashes to `hashes` from `at` on.
 */
export function hashEntries(entries: Int32Array, count: number, hashes: Int32Array, at: number): void {
  for (let i = 0; i < count; i++) {
    layEntry(entries, i * ENTRY_WORDS);
    sha256Extend(words);
    sha256Rounds(words, SHA256_START, 0, hashes, at + i * HASH_WORDS);
  }
}

/** Hashes `count` nodes over pairs of the hashes in `hashes` from `from` on, and writes them from `at` on, which may be the same place. */
export function hashNodes(hashes: Int32Array, from: number, at: number, count: number): void {
  for (let i = 0; i < count; i++) {
    const node = at + i * HASH_WORDS;
    const last = layNode(hashes, from + 2 * i * HASH_WORDS);
    sha256Extend(words);
    sha256Rounds(words, SHA256_START, 0, hashes, node);
    sha256Rounds(lastBlockOf(last >>> 24), hashes, node, hashes, node);
  }
}

/** Writes the block of an entry's leaf. */
function layEntry(entries: Int32Array, from: number): void {
  let before = 0;
  for (let i = 0; i < ENTRY_WORDS; i++) {
    const word = swapped(entries[from + i] as number);
    words[i] = before | (word >>> 8);
    before = word << 24;
  }
  layEnd(words, { from: ENTRY_WORDS, word: before | 0x800000, bits: LEAF_BITS });
}

/** Writes the first block of a node. Returns the last byte of the right hash, which is in the second block, as the highest of a word. */
function layNode(hashes: Int32Array, from: number): number {
  let before = 1 << 24;
  for (let i = 0; i < 16; i++) {
    const word = hashes[from + i] as number;
    words[i] = before | (word >>> 8);
    before = word << 24;
  }
  return before;
}

/** Writes the rest of a last block: its last word with the mark, zeros, and the length of the message. */
function layEnd(
  block: Int32Array,
  { bits, from, word }: { readonly from: number; readonly word: number; readonly bits: number },
): void {
  block[from] = word;
  block.fill(0, from + 1, 15);
  block[15] = bits;
}

function lastBlockOf(lastByte: number): Int32Array {
  const made = lastBlocks[lastByte];
  if (made !== undefined) return made;
  const block = sha256Schedule();
  layEnd(block, { from: 0, word: (lastByte << 24) | 0x800000, bits: NODE_BITS });
  sha256Extend(block);
  lastBlocks[lastByte] = block;
  return block;
}

function swapped(word: number): number {
  return ((word & 0xff) << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24);
}

/** The bytes of some hashes, in a new array. */
export function bytesOfHashes(hashes: Int32Array, from: number, count: number): Uint8Array {
  const bytes = new Uint8Array(count * HASH_BYTES);
  for (let i = 0, at = 0; i < count * HASH_WORDS; i++) {
    const word = hashes[from + i] as number;
    bytes[at++] = word >>> 24;
    bytes[at++] = word >>> 16;
    bytes[at++] = word >>> 8;
    bytes[at++] = word;
  }
  return bytes;
}

/** Reads a hash from bytes, and writes it to `hashes` at `at`. */
export function hashOfBytes(bytes: Uint8Array, hashes: Int32Array, at: number): void {
  for (let i = 0; i < HASH_WORDS; i++) {
    const from = 4 * i;
    const high = ((bytes[from] as number) << 24) | ((bytes[from + 1] as number) << 16);
    hashes[at + i] = high | ((bytes[from + 2] as number) << 8) | (bytes[from + 3] as number);
  }
}
