import { Gunzip } from 'fflate';
import { failure, type Result, success } from '#base';
import type { WorkbookFile } from '#caselog';
import { crc32 } from '../../../shared/hashes-in-browsers.ts';
import { cannotUnpack, compressedTwice, WorkbookText } from '../../../shared/import/log-text.ts';
import { formatOf, type LogBytes, type LogFormat } from '../../../shared/import/read-log.ts';
import { refuse } from '../../../shared/problem.ts';
import type { DroppedFile } from '../../protocol.ts';
import { pause, Refusal, type Work } from '../work.ts';

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
  if (format === 'xlsx' && /\.(?:gz|br)$/.test(plain)) compressedTwice(name);
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
  const reach = (share: number) => pause(work, 'reading', share);
  if (isCompressed) return { read: (take) => readGzip(name, format, bytes, take, reach) };
  return {
    async read(take) {
      for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
        if (!take(bytes.subarray(at, at + PIECE_BYTES))) break;
        await reach(at / bytes.length);
      }
    },
  };
}

async function readGzip(
  name: string,
  format: LogFile['format'],
  bytes: Uint8Array,
  take: (unpacked: Uint8Array) => boolean,
  reach: (share: number) => Promise<void>,
): Promise<void> {
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
  if (!read.ok) cannotUnpack(name, 'gzip', read.problem);
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
      await pause(work, 'reading', from / bytes.length);
      return bytes.subarray(from, from + length);
    },
  };
}

/** Bytes that are decompressed at once. They become 17 MB at most, because deflate expands by at most 1,032. */
const PACKED_BYTES = 1 << 14;
/** At the end of each member: checksum and length (RFC 1952). */
const TAIL_BYTES = 8;
/** A member of nothing. */
const LEAST_BYTES = 20;
const LENGTH_MODULUS = 2 ** 32;

/**
 * Passes on what was compressed by gzip, in one member or several, until the end or until `take` returns false. Checks checksum and length of
 * each member. Fails with the reason, in the words of zlib where it has one. `reach`: called before each piece with the share that is done.
 */
async function gunzip(
  bytes: Uint8Array,
  take: (unpacked: Uint8Array) => boolean,
  reach: (share: number) => Promise<void>,
): Promise<Result<undefined, string>> {
  const members = new Members(bytes, take);
  for (let at = 0; at < bytes.length && members.why === null && !members.isOver; at += PACKED_BYTES) {
    await reach(at / bytes.length);
    members.push(bytes.subarray(at, at + PACKED_BYTES));
  }
  if (!members.isOver) members.end();
  return members.why === null ? success(undefined) : failure(members.why);
}

class Members {
  /** Why nothing more can be read; null so far. */
  why: string | null = null;
  /** True when `take` wants no more. */
  isOver = false;
  private readonly bytes: Uint8Array;
  private readonly take: (unpacked: Uint8Array) => boolean;
  private readonly unpacker: Gunzip;
  private checksum = 0;
  private length = 0;

  constructor(bytes: Uint8Array, take: (unpacked: Uint8Array) => boolean) {
    this.bytes = bytes;
    this.take = take;
    this.unpacker = new Gunzip((unpacked) => this.pass(unpacked));
    this.unpacker.onmember = (at) => this.close(at);
  }

  push(piece: Uint8Array): void {
    try {
      this.unpacker.push(piece);
    } catch (error) {
      // Only what is wrong with the data has a code.
      if (!(error instanceof Error) || !('code' in error)) throw error;
      const { message } = error;
      this.why ??= message === 'invalid gzip data' ? 'incorrect header check' : message;
    }
  }

  /** A file that ends early does not end with the checksum of what came out. */
  end(): void {
    if (this.bytes.length < LEAST_BYTES) this.why ??= 'unexpected end of file';
    else this.close(this.bytes.length);
  }

  private pass(unpacked: Uint8Array): void {
    if (this.isOver || this.why !== null || unpacked.length === 0) return;
    this.checksum = crc32(unpacked, this.checksum);
    this.length += unpacked.length;
    this.isOver = !this.take(unpacked);
  }

  /** Compares a member that ends here with what it says of itself. */
  private close(at: number): void {
    if (this.isOver || this.why !== null) return;
    const { buffer, byteOffset } = this.bytes;
    const tail = new DataView(buffer, byteOffset + at - TAIL_BYTES, TAIL_BYTES);
    const isLast = at === this.bytes.length;
    if (tail.getUint32(0, true) !== this.checksum) this.why = isLast ? WRONG_END : 'incorrect data check';
    else if (tail.getUint32(4, true) !== this.length % LENGTH_MODULUS) this.why = 'incorrect length check';
    this.checksum = 0;
    this.length = 0;
  }
}

const WRONG_END = 'unexpected end of file, or incorrect data check';
