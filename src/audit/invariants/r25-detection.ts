import type { InvariantOfAuditor } from './invariant.ts';

/** Judged by `Detection`, which asks the other judges. */
export const R25: InvariantOfAuditor = {
  row: {
    id: 'R25',
    title: 'Detection',
    sentence:
      'Breaches that the auditor seeds into a copy of the record are found by the invariants that are meant to find them.',
    statement:
      'For all seeds s of the auditor for which the first entries of ledger L give occasion, and whose invariant finds no violation in L: ' +
      'the audit of those entries with s put in finds more violations of its invariant than without. (That each breach of ' +
      "`meridian breaches` is reported by exactly its invariants, the project's tests show.)",
    source: 'An audit that cannot fail is none',
    brokenBy: 'an auditor who does not look',
  },
  makeJudge: null,
  seed: null,
  untested: { absent: 'the beginning of the ledger, in which breaches are seeded, has a place for none' },
};
