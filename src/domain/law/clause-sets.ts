import type { DatedFact, KnownEnd } from './dated-fact.ts';
import { OPEN, summer, winter } from './instants.ts';
import { SOURCES } from './sources.ts';

/** Who sends to whom: C a controller, P a processor. */
export const CLAUSE_ROLES = ['C2C', 'C2P', 'P2P', 'P2C'] as const;
export type ClauseRole = (typeof CLAUSE_ROLES)[number];

/**
 * A set of standard contractual clauses. The inherited validity is that of contracts already signed; new contracts are
 * possible only inside the `usableForNew…` interval. Half-open, UTC epoch ms.
 */
export interface ClauseSet extends DatedFact {
  readonly decision: string;
  readonly usableForNewFromMs: number;
  readonly usableForNewToMs: number;
  readonly roles: readonly ClauseRole[];
  readonly hasSubprocessorClause: boolean;
  /** From here on a transfer impact assessment must be on file as well. */
  readonly assessmentRequiredFromMs: number;
}

/** Since the day of Schrems II the parties must assess the importer's law, under every set. */
const SCHREMS_2 = summer('2020-07-16');
const LAST_NEW = summer('2021-09-27');
const LAPSED = winter('2022-12-28');

/** The end of the older sets became known with Decision (EU) 2021/914. */
function endedByNewClauses(knownFromMs: number): readonly KnownEnd[] {
  return [
    { knownFromMs, validToMs: OPEN, setBy: 'no end in the decision' },
    { knownFromMs: summer('2021-06-04'), validToMs: LAPSED, setBy: 'Decision (EU) 2021/914, Art. 4' },
  ];
}

export const CLAUSE_SETS: readonly ClauseSet[] = [
  {
    id: 'SCC_2001_C2C',
    decision: '2001/497/EC',
    validFromMs: summer('2001-09-03'),
    validToMs: LAPSED,
    versions: endedByNewClauses(summer('2001-09-03')),
    usableForNewFromMs: summer('2001-09-03'),
    usableForNewToMs: LAST_NEW,
    roles: ['C2C'],
    hasSubprocessorClause: false,
    assessmentRequiredFromMs: SCHREMS_2,
    source: SOURCES.clauses,
    confidence: 'verified-secondary',
    note: 'ends verified; start remembered',
  },
  {
    id: 'SCC_2002_C2P',
    decision: '2002/16/EC',
    validFromMs: summer('2002-04-03'),
    validToMs: OPEN,
    reliableToMs: LAPSED,
    usableForNewFromMs: summer('2002-04-03'),
    usableForNewToMs: summer('2010-05-15'),
    roles: ['C2P'],
    hasSubprocessorClause: false,
    assessmentRequiredFromMs: SCHREMS_2,
    source: SOURCES.remembered,
    confidence: 'remembered',
    note: 'No end is stated for contracts signed before 2010; they are taken to lapse with the other old sets.',
  },
  {
    id: 'SCC_2004_C2C',
    decision: '2004/915/EC',
    validFromMs: summer('2005-04-01'),
    validToMs: LAPSED,
    versions: endedByNewClauses(summer('2005-04-01')),
    usableForNewFromMs: summer('2005-04-01'),
    usableForNewToMs: LAST_NEW,
    roles: ['C2C'],
    hasSubprocessorClause: false,
    assessmentRequiredFromMs: SCHREMS_2,
    source: SOURCES.clauses,
    confidence: 'verified-secondary',
    note: 'ends verified; start remembered',
  },
  {
    id: 'SCC_2010_C2P',
    decision: '2010/87/EU',
    validFromMs: summer('2010-05-15'),
    validToMs: LAPSED,
    versions: endedByNewClauses(summer('2010-05-15')),
    usableForNewFromMs: summer('2010-05-15'),
    usableForNewToMs: LAST_NEW,
    roles: ['C2P'],
    hasSubprocessorClause: true,
    assessmentRequiredFromMs: SCHREMS_2,
    source: SOURCES.clauses,
    confidence: 'verified-secondary',
    note: 'ends verified; start remembered',
  },
  {
    id: 'SCC_2021',
    decision: '(EU) 2021/914',
    validFromMs: summer('2021-06-27'),
    validToMs: OPEN,
    usableForNewFromMs: summer('2021-06-27'),
    usableForNewToMs: OPEN,
    roles: ['C2C', 'C2P', 'P2P', 'P2C'],
    hasSubprocessorClause: true,
    assessmentRequiredFromMs: SCHREMS_2,
    source: SOURCES.clauses,
    confidence: 'verified',
    note: 'modules 1 to 4 are the roles in this order',
  },
];

/** The clause set of that id, or `undefined` when there is none. */
export function clauseSetById(id: string): ClauseSet | undefined {
  return CLAUSE_SETS.find((row) => row.id === id);
}

/** Whether a new contract could be signed on the set at `atMs`, UTC epoch ms. */
export function isOpenForNewContracts(set: ClauseSet, atMs: number): boolean {
  return set.usableForNewFromMs <= atMs && atMs < set.usableForNewToMs;
}
