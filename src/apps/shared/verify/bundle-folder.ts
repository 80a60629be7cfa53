import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BundleStore } from '#bundle';
import { filesBelow, type Oddity } from '../files/files-below.ts';
import { openFile } from '../host.ts';

/** A bundle in a folder. Reads files of up to some MB whole, larger ones in pieces. */
export function bundleFolder(folder: string): BundleStore & { close(): void } {
  const opened: { close(): void }[] = [];
  return {
    paths: () => filesBelow(folder),
    oddities: () => odditiesIn(folder),
    open: (path) => {
      const place = join(folder, path);
      try {
        const stats = lstatSync(place, { throwIfNoEntry: false });
        if (stats?.isFile() !== true) return null;
        if (stats.size <= SMALL) {
          const bytes = new Uint8Array(readFileSync(place));
          return { size: bytes.length, read: (offset, length) => bytes.subarray(offset, offset + length) };
        }
        const file = openFile(place);
        opened.push(file);
        return file;
      } catch (error) {
        // A missing file is a difference. A file that this machine refuses to read is not.
        if (isMissing(error)) return null;
        throw error;
      }
    },
    close: () => {
      for (const file of opened) file.close();
    },
  };
}

function odditiesIn(folder: string): readonly Oddity[] {
  const found: Oddity[] = [];
  const walk = filesBelow(folder, '', (oddity) => found.push(oddity));
  while (walk.next().done !== true);
  return found;
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}

const SMALL = 1 << 20;
