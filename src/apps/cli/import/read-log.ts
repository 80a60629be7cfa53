import { type FileHandle, open } from 'node:fs/promises';
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
  type TextPieces,
  type WorkbookFile,
} from '#caselog';
import { sizeOfRegularFile } from '../../shared/files/regular-file.ts';
import { compressedTwice, WorkbookText } from '../../shared/import/log-text.ts';
import { formatOf, LOG_READERS, readCsv, workbookRead } from '../../shared/import/read-log.ts';
import { complained, refusalOf } from '../../shared/problem.ts';
import { openLog } from '../../shared/verify/log-bytes.ts';

const NO_LOG = 'name a log in CSV, XLSX, XES (.xes) or OCEL 2.0 (.json), possibly compressed (.gz, .br)';

/** How a log was read, apart from its rows. */
interface ReadLog {
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

/** Bytes that are read at once: a reader asks for less, mostly one piece after another. */
const BLOCK_BYTES = 1 << 18;

/** Opens a workbook for `work`, and closes it. `remedy`: what to do if it cannot be opened or read. */
async function withWorkbook<Value>(
  path: string,
  remedy: string,
  work: (file: WorkbookFile) => Promise<Value>,
): Promise<Value> {
  if (/\.(?:gz|br)$/.test(path)) return compressedTwice(path);
  let handle: FileHandle | null = null;
  try {
    const size = sizeOfRegularFile(path);
    handle = await open(path);
    return await work(new FileAt(handle, size));
  } catch (error) {
    throw refusalOf(error, path, remedy);
  } finally {
    await handle?.close();
  }
}

class FileAt implements WorkbookFile {
  readonly size: number;
  private readonly handle: FileHandle;
  private block = new Uint8Array(0);
  private blockAt = 0;

  constructor(handle: FileHandle, size: number) {
    this.handle = handle;
    this.size = size;
  }

  crc32(bytes: Uint8Array, before: number): number {
    return crc32(bytes, before);
  }

  newDecoder(): TextPieces {
    return new WorkbookText();
  }

  async read(from: number, length: number): Promise<Uint8Array> {
    const inside = from - this.blockAt;
    if (inside >= 0 && inside + length <= this.block.length)
      return this.block.subarray(inside, inside + length);
    const wanted = Math.max(0, Math.min(Math.max(length, BLOCK_BYTES), this.size - from));
    const room = new Uint8Array(wanted);
    let filled = 0;
    while (filled < wanted) {
      const { bytesRead } = await this.handle.read(room, filled, wanted - filled, from + filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    this.block = room.subarray(0, filled);
    this.blockAt = from;
    return this.block.subarray(0, length);
  }
}
