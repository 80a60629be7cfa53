import { isUtf8 } from 'node:buffer';
import { createHash, hash } from 'node:crypto';
import { closeSync, existsSync, fstatSync, readSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib';
import { type Digest, UTF8_MOST } from '#base';
import type { Hashes } from '#exports';
import { openRegularFile, readRegularText } from './files/regular-file.ts';
import { reasonOf } from './problem.ts';
import { VERSION } from './version.ts';

/** Favours speed over size. Level 1 takes as long and leaves a tenth more of the text of events; higher levels take longer. */
const DEFLATE_LEVEL = 2;
/** Size of each zlib output buffer, bytes. Most pieces of 64 KiB compress to less than this. */
const DEFLATE_ROOM = 1 << 15;
/** Size of each zlib output buffer when reading, bytes. Most members fit into one, so that zlib need not join several. */
const INFLATE_ROOM = 1 << 16;

/** What the pure rooms need from Node. */
export const sha256: Digest = (bytes) => hash('sha256', bytes, 'buffer');

export const hashes: Hashes = {
  sha256,
  openSha256: () => {
    const running = createHash('sha256');
    return { update: (bytes) => running.update(bytes), digest: () => running.digest() };
  },
  utf8: encoded,
  deflate: (bytes) => deflateRawSync(bytes, { level: DEFLATE_LEVEL, chunkSize: DEFLATE_ROOM }),
  inflate: (bytes, maxOutputLength) => {
    try {
      return inflateRawSync(bytes, { maxOutputLength, chunkSize: INFLATE_ROOM });
    } catch {
      return null;
    }
  },
  crc32,
};

const encoder = new TextEncoder();
/** Limit for the shared buffer. Longer texts are rare and would keep too much memory. */
const SHORT_TEXT = 1 << 18;
const encodeRoom = new Uint8Array(UTF8_MOST * SHORT_TEXT);

/** Takes a third of the time of `Buffer.from`, which measures the text first. */
function encoded(text: string): Uint8Array {
  if (text.length > SHORT_TEXT) return Buffer.from(text, 'utf8');
  return encodeRoom.subarray(0, encoder.encodeInto(text, encodeRoom).written);
}

/** Decodes UTF-8, including a byte order mark; null if the bytes are not UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string | null {
  return isUtf8(bytes)
    ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
    : null;
}

export const versions = {
  engine: VERSION,
  timeZones: process.versions.tz ?? 'unknown',
};

/** The path of a file or folder of the package, wherever in it this program runs; null if it is not there, for instance not built. */
export function pathInPackage(name: string): string | null {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) {
      const path = join(folder, name);
      return existsSync(path) ? path : null;
    }
    if (dirname(folder) === folder) return null;
  }
}

/** The text of a file, or why it cannot be read, in words for a user. */
export function readText(path: string): { ok: true; value: string } | { ok: false; problem: string } {
  try {
    return { ok: true, value: readRegularText(path) };
  } catch (error) {
    return { ok: false, problem: reasonOf(error, path) };
  }
}

/** The JSON in a file, which anybody may have changed; null if it cannot be read, or is none. */
export function readJson(path: string): unknown {
  const text = readText(path);
  if (!text.ok) return null;
  try {
    return JSON.parse(text.value);
  } catch {
    return null;
  }
}

/**
 * Random access to a file, for ledgers that may not fit into memory. Each read overwrites the result of the previous
 * one. `isGrowing`: another thread is still writing the file, and its size is looked up each time.
 */
export function openFile(
  path: string,
  isGrowing = false,
): {
  read(offset: number, length: number): Uint8Array;
  readonly size: number;
  close(): void;
} {
  const { descriptor, size } = openRegularFile(path);
  const sizeNow = () => (isGrowing ? fstatSync(descriptor).size : size);
  let room = new Uint8Array(0);
  return {
    get size() {
      return sizeNow();
    },
    read(offset, length) {
      const wanted = Math.max(0, Math.min(length, sizeNow() - offset));
      if (room.length < wanted) room = new Uint8Array(wanted);
      const bytes = room.subarray(0, wanted);
      let done = 0;
      while (done < bytes.length) {
        const count = readSync(descriptor, bytes, done, bytes.length - done, offset + done);
        if (count === 0) return bytes.subarray(0, done);
        done += count;
      }
      return bytes;
    },
    close: () => closeSync(descriptor),
  };
}
