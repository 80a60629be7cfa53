import { appendFileSync, existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { replaceFile } from '../../shared/files/whole-files.ts';
import { note } from '../../shared/print.ts';
import { BEFORE, type ResultPlace } from './result-place.ts';
import { rangesOf, readSealedLines, type SealedLines, sealedLine } from './sealed-lines.ts';

/** A file of sealed lines that grows while an experiment goes on. */
export interface KeptLines {
  /** What earlier starts have left, file by file; empty unless the experiment is resumed. */
  readonly earlier: readonly SealedLines[];
  /** Replaces the whole file. */
  rewrite(contents: readonly string[]): void;
  append(content: string): void;
}

/**
 * Opens the lines of a name. When the experiment is resumed, lines of the unfinished folder count, also those from before it was started anew, and
 * those of the last whole result. When it is started anew, lines that are there are set aside.
 */
export function openKeptLines(
  { target, unfinished }: ResultPlace,
  name: string,
  context: string,
  isResumed: boolean,
): KeptLines {
  const path = join(unfinished, name);
  if (!isResumed) setAside(path);
  const sources = [path, path + BEFORE, ...(target === null ? [] : [join(target, name)])];
  return {
    earlier: isResumed ? sources.map((source) => readSealedLines(source, context)) : [],
    rewrite: (contents) => replaceFile(path, contents.map((one) => sealedLine(context, one)).join('')),
    append: (content) => appendFileSync(path, sealedLine(context, content)),
  };
}

/** Names the lines that are left out. */
export function warnOfUnfit({ path, unfit }: SealedLines): void {
  if (unfit.length === 0) return;
  const lines = unfit.length === 1 ? `line ${unfit[0]} does` : `lines ${rangesOf(unfit)} do`;
  note(
    `warning: ${path}: ${lines} not fit its seal: damaged, or from another experiment. They are left out, and missing replications are made again`,
  );
}

/** Adds what is there to what was set aside before. */
function setAside(path: string): void {
  const before = path + BEFORE;
  if (!existsSync(path)) return;
  if (existsSync(before)) {
    replaceFile(before, Buffer.concat([readFileSync(before), readFileSync(path)]));
    rmSync(path);
  } else renameSync(path, before);
}
