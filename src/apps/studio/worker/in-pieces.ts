import { caseHistory, casePasses } from '#cases';
import type { BundleFile, Evidence, FileRows, Sink } from '#exports';
import type { EntryVisitor, OpenedLedger } from '#ledger';
import type { RunProgress } from '../protocol.ts';
import { pause, type Work } from './work.ts';

/** Entries read between two checks for messages: some tens of milliseconds of work, in whole blocks. */
const ENTRIES_AT_ONCE = 1 << 14;

/** Receives the share done, 0 to 1, and handles messages. */
export type Reach = (share: number) => Promise<void>;

export function reachOf(work: Work, stage: RunProgress['stage'], cases = 0): Reach {
  return (share) => pause(work, stage, share, cases);
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

/** Sources of a file. */
interface Made {
  readonly evidence: Evidence;
  readonly ledger: OpenedLedger;
}

/** Cases written between two checks for messages: some tens of milliseconds of work. */
const CASES_AT_ONCE = 500;

/** Writes a file that follows from the ledger, handling messages in between. */
export async function writeInPieces(file: BundleFile, sink: Sink, made: Made, reach: Reach): Promise<void> {
  const { end, endEntries, entry, oneCase } = file.open(sink);
  const half = entry === undefined ? 0 : 0.5;
  if (entry !== undefined) await readInPieces(made.ledger, entry, (share) => reach(half * share));
  endEntries?.();
  if (oneCase !== undefined) await showCases(oneCase, made, (share) => reach(half + (1 - half) * share));
  end?.();
}

/** Shows every case, handling messages in between. */
export async function showCases(
  oneCase: NonNullable<FileRows['oneCase']>,
  made: Made,
  reach: Reach,
): Promise<void> {
  const { evidence, ledger } = made;
  const { audit, names } = evidence;
  for (const { count, from, storyOf, take } of casePasses(audit.cases)) {
    const within = (share: number) => reach((from + share * count) / audit.cases);
    await readInPieces(ledger, take, (share) => within(share / 3));
    for (let i = 0; i < count; i++) {
      if (i % CASES_AT_ONCE === 0) await within(1 / 3 + ((2 / 3) * i) / count);
      const story = storyOf(from + i);
      const history = caseHistory(story, names);
      if (history !== null) oneCase(history, story);
    }
  }
}
