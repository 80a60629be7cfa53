import type { ActKind, ActNumber, ActOf, CaseNumber, EntryIndex, RunMs } from '#domain';

/**
 * The act that is being read: one object for all entries, since an object for each would have to be collected. The meaning of `aux` and of `a`
 * to `d` depends on the kind: see src/domain/acts/act-table.ts.
 */
export class Act {
  index: EntryIndex = -1;
  timeMs: RunMs = 0;
  /** Without a kind of number: an act passes for one of any kind, once somebody has looked at its `kind`. */
  kind: number = 0;
  aux = 0;
  caseNumber: CaseNumber = 0;
  a = 0;
  b = 0;
  c = 0;
  d = 0;
}

/** An act as judges see it. Valid only during the call. */
export type ActView = Readonly<Act>;

/** The same, of a known kind: the table of acts says what its numbers stand for. */
export type ActViewOf<Kind extends ActKind> = ActOf<Kind> &
  Readonly<Pick<Act, 'caseNumber' | 'index' | 'timeMs'>> & { readonly kind: ActNumber<Kind> };
