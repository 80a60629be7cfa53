import { existsSync, lstatSync, renameSync, rmdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { HashingSink, type Sink } from '#exports';
import { hashes } from '../host.ts';
import { NotReadable } from '../reason-of.ts';
import { makeFolder } from './make-folder.ts';
import { PlainFile } from './plain-file.ts';
import { removeLeftover } from './remove-leftover.ts';

/** Suffix of a file that is being written next to its final place. */
export const PARTIAL = '.partial';

/** The content of a file: text, bytes, or a function that writes it in pieces. */
export type FileContent = string | Uint8Array | ((sink: Sink) => void);

/** Writes a file and returns its length in bytes. */
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

/** Writes a file next to its final place, then renames it. */
export function replaceFile(path: string, content: FileContent): void {
  wholly((files) => files.write(path, content));
}

/** Moves all files that `work` writes to their places; none of them if it throws. */
export function wholly<Value>(work: (files: WholeFiles) => Value): Value {
  const files = new WholeFiles();
  try {
    const value = work(files);
    files.commit();
    return value;
  } catch (error) {
    files.discard();
    throw error;
  }
}

/**
 * Writes all files next to their final places before it renames the first. A full disk leaves the old files unchanged
 * and no partial ones.
 */
export class WholeFiles {
  private readonly paths: string[] = [];
  /** Folders that did not exist before. */
  private readonly folders: string[] = [];

  /** Creates the parents of a file that the caller writes itself. Returns where to write it until `commit`. */
  placeFor(path: string): string {
    const folder = dirname(path);
    if (!existsSync(folder)) this.folders.push(folder);
    makeFolder(folder);
    this.paths.push(path);
    return path + PARTIAL;
  }

  /** Writes a file, creating its parents, and returns its length in bytes. */
  write(path: string, content: FileContent): number {
    try {
      return writeFile(this.placeFor(path), content);
    } catch (error) {
      this.discard();
      throw error;
    }
  }

  /** Renames all files to their final places. Checks every place before the first is taken. */
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
    for (const folder of this.folders.splice(0).reverse()) removeIfEmpty(folder);
  }
}

function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // It holds files of others, or cannot be removed: then it stays, as an empty folder does no harm.
  }
}

function refuseFolder(path: string): void {
  if (lstatSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) return;
  throw new NotReadable(`${path} is a folder`);
}
