import { assert } from '#base';

/** Bytes that can be asked for piece by piece. They must not change while the ledger is in use. */
export interface ByteSource {
  /** Bytes in all. */
  readonly size: number;
  /**
   * The bytes from `offset` on, at most `length` of them; fewer only at the end or when the host gives less
   * at a time. The array need not outlive the next call.
   */
  read(offset: number, length: number): Uint8Array;
}

export function byteSource(source: Uint8Array | ByteSource): ByteSource {
  if (!(source instanceof Uint8Array)) return source;
  return { size: source.length, read: (offset, length) => source.subarray(offset, offset + length) };
}

/** Fills `target` from `offset` on as far as the source goes; the number of bytes filled. */
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

/** At most `length` bytes from `offset` on, copied. */
export function readBytes(source: ByteSource, offset: number, length: number): Uint8Array {
  const target = new Uint8Array(length);
  return target.subarray(0, readInto(source, offset, target));
}
