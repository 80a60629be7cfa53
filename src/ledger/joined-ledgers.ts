import { failure, hexOf, type Result, success } from '#base';
import { NO_CASE, opensCase } from '#domain';
import type { LedgerDamage } from './damage.ts';
import { type EntrySource, type EntryVisitor, ReadEntry } from './entry.ts';
import type { Ledger, LedgerPrefix } from './opened-ledger.ts';

/** What a reader of all entries needs of a ledger, in one part or in two. */
export type WholeLedger = Pick<Ledger, 'entryCount' | 'header' | 'root'> &
  EntrySource & {
    /** Null or undefined if it is intact. */
    readonly damage?: LedgerDamage | null;
  };

/** A ledger and the one that it continues, as one: header and root are those of the second, entries are those of both. */
export interface JoinedLedgers extends WholeLedger {
  /**
   * Why the entries of the two cannot be those of one run; null if they can. Call it after `forEach`, which visits no entry from the first
   * on that cannot be.
   */
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
  const { untilMs } = continues;
  let problem: string | null = null;
  const forEach = (visit: EntryVisitor) => {
    let cases = 0;
    problem = null;
    first.forEach((entry) => {
      const { caseNumber, kind, timeMs } = entry;
      if (timeMs >= untilMs)
        problem ??= `the first ledger has an entry at ${timeMs} ms, and ends at ${untilMs} ms`;
      if (problem !== null) return;
      if (opensCase(kind) && caseNumber === cases) cases++;
      visit(entry);
    });
    const moved = new ReadEntry();
    second.forEach((entry) => {
      const { caseNumber, index, kind, timeMs } = entry;
      if (timeMs < untilMs) problem ??= `it has an entry at ${timeMs} ms, and begins at ${untilMs} ms`;
      if (opensCase(kind) && caseNumber === cases) cases++;
      else if (caseNumber >= cases && caseNumber !== NO_CASE)
        problem ??= `its entry ${index} is of case ${caseNumber}, and ${cases} cases were opened before`;
      if (problem !== null) return;
      Object.assign(moved, entry);
      moved.index += first.entryCount;
      visit(moved);
    });
  };
  const seamProblem = () => problem;
  const { header, root: ownRoot } = second;
  const damage = 'damage' in second ? second.damage : null;
  const entryCount = first.entryCount + second.entryCount;
  return success({ header, root: ownRoot, entryCount, damage, forEach, seamProblem });
}
