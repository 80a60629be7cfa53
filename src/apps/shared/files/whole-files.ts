import { lstatSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { type BundleFile, HashingSink } from '#evidence';
import { hashes } from '../host.ts';
import { makeFolder } from './make-folder.ts';
import { PlainFile } from './plain-file.ts';
import { NotReadable } from './regular-file.ts';
import { removeLeftover } from './remove-leftover.ts';

/** A file that is being written beside its place. */
export const PARTIAL = '.partial';

/** What a file is to hold: a text, bytes, or what is made piece by piece. */
export type FileContent = string | Uint8Array | BundleFile['write'];

/** Writes a file; its length in bytes. */
export function writeFile(path: string, content: FileContent): number {
  if (typeof content !== 'function') {
    const bytes = typeof content === 'string' ? Buffer.from(content) : content;
    writeFileSync(path, bytes);
    return bytes.length;
  }
  const target = new PlainFile(path);
  try {
    const sink = new HashingSink(hashes, target.write);
    content(sink);
    sink.finish();
    return sink.length;
  } finally {
    target.close();
  }
}

/** Writes a file beside its place, which it takes when it is whole. */
export function replaceFile(path: string, content: FileContent): void {
  const files = new WholeFiles();
  files.write(path, content);
  files.commit();
}

/**
 * Files that are all written beside their places before the first of them takes its own. A disk that is full leaves all of them as they were, and
 * nothing half written.
 */
export class WholeFiles {
  private readonly paths: string[] = [];

  /** Makes the folders above a file that somebody else writes; where it is to be written until `commit`. */
  placeFor(path: string): string {
    makeFolder(dirname(path));
    this.paths.push(path);
    return path + PARTIAL;
  }

  /** Writes a file, with the folders above it; its length in bytes. */
  write(path: string, content: FileContent): number {
    try {
      return writeFile(this.placeFor(path), content);
    } catch (error) {
      this.discard();
      throw error;
    }
  }

  /** Puts all files in their places. A place that cannot be taken is found before the first of them is. */
  commit(): void {
    try {
      for (const path of this.paths) refuseFolder(path);
      for (const path of this.paths) renameSync(path + PARTIAL, path);
    } catch (error) {
      this.discard();
      throw error;
    }
  }

  discard(): void {
    for (const path of this.paths) removeLeftover(path + PARTIAL);
  }
}

function refuseFolder(path: string): void {
  if (lstatSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) return;
  throw new NotReadable(`${path} is a folder`);
}
