import { type ByteSource, readBytes } from '#ledger';

/** The line that contains a byte, counted from 1. */
export function lineOf(source: ByteSource, at: number): number {
  let line = 1;
  for (const piece of piecesOf(source, at)) for (const byte of piece) if (byte === 0x0a) line++;
  return line;
}

const PIECE = 1 << 20;

/** The bytes of a file of any size up to `end`, in pieces. */
export function* piecesOf(source: ByteSource, end = source.size): Iterable<Uint8Array> {
  for (let at = 0; at < end; at += PIECE) yield readBytes(source, at, Math.min(PIECE, end - at));
}
