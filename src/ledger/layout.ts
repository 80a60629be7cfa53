import { assert } from '#base';

/**
 * The bytes of a ledger. All numbers are little-endian; offsets within a part are in bytes.
 *
 *   file     ┌────────┬─────────┬─────────┬─ ─ ─┬──────────────┬─────────┐
 *            │ header │ block 1 │ block 2 │     │ block n      │ trailer │
 *            │        │ full    │ full    │     │ 1 … full     │         │
 *            └────────┴─────────┴─────────┴─ ─ ─┴──────────────┴─────────┘
 *
 *   header   0        8         12        16        20          20+L
 *            ┌────────┬─────────┬─────────┬─────────┬───────────┬──────────────┐
 *            │MERIDIAN│ version │ length L│ ~L      │ JSON text │ leaf hash 0  │
 *            └────────┴─────────┴─────────┴─────────┴───────────┴──────────────┘
 *            └─────────────── leaf 0 ────────────────────────────┘
 *
 *   block i  0      4        8          12           16            16+24k
 *            ┌──────┬────────┬──────────┬────────────┬─────────────┬─────────────┐
 *            │ BLCK │ i      │ count k  │ ~k         │ k entries   │ leaf hash i │
 *            └──────┴────────┴──────────┴────────────┴─────────────┴─────────────┘
 *            └─────────────── leaf i ────────────────────────────────┘
 *
 *   entry    bit 0              16        24       31
 *      w0    ┌───────────────────────────────────────┐
 *            │ time, ms, low 32 bits                 │
 *      w1    ├──────────────────┬─────────┬──────────┤
 *            │ time, high 16    │ kind    │ aux      │
 *      w2    ├──────────────────┴─────────┴──────────┤
 *            │ case                                  │
 *      w3    ├──────────────────┬────────────────────┤
 *            │ a                │ b                  │
 *      w4    ├──────────────────┴────────────────────┤
 *            │ c                                     │
 *      w5    ├───────────────────────────────────────┤
 *            │ d                                     │
 *            └───────────────────────────────────────┘
 *
 *   trailer  0        8              16             20            52
 *            ┌────────┬──────────────┬──────────────┬─────────────┬────────────────────┐
 *            │MERISEAL│ entries, u64 │ blocks, u32  │ Merkle root │ SHA-256 of 0 … 51  │
 *            └────────┴──────────────┴──────────────┴─────────────┴────────────────────┘
 *
 * Leaf hash = SHA-256(0x00 ‖ leaf), root = RFC 6962 tree over the leaf hashes 0 … n. A length is followed by
 * its complement, so that a damaged length does not look like a short file.
 */
export const FORMAT_VERSION = 2;

/** 'MERIDIAN' and 'MERISEAL' in ASCII. */
export const HEADER_MAGIC = Uint8Array.of(0x4d, 0x45, 0x52, 0x49, 0x44, 0x49, 0x41, 0x4e);
export const TRAILER_MAGIC = Uint8Array.of(0x4d, 0x45, 0x52, 0x49, 0x53, 0x45, 0x41, 0x4c);

export const HASH_BYTES = 32;
export const PREAMBLE_BYTES = 20;
/** Limit for the header, which normally is a page of text. A greater length means damage. */
export const HEADER_TEXT_BYTES_MAX = 1 << 20;

/** 'BLCK' as a little-endian word. */
export const BLOCK_TAG = 0x4b434c42;
export const BLOCK_HEADER_WORDS = 4;
export const BLOCK_HEADER_BYTES = 4 * BLOCK_HEADER_WORDS;
export const ENTRY_WORDS = 6;
export const ENTRY_BYTES = 4 * ENTRY_WORDS;
/** Default number of entries of a full block: 48 KiB. */
export const BLOCK_ENTRIES = 2048;
/** Limits the memory of a reader to 1.5 MiB. */
const BLOCK_ENTRIES_MAX = 65_536;

export const TRAILER_BYTES = 84;
/** Length of the part of the trailer that its own hash covers, bytes. */
export const TRAILER_SEALED_BYTES = TRAILER_BYTES - HASH_BYTES;

/** Size of a block with that number of entries, including header and hash, bytes. */
export function blockBytes(entries: number): number {
  return BLOCK_HEADER_BYTES + ENTRY_BYTES * entries + HASH_BYTES;
}

/**
 * A buffer for one block, allocated once. A 0x00 precedes the block, so that the input of the leaf hash is one
 * contiguous piece. Three more bytes before it align the words:
 *
 *   ─ ─ ─ 00 │ header, entries, leaf hash
 */
export class BlockFrame {
  /** Header and entries of a full block as words. */
  readonly words: Uint32Array;
  /** The memory of `words` as bytes, and the leaf hash after it. */
  readonly bytes: Uint8Array;
  private readonly whole: Uint8Array;

  constructor(blockEntries: number) {
    assert(
      isBlockEntries(blockEntries),
      `a block has 1 to ${BLOCK_ENTRIES_MAX} entries, not ${blockEntries}`,
    );
    const memory = new ArrayBuffer(4 + blockBytes(blockEntries));
    this.whole = new Uint8Array(memory);
    this.bytes = new Uint8Array(memory, 4);
    this.words = new Uint32Array(memory, 4, BLOCK_HEADER_WORDS + ENTRY_WORDS * blockEntries);
    assert(
      this.words.byteLength + HASH_BYTES === this.bytes.length,
      'a block is its header, its entries and a hash',
    );
    this.words[0] = BLOCK_TAG;
    assert(this.bytes[0] === (BLOCK_TAG & 0xff), 'ledgers are read and written on little-endian machines');
  }

  /** 0x00 ‖ header ‖ entries: the input of the leaf hash. */
  leafInput(entries: number): Uint8Array {
    return this.whole.subarray(3, 4 + BLOCK_HEADER_BYTES + ENTRY_BYTES * entries);
  }

  /** The leaf hash of a block with that number of entries, as a view of `bytes`. */
  hash(entries: number): Uint8Array {
    const from = BLOCK_HEADER_BYTES + ENTRY_BYTES * entries;
    return this.bytes.subarray(from, from + HASH_BYTES);
  }
}

export function isBlockEntries(value: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= BLOCK_ENTRIES_MAX;
}
