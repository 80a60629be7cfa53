import type { InvariantOfAuditor } from './invariant.ts';

/** Judged by `Detection`, which asks the other judges. */
export const R25: InvariantOfAuditor = {
  row: {
    id: 'R25',
    title: 'Detection',
    sentence:
      'Breaches that the auditor seeds into a copy of the record are found by the invariants responsible.',
    statement:
      'For all seeds s of the auditor that fit into the first entries of ledger L, and whose invariant finds no violation in L: ' +
      'the audit of those entries with s seeded finds more violations of its invariant than without. (Each breach of ' +
      "`meridian breaches` is reported by exactly its invariants; the project's tests check this.)",
    source: 'An audit that cannot fail proves nothing',
    brokenBy: 'an auditor that checks nothing',
  },
  log: {
    events: {},
    noColumn: 'a ledger with a seal, into which breaches can be seeded',
  },
  judge: null,
  seed: null,
  untested: { absent: 'no breach fits into the beginning of the ledger, where breaches are seeded' },
};
