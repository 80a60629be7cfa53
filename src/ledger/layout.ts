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
 * Leaf hash = SHA-256(0x00 ‖ leaf), root = RFC 6962 tree over the leaf hashes 0 … n. A length stands beside
 * its complement, so that a damaged length is not taken for a short file.
 */
export const FORMAT_VERSION = 2;

/** 'MERIDIAN' and 'MERISEAL' in ASCII. */
export const HEADER_MAGIC = Uint8Array.of(0x4d, 0x45, 0x52, 0x49, 0x44, 0x49, 0x41, 0x4e);
export const TRAILER_MAGIC = Uint8Array.of(0x4d, 0x45, 0x52, 0x49, 0x53, 0x45, 0x41, 0x4c);

export const HASH_BYTES = 32;
export const PREAMBLE_BYTES = 20;
/** A header is a page of text; anything near this is damage. */
export const HEADER_TEXT_BYTES_MAX = 1 << 20;

/** 'BLCK' as a little-endian word. */
export const BLOCK_TAG = 0x4b434c42;
export const BLOCK_HEADER_WORDS = 4;
export const BLOCK_HEADER_BYTES = 4 * BLOCK_HEADER_WORDS;
export const ENTRY_WORDS = 6;
export const ENTRY_BYTES = 4 * ENTRY_WORDS;
/** Entries of a full block unless the header says otherwise: 48 KiB. */
export const BLOCK_ENTRIES = 2048;
/** Bounds the memory of a reader: 1.5 MiB. */
const BLOCK_ENTRIES_MAX = 65_536;

export const TRAILER_BYTES = 84;
/** Part of the trailer that its own hash covers. */
export const TRAILER_SEALED_BYTES = TRAILER_BYTES - HASH_BYTES;

/** Bytes in the file of a block with so many entries, with its header and its hash. */
export function blockBytes(entries: number): number {
  return BLOCK_HEADER_BYTES + ENTRY_BYTES * entries + HASH_BYTES;
}

/**
 * Room for one block, allocated once. A 0x00 stands before the block, so that what is hashed for the leaf is
 * one piece without copying; three bytes before that make the words aligned:
 *
 *   ─ ─ ─ 00 │ header, entries, leaf hash
 */
export class BlockFrame {
  /** Header and entries of a full block as words. */
  readonly words: Uint32Array;
  /** The same memory as bytes, and the leaf hash after it. */
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
    this.words[0] = BLOCK_TAG;
    assert(this.bytes[0] === (BLOCK_TAG & 0xff), 'ledgers are read and written on little-endian machines');
  }

  /** 0x00 ‖ header ‖ entries: the input of the leaf hash. */
  leafInput(entries: number): Uint8Array {
    return this.whole.subarray(3, 4 + BLOCK_HEADER_BYTES + ENTRY_BYTES * entries);
  }

  /** Where the leaf hash stands when the block has so many entries. */
  hash(entries: number): Uint8Array {
    const from = BLOCK_HEADER_BYTES + ENTRY_BYTES * entries;
    return this.bytes.subarray(from, from + HASH_BYTES);
  }
}

export function isBlockEntries(value: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= BLOCK_ENTRIES_MAX;
}
