import { type ByteSource, type Ledger, openSealedLedger, SealBroken } from '#ledger';
import { sha256 } from './host.ts';

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
