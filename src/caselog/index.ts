export { type CaseLog, caseTables } from './case-log.ts';
export type { Encoding, Mapping } from './mapping/mapping.ts';
export { readMapping } from './mapping/read-mapping.ts';
export { closeImport, type ImportReport, type Known } from './report/import-report.ts';
export { importLines, problemLine } from './report/report-text.ts';
export type { LogProblem } from './rows/refusals.ts';
export { RowImporter } from './rows/row-importer.ts';
export { CsvLog } from './text/csv-log.ts';
