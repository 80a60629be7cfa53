import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { hexOf } from '#base';
import {
  BUNDLE,
  type BundleFile,
  type Evidence,
  HashingSink,
  type ManifestFile,
  parseManifest,
  type Sink,
  writeTogether,
} from '#evidence';
import { hashes } from './host.ts';
import { makeFolder } from './make-folder.ts';
import { PlainFile } from './plain-file.ts';

/** Something else than a bundle stands where one is to be written. */
export class NotABundle extends Error {
  constructor(path: string) {
    super(`${path} exists and is not an evidence bundle`);
  }
}

/** A bundle being written: to a folder beside its place, which it takes when all is there. */
export class BundleWriter {
  /** What has been written so far, tiles aside, for the manifest. */
  readonly files: ManifestFile[] = [];
  private readonly target: string;
  private readonly work: string;

  constructor(target: string) {
    if (existsSync(target) && !isBundle(target)) throw new NotABundle(target);
    this.target = target;
    this.work = join(dirname(target), `.${basename(target)}.${process.pid}.partial`);
    rmSync(this.work, { recursive: true, force: true });
    makeFolder(this.work);
  }

  /** Writes a file that does not follow from the ledger. */
  writeKept(path: string, make: (sink: Sink) => void): void {
    const file = this.open(path);
    try {
      const sink = new HashingSink(hashes, file.write);
      make(sink);
      const sha256 = hexOf(sink.finish());
      this.files.push({ path, bytes: sink.length, sha256, origin: 'kept' });
    } finally {
      file.close();
    }
  }

  /** Writes files that follow from the ledger. */
  writeRecomputed(files: readonly BundleFile[], evidence: Evidence): void {
    const opened = files.map((file) => {
      const target = this.open(file.path);
      return { file, target, sink: new HashingSink(hashes, target.write) };
    });
    const fail = (error: unknown) => {
      throw error;
    };
    try {
      writeTogether(
        opened.map(({ file, sink }) => ({ file, sink, fail })),
        evidence,
      );
      for (const { file, sink } of opened) {
        const sha256 = hexOf(sink.finish());
        this.files.push({ path: file.path, bytes: sink.length, sha256, origin: 'recomputed' });
      }
    } finally {
      for (const { target } of opened) target.close();
    }
  }

  /** Writes a file that something else than the manifest vouches for. */
  writeBytes(path: string, bytes: Uint8Array): void {
    const file = this.open(path);
    file.write(bytes);
    file.close();
  }

  commit(): void {
    const aside = `${this.work}.old`;
    if (existsSync(this.target)) renameSync(this.target, aside);
    renameSync(this.work, this.target);
    rmSync(aside, { recursive: true, force: true });
  }

  discard(): void {
    rmSync(this.work, { recursive: true, force: true });
  }

  private open(path: string): PlainFile {
    const place = join(this.work, path);
    makeFolder(dirname(place));
    return new PlainFile(place);
  }
}

function isBundle(folder: string): boolean {
  try {
    return parseManifest(readFileSync(join(folder, BUNDLE.manifest), 'utf8')) !== null;
  } catch {
    return false;
  }
}
