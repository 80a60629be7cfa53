import { failure, type Result, success } from '#base';
import {
  closeImport,
  importLines,
  type LogProblem,
  LogSample,
  loggedCases,
  type Mapping,
  proposeMapping,
  RowImporter,
  readMapping,
} from '#caselog';
import type { AnyCaseLog } from '../../../shared/calibration/dated-log.ts';
import { type ImportIssue, issueOfLog, issueOfMapping } from '../../../shared/import/import-issues.ts';
import { spanOf } from '../../../shared/import/log-backlog.ts';
import {
  LOG_READERS,
  type LogBytes,
  type LogFormat,
  readCsv,
  STANDARD_MAPPINGS,
  textFormatOf,
} from '../../../shared/import/read-log.ts';
import type { ColumnChoice, DroppedFile, LogReading, LogRequest } from '../../protocol.ts';
import { Refusal, type Work } from '../work.ts';
import { chosen, meaningOf, meaningsFor } from './column-meanings.ts';

interface LogFile {
  readonly name: string;
  readonly format: LogFormat;
  readonly bytes: Uint8Array;
}

/** A file, and its first rows; none for logs whose parts have standard names. */
interface OpenedLog extends LogFile {
  readonly sample: LogSample;
}

/** Rows that the page shows. */
const ROWS_SHOWN = 8;
/** Issues that the page lists. */
const ISSUES_MAX = 50;
/** Bytes between two looks at messages of the page. */
const PIECE_BYTES = 1 << 18;

/** The user's log: its bytes, and the cases that the last mapping gave. */
export class LogDesk {
  private opened: OpenedLog | null = null;
  private imported: AnyCaseLog | null = null;

  /** The cases of the last reading. */
  log(): AnyCaseLog {
    if (this.imported === null) throw new Refusal('give a log first, and a mapping by which it can be read');
    return this.imported;
  }

  async read({ choice, file, mapping }: LogRequest, work: Work): Promise<LogReading> {
    if (file !== null) this.opened = await openedLog(file, work);
    const log = this.opened;
    if (log === null) throw new Refusal('give a log first');
    this.imported = null;
    const text = mappingFor(log, mapping);
    if (!text.ok) return unread(log, mapping ?? '', [issueOfLog(text.problem)]);
    const edited = choice === null ? text.value : changed(text.value, choice);
    const read = readMapping('mapping', edited);
    if (!read.ok) return unread(log, edited, read.problem.map(issueOfMapping));
    return {
      ...unread(log, edited, []),
      meanings: meaningsFor(read.value),
      columns: log.sample.columns.map((name) => ({ name, meaning: meaningOf(read.value, name) })),
      ...(await this.import(log, read.value, work)),
    };
  }

  private async import(
    log: LogFile,
    mapping: Mapping,
    work: Work,
  ): Promise<Pick<LogReading, 'issues' | 'lines' | 'cases' | 'refusedRows' | 'span'>> {
    const importer = new RowImporter(mapping);
    const read = await LOG_READERS[log.format](bytesOf(log, work), mapping, importer);
    if (!read.ok) throw new Refusal('the log cannot be read');
    importer.end();
    if (importer.stopped !== null) return { issues: [issueOfLog(importer.stopped)], ...NOTHING_READ };
    const { log: caseLog, report } = closeImport(importer, { name: log.name, read: read.value, mapping });
    const { caseCount } = caseLog;
    const cases = loggedCases(caseLog);
    if (caseCount > 0) this.imported = { name: log.name, timeZone: report.timeZone, cases };
    return {
      issues: report.refused.slice(0, ISSUES_MAX).map(issueOfLog),
      lines: importLines(report),
      cases: caseCount,
      span: instantsOf(cases),
      refusedRows: report.rows.refused,
    };
  }
}

/** Opens a file that the user gives. A sample shows its columns, and is what a mapping is proposed from. */
async function openedLog({ bytes, path }: DroppedFile, work: Work): Promise<OpenedLog> {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (/\.(gz|br|zip)$/i.test(name)) {
    throw new Refusal(
      `${name} is compressed: unpack it first, or use meridian import, which reads .gz and .br`,
    );
  }
  const file = { name, format: textFormatOf(name.toLowerCase()), bytes: new Uint8Array(bytes) };
  const sample = new LogSample();
  if (file.format !== 'csv') return { ...file, sample };
  const read = await readCsv(bytesOf(file, work), { separator: null, encoding: null }, sample);
  if (!read.ok) throw new Refusal('the log cannot be read');
  return { ...file, sample };
}

/** The bytes, with a look at messages of the page after each piece. */
function bytesOf({ bytes }: LogFile, work: Work): LogBytes {
  return {
    async read(take) {
      for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
        if (!take(bytes.subarray(at, at + PIECE_BYTES))) break;
        work.progress({ share: at / bytes.length, stage: 'reading', cases: 0, waiting: 0 });
        await work.breathe();
      }
      return success(undefined);
    },
  };
}

/** A log of which nothing has been imported. */
function unread({ name, sample }: OpenedLog, mapping: string, issues: readonly ImportIssue[]): LogReading {
  const columns = sample.columns.map((column) => ({ name: column, meaning: '' }));
  const rows = sample.rows.slice(0, ROWS_SHOWN);
  return { name, columns, rows, mapping, issues, meanings: [], ...NOTHING_READ };
}

const NOTHING_READ = { lines: [], cases: 0, refusedRows: 0, span: null };

function instantsOf(cases: AnyCaseLog['cases']): LogReading['span'] {
  const span = spanOf(cases);
  if (span === null) return null;
  const [begin, end] = [span.firstMs, span.lastMs + 1].map((ms) => new Date(ms).toISOString());
  return { begin: begin ?? '', end: end ?? '' };
}

/** The mapping that the user gives, the standard one of the format, or a proposal. */
function mappingFor({ format, sample }: OpenedLog, given: string | null): Result<string, LogProblem> {
  const text = given ?? STANDARD_MAPPINGS[format];
  if (text !== undefined) return success(text);
  return sample.stopped === null ? proposeMapping(sample) : failure(sample.stopped);
}

function changed(text: string, choice: ColumnChoice): string {
  const read = readMapping('mapping', text);
  return read.ok ? chosen(text, read.value, choice) : text;
}
