export {
  CASE_FIELDS,
  type CaseEvent,
  type CaseField,
  type CaseLog,
  caseTables,
  type LoggedCase,
  loggedCases,
} from './case-log.ts';
export { type CountCell, CountSheet } from './counts/count-sheet.ts';
export { LogSample } from './guess/log-sample.ts';
export { proposeMapping } from './guess/propose-mapping.ts';
export { columnsOf, MAPPED_FIELDS, type Mapping } from './mapping/mapping.ts';
export { readMapping } from './mapping/read-mapping.ts';
export {
  OCEL_MAPPING,
  PRESET_NAMES,
  type PresetName,
  presetMapping,
  XES_MAPPING,
} from './presets/presets.ts';
export { closeImport, type ImportReport, type Known } from './report/import-report.ts';
export { importLines, problemLine } from './report/report-text.ts';
export { type LogProblem, problemOfLog } from './rows/refusals.ts';
export { RowImporter, type RowSink, type SheetSink } from './rows/row-importer.ts';
export { checkWord, isChecked } from './rows/words.ts';
export { CsvLog } from './text/csv-log.ts';
export { readOcel } from './text/ocel-log.ts';
export { XesLog } from './text/xes-log.ts';
export { guessFormat } from './time/guess-format.ts';
export type { TimeFormat } from './time/time-format.ts';
export { WallClock } from './time/wall-clock.ts';
export { type NamedSheet, readWorkbook, type SheetFacts, sheetsOf } from './workbook/read-workbook.ts';
export type { TextPieces, WorkbookFile } from './workbook/workbook-file.ts';
