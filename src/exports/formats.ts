import { openCloudEvents } from './cloud-events.ts';
import { CSV_TABLES, csvFile } from './csv-tables.ts';
import { type BundleFile, textFile } from './files/sinks.ts';
import { ocelJsonFile } from './ocel/ocel-json.ts';
import { OSCAL_DOCUMENTS, oscalDocument } from './oscal/oscal.ts';
import { PARQUET_TABLES, parquetTable } from './parquet/parquet-tables.ts';
import type { Evidence } from './source/evidence.ts';
import { xesFile } from './xes.ts';

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

/** A row of a list of formats. */
export function format<Name extends string>(row: ExportFormat<Name>): ExportFormat<Name> {
  return row;
}

/** Public formats that this room writes. Export, bundle, verifiers, FORMAT.md and help follow. */
export const FORMATS = [
  format({
    name: 'cloudevents',
    title: 'every entry as an event',
    paths: ['events.ndjson'],
    isDefault: false,
    isPackable: true,
    files: (evidence) => [
      { path: 'events.ndjson', open: (sink) => openCloudEvents(evidence.source, evidence.names, sink) },
    ],
  }),
  format({
    name: 'ocel',
    title: 'object-centric event log',
    paths: ['ocel.json'],
    isDefault: false,
    isPackable: true,
    files: (evidence) => [ocelJsonFile(evidence)],
  }),
  format({
    name: 'xes',
    title: 'event log by case',
    paths: ['cases.xes'],
    isDefault: false,
    isPackable: true,
    files: (evidence) => [xesFile(evidence)],
  }),
  format({
    name: 'oscal',
    title: 'catalogue, plan and results of the audit',
    paths: OSCAL_DOCUMENTS.map((name) => `oscal/${name}.json`),
    isDefault: true,
    isPackable: false,
    files: (evidence) =>
      OSCAL_DOCUMENTS.map((name) => textFile(`oscal/${name}.json`, () => oscalDocument(name, evidence))),
  }),
  format({
    name: 'csv',
    title: 'tables',
    paths: CSV_TABLES.map((table) => `csv/${table}.csv`),
    isDefault: true,
    isPackable: false,
    files: (evidence) => CSV_TABLES.map((table) => csvFile(table, evidence)),
  }),
  format({
    name: 'parquet',
    title: 'tables for large ledgers',
    paths: PARQUET_TABLES.map((table) => `parquet/${table}.parquet`),
    isDefault: false,
    isPackable: false,
    files: (evidence) => PARQUET_TABLES.map((table) => parquetTable(table, evidence)),
  }),
];
