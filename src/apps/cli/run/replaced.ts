import { readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { formatCount, sumOf } from '#base';
import { makeFolder } from '../../shared/files/make-folder.ts';
import { note } from '../../shared/terminal.ts';

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

/** Bytes of all files in a folder. */
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
