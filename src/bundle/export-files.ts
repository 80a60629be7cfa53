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

/** Public formats that this room writes. Rooms above it write pages and databases. */
export const EXPORT_FORMATS = ['cloudevents', 'ocel', 'xes', 'oscal', 'csv', 'gdpr', 'parquet'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** The default formats of a bundle: those that an auditor opens. */
export const BUNDLE_FORMATS: readonly ExportFormat[] = ['oscal', 'csv', 'gdpr'];

/** The paths of each format's files in a bundle, pages included. */
export const EXPORT_FILES: Readonly<Record<ExportFormat, readonly string[]>> = {
  cloudevents: ['events.ndjson'],
  ocel: ['ocel.json'],
  xes: ['cases.xes'],
  oscal: OSCAL_DOCUMENTS.map((name) => `oscal/${name}.json`),
  csv: CSV_TABLES.map((table) => `csv/${table}.csv`),
  gdpr: ['processing-record.csv', 'sub-processors.csv', 'processing-record.html', 'sub-processors.html'].map(
    (name) => `gdpr/${name}`,
  ),
  parquet: PARQUET_TABLES.map((table) => `parquet/${table}.parquet`),
};

/** A file whose text is built in one piece. */
export function textFile(path: string, make: () => string): BundleFile {
  return { path, write: (sink) => sink.text(make()) };
}

export function exportFiles(format: ExportFormat, evidence: Evidence): readonly BundleFile[] {
  return FILES[format](evidence);
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

const FILES: Readonly<Record<ExportFormat, (evidence: Evidence) => readonly BundleFile[]>> = {
  cloudevents: (evidence) => [
    entryFile('events.ndjson', evidence, (sink) => openCloudEvents(evidence.source, evidence.names, sink)),
  ],
  ocel: (evidence) => [ocelJsonFile(evidence)],
  xes: (evidence) => [xesFile(evidence)],
  oscal: (evidence) =>
    OSCAL_DOCUMENTS.map((name) => textFile(`oscal/${name}.json`, () => oscalDocument(name, evidence))),
  csv: (evidence) => CSV_TABLES.map((table) => csvFile(table, evidence)),
  gdpr: (evidence) => [
    recordFile(evidence),
    textFile('gdpr/sub-processors.csv', () => subProcessorsCsv(processingRecord(evidence))),
  ],
  parquet: (evidence) => PARQUET_TABLES.map((table) => parquetTable(table, evidence)),
};
