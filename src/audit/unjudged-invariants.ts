import { INVARIANTS, type InvariantRow } from './invariants.ts';

/** A promise that the auditor does not judge from a ledger: why, and what stands in for it. */
export interface UnjudgedInvariant extends InvariantRow {
  readonly notJudged: string;
  /** The command that judges it instead; null where none does. */
  readonly judgedBy: string | null;
}

/** The promises of the project's list that no judge of this room holds a ledger against. A test keeps them apart from the others. */
export const UNJUDGED_INVARIANTS: readonly UnjudgedInvariant[] = [
  {
    id: 'R14',
    title: 'Router view',
    sentence: 'Only fields on a list leave the boundary for routing.',
    statement:
      'For all decisions of routing about case c: what was read of c is among token, language, product, severity, zone and age.',
    source: 'GDPR Art. 25(1)',
    brokenBy: 'a global router that reads the text of cases',
    notJudged:
      'The ledger does not tell what a decision has read. A test of the project watches what the router reads of a case, and holds it against a list.',
    judgedBy: null,
  },
  {
    id: 'R24',
    title: 'Truthful answer',
    sentence: "A customer's statement can be made anew from the ledger, byte for byte.",
    statement: 'For all statements s about customer k over ledger L: s = statement(k, L).',
    source: "The vendor's promise: customers will know; GDPR Art. 15",
    brokenBy: 'a statement that leaves out an access',
    notJudged:
      'It is no property of a ledger. `meridian verify` makes every export of a bundle anew, and with `--statement` that statement, and compares.',
    judgedBy: 'meridian verify',
  },
  {
    id: 'R25',
    title: 'Detection',
    sentence:
      'Each invariant was exercised, and each seeded breach is reported by the invariants that are meant to find it.',
    statement:
      'For all judged invariants: checks > 0. For all breaches b: violated(run with b) = reportedBy(b).',
    source: 'An audit that cannot fail is none',
    brokenBy: 'an invariant that is never put to the test',
    notJudged:
      "It is no property of a ledger. `meridian mutants` tries breaches and says who finds them out, the project's tests hold each of `meridian breaches` against its list; an audit tells an invariant's checks.",
    judgedBy: 'meridian mutants',
  },
];

/** Every promise of the list, by number: `notJudged` is null for those that the auditor judges. */
export const INVARIANT_CATALOGUE: readonly (InvariantRow & {
  readonly notJudged: string | null;
  readonly judgedBy: string | null;
})[] = [
  ...INVARIANTS.map((row) => ({ ...row, notJudged: null, judgedBy: 'meridian audit' })),
  ...UNJUDGED_INVARIANTS,
].sort((left, right) => numberOf(left) - numberOf(right));

function numberOf({ id }: InvariantRow): number {
  return Number(id.slice(1));
}
