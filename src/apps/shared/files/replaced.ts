import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { formatCount, sumOf } from '#base';
import { note } from '../terminal.ts';
import { makeFolder } from './whole-files.ts';

/**
 * What happened to an earlier result in the same place: nothing was there, or it was replaced, or it is kept
 * elsewhere.
 */
export type Replaced =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'replaced' }
  | { readonly kind: 'kept'; readonly at: string };

/** Suffix of the folder next to a result that keeps results with other options. */
export const EARLIER = '.earlier';

/** Moves an earlier result, already set aside, to the folder for earlier results next to `target`, under `name`. */
export function keepEarlier(aside: string, target: string, name: string): Replaced {
  const at = join(`${target}${EARLIER}`, name);
  makeFolder(dirname(at));
  rmSync(at, { recursive: true, force: true });
  renameSync(aside, at);
  return { kind: 'kept', at };
}

/** Tells the user what happened to it. `what`: `run`, or `result` for an experiment. */
export function noteReplaced(replaced: Replaced, what: string, folder: string): void {
  if (replaced.kind === 'kept')
    note(`the earlier ${what}, with other options, is kept in ${relative('', replaced.at)}`);
  else if (replaced.kind === 'replaced')
    note(`an earlier ${what} with other options in ${folder} was replaced`);
}

export function sizeOf(folder: string): number {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return sumOf(
    entries.filter((one) => one.isFile()).map((one) => statSync(join(one.parentPath, one.name)).size),
  );
}

/** The size in words, rounded up to at least 1 MB unless it is 0. */
export function megabytes(bytes: number): string {
  return `${formatCount(Math.ceil(bytes / 1e6))} MB`;
}

/** Names of work folders, and with `.old` of earlier results that were set aside: `.out.4711.partial`. */
const LEFTOVER = /\.(\d+)\.partial(\.old)?$/;

/** Creates an empty folder next to a target, for files that will take its place. */
export function makeWorkFolder(target: string): string {
  const work = join(dirname(target), `.${basename(target)}.${process.pid}.partial`);
  rmSync(work, { recursive: true, force: true });
  makeFolder(work);
  return work;
}

/** Removes work folders of killed commands with the same target. */
export function sweepLeftovers(target: string): void {
  const parent = dirname(target);
  if (!existsSync(parent)) return;
  for (const name of readdirSync(parent)) {
    const [, pid, old] = (name.startsWith(`.${basename(target)}.`) && LEFTOVER.exec(name)) || [];
    if (pid === undefined || isAlive(Number(pid))) continue;
    const leftover = join(parent, name);
    // If the command was killed between the two renames, the earlier result goes back to its place.
    if (old !== undefined && !existsSync(target)) renameSync(leftover, target);
    else rmSync(leftover, { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
