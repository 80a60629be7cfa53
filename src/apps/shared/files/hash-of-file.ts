import { createHash } from 'node:crypto';
import { closeSync, readSync } from 'node:fs';
import { PlainFile } from './plain-file.ts';
import { openRegularFile } from './regular-file.ts';

/** Bytes per read. */
const PIECE = 1 << 20;

/** SHA-256 of a file, hexadecimal. Copies the file to `target` in the same pass unless that is null. */
export function hashOfFile(path: string, target: string | null = null): string {
  const hash = createHash('sha256');
  const { descriptor } = openRegularFile(path);
  try {
    const copy = target === null ? null : new PlainFile(target);
    try {
      const piece = Buffer.allocUnsafe(PIECE);
      for (let length = 1; length > 0; ) {
        length = readSync(descriptor, piece);
        hash.update(piece.subarray(0, length));
        copy?.write(piece.subarray(0, length));
      }
    } finally {
      copy?.close();
    }
  } finally {
    closeSync(descriptor);
  }
  return hash.digest('hex');
}
