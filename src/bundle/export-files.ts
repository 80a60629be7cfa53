import { type BundleFile, type Evidence, type ExportFormat, FORMATS, format, textFile } from '#exports';
import { openRecord, processingRecord, processingRecordCsv, subProcessorsCsv } from '#statements';

/** The records that a processor must keep. `statements` makes them, so they are not among the formats of `exports`. */
const RECORDS = format({
  name: 'gdpr',
  title: 'record of processing, and sub-processors',
  paths: ['processing-record.csv', 'sub-processors.csv', 'processing-record.html', 'sub-processors.html'].map(
    (name) => `gdpr/${name}`,
  ),
  isDefault: true,
  isPackable: false,
  files: (evidence) => [
    recordFile(evidence),
    textFile('gdpr/sub-processors.csv', () => subProcessorsCsv(processingRecord(evidence))),
  ],
});

export type FormatName = (typeof FORMATS | (typeof RECORDS)[])[number]['name'];

/** All formats. The records follow the tables, which auditors open, too. */
export const EXPORT_FORMATS: readonly ExportFormat<FormatName>[] = FORMATS.flatMap(
  (one): readonly ExportFormat<FormatName>[] => (one.name === 'csv' ? [one, RECORDS] : [one]),
);

/** The files of a format, except pages. */
export function exportFiles(name: FormatName, evidence: Evidence): readonly BundleFile[] {
  return EXPORT_FORMATS.flatMap((one) => (one.name === name ? one.files(evidence) : []));
}

/** The first of the record's files. Its data is gathered while the cases are assembled for other files. */
function recordFile(evidence: Evidence): BundleFile {
  return {
    path: 'gdpr/processing-record.csv',
    open: (sink) => {
      const record = openRecord(evidence);
      return {
        oneCase: (history) => record.add(history),
        end: () => sink.text(processingRecordCsv(record.finish())),
      };
    },
  };
}
