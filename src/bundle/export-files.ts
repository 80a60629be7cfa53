import type { BundleFile, Evidence } from '#exports';
import {
  CSV_TABLES,
  caseFile,
  csvFile,
  entryFile,
  OSCAL_DOCUMENTS,
  ocelJsonFile,
  openCloudEvents,
  oscalDocument,
  PARQUET_TABLES,
  parquetTable,
  xesFile,
} from '#exports';
import { openRecord, processingRecord, processingRecordCsv, subProcessorsCsv } from '#statements';

/** A format that other tools read. */
export interface ExportFormat<Name extends string = string> {
  readonly name: Name;
  /** What its files hold. */
  readonly title: string;
  /** The paths of its files in a bundle, pages included. */
  readonly paths: readonly string[];
  /** Whether a bundle has it if no format is named: it does if auditors open it. */
  readonly isDefault: boolean;
  /** Whether a bundle may compress it. Tables stay as they are for spreadsheets, and Parquet is compressed already. */
  readonly isPackable: boolean;
  /** Its files, except pages, which rooms above write. */
  files(evidence: Evidence): readonly BundleFile[];
}

/** Public formats that this room writes. Export, bundle, verifiers and FORMAT.md follow. */
const ROWS = [
  {
    name: 'cloudevents',
    title: 'every entry as an event',
    paths: ['events.ndjson'],
    isDefault: false,
    isPackable: true,
    files: (evidence) => [
      entryFile('events.ndjson', evidence, (sink) => openCloudEvents(evidence.source, evidence.names, sink)),
    ],
  },
  {
    name: 'ocel',
    title: 'object-centric event log',
    paths: ['ocel.json'],
    isDefault: false,
    isPackable: true,
    files: (evidence) => [ocelJsonFile(evidence)],
  },
  {
    name: 'xes',
    title: 'event log by case',
    paths: ['cases.xes'],
    isDefault: false,
    isPackable: true,
    files: (evidence) => [xesFile(evidence)],
  },
  {
    name: 'oscal',
    title: 'catalogue, plan and results of the audit',
    paths: OSCAL_DOCUMENTS.map((name) => `oscal/${name}.json`),
    isDefault: true,
    isPackable: false,
    files: (evidence) =>
      OSCAL_DOCUMENTS.map((name) => textFile(`oscal/${name}.json`, () => oscalDocument(name, evidence))),
  },
  {
    name: 'csv',
    title: 'tables',
    paths: CSV_TABLES.map((table) => `csv/${table}.csv`),
    isDefault: true,
    isPackable: false,
    files: (evidence) => CSV_TABLES.map((table) => csvFile(table, evidence)),
  },
  {
    name: 'gdpr',
    title: 'record of processing, and sub-processors',
    paths: [
      'processing-record.csv',
      'sub-processors.csv',
      'processing-record.html',
      'sub-processors.html',
    ].map((name) => `gdpr/${name}`),
    isDefault: true,
    isPackable: false,
    files: (evidence) => [
      recordFile(evidence),
      textFile('gdpr/sub-processors.csv', () => subProcessorsCsv(processingRecord(evidence))),
    ],
  },
  {
    name: 'parquet',
    title: 'tables for large ledgers',
    paths: PARQUET_TABLES.map((table) => `parquet/${table}.parquet`),
    isDefault: false,
    isPackable: false,
    files: (evidence) => PARQUET_TABLES.map((table) => parquetTable(table, evidence)),
  },
] as const satisfies readonly ExportFormat[];

export type FormatName = (typeof ROWS)[number]['name'];

export const EXPORT_FORMATS: readonly ExportFormat<FormatName>[] = ROWS;

/** The files of a format, except pages. */
export function exportFiles(format: FormatName, evidence: Evidence): readonly BundleFile[] {
  return ROWS.flatMap((one) => (one.name === format ? one.files(evidence) : []));
}

/** A file whose text is built in one piece. */
export function textFile(path: string, make: () => string): BundleFile {
  return { path, write: (sink) => sink.text(make()) };
}

/** The first of the record's files. Its data is gathered while the cases are assembled for other files. */
function recordFile(evidence: Evidence): BundleFile {
  return caseFile('gdpr/processing-record.csv', evidence, (sink) => {
    const record = openRecord(evidence);
    return {
      visit: (history) => record.add(history),
      finish: () => sink.text(processingRecordCsv(record.finish())),
    };
  });
}
