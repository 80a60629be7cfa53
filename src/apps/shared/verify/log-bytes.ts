import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip } from 'node:zlib';
import { sizeOfRegularFile } from '../files/regular-file.ts';
import { STANDARD, standardInput } from '../files/standard-input.ts';
import { cannotUnpack } from '../import/log-text.ts';
import { attempt, refusalOf, refuse } from '../problem.ts';

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
  /** Passes on the bytes, piece by piece, until the end or until `take` returns false. */
  read(take: (bytes: Uint8Array) => boolean): Promise<void>;
}

/** Opens a log, or standard input. `remedy`: what to do if it cannot be opened or read. */
export function openLog(path: string, remedy = NO_LOG): LogFile {
  if (path === STANDARD) return logOfStandardInput(remedy);
  const compressed = COMPRESSED.find(({ ending }) => path.endsWith(ending));
  const inner = compressed === undefined ? path : path.slice(0, -compressed.ending.length);
  return attempt(path, remedy, () => {
    const size = sizeOfRegularFile(path);
    return {
      format: inner.endsWith('.csv') ? 'csv' : 'ndjson',
      async read(take) {
        try {
          return compressed === undefined
            ? await readPlain(path, take)
            : await readCompressed({ ...compressed, path, size }, take);
        } catch (error) {
          throw refusalOf(error, path, remedy);
        }
      },
    };
  });
}

const NO_LOG = 'name a log in JSON lines (.ndjson) or CSV (.csv), possibly compressed (.gz, .br)';

function logOfStandardInput(remedy: string): LogFile {
  const bytes = attempt('standard input', remedy, () => standardInput('the log'));
  return {
    format: 'ndjson',
    async read(take) {
      for (let at = 0; at < bytes.length && take(bytes.subarray(at, at + CHUNK_BYTES)); at += CHUNK_BYTES);
    },
  };
}

async function readPlain(path: string, take: (bytes: Uint8Array) => boolean): Promise<void> {
  const room = Buffer.allocUnsafe(CHUNK_BYTES);
  const file = await open(path);
  try {
    for (;;) {
      const { bytesRead } = await file.read(room, 0, room.length, null);
      if (bytesRead === 0 || !take(room.subarray(0, bytesRead))) return;
    }
  } finally {
    await file.close();
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
      if (expanded > mostBytes) return growsTooLong(path);
      if (!take(bytes)) break;
    }
  } catch (error) {
    if (!isOfZlib(error)) throw error;
    return cannotUnpack(path, name, error.message);
  } finally {
    source.destroy();
  }
}

function growsTooLong(path: string): never {
  const times = EXPANSION_MAX.toLocaleString('en-GB');
  return refuse(
    `${path} becomes more than ${times} times as long when it is decompressed, which no log does`,
    'name the uncompressed log, if it is one',
  );
}

/** Whether zlib or Brotli refused. Their errors have a number, but no system call. */
function isOfZlib(error: unknown): error is Error {
  return error instanceof Error && 'errno' in error && !('syscall' in error);
}
