import { appendFileSync, existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { replaceFile } from '../../shared/files/whole-files.ts';
import { note } from '../../shared/print.ts';
import { refuse } from '../../shared/problem.ts';
import { BEFORE, type ResultPlace } from './result-place.ts';
import { rangesOf, readSealedLines, type SealedLines, sealedLine } from './sealed-lines.ts';

/** A file of sealed lines that grows during an experiment. */
export interface KeptLines {
  /** Lines from earlier starts, file by file; empty unless the experiment is resumed. */
  readonly earlier: readonly SealedLines[];
  rewrite(contents: readonly string[]): void;
  append(content: string): void;
}

/**
 * Opens the lines with a given name. A resumed experiment uses the lines in the unfinished folder, including those
 * from before a restart, and those of the last complete result. A new start sets existing lines aside.
 */
export function openKeptLines(
  place: ResultPlace,
  name: string,
  context: string,
  isResumed: boolean,
): KeptLines {
  const path = join(place.unfinished, name);
  if (!isResumed) setAside(path);
  return {
    earlier: isResumed ? sourcesIn(place, name).map((source) => readSealedLines(source, context)) : [],
    rewrite: (contents) => replaceFile(path, contents.map((one) => sealedLine(context, one)).join('')),
    append: (content) => appendFileSync(path, sealedLine(context, content)),
  };
}

/** The files in which lines of earlier starts may be. */
function sourcesIn({ target, unfinished }: ResultPlace, name: string): readonly string[] {
  const path = join(unfinished, name);
  return [path, path + BEFORE, ...(target === null ? [] : [join(target, name)])];
}

/**
 * Refuses to resume from lines that an earlier build kept under another context, because it did not keep with them the waits that quantiles
 * over replications are estimated from today.
 */
export function refuseEarlierLines(place: ResultPlace, name: string, contextThen: string): void {
  const old = sourcesIn(place, name).find(
    (source) => readSealedLines(source, contextThen).contents.length > 0,
  );
  if (old === undefined) return;
  return refuse(
    `${old} was kept by an earlier build, without the waits that quantiles over replications are estimated from`,
    'leave --resume out, so that all replications are made again, or continue with the build that began it',
  );
}

export function warnOfUnfit({ path, unfit }: SealedLines): void {
  if (unfit.length === 0) return;
  const lines = unfit.length === 1 ? `line ${unfit[0]} does` : `lines ${rangesOf(unfit)} do`;
  note(
    `warning: ${path}: ${lines} not fit its seal: damaged, or from another experiment. They are left out, and missing replications are made again`,
  );
}

/** Appends the existing lines to those set aside before. */
function setAside(path: string): void {
  const before = path + BEFORE;
  if (!existsSync(path)) return;
  if (existsSync(before)) {
    replaceFile(before, Buffer.concat([readFileSync(before), readFileSync(path)]));
    rmSync(path);
  } else renameSync(path, before);
}
