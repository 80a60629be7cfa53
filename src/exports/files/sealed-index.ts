import { type Form, number, Reading, textOfUtf8, utf8Of } from '#base';
import { type ByteSource, readBytes, sameBytes } from '#ledger';
import type { Hashes } from './hashes.ts';

/**
 * Files next to a ledger that save reading all of it. They follow from the ledger and are not evidence. The seal shows damage, but nothing
 * about who wrote the file:
 *
 *   magic line ⏎ │ head: JSON in one line ⏎ │ body │ SHA-256 of all before
 */
const HASH_BYTES = 32;
const NEWLINE = 0x0a;
/** Bytes that are read at once. */
const PIECE = 1 << 16;

/** The form of counts, and of times in ms, that a ledger can hold. */
export function ledgerNumber<Kind extends number = number>(min = 0): Form<Kind> {
  return number<Kind>({ min, max: 2 ** 48, step: 1 });
}

/** The part before the body. `magic` ends in a line feed. */
export function indexStart(magic: string, head: object): Uint8Array {
  return utf8Of(`${magic}${JSON.stringify(head)}\n`);
}

/**
 * Opens an index whose seal matches, which anybody can have made: its head, offset and length of its body, and the SHA-256 of all before
 * (`seal`). Null if the bytes are not an intact index of that kind, with a head of that form.
 * Reads the whole file, piece by piece.
 */
export function openIndex<Head>(
  source: ByteSource,
  { form, magic }: { readonly magic: string; readonly form: Form<Head> },
  { openSha256 }: Pick<Hashes, 'openSha256'>,
) {
  const start = utf8Of(magic);
  const end = source.size - HASH_BYTES;
  if (end < start.length || !sameBytes(readBytes(source, 0, start.length), start)) return null;
  const hash = openSha256();
  let newline = -1;
  for (let at = 0; at < end; ) {
    const piece = source.read(at, Math.min(PIECE, end - at));
    if (piece.length === 0) return null;
    hash.update(piece);
    if (newline === -1) {
      const found = piece.indexOf(NEWLINE, Math.max(0, start.length - at));
      if (found !== -1) newline = at + found;
    }
    at += piece.length;
  }
  const seal = readBytes(source, end, HASH_BYTES);
  if (newline === -1 || !sameBytes(hash.digest(), seal)) return null;
  const written = parsed(textOfUtf8(readBytes(source, start.length, newline - start.length)));
  const reading = new Reading(written);
  const head = reading.read(form, written);
  if (reading.problems.length > 0) return null;
  return { head, from: newline + 1, length: end - newline - 1, seal };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
