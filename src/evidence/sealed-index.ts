import { type Digest, textOfUtf8, utf8Of } from '#base';
import { sameBytes } from '#ledger';

/**
 * Files next to a ledger that save reading all of it. They follow from the ledger and are not evidence. The seal shows damage, but nothing
 * about who wrote the file:
 *
 *   magic line ⏎ │ head: JSON in one line ⏎ │ body │ SHA-256 of all before
 */
const HASH_BYTES = 32;
const NEWLINE = 0x0a;

/** The part before the body. `magic` ends in a line feed. */
export function indexStart(magic: string, head: object): Uint8Array {
  return utf8Of(`${magic}${JSON.stringify(head)}\n`);
}

/** Head and body of an index; null if the bytes are not an intact index of that kind. */
export function openIndex(
  bytes: Uint8Array,
  magic: string,
  digest: Digest,
): { readonly head: unknown; readonly body: Uint8Array } | null {
  const start = utf8Of(magic);
  const end = bytes.length - HASH_BYTES;
  if (end < start.length || !sameBytes(bytes.subarray(0, start.length), start)) return null;
  if (!sameBytes(digest(bytes.subarray(0, end)), bytes.subarray(end))) return null;
  const newline = bytes.indexOf(NEWLINE, start.length);
  if (newline === -1) return null;
  const head: unknown = JSON.parse(textOfUtf8(bytes.subarray(start.length, newline)));
  return { head, body: bytes.subarray(newline + 1, end) };
}
