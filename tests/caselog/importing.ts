import {
  type CaseLog,
  CsvLog,
  closeImport,
  type ImportReport,
  type LoggedCase,
  type LogProblem,
  loggedCases,
  RowImporter,
  readMapping,
  readWorkbook,
  XesLog,
} from '#caselog';
import { successOf } from '../running.ts';
import { fileOf } from './making-workbooks.ts';

export interface Imported {
  readonly stopped: LogProblem | null;
  readonly report: ImportReport;
  readonly log: CaseLog;
}

/** Imports the text of a CSV log, in pieces of this many characters. */
export function importCsv(text: string, mappingText: string, piece = 1 << 16): Imported {
  const mapping = successOf(readMapping('mapping.yaml', `meridian-mapping: 1\n${mappingText}`));
  const importer = new RowImporter(mapping);
  const csv = new CsvLog(mapping.separator, importer);
  for (let at = 0; at < text.length; at += piece) csv.take(text.slice(at, at + piece));
  csv.end();
  importer.end();
  const separator = { value: csv.separator ?? '', from: 'guessed' } as const;
  const { log, report } = closeImport(importer, { name: 'log.csv', read: { separator }, mapping });
  return { stopped: importer.stopped, report, log };
}

/** The cases of a log. */
export function casesOf({ log }: Pick<Imported, 'log'>): readonly LoggedCase[] {
  return loggedCases(log);
}

/** Imports the text of a log in XES by a mapping file, in pieces of this many characters. */
export function importXes(text: string, mappingText: string, piece = 1 << 16): Imported {
  const mapping = successOf(readMapping('xes.yaml', mappingText));
  const importer = new RowImporter(mapping);
  const xes = new XesLog(mapping, importer);
  for (let at = 0; at < text.length; at += piece) xes.take(text.slice(at, at + piece));
  xes.end();
  importer.end();
  const { log, report } = closeImport(importer, { name: 'log.xes', read: {}, mapping });
  return { stopped: importer.stopped, report, log };
}

/** Imports a workbook; `problem`: why no sheet could be read. */
export async function importWorkbook(
  bytes: Uint8Array,
  mappingText: string,
): Promise<Imported & { readonly problem: LogProblem | null }> {
  const mapping = successOf(readMapping('mapping.yaml', `meridian-mapping: 1\n${mappingText}`));
  const importer = new RowImporter(mapping, 'sheet');
  const read = await readWorkbook(fileOf(bytes), mapping.sheet, importer);
  if (read.ok) importer.end();
  const sheet = read.ok ? read.value : null;
  const { log, report } = closeImport(importer, { name: 'log.xlsx', read: {}, mapping, sheet });
  return { stopped: importer.stopped, report, log, problem: read.ok ? null : read.problem };
}
