import { failure, type Result, success } from '#base';
import {
  closeImport,
  importLines,
  type LogProblem,
  LogSample,
  type Mapping,
  proposeMapping,
  RowImporter,
  readMapping,
} from '#caselog';
import type { ScenarioIssue } from '#scenario';
import type { AnyCaseLog } from '../../../shared/calibration/dated-log.ts';
import {
  LOG_READERS,
  type LogBytes,
  type LogFormat,
  readCsv,
  STANDARD_MAPPINGS,
} from '../../../shared/import/read-log.ts';
import type { DroppedFile, LogIssue, LogReading, LogRequest } from '../../protocol.ts';
import { Refusal, type Work } from '../work.ts';
import { chosen, meaningOf, meaningsFor } from './column-meanings.ts';

interface LogFile {
  readonly name: string;
  readonly format: LogFormat;
  readonly bytes: Uint8Array;
}

/** Rows that the page shows. */
const ROWS_SHOWN = 8;
/** Issues that the page lists. */
const ISSUES_MAX = 50;
/** Bytes between two looks at messages of the page. */
const PIECE_BYTES = 1 << 18;

/** The user's log: its bytes, and the cases that the last mapping gave. */
export class LogDesk {
  private file: LogFile | null = null;
  private imported: AnyCaseLog | null = null;

  /** The cases of the last reading. */
  log(): AnyCaseLog {
    if (this.imported === null) throw new Refusal('give a log first, and a mapping by which it can be read');
    return this.imported;
  }

  async read({ choice, file, mapping }: LogRequest, work: Work): Promise<LogReading> {
    if (file !== null) this.file = fileOf(file);
    const log = this.file;
    if (log === null) throw new Refusal('give a log first');
    this.imported = null;
    const sample = log.format === 'csv' ? await sampleOf(log, work) : new LogSample();
    const { columns, rows } = sample;
    const head = { name: log.name, columns: columns.map((name) => ({ name, meaning: '' })), meanings: [] };
    const nothing: LogReading = {
      ...{ ...head, rows: rows.slice(0, ROWS_SHOWN), mapping: mapping ?? '', issues: [], lines: [] },
      ...{ cases: 0, refusedRows: 0 },
    };
    const text = mappingFor(log, mapping, sample);
    if (!text.ok) return { ...nothing, issues: [ofLog(text.problem)] };
    const edited = choice === null ? text : changed(text.value, choice);
    const read = readMapping('mapping', edited.value);
    if (!read.ok) return { ...nothing, mapping: edited.value, issues: read.problem.map(ofMapping) };
    const shown = {
      ...nothing,
      mapping: edited.value,
      meanings: meaningsFor(read.value),
      columns: columns.map((name) => ({ name, meaning: meaningOf(read.value, name) })),
    };
    return { ...shown, ...(await this.import(log, read.value, work)) };
  }

  private async import(
    log: LogFile,
    mapping: Mapping,
    work: Work,
  ): Promise<Pick<LogReading, 'issues' | 'lines' | 'cases' | 'refusedRows'>> {
    const importer = new RowImporter(mapping);
    const read = await LOG_READERS[log.format](bytesOf(log, work), mapping, importer);
    if (!read.ok) throw new Refusal('the log cannot be read');
    importer.end();
    if (importer.stopped !== null)
      return { issues: [ofLog(importer.stopped)], lines: [], cases: 0, refusedRows: 0 };
    const { log: caseLog, report } = closeImport(importer, { name: log.name, read: read.value, mapping });
    const { caseCount } = caseLog;
    if (caseCount > 0) {
      const cases = Array.from({ length: caseCount }, (_, number) => caseLog.caseAt(number));
      this.imported = { name: log.name, timeZone: report.timeZone, cases };
    }
    return {
      issues: report.refused.slice(0, ISSUES_MAX).map(ofLog),
      lines: importLines(report),
      cases: caseCount,
      refusedRows: report.rows.refused,
    };
  }
}

function fileOf({ bytes, path }: DroppedFile): LogFile {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (/\.(gz|br|zip)$/i.test(name)) {
    throw new Refusal(
      `${name} is compressed: unpack it first, or use meridian import, which reads .gz and .br`,
    );
  }
  return { name, format: formatOf(name), bytes: new Uint8Array(bytes) };
}

/** By the ending of the name. */
function formatOf(name: string): LogFormat {
  if (/\.xes$/i.test(name)) return 'xes';
  return /\.(json|jsonocel)$/i.test(name) ? 'ocel' : 'csv';
}

async function sampleOf(log: LogFile, work: Work): Promise<LogSample> {
  const sample = new LogSample();
  const read = await readCsv(bytesOf(log, work), { separator: null, encoding: null }, sample);
  if (!read.ok) throw new Refusal('the log cannot be read');
  return sample;
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

/** The mapping that the user gives, the standard one of the format, or a proposal. */
function mappingFor(
  { format }: LogFile,
  given: string | null,
  sample: LogSample,
): Result<string, LogProblem> {
  const text = given ?? STANDARD_MAPPINGS[format];
  if (text !== undefined) return success(text);
  return sample.stopped === null ? proposeMapping(sample) : failure(sample.stopped);
}

function changed(text: string, choice: NonNullable<LogRequest['choice']>): { readonly value: string } {
  const read = readMapping('mapping', text);
  return { value: read.ok ? chosen(text, read.value, choice) : text };
}

function ofLog({ problem, ...place }: LogProblem): LogIssue {
  return { in: 'log', ...place, message: problem };
}

function ofMapping({ line, message, path, remedy, value }: ScenarioIssue): LogIssue {
  return { in: 'mapping', row: line, column: path, value, message, remedy };
}
