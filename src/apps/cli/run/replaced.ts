import { relative } from 'node:path';
import { note } from '../../shared/terminal.ts';

/** What became of the result that was in the place of a new one: nothing was lost, it was replaced, or it is kept elsewhere. */
export type Replaced =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'replaced' }
  | { readonly kind: 'kept'; readonly at: string };

/** Behind the name of a result: the folder beside it that keeps those of other options. */
export const EARLIER = '.earlier';

/** Says what became of it. `what`: `run`, or `result` of an experiment. */
export function noteReplaced(replaced: Replaced, what: string, folder: string): void {
  if (replaced.kind === 'kept')
    note(`the earlier ${what}, with other options, is kept in ${relative('', replaced.at)}`);
  else if (replaced.kind === 'replaced')
    note(`an earlier ${what} with other options was in ${folder}, and is replaced`);
}
