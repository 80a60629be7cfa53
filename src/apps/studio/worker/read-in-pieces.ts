import type { EntryVisitor, OpenedLedger } from '#ledger';
import type { RunProgress } from '../protocol.ts';
import type { Work } from './work.ts';

/** Some tens of milliseconds of whatever reads them: whole blocks. */
const ENTRIES_AT_ONCE = 1 << 14;

/** Is told how far something is, 0 to 1, and lets messages in. */
export type Reach = (share: number) => Promise<void>;

export function reachOf(work: Work, stage: RunProgress['stage'], cases = 0): Reach {
  return async (share) => {
    work.progress({ share: Math.min(1, share), stage, cases, waiting: 0 });
    await work.breathe();
  };
}

/**
 * Reads a ledger from its first entry to its last and lets messages in between. Its bytes are this worker's own, and were verified when
 * it was opened: they are not hashed a second time.
 */
export async function readInPieces(ledger: OpenedLedger, visit: EntryVisitor, reach: Reach): Promise<void> {
  const { entryCount } = ledger;
  for (let first = 0; first < entryCount; first += ENTRIES_AT_ONCE) {
    await reach(first / entryCount);
    ledger.forEachBetween(first, first + ENTRIES_AT_ONCE - 1, visit);
  }
}
