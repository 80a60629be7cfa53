import type { ActNumber, ActNumbers, CaseNumber, RunMs } from '#domain';
import { ENTRY_BYTES, ENTRY_WORDS } from './layout.ts';

/**
 * Writes the six words of an entry (`layout.ts`) to `words` at `at`. It does not check that the numbers fit;
 * `createLedgerWriter` does.
 */
export function writeEntry(
  words: Uint32Array | Int32Array,
  at: number,
  timeMs: RunMs,
  kind: ActNumber,
  aux: number,
  caseNumber: CaseNumber,
  a: number,
  b: number,
  c: number,
  d: number,
): void {
  words[at] = timeMs;
  words[at + 1] = (timeMs / 2 ** 32) | (kind << 16) | (aux << 24);
  words[at + 2] = caseNumber;
  words[at + 3] = a | (b << 16);
  words[at + 4] = c;
  words[at + 5] = d;
}

/** An entry as an object, for code that is not hot. */
interface Entry extends ActNumbers {
  readonly timeMs: RunMs;
  readonly kind: ActNumber;
  readonly caseNumber: CaseNumber;
}

/** Returns the 24 bytes of one entry as a ledger stores them, in a new array. For logs that hash single entries. */
export function entryBytes({ a, aux, b, c, caseNumber, d, kind, timeMs }: Entry): Uint8Array {
  const words = new Uint32Array(ENTRY_WORDS);
  writeEntry(words, 0, timeMs, kind, aux, caseNumber, a, b, c, d);
  return new Uint8Array(words.buffer, 0, ENTRY_BYTES);
}
