import {
  type ByteSource,
  type Ledger,
  type LimitsOf,
  openLedger,
  openSealedLedger,
  SealBroken,
} from '#ledger';
import { sha256 } from '../host.ts';

/**
 * Returns the result of `read` on a sealed ledger, which is verified in the same pass; null if the ledger does not
 * match its seal, or has an entry beyond the limits.
 */
export function readSealed<T>(
  source: ByteSource,
  read: (ledger: Ledger) => T,
  limitsOf?: LimitsOf,
): T | null {
  const sealed = openSealedLedger(source, sha256, limitsOf);
  if (sealed === null) return null;
  try {
    return read(sealed);
  } catch (error) {
    if (error instanceof SealBroken) return null;
    throw error;
  }
}

/** Returns the result of `read` on a ledger that was just written. Throws if it is damaged, which only a disk error or another program can cause. */
export function readJustWritten<T extends object>(source: ByteSource, read: (ledger: Ledger) => T): T {
  const made = readSealed(source, read);
  if (made !== null) return made;
  const opened = openLedger(source, sha256);
  const what = opened.ok ? 'another program has rewritten it' : opened.problem.message;
  throw new Error(`the ledger just written is damaged: ${what}`);
}
