import { keepAsDoubles } from '#base';
import type { ActKind, ActNumber, ActOf, CaseNumber, EntryIndex, RunMs } from '#domain';

/**
 * The act that is being read. One object serves all entries, to spare the garbage collector. The meaning of `aux` and
 * of `a` to `d` depends on the kind: see src/domain/acts/act-table.ts.
 */
export class Act {
  index: EntryIndex = -1;
  timeMs: RunMs = 0;
  /** Typed as a plain number, so that a reader can narrow the act to one kind after checking `kind`. */
  kind: number = 0;
  aux = 0;
  caseNumber: CaseNumber = 0;
  a = 0;
  b = 0;
  c = 0;
  d = 0;

  static {
    keepAsDoubles(new Act(), 'timeMs', 'caseNumber', 'c', 'd');
  }
}

/** An act as judges see it. Valid only during the call. */
export type ActView = Readonly<Act>;

/** An act of a known kind, as judges see it. The table of acts gives the meaning of its numbers. */
export type ActViewOf<Kind extends ActKind> = ActOf<Kind> &
  Readonly<Pick<Act, 'caseNumber' | 'index' | 'timeMs'>> & { readonly kind: ActNumber<Kind> };
