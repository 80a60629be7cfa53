import type { LedgerDamage } from './damage.ts';
import type { EntryVisitor } from './entry.ts';
import type { LedgerHeader, LedgerSeal } from './header.ts';

/** A ledger that has been verified from end to end. It keeps no entries in memory, but reads them again on demand. */
export interface Ledger extends LedgerSeal {
  readonly header: LedgerHeader;
  /**
   * Calls `visit` for every entry in order, with one block in memory and one object for all entries. It hashes the blocks
   * again; if the file has changed since it was opened, an assertion fails, perhaps after some entries have been
   * visited.
   */
  forEach(visit: EntryVisitor): void;
  /** Entries of a full block; only the last block may have fewer. */
  readonly blockEntries: number;
  /**
   * Calls `visit` for the entries of the given blocks (counted from 0), in the order of the list. It hashes each
   * block before it visits its entries; if the block has changed since the ledger was opened, an assertion fails.
   */
  forEachInBlocks(blocks: Iterable<number>, visit: EntryVisitor): void;
}

/** The readable part of a file. The root is over the header and the readable blocks. */
export interface LedgerPrefix extends Ledger {
  /** Null if the ledger is intact. */
  readonly damage: LedgerDamage | null;
}

/** A ledger with random access to its bytes. */
export interface OpenedLedger extends LedgerPrefix {
  /**
   * Calls `visit` for the entries from `first` to `last`, counted from 0, both inclusive; indices past the end are
   * ignored. Reads only their blocks and does not hash them again: for hosts that hold the bytes and know that nobody
   * has changed them.
   */
  forEachBetween(first: number, last: number, visit: EntryVisitor): void;
}
