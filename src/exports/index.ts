export { EVENT_PREFIX, eventType } from './cloud-events.ts';
export type { ColumnName } from './columns.ts';
export { csvCaseFiles } from './csv-tables.ts';
export { DUTY_COLUMNS, type DutyTable, DutyTally, dutyFiles } from './duty-tables.ts';
export { ENTRY_FIELDS, type EntryField, type FieldCodec, type Reference } from './fields/entry-fields.ts';
export { forEachHistory, type OpenFile, writeTogether } from './files/case-files.ts';
export { GZIP_ENDING, GzipComparingSink, gzipped } from './files/gzip.ts';
export type { Hashes, RunningDigest } from './files/hashes.ts';
export { indexStart, ledgerNumber, openIndex } from './files/sealed-index.ts';
export {
  type BundleFile,
  ComparingSink,
  type FileComparison,
  type FileRows,
  HashingSink,
  MemorySink,
  piecesOf,
  type Sink,
  textFile,
} from './files/sinks.ts';
export { type ExportFormat, FORMATS, format } from './formats.ts';
export { auditJson, type Omissions, omissionLines, omissionSentences, omissionsOf } from './not-modelled.ts';
export { ocelJsonFile } from './ocel/ocel-json.ts';
export { type ParquetColumn, type ParquetContent, writeParquetTable } from './parquet/parquet-file.ts';
export {
  EARLIER_DURATION,
  PARQUET_COLUMNS,
  PARQUET_TABLES,
  type ParquetTable,
  parquetTable,
  tableRows,
} from './parquet/parquet-tables.ts';
export {
  auditedEvidence,
  type Evidence,
  makeEvidence,
  makeTableEvidence,
  type TableEvidence,
} from './source/evidence.ts';
export { contextDifferences, contextLeaf, type LogContext, SET_BY_RUNS } from './source/log-context.ts';
export {
  type Listed,
  lawIn,
  type Names,
  titleOf,
  VIOLATION_COLUMNS,
  VIOLATION_FORMATS,
  type ViolationFormat,
  ViolationLines,
  ViolationList,
  violationFiles,
  violationRows,
} from './violations.ts';
export { type TableForm, writeTable } from './whole-table.ts';
