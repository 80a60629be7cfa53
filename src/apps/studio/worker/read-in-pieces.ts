import type { EntryVisitor, OpenedLedger } from '#ledger';
import type { RunProgress } from '../protocol.ts';
import type { Work } from './work.ts';

/** Entries read between two checks for messages: some tens of milliseconds of work, in whole blocks. */
const ENTRIES_AT_ONCE = 1 << 14;

/** Receives the share done, 0 to 1, and handles messages. */
export type Reach = (share: number) => Promise<void>;

export function reachOf(work: Work, stage: RunProgress['stage'], cases = 0): Reach {
  return async (share) => {
    work.progress({ share: Math.min(1, share), stage, cases, waiting: 0 });
    await work.breathe();
  };
}

/**
 * Reads a ledger from end to end, handling messages in between. Does not hash the bytes again: they are this worker's
 * own and were verified when the ledger was opened.
 */
export async function readInPieces(ledger: OpenedLedger, visit: EntryVisitor, reach: Reach): Promise<void> {
  const { entryCount } = ledger;
  for (let first = 0; first < entryCount; first += ENTRIES_AT_ONCE) {
    await reach(first / entryCount);
    ledger.forEachBetween(first, first + ENTRIES_AT_ONCE - 1, visit);
  }
}
