import { lstatSync, readdirSync, readFileSync, renameSync, rmdirSync, unlinkSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { hexOf, type Result, success } from '#base';
import {
  BUNDLE,
  type BundleFile,
  type Evidence,
  HashingSink,
  type Manifest,
  type ManifestFile,
  parseManifest,
  type Sink,
} from '#evidence';
import { makeFolder } from '../../shared/files/make-folder.ts';
import { PlainFile } from '../../shared/files/plain-file.ts';
import { removeLeftover } from '../../shared/files/remove-leftover.ts';
import { writeFilesTogether } from '../../shared/files/write-together.ts';
import { hashes } from '../../shared/host.ts';
import { type Problem, refuse } from '../../shared/problem.ts';
import { makeWorkFolder, sweepLeftovers } from '../run/work-folder.ts';

/** A bundle being written: to a folder beside its place, which it takes when all is there. */
export class BundleWriter {
  /** What has been written so far, tiles aside, for the manifest. */
  readonly files: ManifestFile[] = [];
  private readonly target: string;
  private readonly work: string;

  /** Refuses a place that holds anything but a bundle. Throws what the operating system refuses. */
  static open(target: string): Result<BundleWriter, Problem> {
    sweepLeftovers(target);
    const earlier = filesOfEarlier(target);
    return earlier.ok ? success(new BundleWriter(target)) : earlier;
  }

  private constructor(target: string) {
    this.target = target;
    this.work = makeWorkFolder(target);
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
    for (const written of writeFilesTogether(files, evidence, (path) => this.placeFor(path)))
      this.files.push({ ...written, origin: 'recomputed' });
  }

  /** Writes a file that something else than the manifest vouches for. */
  writeBytes(path: string, bytes: Uint8Array): void {
    const file = this.open(path);
    file.write(bytes);
    file.close();
  }

  commit(): Result<undefined, Problem> {
    const aside = `${this.work}.old`;
    const earlier = filesOfEarlier(this.target);
    if (!earlier.ok) return earlier;
    if (earlier.value !== null) renameSync(this.target, aside);
    renameSync(this.work, this.target);
    if (earlier.value !== null) removeFiles(aside, earlier.value);
    return success(undefined);
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

/**
 * The files of the bundle that stands in the place; null where nothing stands there. Refuses anything else, and a bundle with a file
 * that its manifest does not name: somebody has put it there, and would lose it.
 */
function filesOfEarlier(folder: string): Result<readonly string[] | null, Problem> {
  const stats = lstatSync(folder, { throwIfNoEntry: false });
  if (stats === undefined) return success(null);
  const manifest = stats.isDirectory() ? manifestIn(folder) : null;
  if (manifest === null) return refuse(`${folder} exists and is not an evidence bundle`, OTHER_FOLDER);
  const own = new Set([...manifest.files.map(({ path }) => path), BUNDLE.manifest, BUNDLE.manifestNote]);
  const there = filesBelow(folder);
  const stranger = there.find((path) => !own.has(path) && !LOG_FILE.test(path));
  if (stranger === undefined) return success(there);
  return refuse(
    `${join(folder, stranger)} does not belong to the bundle that stands there, and would be lost`,
    OTHER_FOLDER,
  );
}

/** What to do about a place that cannot be taken. */
export const OTHER_FOLDER = 'choose another folder with --out, or move your file away';

/** The checkpoint and the tiles of the log, which no manifest names. */
const LOG_FILE = /^log\/(?:checkpoint|tile\/(?:\d+|entries)\/(?:x\d{3}\/)*\d{3}(?:\.p\/\d+)?)$/;

function manifestIn(folder: string): Manifest | null {
  try {
    return parseManifest(readFileSync(join(folder, BUNDLE.manifest), 'utf8'));
  } catch {
    return null;
  }
}

/** Paths of all that is no folder, with slashes. Links are not followed. */
function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'));
}

/** The files, and the folders that are then empty. What has come in the meantime stays, and so does the folder. */
function removeFiles(folder: string, files: readonly string[]): void {
  for (const path of files) unlinkSync(join(folder, path));
  const folders = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name));
  try {
    for (const inner of [...folders.sort().reverse(), folder]) rmdirSync(inner);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOTEMPTY')) throw error;
  }
}
