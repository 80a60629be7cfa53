import { TEXT_LENGTH_MAX, textOfUtf8, utf8Of } from '#base';
import { type ByteSource, readBytes, sameBytes } from '#ledger';

/** A bundle where it lies. */
export interface BundleStore {
  /** Every file, with slashes between folders, in any order. */
  readonly paths: readonly string[];
  open(path: string): ByteSource | null;
}

/** The text of a file, or null when it is missing, longer than a text can be, or not well-formed UTF-8 to the last bit. */
export function textIn(store: BundleStore, path: string): string | null {
  const source = store.open(path);
  if (source === null || source.size > TEXT_LENGTH_MAX) return null;
  const bytes = readBytes(source, 0, source.size);
  const text = textOfUtf8(bytes);
  return sameBytes(utf8Of(text), bytes) ? text : null;
}

export function bytesIn(store: BundleStore, path: string): Uint8Array | null {
  const source = store.open(path);
  return source === null ? null : readBytes(source, 0, source.size);
}

/** The line in which a byte stands, counted from 1. */
export function lineOf(source: ByteSource, at: number): number {
  let line = 1;
  for (const piece of piecesOf(source, at)) for (const byte of piece) if (byte === 0x0a) line++;
  return line;
}

const PIECE = 1 << 20;

/** The bytes of a file of any size up to `end`, some at a time. */
export function* piecesOf(source: ByteSource, end = source.size): Iterable<Uint8Array> {
  for (let at = 0; at < end; at += PIECE) yield readBytes(source, at, Math.min(PIECE, end - at));
}
