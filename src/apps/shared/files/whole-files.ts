import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  lstatSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { hexOf } from '#base';
import { type BundleFile, HashingSink, type Sink, type TableEvidence, writeTogether } from '#exports';
import { hashes } from '../host.ts';
import { attempt, NotReadable } from '../problem.ts';
import { openRegularFile } from './regular-file.ts';

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

/**
 * Creates a folder and its parents, like `mkdir -p`. Node's recursive mkdir never returns on file systems that allow
 * no new folders, such as /proc. `mode`: access rights of the new folders.
 */
export function makeFolder(path: string, mode?: number): void {
  if (existsSync(path)) return;
  const above = dirname(path);
  if (above !== path) makeFolder(above, mode);
  try {
    mkdirSync(path, mode);
  } catch (error) {
    // Another process may have created it in the meantime.
    if (!isFolder(path)) throw error;
  }
}

/** Whether a folder, or a link to one, is there. */
export function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

export class PlainFile {
  private readonly descriptor: number;

  constructor(path: string) {
    this.descriptor = openSync(path, 'w');
  }

  readonly write = (bytes: Uint8Array): void => {
    for (let done = 0; done < bytes.length; ) done += writeSync(this.descriptor, bytes, done);
  };

  close(): void {
    closeSync(this.descriptor);
  }
}

/**
 * Removes a file or folder that a failed command left, if possible. Does not report its own failure, so that the user
 * sees why the command failed. Without free descriptors, for example, nothing can be removed either.
 */
export function removeLeftover(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch {
    // The next command that writes to the same place removes or replaces it. The system clears temporary folders.
  }
}

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

/** Writes files, by name, into a folder; none of them if one cannot be written. Returns their paths. */
export function writeAll(folder: string, contents: Readonly<Record<string, FileContent>>): readonly string[] {
  return attempt(folder, 'choose another folder with --out, or make room', () =>
    wholly((files) =>
      Object.entries(contents).map(([name, content]) => {
        const path = join(folder, name);
        files.write(path, content);
        return path;
      }),
    ),
  );
}

/**
 * Writes files that follow from a ledger, reading it once for all. `placeFor` says where a file goes; its parents
 * must exist.
 */
export function writeFilesTogether(
  files: readonly BundleFile[],
  evidence: TableEvidence,
  placeFor: (path: string) => string,
) {
  const opened: { file: BundleFile; target: PlainFile; sink: HashingSink }[] = [];
  try {
    for (const file of files) {
      const target = new PlainFile(placeFor(file.path));
      opened.push({ file, target, sink: new HashingSink(hashes, target.write) });
    }
    writeTogether(opened, evidence);
    return opened.map(({ file: { path }, sink }) => {
      const sha256 = hexOf(sink.finish());
      return { path, bytes: sink.length, sha256 };
    });
  } finally {
    for (const { target } of opened) target.close();
  }
}
