import { type ByteSource, type Ledger, openLedger, openSealedLedger, SealBroken } from '#ledger';
import { sha256 } from '../host.ts';

/** What `read` makes of a sealed ledger, which is verified while it is read; null where it is not as it was sealed. */
export function readSealed<T>(source: ByteSource, read: (ledger: Ledger) => T): T | null {
  const sealed = openSealedLedger(source, sha256);
  if (sealed === null) return null;
  try {
    return read(sealed);
  } catch (error) {
    if (error instanceof SealBroken) return null;
    throw error;
  }
}

/** The same of a ledger that has just been written, in which no damage can be but by a disk, or by somebody else. */
export function readJustWritten<T extends object>(source: ByteSource, read: (ledger: Ledger) => T): T {
  const made = readSealed(source, read);
  if (made !== null) return made;
  const opened = openLedger(source, sha256);
  const what = opened.ok ? 'it has been rewritten meanwhile' : opened.problem.message;
  throw new Error(`the ledger just written is damaged: ${what}`);
}
