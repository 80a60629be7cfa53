import { failure, type Result, success } from '#base';
import { type LogProblem, problemOfLog } from '../rows/refusals.ts';
import type { WorkbookFile } from './workbook-file.ts';

/** An entry of a zip, as its directory describes it. */
export interface ZipEntry {
  /** The name as the directory has it. */
  readonly name: string;
  readonly isEncrypted: boolean;
  /** 0: stored, 8: deflate. */
  readonly method: number;
  readonly crc32: number;
  readonly packedSize: number;
  readonly size: number;
  readonly headerAt: number;
}

/** Entries by name in lower case, with slashes, as parts of a workbook are found. */
export type ZipDirectory = ReadonlyMap<string, ZipEntry>;

const [END, DIRECTORY_ENTRY, END_64, LOCATOR_64] = [0x06054b50, 0x02014b50, 0x06064b50, 0x07064b50];
const [END_LENGTH, ENTRY_LENGTH, LOCATOR_LENGTH, END_64_LENGTH] = [22, 46, 20, 56];
const COMMENT_MAX = 0xffff;
/** A field with this value is in the part for large files. */
const [IN_64_SHORT, IN_64] = [0xffff, 0xffffffff];
/** A workbook has some tens of entries, with pictures some thousand. */
const ENTRIES_MAX = 20_000;
const DIRECTORY_BYTES_MAX = 1 << 24;

/** Reads the directory of a zip (PKWARE APPNOTE 6.3.10, sections 4.3.12 to 4.3.16). Sizes in it are checked when an entry is read. */
export async function readZipDirectory(file: WorkbookFile): Promise<Result<ZipDirectory, LogProblem>> {
  const tailAt = Math.max(0, file.size - END_LENGTH - COMMENT_MAX - LOCATOR_LENGTH);
  const tail = await file.read(tailAt, file.size - tailAt);
  const endAt = endOf(tail);
  if (endAt === -1) return cutOff();
  const place = await placeOf(file, tail, endAt);
  if (place === null || place.from + place.length > file.size) return cutOff();
  if (place.length > DIRECTORY_BYTES_MAX || place.count > ENTRIES_MAX) {
    return damaged(
      `the zip says that it has ${place.count.toLocaleString('en-GB')} entries, which no workbook has`,
    );
  }
  return entriesIn(await file.read(place.from, place.length), place.count);
}

/** Where the record at the end of the zip begins; −1 if there is none. */
function endOf(tail: Uint8Array): number {
  const view = viewOf(tail);
  for (let at = tail.length - END_LENGTH; at >= 0; at--) {
    if (view.getUint32(at, true) === END && at + END_LENGTH + view.getUint16(at + 20, true) <= tail.length)
      return at;
  }
  return -1;
}

interface DirectoryPlace {
  readonly count: number;
  readonly from: number;
  readonly length: number;
}

async function placeOf(file: WorkbookFile, tail: Uint8Array, endAt: number): Promise<DirectoryPlace | null> {
  const view = viewOf(tail);
  const place = {
    count: view.getUint16(endAt + 10, true),
    length: view.getUint32(endAt + 12, true),
    from: view.getUint32(endAt + 16, true),
  };
  if (place.count !== IN_64_SHORT && place.length !== IN_64 && place.from !== IN_64) return place;
  const locatorAt = endAt - LOCATOR_LENGTH;
  if (locatorAt < 0 || view.getUint32(locatorAt, true) !== LOCATOR_64) return place;
  const end64 = await file.read(Number(view.getBigUint64(locatorAt + 8, true)), END_64_LENGTH);
  const large = viewOf(end64);
  if (end64.length < END_64_LENGTH || large.getUint32(0, true) !== END_64) return null;
  return {
    count: Number(large.getBigUint64(32, true)),
    length: Number(large.getBigUint64(40, true)),
    from: Number(large.getBigUint64(48, true)),
  };
}

function entriesIn(bytes: Uint8Array, count: number): Result<ZipDirectory, LogProblem> {
  const view = viewOf(bytes);
  const entries = new Map<string, ZipEntry>();
  let at = 0;
  for (let number = 0; number < count; number++) {
    if (at + ENTRY_LENGTH > bytes.length || view.getUint32(at, true) !== DIRECTORY_ENTRY) {
      return damaged(`entry ${number + 1} of ${count} in the directory of the zip is broken`);
    }
    const nameLength = view.getUint16(at + 28, true);
    const extraLength = view.getUint16(at + 30, true);
    const extraAt = at + ENTRY_LENGTH + nameLength;
    const next = extraAt + extraLength + view.getUint16(at + 32, true);
    if (next > bytes.length) return damaged(`entry ${number + 1} of ${count} in the zip is broken`);
    const entry = entryAt(view, at, bytes.subarray(at + ENTRY_LENGTH, extraAt));
    const key = partKey(entry.name);
    if (entries.has(key)) return damaged(`the zip has two entries named ${entry.name}`);
    entries.set(key, inLarge(entry, bytes.subarray(extraAt, extraAt + extraLength)));
    at = next;
  }
  return success(entries);
}

function entryAt(view: DataView, at: number, name: Uint8Array): ZipEntry {
  return {
    // Names of parts are ASCII; others need not be found.
    name: String.fromCharCode(...name),
    isEncrypted: (view.getUint16(at + 8, true) & 1) === 1,
    method: view.getUint16(at + 10, true),
    crc32: view.getUint32(at + 16, true),
    packedSize: view.getUint32(at + 20, true),
    size: view.getUint32(at + 24, true),
    headerAt: view.getUint32(at + 42, true),
  };
}

/** Takes sizes and the offset from the extra field for large files, if they are there (section 4.5.3). */
function inLarge(entry: ZipEntry, extra: Uint8Array): ZipEntry {
  const view = viewOf(extra);
  for (let at = 0; at + 4 <= extra.length; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== 1) continue;
    const end = Math.min(extra.length, at + 4 + view.getUint16(at + 2, true));
    let from = at + 4;
    const next = (value: number) => {
      if (value !== IN_64 || from + 8 > end) return value;
      from += 8;
      return Number(view.getBigUint64(from - 8, true));
    };
    const size = next(entry.size);
    const packedSize = next(entry.packedSize);
    return { ...entry, size, packedSize, headerAt: next(entry.headerAt) };
  }
  return entry;
}

/** Names of parts are equal without regard to case (ECMA-376 part 2, 6.2.2.3). Some writers use backslashes. */
export function partKey(name: string): string {
  return name.replaceAll('\\', '/').replace(/^\/+/, '').toLowerCase();
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function cutOff() {
  return failure(
    problemOfLog(
      'the workbook is a zip without its directory, which stands at the end: it seems to be cut off',
      'download or export it again',
    ),
  );
}

function damaged(problem: string) {
  return failure(
    problemOfLog(problem, 'save the workbook again in the program that made it, or export it as CSV'),
  );
}
