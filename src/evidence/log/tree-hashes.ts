import { HASH_WORDS, SHA256_START, sha256Extend, sha256Rounds, sha256Schedule } from '#base';

/** Hashes of a log's tree as words: eight of 32 bits each, big-endian, as SHA-256 has them. */
const HASH_BYTES = 4 * HASH_WORDS;
/** Bits of a leaf's message (0x00 and an entry), and of a node's (0x01 and two hashes). */
const LEAF_BITS = 8 * 25;
const NODE_BITS = 8 * 65;

const words = sha256Schedule();
/** The second block of a node's message: the last byte of the right hash, followed by a constant. One for each value of that byte. */
const lastBlocks: (Int32Array | undefined)[] = [];

/** Hashes the leaf of an entry, given as six words (`layout.ts` of the ledger: little-endian), and writes the hash to `hashes` at `at`. */
export function hashEntry(entry: Int32Array, hashes: Int32Array, at: number): void {
  let before = 0;
  for (let i = 0; i < 6; i++) {
    const word = swapped(entry[i] as number);
    words[i] = before | (word >>> 8);
    before = word << 24;
  }
  words[6] = before | 0x800000;
  words.fill(0, 7, 15);
  words[15] = LEAF_BITS;
  sha256Extend(words);
  sha256Rounds(words, SHA256_START, 0, hashes, at);
}

/** Hashes the node over the two hashes in `hashes` at `from`, and writes the hash to `at`. */
export function hashNode(hashes: Int32Array, from: number, at: number): void {
  let before = 1 << 24;
  for (let i = 0; i < 16; i++) {
    const word = hashes[from + i] as number;
    words[i] = before | (word >>> 8);
    before = word << 24;
  }
  sha256Extend(words);
  sha256Rounds(words, SHA256_START, 0, hashes, at);
  sha256Rounds(lastBlockOf(before >>> 24), hashes, at, hashes, at);
}

function lastBlockOf(lastByte: number): Int32Array {
  const known = lastBlocks[lastByte];
  if (known !== undefined) return known;
  const block = sha256Schedule();
  block[0] = (lastByte << 24) | 0x800000;
  block[15] = NODE_BITS;
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
