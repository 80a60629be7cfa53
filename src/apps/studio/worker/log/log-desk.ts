import { failure, type Result, success } from '#base';
import {
  closeImport,
  importLines,
  type Known,
  type LogProblem,
  LogSample,
  loggedCases,
  type Mapping,
  type NamedSheet,
  problemOfLog,
  proposeMapping,
  RowImporter,
  readMapping,
  readWorkbook,
  type SheetFacts,
  sheetsOf,
} from '#caselog';
import type { AnyCaseLog } from '../../../shared/calibration/dated-log.ts';
import { type ImportIssue, issueOfLog, issueOfMapping } from '../../../shared/import/import-issues.ts';
import { spanOf } from '../../../shared/import/log-backlog.ts';
import { LOG_READERS, readCsv, STANDARD_MAPPINGS, workbookRead } from '../../../shared/import/read-log.ts';
import type { ColumnChoice, LogRequest } from '../../protocol.ts';
import { Refusal, type Work } from '../work.ts';
import { chosen, meaningOf, meaningsFor } from './column-meanings.ts';
import { bytesOf, type LogFile, logFileOf, workbookOf } from './log-file.ts';

/** A file, and its first rows; none for logs whose parts have standard names. */
interface OpenedLog {
  readonly file: LogFile;
  readonly sample: LogSample;
  /** The sheets of a workbook; empty for other files. */
  readonly sheets: readonly NamedSheet[];
  /** The sheet of the sample; null: the only visible one, or none yet. */
  readonly sheet: string | null;
  /** Whether the user must choose a sheet first. */
  readonly asksSheet: boolean;
}

/** Rows that the page shows. */
const ROWS_SHOWN = 8;
/** Issues that the page lists. */
const ISSUES_MAX = 50;
/** Rows that a page takes. Each event becomes an object, and browsers limit the memory of a page to some GB. */
const ROWS_MAX = 5_000_000;

/** The user's log: its bytes, and the cases that the last mapping gave. */
export class LogDesk {
  private opened: OpenedLog | null = null;
  private imported: AnyCaseLog | null = null;

  /** The cases of the last reading. */
  log(): AnyCaseLog {
    if (this.imported === null) throw new Refusal('give a log first, and a mapping by which it can be read');
    return this.imported;
  }

  async read({ choice, file, mapping, sheet }: LogRequest, work: Work): Promise<LogReading> {
    this.imported = null;
    if (file !== null) {
      this.opened = null;
      this.opened = await openedLog(logFileOf(file), work);
    }
    if (this.opened !== null && sheet !== undefined) this.opened = await onSheet(this.opened, sheet, work);
    const log = this.opened;
    if (log === null) throw new Refusal('give a log first');
    if (log.asksSheet && mapping === null) return unread(log, '', []);
    const text = mappingFor(log, mapping);
    if (!text.ok) return unread(log, mapping ?? '', [issueOfLog(text.problem)]);
    const edited = choice === null ? text.value : changed(text.value, choice);
    const read = readMapping('mapping', edited);
    if (!read.ok) return unread(log, edited, read.problem.map(issueOfMapping));
    return this.readBy(await this.sampled(log, read.value, work), edited, read.value, work);
  }

  /** The log with the first rows of the sheet that a mapping names. */
  private async sampled(log: OpenedLog, { sheet }: Mapping, work: Work): Promise<OpenedLog> {
    if (log.sheets.length === 0 || sheet === log.sheet) return log;
    this.opened = await onSheet(log, sheet, work);
    return this.opened;
  }

  private async readBy(log: OpenedLog, text: string, mapping: Mapping, work: Work): Promise<LogReading> {
    return {
      ...unread(log, text, []),
      meanings: meaningsFor(mapping),
      columns: log.sample.columns.map((name) => ({ name, meaning: meaningOf(mapping, name) })),
      ...(await this.import(log, mapping, work)),
    };
  }

  private async import({ file }: OpenedLog, mapping: Mapping, work: Work): Promise<Imported> {
    const importer = new RowImporter(mapping, file.format === 'xlsx' ? 'sheet' : 'text');
    const read = await rowsOf(file, mapping, importer, work);
    if (!read.ok) return { issues: [issueOfLog(read.problem)], ...NOTHING_READ };
    importer.end();
    if (importer.stopped !== null) return { issues: [issueOfLog(importer.stopped)], ...NOTHING_READ };
    const { log, report } = closeImport(importer, { name: file.name, ...read.value, mapping });
    const cases = loggedCases(log);
    if (log.caseCount > 0) this.imported = { name: file.name, timeZone: report.timeZone, cases };
    return {
      issues: report.refused.slice(0, ISSUES_MAX).map(issueOfLog),
      lines: importLines(report),
      cases: log.caseCount,
      span: instantsOf(cases),
      refusedRows: report.rows.refused,
    };
  }
}

/** What an import gives. */
interface Imported {
  /** The first issues. */
  readonly issues: readonly ImportIssue[];
  /** What was found, in lines; empty if nothing could be read. */
  readonly lines: readonly string[];
  readonly cases: number;
  readonly refusedRows: number;
  /** Its first event, and the first moment after its last one, as instants; null if nothing could be read. */
  readonly span: { readonly begin: string; readonly end: string } | null;
}

