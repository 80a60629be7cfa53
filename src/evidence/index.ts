export type { BoundaryProof } from './boundary/boundary-proof.ts';
export { type BoundaryStatement, boundaryJson, boundaryStatement } from './boundary/boundary-statement.ts';
export { momentInWords } from './boundary/boundary-words.ts';
export type { BundleStore } from './bundle-store.ts';
export { caseFile, type OpenFile, writeTogether } from './case-files.ts';
export { type CaseHistory, caseHistory } from './case-history.ts';
export { CaseIndex, writeCaseIndex } from './case-index.ts';
export { casePasses } from './case-stories.ts';
export {
  askedMinutes,
  type Coverage,
  type CoverageRow,
  type CoverageWeek,
  coverageOf,
  worstWeek,
} from './coverage/coverage.ts';
export { coverageJson } from './coverage/coverage-json.ts';
export { type LostWork, lostWork } from './coverage/lost-work.ts';
export { csvCaseFiles } from './csv-case-tables.ts';
export { exampleCustomer } from './customer-cases.ts';
export { ENTRY_FIELDS } from './entry-fields.ts';
export {
  auditedEvidence,
  type Evidence,
  type Hashes,
  makeEvidence,
  makeTableEvidence,
  type TableEvidence,
} from './evidence.ts';
export { BUNDLE_FORMATS, EXPORT_FORMATS, type ExportFormat, exportFiles } from './export-files.ts';
export { type ForeignReport, startForeignAudit } from './foreign/foreign-audit.ts';
export type { LogIssue } from './foreign/log-issues.ts';
export { GzipComparingSink, gzipped } from './gzip.ts';
export { type LogBoundary, logBoundary, logBoundaryJson } from './history/boundary/log-boundary.ts';
export type { ChosenPeriod, ImportFacts } from './history/boundary/log-facts.ts';
export { auditHistory, type HistoryReport } from './history/history-audit.ts';
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
  isOf,
  parseWitnessKey,
  type WitnessKey,
  witnessKey,
  witnessKeyText,
} from './log/cosignature.ts';
export { leafOfEntry, logOrigin, openLog, type WrittenLog } from './log/ledger-log.ts';
export { contextLeaf } from './log/log-context.ts';
export { type IndexedLog, makeLogIndex, openLogIndex } from './log/log-index.ts';
export { isReached, type Policy, parsePolicy } from './log/policy.ts';
export {
  type CheckSignature,
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
export { MissingTile, parseEntries, rootsFromTiles, TileWriter, tilePath } from './log/tiles.ts';
export {
  isTlogProof,
  parseTlogProof,
  problemOfTlogProof,
  type TlogProof,
  tlogProofText,
} from './log/tlog-proof.ts';
export { type TrustedWitnesses, type Vouchers, vouchersOf, vouchersText } from './log/vouchers.ts';
export { renderLogFields } from './log-format.ts';
export {
  BUNDLE,
  type Manifest,
  type ManifestFile,
  manifestNoteText,
  manifestText,
  parseManifest,
} from './manifest.ts';
export { ScenarioNames } from './names.ts';
export { auditJson, notModelled, notModelledText } from './not-modelled.ts';
export { OpenCaseReader, openCasesCsv } from './open-cases.ts';
export { type ParquetContent, writeParquetTable } from './parquet/parquet-file.ts';
export {
  PARQUET_COLUMNS,
  PARQUET_TABLES,
  type ParquetTable,
  parquetTable,
  tableRows,
} from './parquet/parquet-tables.ts';
export { type ProcessingRecord, processingRecord } from './processing-record.ts';
export { NOT_ON_RECORD } from './receipts.ts';
export { isJudgedAsHere, optional, recomputedFiles } from './recomputed-files.ts';
export type { ScenarioText } from './scenario-source.ts';
export { type GroupWork, GroupWorkFinder, HALF_HOUR_MS } from './service/group-work.ts';
export { LateAnswerFinder, type LateAnswers } from './service/late-answers.ts';
export { LateCell, type LateCounts } from './service/late-cell.ts';
export { withNewShift } from './service/new-shift.ts';
export { neededWhileNobody, servedShares, shortGroup, shortShifts } from './service/short-shifts.ts';
export { type BundleFile, type CaseRows, HashingSink, MemorySink, type Sink } from './sinks.ts';
export { customerStatement, type Statement } from './statement.ts';
export { type BundleVerdict, type EarlierCheckpoint, soundBundleText } from './verification.ts';
export { verifierSteps, verifyBundle } from './verify-bundle.ts';
export { parseStatement, statementText } from './verify-statement.ts';
export { VIOLATION_COLUMNS, VIOLATION_FORMATS, type ViolationFormat, ViolationList, violationHead, violationLine, violationRows } from './violations.ts';
export { FOREIGN_VIOLATION_COLUMNS, foreignViolationRows } from './foreign/foreign-violations.ts';
