export { LEDGER_DAMAGE_CODES, type LedgerDamage, type LedgerDamageCode } from './damage.ts';
export { entryBytes } from './entry-bytes.ts';
export { describeEntry, type EntryText, type FieldText } from './entry-text.ts';
export type { LedgerHeader } from './header.ts';
export { BLOCK_ENTRIES, ENTRY_BYTES, FORMAT_VERSION } from './layout.ts';
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
export {
  type EntryVisitor,
  type Ledger,
  type LedgerPrefix,
  type OpenedLedger,
  openLedger,
  openLedgerPrefix,
  openSealedLedger,
  SealBroken,
} from './reader.ts';
export { type ByteSource, readBytes } from './source.ts';
export type { LedgerSeal } from './trailer.ts';
export { createLedgerWriter, type LedgerWriter, type LedgerWriterOptions } from './writer.ts';
