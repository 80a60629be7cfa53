import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip } from 'node:zlib';
import { UserProblem } from '#base';
import { sizeOfRegularFile } from '../files/regular-file.ts';
import { reasonOf } from '../host.ts';

/** Size of the pieces that are read and decompressed, in bytes. */
const CHUNK_BYTES = 1 << 18;

/**
 * A compressed log may grow by this factor, or to this many bytes if that is more. Real logs grow 10 to 100 times. A file that grows more
 * holds almost nothing, and could take hours to read.
 */
const EXPANSION_MAX = 2000;
const EXPANDED_FREE_BYTES = 1 << 26;

/** Compressions by file name extension. A gzip file may have several members, as in bundles. */
const COMPRESSED: readonly { readonly ending: string; readonly name: string; decompressor(): Transform }[] = [
  { ending: '.gz', name: 'gzip', decompressor: () => createGunzip({ chunkSize: CHUNK_BYTES }) },
  { ending: '.br', name: 'Brotli', decompressor: () => createBrotliDecompress({ chunkSize: CHUNK_BYTES }) },
];

/** A log in JSON lines or CSV, compressed or not. */
export interface LogFile {
  readonly format: 'ndjson' | 'csv';
  /** Passes on the bytes, piece by piece, until the end or until `take` returns false. Throws a UserProblem if they cannot be read. */
  read(take: (bytes: Uint8Array) => boolean): Promise<void>;
}

/** Opens a log. Throws a UserProblem if there is none. */
export function openLog(path: string): LogFile {
  const compressed = COMPRESSED.find(({ ending }) => path.endsWith(ending));
  const inner = compressed === undefined ? path : path.slice(0, -compressed.ending.length);
  const size = sizeOf(path);
  return {
    format: inner.endsWith('.csv') ? 'csv' : 'ndjson',
    async read(take) {
      if (compressed === undefined) await readPlain(path, take);
      else await readCompressed({ ...compressed, path, size }, take);
    },
  };
}

function sizeOf(path: string): number {
  try {
    return sizeOfRegularFile(path);
  } catch (error) {
    throw unreadable(error, path);
  }
}

function unreadable(error: unknown, path: string): UserProblem {
  const remedy = 'name a log in JSON lines (.ndjson) or CSV (.csv), or such a one as .gz or .br';
  return new UserProblem(reasonOf(error, path), remedy);
}

async function readPlain(path: string, take: (bytes: Uint8Array) => boolean): Promise<void> {
  const room = Buffer.allocUnsafe(CHUNK_BYTES);
  try {
    const file = await open(path);
    try {
      for (;;) {
        const { bytesRead } = await file.read(room, 0, room.length, null);
        if (bytesRead === 0 || !take(room.subarray(0, bytesRead))) return;
      }
    } finally {
      await file.close();
    }
  } catch (error) {
    throw isOfHost(error) ? unreadable(error, path) : error;
  }
}

interface Compressed {
  readonly name: string;
  readonly path: string;
  readonly size: number;
  decompressor(): Transform;
}

async function readCompressed(
  { decompressor, name, path, size }: Compressed,
  take: (bytes: Uint8Array) => boolean,
): Promise<void> {
  const mostBytes = Math.max(EXPANDED_FREE_BYTES, size * EXPANSION_MAX);
  const source = createReadStream(path, { highWaterMark: CHUNK_BYTES });
  const pieces = decompressor();
  source.once('error', (error) => pieces.destroy(error));
  source.pipe(pieces);
  let expanded = 0;
  try {
    for await (const bytes of pieces as AsyncIterable<Uint8Array>) {
      expanded += bytes.length;
      if (expanded > mostBytes) throw growsTooLong(path);
      if (!take(bytes)) break;
    }
  } catch (error) {
    if (isOfZlib(error)) {
      throw new UserProblem(
        `${path} cannot be decompressed as ${name}: ${error.message}`,
        'compress the whole log again, or name it as it is without compression',
      );
    }
    throw isOfHost(error) ? unreadable(error, path) : error;
  } finally {
    source.destroy();
  }
}

function growsTooLong(path: string): UserProblem {
  const times = EXPANSION_MAX.toLocaleString('en-GB');
  return new UserProblem(
    `${path} becomes more than ${times} times as long when it is decompressed, which no log does`,
    'name the log as it is without compression, if it is one',
  );
}

/** Whether the operating system refused. */
function isOfHost(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}

/** Whether zlib or Brotli refused. Their errors have a number, but no system call. */
function isOfZlib(error: unknown): error is Error {
  return error instanceof Error && 'errno' in error && !('syscall' in error);
}
