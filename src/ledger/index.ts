export {
  BlockLeaves,
  type ComparedLedger,
  createComparedLedger,
  type DifferentBlock,
} from './compared-ledger.ts';
export { LEDGER_DAMAGE_CODES, type LedgerDamage } from './damage.ts';
export {
  type EntrySource,
  type EntryVisitor,
  entriesTo,
  entryBytes,
  keptEntry,
  observerOf,
  ReadEntry,
  readEntry,
  type StoryEntry,
  visitBoth,
  writeEntry,
} from './entry.ts';
export { entryLimits, type LimitsOf } from './entry-limits.ts';
export type { EarlierLedger, LedgerHeader } from './header.ts';
export { type JoinedLedgers, joinLedgers, type WholeLedger } from './joined-ledgers.ts';
export { ENTRY_BYTES, ENTRY_WORDS } from './layout.ts';
export {
  consistencyProof,
  consistencyProofFrom,
  firstDifference,
  inclusionProof,
  inclusionProofFrom,
  leafHash,
  leftCount,
  MerkleTree,
  nodeHash,
  type RootOver,
  sameBytes,
  verifyConsistency,
  verifyInclusion,
} from './merkle.ts';
export type { Ledger, LedgerPrefix, OpenedLedger } from './opened-ledger.ts';
export {
  followLedger,
  openLedger,
  openLedgerPrefix,
  openSealedLedger,
  SealBroken,
} from './reader.ts';
export { type ByteSource, byteSource, readBytes } from './source.ts';
export { createLedgerWriter } from './writer.ts';
