import { closeSync, fsyncSync, linkSync, openSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hexOf, UserProblem, utf8Of } from '#base';
import { type Checkpoint, parseCheckpoint, textOfNote } from '#bundle';
import { readRegularText } from '../../shared/files/regular-file.ts';
import { makeFolder, PARTIAL } from '../../shared/files/whole-files.ts';
import { sha256 } from '../../shared/host.ts';

/** A file of the state is not as this program wrote it. */
export class DamagedState extends UserProblem {
  constructor(path: string) {
    super(
      `${path} is damaged, so this witness does not know what it has cosigned`,
      'put the file back from a copy that is not older, or make a new witness with new keys',
    );
  }
}

const NUMBERED = /^\d{9}$/;

/**
 * What a witness remembers, in files: `logs/<SHA-256 of the origin>/<number>`. A file is the hash of the note, and the note. It appears
 * whole under a number that did not exist before, so a process that is killed leaves the earlier one, and of two processes only one
 * takes a number. The file with the highest number counts.
 */
export class WitnessState {
  private readonly folder: string;

  constructor(folder: string) {
    this.folder = join(folder, 'logs');
    makeFolder(this.folder);
  }

  /**
   * The checkpoint that the witness has cosigned last for a log, also as a note with the cosignatures, and how many it had cosigned before.
   * Null if it has cosigned nothing of this log. Throws `DamagedState`: what was seen must not be forgotten.
   */
  last(
    origin: string,
  ): { readonly checkpoint: Checkpoint; readonly note: string; readonly number: number } | null {
    const number = this.numbersOf(origin).at(-1);
    if (number === undefined) return null;
    const path = this.pathOf(origin, number);
    const text = this.textOf(origin, number);
    // Another process has gone on, and removed what was before its own.
    if (text === null) return this.last(origin);
    const end = text.indexOf('\n');
    const note = text.slice(end + 1);
    const checkpoint = parseCheckpoint(textOfNote(note) ?? '');
    const isWhole = text.slice(0, end) === `sha256 ${hexOf(sha256(utf8Of(note)))}`;
    if (!isWhole || checkpoint?.origin !== origin) throw new DamagedState(path);
    return { checkpoint, note, number };
  }

  /** Remembers a checkpoint after the one with the number `before` (−1: the first). False if another process was faster. */
  advance(origin: string, note: string, before: number): boolean {
    const number = before + 1;
    const place = this.pathOf(origin, number);
    const beside = `${place}.${process.pid}${PARTIAL}`;
    const folder = this.folderOf(origin);
    makeFolder(folder);
    rmSync(beside, { force: true });
    const file = openSync(beside, 'wx');
    try {
      writeFileSync(file, `sha256 ${hexOf(sha256(utf8Of(note)))}\n${note}`);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    try {
      linkSync(beside, place);
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
      throw error;
    } finally {
      rmSync(beside, { force: true });
    }
    syncFolder(folder);
    if (number === 0) syncFolder(this.folder);
    // Another process may have gone on, and removed what was before its own.
    if (this.numbersOf(origin).at(-1) !== number) return false;
    for (const old of this.numbersOf(origin))
      if (old < before) rmSync(this.pathOf(origin, old), { force: true });
    return true;
  }

  /** Null if the file is gone and there is a later one. */
  private textOf(origin: string, number: number): string | null {
    try {
      return readRegularText(this.pathOf(origin, number));
    } catch (error) {
      const isGone = error instanceof Error && 'code' in error && error.code === 'ENOENT';
      if (!isGone || (this.numbersOf(origin).at(-1) ?? -1) <= number) throw error;
      return null;
    }
  }

  private numbersOf(origin: string): readonly number[] {
    try {
      const names = readdirSync(this.folderOf(origin)).filter((name) => NUMBERED.test(name));
      return names.map(Number).sort((left, right) => left - right);
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
      throw error;
    }
  }

  private folderOf(origin: string): string {
    return join(this.folder, hexOf(sha256(utf8Of(origin))));
  }

  private pathOf(origin: string, number: number): string {
    return join(this.folderOf(origin), String(number).padStart(9, '0'));
  }
}

/** Makes names in a folder last through a loss of power. */
function syncFolder(folder: string): void {
  const opened = openSync(folder, 'r');
  try {
    fsyncSync(opened);
  } finally {
    closeSync(opened);
  }
}