const NOTHING_READ: Omit<Imported, 'issues'> = { lines: [], cases: 0, refusedRows: 0, span: null };

/** Opens a file that the user gives. A sample shows its columns, and is what a mapping is proposed from. */
async function openedLog(file: LogFile, work: Work): Promise<OpenedLog> {
  const log = { file, sheets: [], sheet: null, asksSheet: false };
  const sample = new LogSample();
  if (file.format === 'xlsx') {
    const sheets = await sheetsOf(workbookOf(file, work));
    if (!sheets.ok) return stopped({ ...log, sample }, sheets.problem);
    const visible = sheets.value.filter(({ isHidden }) => !isHidden);
    if (sheets.value.length > 0 && visible.length !== 1)
      return { ...log, sample, sheets: sheets.value, asksSheet: true };
    return onSheet({ ...log, sample, sheets: sheets.value }, null, work);
  }
  if (file.format === 'csv') await readCsv(bytesOf(file, work), { separator: null, encoding: null }, sample);
  return { ...log, sample };
}

/** The log with the first rows of a sheet; null: of the only visible one. */
async function onSheet(log: OpenedLog, sheet: string | null, work: Work): Promise<OpenedLog> {
  if (log.sheets.length === 0 && sheet !== null) throw new Refusal(`${log.file.name} is no workbook`);
  const sample = new LogSample();
  const found = { ...log, sample, sheet, asksSheet: false };
  const read = await readWorkbook(workbookOf(log.file, work), sheet, sample);
  return read.ok ? found : stopped(found, read.problem);
}

function stopped(log: OpenedLog, problem: LogProblem): OpenedLog {
  log.sample.stop(problem);
  return log;
}

/** Passes on the rows, and says how they were read. */
async function rowsOf(
  file: LogFile,
  mapping: Mapping,
  importer: RowImporter,
  work: Work,
): Promise<
  Result<{ readonly read: Readonly<Record<string, Known>>; readonly sheet: SheetFacts | null }, LogProblem>
> {
  if (file.format === 'xlsx') {
    const facts = await readWorkbook(workbookOf(file, work), mapping.sheet, importer);
    return facts.ok ? success({ read: workbookRead(facts.value), sheet: facts.value }) : facts;
  }
  const bytes = bytesOf(file, work);
  const read = await LOG_READERS[file.format](
    {
      read: (take) =>
        bytes.read((piece) => {
          if (importer.rowCount > ROWS_MAX) importer.stop(TOO_MANY_ROWS);
          return !importer.isOver && take(piece);
        }),
    },
    mapping,
    importer,
  );
  return success({ read, sheet: null });
}

const TOO_MANY_ROWS = problemOfLog(
  `the log has more than ${ROWS_MAX.toLocaleString('en-GB')} rows, which is more than a page can hold`,
  'export a shorter time, or read it with meridian import',
);

function instantsOf(cases: AnyCaseLog['cases']): Imported['span'] {
  const span = spanOf(cases);
  if (span === null) return null;
  const instant = (ms: number) => new Date(ms).toISOString();
  return { begin: instant(span.firstMs), end: instant(span.lastMs + 1) };
}

type LogReading = ReturnType<typeof unread>;

/** A log of which nothing has been imported. */
function unread(
  { asksSheet, file: { name }, sample, sheet, sheets }: OpenedLog,
  mapping: string,
  issues: readonly ImportIssue[],
) {
  const columns = sample.columns.map((column) => ({ name: column, meaning: '' }));
  const rows = sample.rows.slice(0, ROWS_SHOWN);
  const only = sheets.find(({ isHidden }) => !isHidden)?.name ?? null;
  return {
    name,
    /** The sheets of a workbook; empty: it is none. */
    sheets,
    /** The sheet that was read; null: the log is no workbook, or the user must choose one. */
    sheet: asksSheet ? null : (sheet ?? only),
    /** Columns with their meanings, by the mapping. No columns for logs whose parts have standard names. */
    columns,
    rows,
    mapping,
    issues,
    /** What a column can mean. */
    meanings: [] as readonly string[],
    ...NOTHING_READ,
  };
}

/** The mapping that the user gives, the standard one of the format, or a proposal. */
function mappingFor({ file, sample, sheet }: OpenedLog, given: string | null): Result<string, LogProblem> {
  const text = given ?? (file.format === 'xlsx' ? undefined : STANDARD_MAPPINGS[file.format]);
  if (text !== undefined) return success(text);
  if (sample.stopped !== null) return failure(sample.stopped);
  const proposed = proposeMapping(sample);
  if (!proposed.ok || sheet === null) return proposed;
  return success(`${proposed.value}sheet: ${JSON.stringify(sheet)}\n`);
}

function changed(text: string, choice: ColumnChoice): string {
  const read = readMapping('mapping', text);
  return read.ok ? chosen(text, read.value, choice) : text;
}
