import type { ActKind, ActNumber, ActOf } from '#domain';
import type { StoryEntry } from '#ledger';

/** An act as judges see it. Valid only during the call. The meaning of `aux` and of `a` to `d` depends on the kind. */
export type ActView = StoryEntry;

/** An act of a known kind, as judges see it. The table of acts gives the meaning of its numbers. */
export type ActViewOf<Kind extends ActKind> = ActOf<Kind> &
  Pick<StoryEntry, 'caseNumber' | 'index' | 'timeMs'> & { readonly kind: ActNumber<Kind> };
