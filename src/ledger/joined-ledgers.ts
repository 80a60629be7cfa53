import { failure, hexOf, type Result, success } from '#base';
import type { LedgerDamage } from './damage.ts';
import type { EntryVisitor, Ledger, LedgerPrefix } from './reader.ts';

/** What a reader of all entries needs of a ledger, in one part or in two. */
export type WholeLedger = Pick<Ledger, 'entryCount' | 'forEach' | 'header' | 'root'> & {
  /** Null or undefined if it is intact. */
  readonly damage?: LedgerDamage | null;
};

/** A ledger and the one that it continues, as one: header and root are those of the second, entries are those of both. */
export interface JoinedLedgers extends WholeLedger {
  /** Why the times of the entries that were visited contradict the second header; null if they do not. Call it after `forEach`. */
  seamProblem(): string | null;
}

/** Fails, with a sentence, if `second` does not continue `first`. */
export function joinLedgers(first: Ledger, second: Ledger | LedgerPrefix): Result<JoinedLedgers, string> {
  const { continues } = second.header;
  if (continues === undefined) return failure('it begins with its run and continues no other ledger');
  const root = hexOf(first.root);
  if (root !== continues.root)
    return failure(`it continues the ledger with root ${continues.root}, and not one with root ${root}`);
  if (first.entryCount !== continues.entries)
    return failure(`it continues a ledger of ${continues.entries} entries, and not of ${first.entryCount}`);
  if (first.header.continues !== undefined)
    return failure('the ledger before it continues another one itself');
  let lastMs = Number.NEGATIVE_INFINITY;
  let firstMs = Number.POSITIVE_INFINITY;
  const forEach = (visit: EntryVisitor) => {
    first.forEach((...entry) => {
      if (entry[0] > lastMs) lastMs = entry[0];
      visit(...entry);
    });
    second.forEach((...entry) => {
      if (entry[0] < firstMs) firstMs = entry[0];
      entry[8] += first.entryCount;
      visit(...entry);
    });
  };
  const seamProblem = () => {
    const { untilMs } = continues;
    if (lastMs >= untilMs) return `the first ledger has an entry at ${lastMs} ms, and ends at ${untilMs} ms`;
    return firstMs >= untilMs ? null : `it has an entry at ${firstMs} ms, and begins at ${untilMs} ms`;
  };
  const { header, root: ownRoot } = second;
  const damage = 'damage' in second ? second.damage : null;
  const entryCount = first.entryCount + second.entryCount;
  return success({ header, root: ownRoot, entryCount, damage, forEach, seamProblem });
}
