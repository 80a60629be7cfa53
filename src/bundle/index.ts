export type { BundleStore } from './bundle-store.ts';
export { EXPORT_FORMATS, exportFiles, type FormatName } from './export-files.ts';
export { isPackable, LISTED_FILES } from './listed-files.ts';
export {
  parseSubmission,
  refusalOfSubmission,
  type Submission,
  submissionText,
} from './log/add-checkpoint.ts';
export { checkProofs, type InclusionProofs, proveEntries } from './log/case-proof.ts';
export { type Checkpoint, checkpointText, parseCheckpoint } from './log/checkpoint.ts';
export {
  type Cosigner,
  cosignatureLine,
  cosignedAt,
  isKeyName,
  parseWitnessKey,
  type WitnessKey,
  witnessKey,
} from './log/cosignature.ts';
export { leafOfEntry, logOrigin, openLog, type WrittenLog } from './log/ledger-log.ts';
export { type IndexedLog, makeLogIndex, openLogIndex } from './log/log-index.ts';
export { isReached, type Policy, parsePolicy } from './log/policy.ts';
export {
  type CheckSignature,
  isOf,
  keyText,
  type NoteParts,
  openNote,
  openParts,
  parseNote,
  parseVerifierKey,
  type Signer,
  signNote,
  textOfNote,
  type VerifierKey,
  verifierKeyText,
} from './log/signed-note.ts';
export { MissingTile, rootsFromTiles, TileWriter, tilePath } from './log/tiles.ts';
export {
  isTlogProof,
  parseTlogProof,
  problemOfTlogProof,
  type TlogProof,
  tlogProofText,
} from './log/tlog-proof.ts';
export { type TrustedWitnesses, type Vouchers, vouchersOf, vouchersText } from './log/vouchers.ts';
export {
  BUNDLE,
  type Manifest,
  type ManifestFile,
  manifestNoteText,
  manifestText,
  parseManifest,
  readManifest,
} from './manifest.ts';
export { isJudgedAsHere, optional, recomputedFiles } from './recomputed-files.ts';
export type { ScenarioText } from './scenario-source.ts';
export { type BundleVerdict, type EarlierCheckpoint, soundBundleText } from './verification.ts';
export { verifierSteps, verifyBundle } from './verify-bundle.ts';
export { parseStatement, statementText } from './verify-statement.ts';
