import { TEXT_LENGTH_MAX, textOfUtf8, utf8Of } from '#base';
import { type ByteSource, readBytes, sameBytes } from '#ledger';

/** The files of a bundle, wherever they are stored. */
export interface BundleStore {
  /** Visits every file, with slashes between folders, in any order. A long log has hundreds of thousands. */
  paths(): Iterable<string>;
  /** What is neither a file nor a folder with something in it, and in words what it is. A host without folders has none. */
  oddities?(): Iterable<{ readonly path: string; readonly what: string }>;
  open(path: string): ByteSource | null;
}

/** The text of a file. Null if it is missing, longer than the longest string, or not exactly well-formed UTF-8. */
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
