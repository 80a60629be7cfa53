import { lstatSync, readdirSync, readFileSync, renameSync, rmdirSync, unlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { hexOf } from '#base';
import { BUNDLE, type Manifest, type ManifestFile, parseManifest } from '#bundle';
import { type BundleFile, type Evidence, HashingSink, type Sink } from '#exports';
import { filesBelow } from '../files/regular-file.ts';
import { makeWorkFolder, sweepLeftovers } from '../files/replaced.ts';
import { makeFolder, PlainFile, removeLeftover, writeFilesTogether } from '../files/whole-files.ts';
import { hashes } from '../host.ts';
import { attempt, refusalOf, refuse } from '../problem.ts';

/** A bundle that is written next to its final place, and moved there when it is complete. */
export class BundleWriter {
  /** Files written so far, except tiles, for the manifest. */
  readonly files: ManifestFile[] = [];
  private readonly target: string;
  private readonly work: string;

  /** Refuses a target that is anything but a bundle. Throws errors of the operating system. */
  static open(target: string): BundleWriter {
    sweepLeftovers(target);
    earlierBundle(target);
    return new BundleWriter(target);
  }

  private constructor(target: string) {
    this.target = target;
    this.work = makeWorkFolder(target);
  }

  /** Writes a file that cannot be recomputed from the ledger. */
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

  writeRecomputed(files: readonly BundleFile[], evidence: Evidence): void {
    for (const written of writeFilesTogether(files, evidence, (path) => this.placeFor(path)))
      this.files.push({ ...written, origin: 'recomputed' });
  }

  /** Writes a file that is protected by something other than the manifest. */
  writeBytes(path: string, bytes: Uint8Array): void {
    const file = this.open(path);
    file.write(bytes);
    file.close();
  }

  /** Reads a file that was written; null if there is none. */
  read(path: string): Uint8Array | null {
    const place = join(this.work, path);
    return lstatSync(place, { throwIfNoEntry: false }) === undefined
      ? null
      : new Uint8Array(readFileSync(place));
  }

  commit(): void {
    const aside = `${this.work}.old`;
    const earlier = earlierBundle(this.target);
    if (earlier !== null) renameSync(this.target, aside);
    renameSync(this.work, this.target);
    if (earlier !== null) removeBundle(aside, earlier);
  }

  discard(): void {
    removeLeftover(this.work);
  }

  private open(path: string): PlainFile {
    return new PlainFile(this.placeFor(path));
  }

  private placeFor(path: string): string {
    const place = join(this.work, path);
    makeFolder(dirname(place));
    return place;
  }
}

/** Writes a bundle, and moves it to its place when it is complete. If anything fails, everything is unchanged. */
export async function placeBundle<Written>(
  target: string,
  write: (writer: BundleWriter) => Written | Promise<Written>,
): Promise<Written> {
  const writer = attempt(target, OTHER_FOLDER, () => BundleWriter.open(target));
  try {
    const written = await write(writer);
    writer.commit();
    return written;
  } catch (error) {
    writer.discard();
    throw refusalOf(error, target, 'choose another folder with --out, or make room');
  }
}

/** Whether a file, by its path in the folder, belongs to the bundle there. */
type IsOwn = (path: string) => boolean;

/**
 * Tells the files of an existing bundle in the target; null if the target does not exist. Refuses anything else, and a bundle with files
 * that its manifest does not name: somebody added them and would lose them.
 */
function earlierBundle(folder: string): IsOwn | null {
  const stats = lstatSync(folder, { throwIfNoEntry: false });
  if (stats === undefined) return null;
  const manifest = stats.isDirectory() ? manifestIn(folder) : null;
  if (manifest === null) return refuse(`${folder} exists and is not an evidence bundle`, OTHER_FOLDER);
  const named = new Set([...manifest.files.map(({ path }) => path), BUNDLE.manifest, BUNDLE.manifestNote]);
  const isOwn: IsOwn = (path) => named.has(path) || LOG_FILE.test(path);
  for (const path of filesBelow(folder)) {
    if (isOwn(path)) continue;
    return refuse(
      `${join(folder, path)} does not belong to the bundle that stands there, and would be lost`,
      OTHER_FOLDER,
    );
  }
  return isOwn;
}

/** Remedy if a target cannot be used. */
export const OTHER_FOLDER = 'choose another folder with --out, or move your file away';

/** The checkpoint and the tiles of the log, which no manifest lists. */
const LOG_FILE = /^log\/(?:checkpoint|tile\/(?:\d+|entries)\/(?:x\d{3}\/)*\d{3}(?:\.p\/\d+)?)$/;

function manifestIn(folder: string): Manifest | null {
  try {
    return parseManifest(readFileSync(join(folder, BUNDLE.manifest), 'utf8'));
  } catch {
    return null;
  }
}

/** Removes the bundle's own files, and folders that are empty afterwards. Other files, added in the meantime, stay with their folders. */
function removeBundle(folder: string, isOwn: IsOwn): void {
  for (const path of filesBelow(folder)) if (isOwn(path)) unlinkSync(join(folder, path));
  const folders = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name));
  try {
    for (const inner of [...folders.sort().reverse(), folder]) rmdirSync(inner);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOTEMPTY')) throw error;
  }
}
