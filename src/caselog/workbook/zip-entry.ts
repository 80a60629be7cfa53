import { Inflate } from 'fflate';
import { failure, type Result, shown, success } from '#base';
import { type LogProblem, problemOfLog } from '../rows/refusals.ts';
import type { WorkbookFile } from './workbook-file.ts';
import { partKey, viewOf, type ZipEntry } from './zip-directory.ts';

/** Bytes that are decompressed at once. They become 17 MB at most, because deflate expands by at most 1,032. */
const PIECE_BYTES = 1 << 14;

/** An entry may grow by this factor, or to this many bytes if that is more. The XML of real sheets grows 5 to 40 times. */
const EXPANSION_MAX = 200;
const EXPANDED_FREE_BYTES = 1 << 26;
/** A sheet with a million rows of 15 columns has about 700 MB. */
const EXPANDED_MAX = 2 ** 32;

const [LOCAL_HEADER, LOCAL_LENGTH] = [0x04034b50, 30];
const [STORED, DEFLATE] = [0, 8];

/**
 * Passes on the bytes of an entry until its end, or until `take` returns false. Refuses an entry that grows too much, or that is not as the
 * directory describes it.
 */
export async function readZipEntry(
  file: WorkbookFile,
  entry: ZipEntry,
  take: (bytes: Uint8Array) => boolean,
): Promise<Result<undefined, LogProblem>> {
  const from = await dataOf(file, entry);
  if (!from.ok) return from;
  const unpacker = new Unpacker(file, entry, take);
  const { packedSize } = entry;
  for (let at = 0; at < packedSize && unpacker.problem === null && !unpacker.isOver; at += PIECE_BYTES) {
    const bytes = await file.read(from.value + at, Math.min(PIECE_BYTES, packedSize - at));
    unpacker.push(bytes, at + bytes.length >= packedSize);
  }
  const problem = unpacker.problem ?? (unpacker.isOver ? null : unpacker.whatIsOff());
  return problem === null ? success(undefined) : failure(problem);
}

/** Where the bytes of the entry begin, if its header agrees with the directory. */
async function dataOf(file: WorkbookFile, entry: ZipEntry): Promise<Result<number, LogProblem>> {
  const { headerAt, isEncrypted, method, name, packedSize, size } = entry;
  const refuse = (problem: string, remedy: string) =>
    failure(problemOfLog(`${shown(name)} in the zip ${problem}`, remedy));
  if (isEncrypted) return refuse('is encrypted', 'save the workbook without a password');
  if (method !== STORED && method !== DEFLATE) {
    return refuse(`is compressed by method ${method}, which no workbook uses`, AGAIN);
  }
  const header = await file.read(headerAt, LOCAL_LENGTH);
  const view = viewOf(header);
  if (header.length < LOCAL_LENGTH || view.getUint32(0, true) !== LOCAL_HEADER) {
    return refuse('is not where the directory says', AGAIN);
  }
  const nameLength = view.getUint16(26, true);
  const own = String.fromCharCode(...(await file.read(headerAt + LOCAL_LENGTH, nameLength)));
  if (partKey(own) !== partKey(name)) return refuse(`is named ${shown(own)} where it begins`, AGAIN);
  const from = headerAt + LOCAL_LENGTH + nameLength + view.getUint16(28, true);
  if (from + packedSize > file.size)
    return refuse('goes beyond the end of the file', 'download or export it again');
  if (size > mostBytes(entry)) return failure(growsTooMuch(entry));
  return success(from);
}

/** Decompresses an entry, and counts what comes out. */
class Unpacker {
  problem: LogProblem | null = null;
  /** True when `take` wants no more. */
  isOver = false;
  private readonly file: WorkbookFile;
  private readonly entry: ZipEntry;
  private readonly take: (bytes: Uint8Array) => boolean;
  private readonly inflate: Inflate | null;
  private count = 0;
  private checksum = 0;

  constructor(file: WorkbookFile, entry: ZipEntry, take: (bytes: Uint8Array) => boolean) {
    this.file = file;
    this.entry = entry;
    this.take = take;
    this.inflate = entry.method === DEFLATE ? new Inflate((bytes) => this.pass(bytes)) : null;
  }

  push(bytes: Uint8Array, isLast: boolean): void {
    if (this.inflate === null) return this.pass(bytes);
    try {
      this.inflate.push(bytes, isLast);
    } catch (error) {
      const why = error instanceof Error ? error.message : '';
      this.problem ??= problemOfLog(`${this.name} cannot be decompressed: ${why}`, AGAIN);
    }
  }

  /** How the whole entry differs from what the directory says of it; null if it does not. */
  whatIsOff(): LogProblem | null {
    const { count, entry } = this;
    if (count !== entry.size) return this.lie(`becomes ${bytesOf(count)}`);
    if (this.checksum === entry.crc32) return null;
    return problemOfLog(`${this.name} is damaged: its checksum is wrong`, AGAIN);
  }

  private pass(bytes: Uint8Array): void {
    if (this.isOver || this.problem !== null) return;
    this.count += bytes.length;
    if (this.count > mostBytes(this.entry)) this.problem = growsTooMuch(this.entry);
    else if (this.count > this.entry.size) this.problem = this.lie(`becomes more than that`);
    if (this.problem !== null) return;
    this.checksum = this.file.crc32(bytes, this.checksum);
    if (bytes.length > 0) this.isOver = !this.take(bytes);
  }

  private lie(but: string): LogProblem {
    return problemOfLog(
      `the directory of the zip says that ${this.name} has ${bytesOf(this.entry.size)}, but it ${but}`,
      AGAIN,
    );
  }

  private get name(): string {
    return shown(this.entry.name);
  }
}

const AGAIN = 'save the workbook again in the program that made it, or export it as CSV';

function mostBytes({ packedSize }: ZipEntry): number {
  return Math.min(EXPANDED_MAX, Math.max(EXPANDED_FREE_BYTES, packedSize * EXPANSION_MAX));
}

function growsTooMuch(entry: ZipEntry): LogProblem {
  const most = mostBytes(entry);
  return problemOfLog(
    `${shown(entry.name)} becomes more than ${bytesOf(most)} when it is decompressed, from ${bytesOf(entry.packedSize)}, which no sheet does`,
    'export the rows as CSV, if it is a workbook',
  );
}

function bytesOf(count: number): string {
  return `${count.toLocaleString('en-GB')} bytes`;
}
