import { type Result, success } from '#base';
import type { WorkbookFile } from '#caselog';
import { formatOf, type LogBytes, type LogFormat } from '../../../shared/import/read-log.ts';
import { cannotUnpack, compressedTwice } from '../../../shared/import/unpacked.ts';
import { WorkbookText } from '../../../shared/import/workbook-text.ts';
import { type Problem, refuse } from '../../../shared/problem.ts';
import type { DroppedFile } from '../../protocol.ts';
import { crc32 } from '../crc32.ts';
import { goodOrRefused, Refusal, type Work } from '../work.ts';
import { gunzip } from './gunzip.ts';

/** A log that the user gives, in memory. */
export interface LogFile {
  readonly name: string;
  readonly format: LogFormat | 'xlsx';
  readonly isCompressed: boolean;
  readonly bytes: Uint8Array;
}

/** Bytes between two looks at messages of the page. */
const PIECE_BYTES = 1 << 18;

/** The most bytes that a log may become in a page. JSON is read as a whole, and becomes objects; a workbook in gzip is refused before. */
const UNPACKED_MAX: Readonly<Record<LogFile['format'], number>> = {
  csv: 2 ** 30,
  xes: 2 ** 30,
  ocel: 2 ** 27,
  xlsx: 0,
};

const BY_COMMAND = 'read it with meridian import';

/** What a file is, by its name. Refuses what the page cannot read. */
export function logFileOf({ bytes, path }: DroppedFile): LogFile {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const plain = name.toLowerCase();
  const format = formatOf(plain);
  if (format === 'xlsx' && /\.(?:gz|br)$/.test(plain)) goodOrRefused(compressedTwice(name));
  if (plain.endsWith('.br')) {
    throw new Refusal(
      `${name} is compressed by Brotli, which this page does not unpack: unpack it first, or ${BY_COMMAND}`,
    );
  }
  if (plain.endsWith('.zip')) throw new Refusal(`${name} is an archive: unpack it, and give what it holds`);
  return { name, format, isCompressed: plain.endsWith('.gz'), bytes: new Uint8Array(bytes) };
}

/** The text of a log, with a look at messages of the page after each piece. */
export function bytesOf({ bytes, format, isCompressed, name }: LogFile, work: Work): LogBytes {
  const reach = async (share: number) => {
    work.progress({ share, stage: 'reading', cases: 0, waiting: 0 });
    await work.breathe();
  };
  if (isCompressed) return { read: (take) => readGzip(name, format, bytes, take, reach) };
  return {
    async read(take) {
      for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
        if (!take(bytes.subarray(at, at + PIECE_BYTES))) break;
        await reach(at / bytes.length);
      }
      return success(undefined);
    },
  };
}

async function readGzip(
  name: string,
  format: LogFile['format'],
  bytes: Uint8Array,
  take: (unpacked: Uint8Array) => boolean,
  reach: (share: number) => Promise<void>,
): Promise<Result<undefined, Problem>> {
  const most = UNPACKED_MAX[format];
  let unpacked = 0;
  const read = await gunzip(
    bytes,
    (piece) => {
      unpacked += piece.length;
      return unpacked <= most && take(piece);
    },
    reach,
  );
  if (unpacked > most) return tooLongForPage(name, most);
  return read.ok ? read : cannotUnpack(name, 'gzip', read.problem);
}

function tooLongForPage(name: string, most: number) {
  const megabytes = Math.round(most / 2 ** 20).toLocaleString('en-GB');
  return refuse(
    `${name} becomes more than ${megabytes} MiB when it is decompressed, which is more than a page can hold`,
    `export a shorter time, or ${BY_COMMAND}`,
  );
}

/** A workbook in memory, with a look at messages of the page before each piece. */
export function workbookOf({ bytes }: LogFile, work: Work): WorkbookFile {
  return {
    size: bytes.length,
    crc32,
    newDecoder: () => new WorkbookText(),
    async read(from, length) {
      work.progress({ share: Math.min(1, from / bytes.length), stage: 'reading', cases: 0, waiting: 0 });
      await work.breathe();
      return bytes.subarray(from, from + length);
    },
  };
}
