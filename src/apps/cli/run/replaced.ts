import { renameSync, rmSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { makeFolder } from '../../shared/files/make-folder.ts';
import { note } from '../../shared/terminal.ts';

/** What became of the result that was in the place of a new one: nothing was lost, it was replaced, or it is kept elsewhere. */
export type Replaced =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'replaced' }
  | { readonly kind: 'kept'; readonly at: string };

/** Behind the name of a result: the folder beside it that keeps those of other options. */
export const EARLIER = '.earlier';

/** Moves an earlier result, which has been put aside, to the folder beside `target` that keeps them. `name`: what it is called there. */
export function keepEarlier(aside: string, target: string, name: string): Replaced {
  const at = join(`${target}${EARLIER}`, name);
  makeFolder(dirname(at));
  rmSync(at, { recursive: true, force: true });
  renameSync(aside, at);
  return { kind: 'kept', at };
}

/** Says what became of it. `what`: `run`, or `result` of an experiment. */
export function noteReplaced(replaced: Replaced, what: string, folder: string): void {
  if (replaced.kind === 'kept')
    note(`the earlier ${what}, with other options, is kept in ${relative('', replaced.at)}`);
  else if (replaced.kind === 'replaced')
    note(`an earlier ${what} with other options was in ${folder}, and is replaced`);
}
