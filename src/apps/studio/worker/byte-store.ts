import type { BundleStore } from '#bundle';
import { type ByteSource, byteSource } from '#ledger';

/** Size of a piece, bytes. A ledger of any size is stored in pieces, so that no array is copied to grow. */
const PIECE = 1 << 22;

/** Bytes that can be appended and read at random. */
export class ByteStore implements ByteSource {
  size = 0;
  private readonly pieces: Uint8Array[] = [];

  readonly append = (bytes: Uint8Array): void => {
    let done = 0;
    while (done < bytes.length) {
      const at = this.size % PIECE;
      if (at === 0) this.pieces.push(new Uint8Array(PIECE));
      const taken = bytes.subarray(done, done + PIECE - at);
      this.pieces.at(-1)?.set(taken, at);
      done += taken.length;
      this.size += taken.length;
    }
  };

  read(offset: number, length: number): Uint8Array {
    const piece = this.pieces[Math.floor(offset / PIECE)];
    const at = offset % PIECE;
    const end = Math.min(at + length, at + this.size - offset, PIECE);
    return piece === undefined ? new Uint8Array(0) : piece.subarray(at, end);
  }
}

/** Files in memory as a bundle store. */
export function storeOf(files: ReadonlyMap<string, Uint8Array>): BundleStore {
  return {
    paths: () => files.keys(),
    open(path) {
      const bytes = files.get(path);
      return bytes === undefined ? null : byteSource(bytes);
    },
  };
}
