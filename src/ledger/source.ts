import { assert } from '#base';

/** Bytes that are read piece by piece. They must not change while the ledger is in use. */
export interface ByteSource {
  /** Number of bytes. */
  readonly size: number;
  /**
   * Returns at most `length` bytes from `offset` on. It may return fewer, but never none before the end. The array is
   * valid until the next call.
   */
  read(offset: number, length: number): Uint8Array;
}

export function byteSource(source: Uint8Array | ByteSource): ByteSource {
  if (!(source instanceof Uint8Array)) return source;
  return { size: source.length, read: (offset, length) => source.subarray(offset, offset + length) };
}

/** Fills `target` with the bytes from `offset` on and returns how many there were. */
export function readInto(source: ByteSource, offset: number, target: Uint8Array): number {
  const wanted = Math.max(0, Math.min(target.length, source.size - offset));
  let filled = 0;
  while (filled < wanted) {
    const piece = source.read(offset + filled, wanted - filled);
    assert(piece.length > 0 && piece.length <= wanted - filled, 'the source gives other bytes than it said');
    target.set(piece, filled);
    filled += piece.length;
  }
  return filled;
}

/** Returns a copy of at most `length` bytes from `offset` on. */
export function readBytes(source: ByteSource, offset: number, length: number): Uint8Array {
  const target = new Uint8Array(length);
  return target.subarray(0, readInto(source, offset, target));
}
