import {
  HASH_WORDS,
  LANES,
  SHA256_START,
  type Sha256Lanes,
  sha256Extend,
  sha256Lanes,
  sha256Rounds,
  sha256Schedule,
} from '#base';
import { ENTRY_WORDS } from '#ledger';

/** Hashes of a log's tree as words: eight of 32 bits each, big-endian, as SHA-256 has them. */
const HASH_BYTES = 4 * HASH_WORDS;
/** Bits of a leaf's message (0x00 and an entry), and of a node's (0x01 and two hashes). */
const LEAF_BITS = 8 * 25;
const NODE_BITS = 8 * 65;

const words = sha256Schedule();
/** The second block of a node's message: the last byte of the right hash, followed by a constant. One for each value of that byte. */
const lastBlocks: (Int32Array | undefined)[] = [];

/** Hashes the leaf of an entry, six words (`layout.ts` of the ledger: little-endian) of `entries` from `from` on, and writes the hash to `hashes` at `at`. */
function hashEntry(entries: Int32Array, from: number, hashes: Int32Array, at: number): void {
  let before = 0;
  for (let i = 0; i < ENTRY_WORDS; i++) {
    const word = swapped(entries[from + i] as number);
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
function hashNode(hashes: Int32Array, from: number, at: number): void {
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

/** Made when the first hashes are wanted; null if the host has none. */
let lanes: Sha256Lanes | null | undefined;

/** Hashes the leaves of `count` entries, one after the other in `entries`, and writes the hashes to `hashes` from `at` on. */
export function hashEntries(entries: Int32Array, count: number, hashes: Int32Array, at: number): void {
  lanes ??= sha256Lanes();
  let done = 0;
  if (lanes !== null) {
    for (; done + LANES <= count; done += LANES) hashFourEntries(lanes, entries, done, hashes, at);
  }
  for (; done < count; done++) hashEntry(entries, done * ENTRY_WORDS, hashes, at + done * HASH_WORDS);
}

/** Hashes `count` nodes over pairs of the hashes in `hashes` from `from` on, and writes them from `at` on, which may be the same place. */
export function hashNodes(hashes: Int32Array, from: number, at: number, count: number): void {
  lanes ??= sha256Lanes();
  let done = 0;
  if (lanes !== null) {
    for (; done + LANES <= count; done += LANES)
      hashFourNodes(lanes, hashes, from + 2 * done * HASH_WORDS, at + done * HASH_WORDS);
  }
  for (; done < count; done++) hashNode(hashes, from + 2 * done * HASH_WORDS, at + done * HASH_WORDS);
}

function hashFourEntries(
  { block, compress, state }: Sha256Lanes,
  entries: Int32Array,
  first: number,
  hashes: Int32Array,
  at: number,
): void {
  startLanes(state);
  for (let lane = 0; lane < LANES; lane++) {
    const entry = (first + lane) * ENTRY_WORDS;
    let before = 0;
    for (let i = 0; i < ENTRY_WORDS; i++) {
      const word = swapped(entries[entry + i] as number);
      block[LANES * i + lane] = before | (word >>> 8);
      before = word << 24;
    }
    block[LANES * ENTRY_WORDS + lane] = before | 0x800000;
    for (let i = ENTRY_WORDS + 1; i < 15; i++) block[LANES * i + lane] = 0;
    block[LANES * 15 + lane] = LEAF_BITS;
  }
  compress();
  takeLanes(state, hashes, at + first * HASH_WORDS);
}

const lastBytes = new Int32Array(LANES);

function hashFourNodes(
  { block, compress, state }: Sha256Lanes,
  hashes: Int32Array,
  from: number,
  at: number,
): void {
  startLanes(state);
  for (let lane = 0; lane < LANES; lane++) {
    const pair = from + 2 * lane * HASH_WORDS;
    let before = 1 << 24;
    for (let i = 0; i < 16; i++) {
      const word = hashes[pair + i] as number;
      block[LANES * i + lane] = before | (word >>> 8);
      before = word << 24;
    }
    lastBytes[lane] = before;
  }
  compress();
  for (let lane = 0; lane < LANES; lane++) {
    block[lane] = (lastBytes[lane] as number) | 0x800000;
    for (let i = 1; i < 15; i++) block[LANES * i + lane] = 0;
    block[LANES * 15 + lane] = NODE_BITS;
  }
  compress();
  takeLanes(state, hashes, at);
}

function startLanes(state: Int32Array): void {
  for (let i = 0; i < HASH_WORDS; i++) {
    const word = SHA256_START[i] as number;
    for (let lane = 0; lane < LANES; lane++) state[LANES * i + lane] = word;
  }
}

/** Writes the four hashes one after the other. */
function takeLanes(state: Int32Array, hashes: Int32Array, at: number): void {
  for (let lane = 0; lane < LANES; lane++) {
    for (let i = 0; i < HASH_WORDS; i++)
      hashes[at + lane * HASH_WORDS + i] = state[LANES * i + lane] as number;
  }
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
