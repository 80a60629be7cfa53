/**
 * The act that is being read: one object for all entries, since an object for each would have to be collected. The meaning of `aux` and of `a`
 * to `d` depends on the kind: see src/domain/acts/act-table.ts.
 */
export class Act {
  index = -1;
  timeMs = 0;
  kind = 0;
  aux = 0;
  caseNumber = 0;
  a = 0;
  b = 0;
  c = 0;
  d = 0;
}

/** An act as judges see it. Valid only during the call. */
export type ActView = Readonly<Act>;
