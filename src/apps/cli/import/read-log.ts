import { basename } from 'node:path';
import { plural } from '#base';
import {
  type Known,
  type LogProblem,
  type Mapping,
  problemLine,
  readWorkbook,
  type SheetFacts,
  type SheetSink,
} from '#caselog';
import { formatOf, LOG_READERS, readCsv, workbookRead } from '../../shared/import/read-log.ts';
import { complained } from '../../shared/problem.ts';
import { openLog } from '../../shared/verify/log-bytes.ts';
import { withWorkbook } from './workbook-bytes.ts';

const NO_LOG = 'name a log in CSV, XLSX, XES (.xes) or OCEL 2.0 (.json), possibly compressed (.gz, .br)';

/** How a log was read, apart from its rows. */
export interface ReadLog {
  readonly read: Readonly<Record<string, Known>>;
  /** Null: the log is no workbook. */
  readonly sheet: SheetFacts | null;
}

type ReadAs = ReadLog;

/** Reads a log, and passes on its rows. What is wrong with the log itself stops the sink. */
export async function readLog(path: string, mapping: Mapping, sink: SheetSink): Promise<ReadAs> {
  const format = formatOf(path);
  if (format === 'xlsx') return readXlsx(path, mapping.sheet, sink);
  return { read: await LOG_READERS[format](openLog(path, NO_LOG), mapping, sink), sheet: null };
}

/** Reads the first rows of a log in columns, whatever they mean. */
export async function readSample(path: string, sheet: string | null, sink: SheetSink): Promise<ReadAs> {
  if (formatOf(path) === 'xlsx') return readXlsx(path, sheet, sink);
  const read = await readCsv(openLog(path, NO_LOG), { separator: null, encoding: null }, sink);
  return { read, sheet: null };
}

async function readXlsx(path: string, sheet: string | null, sink: SheetSink): Promise<ReadAs> {
  const facts = await withWorkbook(path, NO_LOG, (file) => readWorkbook(file, sheet, sink));
  if (!facts.ok) return problemsOf(basename(path), [facts.problem]);
  return { read: workbookRead(facts.value), sheet: facts.value };
}

/** Refuses a log. `log`: its name in messages. */
export function problemsOf(log: string, problems: readonly LogProblem[]): never {
  return complained(
    'bad input',
    problems.map((one) => complaintOf(log, one, 1)),
  );
}

/** `count`: listed rows with this problem. */
export function complaintOf(
  log: string,
  problem: LogProblem,
  count: number,
): { readonly message: string; readonly remedy: string } {
  const more = count === 1 ? '' : `; ${plural(count - 1, 'more row')} of those listed`;
  return { message: `${problemLine(log, problem)}${more}`, remedy: problem.remedy };
}
