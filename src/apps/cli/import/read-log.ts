import { basename } from 'node:path';
import { crc32 } from 'node:zlib';
import { plural } from '#base';
import {
  type Known,
  type LogProblem,
  type Mapping,
  problemLine,
  readWorkbook,
  type SheetFacts,
  type SheetSink,
  type WorkbookFile,
} from '#caselog';
import { openFile } from '../../shared/host.ts';
import { compressedTwice, WorkbookText } from '../../shared/import/log-text.ts';
import { formatOf, LOG_READERS, readCsv, workbookRead } from '../../shared/import/read-log.ts';
import { attempt, complained, refusalOf } from '../../shared/problem.ts';
import { openLog } from '../../shared/verify/log-bytes.ts';

const NO_LOG = 'name a log in CSV, XLSX, XES (.xes) or OCEL 2.0 (.json), possibly compressed (.gz, .br)';

/** How a log was read, apart from its rows. */
interface ReadLog {
  readonly read: Readonly<Record<string, Known>>;
  /** Null: the log is no workbook. */
  readonly sheet: SheetFacts | null;
}

/** Reads a log, and passes on its rows. What is wrong with the log itself stops the sink. */
export async function readLog(path: string, mapping: Mapping, sink: SheetSink): Promise<ReadLog> {
  const format = formatOf(path);
  if (format === 'xlsx') return readXlsx(path, mapping.sheet, sink);
  return { read: await LOG_READERS[format](openLog(path, NO_LOG), mapping, sink), sheet: null };
}

/** Reads the first rows of a log in columns, whatever they mean. */
export async function readSample(path: string, sheet: string | null, sink: SheetSink): Promise<ReadLog> {
  if (formatOf(path) === 'xlsx') return readXlsx(path, sheet, sink);
  const read = await readCsv(openLog(path, NO_LOG), { separator: null, encoding: null }, sink);
  return { read, sheet: null };
}

async function readXlsx(path: string, sheet: string | null, sink: SheetSink): Promise<ReadLog> {
  const facts = await withWorkbook(path, (file) => readWorkbook(file, sheet, sink));
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

/** Opens a workbook for `work`, and closes it. */
async function withWorkbook<Value>(
  path: string,
  work: (file: WorkbookFile) => Promise<Value>,
): Promise<Value> {
  if (/\.(?:gz|br)$/.test(path)) return compressedTwice(path);
  const file = attempt(path, NO_LOG, () => openFile(path));
  try {
    return await work({
      size: file.size,
      read: async (from, length) => file.read(from, length).slice(),
      crc32,
      newDecoder: () => new WorkbookText(),
    });
  } catch (error) {
    throw refusalOf(error, path, NO_LOG);
  } finally {
    file.close();
  }
}
