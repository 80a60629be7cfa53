import type { EntryVisitor, OpenedLedger } from '#ledger';
import type { Work } from './work.ts';

/** Some tens of milliseconds of an audit: whole blocks. */
const ENTRIES_AT_ONCE = 1 << 17;

/**
 * Reads a ledger from its first entry to its last and lets messages in between. Its bytes are this worker's own, and were verified when
 * it was opened: they are not hashed a second time.
 */
export async function readInPieces(
  ledger: OpenedLedger,
  visit: EntryVisitor,
  told: (share: number) => void,
  work: Work,
): Promise<void> {
  const { entryCount } = ledger;
  for (let first = 0; first < entryCount; first += ENTRIES_AT_ONCE) {
    told(first / entryCount);
    await work.breathe();
    ledger.forEachBetween(first, first + ENTRIES_AT_ONCE - 1, visit);
  }
}
