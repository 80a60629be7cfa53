import type { Digest } from '#base';
import { TRAILER_BYTES, TRAILER_MAGIC, TRAILER_SEALED_BYTES } from './layout.ts';
import { sameBytes } from './merkle.ts';

/** Root and counts that a sealed ledger gives. */
export interface LedgerSeal {
  /** Root of the Merkle tree over the header and all blocks: 32 bytes. */
  readonly root: Uint8Array;
  readonly entryCount: number;
  readonly blockCount: number;
}

export function encodeTrailer(seal: LedgerSeal, digest: Digest): Uint8Array {
  const bytes = new Uint8Array(TRAILER_BYTES);
  bytes.set(TRAILER_MAGIC);
  const view = new DataView(bytes.buffer);
  view.setUint32(8, seal.entryCount, true);
  view.setUint32(12, Math.floor(seal.entryCount / 2 ** 32), true);
  view.setUint32(16, seal.blockCount, true);
  bytes.set(seal.root, 20);
  bytes.set(digest(bytes.subarray(0, TRAILER_SEALED_BYTES)), TRAILER_SEALED_BYTES);
  return bytes;
}

/** The seal, or null when the trailer does not match its own hash. */
export function decodeTrailer(bytes: Uint8Array, digest: Digest): LedgerSeal | null {
  const sealed = bytes.subarray(0, TRAILER_SEALED_BYTES);
  if (!sameBytes(sealed.subarray(0, TRAILER_MAGIC.length), TRAILER_MAGIC)) return null;
  if (!sameBytes(digest(sealed), bytes.subarray(TRAILER_SEALED_BYTES, TRAILER_BYTES))) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return {
    root: new Uint8Array(sealed.subarray(20)),
    entryCount: view.getUint32(8, true) + 2 ** 32 * view.getUint32(12, true),
    blockCount: view.getUint32(16, true),
  };
}
