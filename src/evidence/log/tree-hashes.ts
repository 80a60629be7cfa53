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
  layEntry(words, 0, 1, entries, from);
  sha256Extend(words);
  sha256Rounds(words, SHA256_START, 0, hashes, at);
}

/** Hashes the node over the two hashes in `hashes` at `from`, and writes the hash to `at`. */
function hashNode(hashes: Int32Array, from: number, at: number): void {
  const last = layNode(words, 0, 1, hashes, from);
  sha256Extend(words);
  sha256Rounds(words, SHA256_START, 0, hashes, at);
  sha256Rounds(lastBlockOf(last >>> 24), hashes, at, hashes, at);
}

/** Writes the block of an entry's leaf. Word i of the block is at `lane + i * step`. */
function layEntry(block: Int32Array, lane: number, step: number, entries: Int32Array, from: number): void {
  let before = 0;
  for (let i = 0; i < ENTRY_WORDS; i++) {
    const word = swapped(entries[from + i] as number);
    block[lane + i * step] = before | (word >>> 8);
    before = word << 24;
  }
  layEnd(block, lane, step, { from: ENTRY_WORDS, word: before | 0x800000, bits: LEAF_BITS });
}

/** Writes the first block of a node in the same way. Returns the last byte of the right hash, which is in the second block, as the highest of a word. */
function layNode(block: Int32Array, lane: number, step: number, hashes: Int32Array, from: number): number {
  let before = 1 << 24;
  for (let i = 0; i < 16; i++) {
    const word = hashes[from + i] as number;
    block[lane + i * step] = before | (word >>> 8);
    before = word << 24;
  }
  return before;
}

/** Writes the rest of a last block: its last word with the mark, zeros, and the length of the message. */
function layEnd(
  block: Int32Array,
  lane: number,
  step: number,
  { bits, from, word }: { readonly from: number; readonly word: number; readonly bits: number },
): void {
  block[lane + from * step] = word;
  for (let i = from + 1; i < 15; i++) block[lane + i * step] = 0;
  block[lane + 15 * step] = bits;
}

function lastBlockOf(lastByte: number): Int32Array {
  const made = lastBlocks[lastByte];
  if (made !== undefined) return made;
  const block = sha256Schedule();
  layEnd(block, 0, 1, { from: 0, word: (lastByte << 24) | 0x800000, bits: NODE_BITS });
  sha256Extend(block);
  lastBlocks[lastByte] = block;
  return block;
}

let known: Sha256Lanes | null | undefined;

/** Made once, when the first hashes are wanted; null if the host has none. */
function lanesOfHost(): Sha256Lanes | null {
  if (known === undefined) known = sha256Lanes();
  return known;
}

/** Hashes the leaves of `count` entries, one after the other in `entries`, and writes the hashes to `hashes` from `at` on. */
export function hashEntries(entries: Int32Array, count: number, hashes: Int32Array, at: number): void {
  const lanes = lanesOfHost();
  let done = 0;
  if (lanes !== null) {
    for (; done + LANES <= count; done += LANES) hashFourEntries(lanes, entries, done, hashes, at);
  }
  for (; done < count; done++) hashEntry(entries, done * ENTRY_WORDS, hashes, at + done * HASH_WORDS);
}

/** Hashes `count` nodes over pairs of the hashes in `hashes` from `from` on, and writes them from `at` on, which may be the same place. */
export function hashNodes(hashes: Int32Array, from: number, at: number, count: number): void {
  const lanes = lanesOfHost();
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
  for (let lane = 0; lane < LANES; lane++)
    layEntry(block, lane, LANES, entries, (first + lane) * ENTRY_WORDS);
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
  for (let lane = 0; lane < LANES; lane++)
    lastBytes[lane] = layNode(block, lane, LANES, hashes, from + 2 * lane * HASH_WORDS);
  compress();
  for (let lane = 0; lane < LANES; lane++) {
    const word = (lastBytes[lane] as number) | 0x800000;
    layEnd(block, lane, LANES, { from: 0, word, bits: NODE_BITS });
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
