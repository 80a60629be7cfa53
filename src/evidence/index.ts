export type { BoundaryProof } from './boundary/boundary-proof.ts';
export { type BoundaryStatement, boundaryJson, boundaryStatement } from './boundary/boundary-statement.ts';
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
export { checkProofs, type InclusionProofs, proveEntries } from './log/case-proof.ts';
export { checkpointText, parseCheckpoint } from './log/checkpoint.ts';
export { cosignedMessage, parseWitnessKey, type WitnessKey, witnessKeyText } from './log/cosignature.ts';
export { leafOfEntry, logOrigin, openLog, type WrittenLog } from './log/ledger-log.ts';
export { type IndexedLog, makeLogIndex, openLogIndex } from './log/log-index.ts';
export {
  type CheckSignature,
  openNote,
  parseVerifierKey,
  type Signer,
  signNote,
  textOfNote,
  type VerifierKey,
  verifierKeyText,
} from './log/signed-note.ts';
export { MissingTile, parseEntries, rootsFromTiles, TileWriter, tilePath } from './log/tiles.ts';
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
export { type SqlTarget, writeOcelTables } from './ocel/ocel-tables.ts';
export { type ParquetContent, writeParquetTable } from './parquet/parquet-file.ts';
export {
  PARQUET_COLUMNS,
  PARQUET_TABLES,
  type ParquetTable,
  parquetTable,
  tableRows,
} from './parquet/parquet-tables.ts';
export { type ProcessingRecord, processingRecord } from './processing-record.ts';
export { optional, recomputedFiles } from './recomputed-files.ts';
export type { ScenarioText } from './scenario-source.ts';
export { type GroupWork, GroupWorkFinder, HALF_HOUR_MS } from './service/group-work.ts';
export { LateAnswerFinder, type LateAnswers } from './service/late-answers.ts';
export { LateCell, type LateCounts } from './service/late-cell.ts';
export { withNewShift } from './service/new-shift.ts';
export { neededWhileNobody, shortGroup, shortShifts } from './service/short-shifts.ts';
export { type BundleFile, type CaseRows, HashingSink, MemorySink, type Sink } from './sinks.ts';
export { customerStatement, type Statement } from './statement.ts';
export { type BundleVerdict, type EarlierCheckpoint, soundBundleText } from './verification.ts';
export { verifierSteps, verifyBundle } from './verify-bundle.ts';
export { parseStatement, statementText } from './verify-statement.ts';
export {
  FOREIGN_VIOLATION_COLUMNS,
  foreignViolationRows,
  VIOLATION_COLUMNS,
  VIOLATION_FORMATS,
  type ViolationFormat,
  ViolationList,
  violationHead,
  violationLine,
  violationRows,
} from './violations.ts';
