import { closeSync, constants, fstatSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { TEXT_LENGTH_MAX } from '#base';
import { NotReadable } from '../problem.ts';

/**
 * Opens a file for reading. Refuses folders, pipes and devices, whose contents may never begin or end. Checks before
 * opening, because opening a pipe waits for a writer, and opening a device may have side effects.
 */
export function openRegularFile(path: string): { readonly descriptor: number; readonly size: number } {
  refuseOthers(path, statSync(path));
  const descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    // Another file may have taken its place by now.
    const stats = fstatSync(descriptor);
    refuseOthers(path, stats);
    return { descriptor, size: stats.size };
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
}

export function sizeOfRegularFile(path: string): number {
  const stats = statSync(path);
  refuseOthers(path, stats);
  return stats.size;
}

/** Reads a file of at most `bytesMax` bytes. System files without a size are read to their end. */
export function readRegularFile(path: string, bytesMax = TEXT_LENGTH_MAX): Buffer {
  const { descriptor, size } = openRegularFile(path);
  try {
    if (size > bytesMax) throw tooLong(path, bytesMax);
    const pieces: Buffer[] = [];
    for (let length = 0; ; ) {
      const piece = Buffer.allocUnsafe(Math.max(size + 1 - length, PIECE));
      const count = readSync(descriptor, piece, 0, piece.length, null);
      if (count === 0) return pieces.length === 1 ? (pieces[0] as Buffer) : Buffer.concat(pieces);
      length += count;
      if (length > bytesMax) throw tooLong(path, bytesMax);
      pieces.push(piece.subarray(0, count));
    }
  } finally {
    closeSync(descriptor);
  }
}

export function readRegularText(path: string): string {
  return readRegularFile(path).toString('utf8');
}

const PIECE = 1 << 12;

function refuseOthers(path: string, stats: { isFile(): boolean; isDirectory(): boolean }): void {
  if (stats.isFile()) return;
  throw new NotReadable(
    stats.isDirectory() ? `${path} is a folder` : `${path} is not a file, but a pipe, a socket or a device`,
  );
}

function tooLong(path: string, bytesMax: number): NotReadable {
  return new NotReadable(
    `${path} is longer than ${Math.round(bytesMax / 2 ** 20)} MiB, the longest text that can be read`,
  );
}

/** Something in a folder that is neither a file nor a folder with something in it: `a link`, `an empty folder`. */
export interface Oddity {
  readonly path: string;
  readonly what: string;
}

/**
 * Visits everything in a folder and its folders, except the folders themselves: paths within it, with slashes. Does not follow links. Reads
 * one folder at a time, since the log of a long run has hundreds of thousands of files. `odd` gets links, empty folders, pipes and devices.
 */
export function* filesBelow(
  folder: string,
  prefix = '',
  odd: (oddity: Oddity) => void = () => {},
): Generator<string> {
  const entries = readdirSync(folder, { withFileTypes: true });
  if (entries.length === 0 && prefix !== '') odd({ path: prefix, what: 'an empty folder' });
  for (const entry of entries) {
    const path = prefix + entry.name;
    if (entry.isDirectory()) {
      yield* filesBelow(join(folder, entry.name), `${path}/`, odd);
      continue;
    }
    if (entry.isSymbolicLink()) odd({ path, what: 'a link' });
    else if (!entry.isFile()) odd({ path, what: 'a pipe, a socket or a device' });
    yield path;
  }
}
