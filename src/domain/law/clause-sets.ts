import type { EpochMs } from '../indices.ts';
import type { DatedFact, KnownEnd } from './dated-fact.ts';
import { OPEN, summer, summerInLondon, winter, winterInLondon } from './instants.ts';
import type { ExportRegime } from './regimes.ts';
import { inPart, remembered, SOURCES, verified } from './sources.ts';
import { assessmentRequiredFromMs } from './transfer-assessments.ts';

/** The roles of exporter and importer: C is a controller, P a processor. */
export const CLAUSE_ROLES = ['C2C', 'C2P', 'P2P', 'P2C'] as const;
export type ClauseRole = (typeof CLAUSE_ROLES)[number];

/**
 * When a set can be relied on. The inherited validity applies to signed contracts; a contract must have been signed within the
 * `usableForNew…` interval. Half-open, UTC epoch ms.
 */
interface ClauseDates extends DatedFact {
  readonly usableForNewFromMs: number;
  readonly usableForNewToMs: number;
  /** From here on a transfer impact assessment must be on file as well. */
  readonly assessmentRequiredFromMs: number;
}

/** The use of a set as a basis for exports under one regime. */
export interface ClauseUse extends ClauseDates {
  readonly regime: ExportRegime;
  /** The act by which the regime accepts the set. */
  readonly acceptedBy: string;
  /** Whether the set is only for importers to whose processing the GDPR itself does not apply. Left out: for all. */
  readonly isForImportersOutsideGdpr?: true;
}

/**
 * A set of standard contractual clauses. Its own dates are those under the regime that made it, the first of `forRegimes`. A regime that is
 * not listed does not accept the set: the EU clauses of 2021 are no basis for an export from the United Kingdom.
 */
export interface ClauseSet extends ClauseDates {
  readonly decision: string;
  readonly roles: readonly ClauseRole[];
  /** Roles in which an assessment is due only if the exporter adds personal data of its own. */
  readonly conditionalAssessmentRoles: readonly ClauseRole[];
  readonly hasSubprocessorClause: boolean;
  /** Id of the set without which this one has no effect. */
  readonly addendumTo?: string;
  readonly forRegimes: readonly ClauseUse[];
}

type Use = Omit<ClauseUse, 'id' | 'assessmentRequiredFromMs'>;
type Terms = Pick<
  ClauseSet,
  'decision' | 'roles' | 'conditionalAssessmentRoles' | 'hasSubprocessorClause' | 'addendumTo'
>;

/** `home`: the use under the regime that made the set. */
function clauseSet(id: string, terms: Terms, home: Use, ...others: readonly Use[]): ClauseSet {
  const forRegimes = [home, ...others].map(
    (use): ClauseUse => ({
      id: `${id}_${use.regime}`,
      ...use,
      assessmentRequiredFromMs: assessmentRequiredFromMs(use.regime),
    }),
  );
  const { acceptedBy: _, regime, ...dates } = home;
  return { id, ...dates, ...terms, assessmentRequiredFromMs: assessmentRequiredFromMs(regime), forRegimes };
}

const NEW_EU_CLAUSES = summer('2021-06-04');
const EU_LAST_NEW = summer('2021-09-27');
/** "Until 27 December 2022": with that day (`UNTIL_A_DAY`). */
const EU_LAPSED = winter('2022-12-28');
const SWISS_CLAUSES = winter('2008-01-01');
const SWISS_RECOGNITION = summer('2021-08-27');
const SWISS_LAPSED = winter('2023-01-01');
const BRITISH_REGIME = winter('2021-01-01');
const BRITISH_CLAUSES = winterInLondon('2022-03-21');
const BRITISH_LAST_NEW = summerInLondon('2022-09-22');
/** "Until 21 March 2024": without that day (`UNTIL_A_DAY`). */
const BRITISH_LAPSED = winterInLondon('2024-03-21');

/** An end that nobody foresaw before `endKnownFromMs`. */
function endedLater(
  knownFromMs: number,
  endKnownFromMs: number,
  endMs: EpochMs,
  by: string,
): readonly KnownEnd[] {
  return [
    { knownFromMs, validToMs: OPEN, setBy: 'no end was stated' },
    { knownFromMs: endKnownFromMs, validToMs: endMs, setBy: by },
  ];
}

/** An older EU set under EU law. Its end became known with Decision (EU) 2021/914. */
function underEuLaw(
  decision: string,
  fromMs: EpochMs,
  confirmation: Pick<Use, 'source' | 'confidence' | 'note'>,
): Use {
  return {
    regime: 'EEA',
    acceptedBy: decision,
    validFromMs: fromMs,
    validToMs: EU_LAPSED,
    versions: endedLater(fromMs, NEW_EU_CLAUSES, EU_LAPSED, 'Decision (EU) 2021/914, Art. 4'),
    usableForNewFromMs: fromMs,
    usableForNewToMs: EU_LAST_NEW,
    ...confirmation,
  };
}

const SWISS_ACCEPTANCE = 'Art. 6(2)(a) of the Swiss act of 1992; list of recognised clauses of the FDPIC';

/** An older EU set for Swiss exports: `fromMs` is the set's own beginning. */
function underSwissLaw(fromMs: EpochMs): Use {
  const validFromMs = Math.max(fromMs, SWISS_CLAUSES);
  return {
    regime: 'CH',
    acceptedBy: SWISS_ACCEPTANCE,
    validFromMs,
    validToMs: SWISS_LAPSED,
    versions: endedLater(validFromMs, SWISS_RECOGNITION, SWISS_LAPSED, 'FDPIC paper of 27 August 2021'),
    usableForNewFromMs: fromMs,
    usableForNewToMs: EU_LAST_NEW,
    ...inPart(SOURCES.swissAct, SOURCES.swissClauses),
    note:
      'Ends verified. That the law of 2008 allows clauses is verified, the day from which the FDPIC accepted this set is remembered. ' +
      'Only while the export is not changed significantly.',
  };
}

/** An older EU set for British exports: `fromMs` is the set's own beginning, contracts from before 2021 count. */
function underBritishLaw(fromMs: EpochMs): Use {
  return {
    regime: 'UK',
    acceptedBy: 'Data Protection Act 2018, Schedule 21, paragraph 7',
    validFromMs: BRITISH_REGIME,
    validToMs: BRITISH_LAPSED,
    versions: endedLater(
      BRITISH_REGIME,
      BRITISH_CLAUSES,
      BRITISH_LAPSED,
      'transitional provisions of 21 March 2022',
    ),
    usableForNewFromMs: fromMs,
    usableForNewToMs: BRITISH_LAST_NEW,
    ...inPart(SOURCES.ukClauses),
    note: 'Signed by 21 September 2022, only while the processing is unchanged. The start of the regime is that of the set here.',
  };
}

/** A set of the Information Commissioner, for British exports only. */
function ofInformationCommissioner(acceptedBy: string, note: string): Use {
  return {
    regime: 'UK',
    acceptedBy,
    validFromMs: BRITISH_CLAUSES,
    validToMs: OPEN,
    usableForNewFromMs: BRITISH_CLAUSES,
    usableForNewToMs: OPEN,
    ...verified(SOURCES.ukClauses),
    note,
  };
}

const OLD_TERMS = { conditionalAssessmentRoles: [], hasSubprocessorClause: false } as const;
const UNCHANGED = 'After the set was closed a contract held only while the processing was unchanged.';
const START_2001 = summer('2001-09-03');
const START_2002 = summer('2002-04-03');
const START_2004 = summer('2005-04-01');
const START_2010 = summer('2010-05-15');
const START_2021 = summer('2021-06-27');

export const CLAUSE_SETS: readonly ClauseSet[] = [
  clauseSet(
    'SCC_2001_C2C',
    { decision: '2001/497/EC', roles: ['C2C'], ...OLD_TERMS },
    underEuLaw('2001/497/EC', START_2001, {
      ...verified(SOURCES.clauses2001, SOURCES.clauses),
      note: UNCHANGED,
    }),
    underSwissLaw(START_2001),
    underBritishLaw(START_2001),
  ),
  clauseSet(
    'SCC_2002_C2P',
    { decision: '2002/16/EC', roles: ['C2P'], ...OLD_TERMS },
    {
      regime: 'EEA',
      acceptedBy: '2002/16/EC',
      validFromMs: START_2002,
      validToMs: OPEN,
      reliableToMs: EU_LAPSED,
      usableForNewFromMs: START_2002,
      usableForNewToMs: START_2010,
      ...remembered(SOURCES.clauses2010),
      note:
        'No end is stated for contracts signed before 2010; they are taken to lapse with the other old sets. The end for new contracts is ' +
        'verified, the start is not. No British act read names this set.',
    },
    {
      regime: 'CH',
      acceptedBy: SWISS_ACCEPTANCE,
      validFromMs: SWISS_CLAUSES,
      validToMs: OPEN,
      reliableToMs: SWISS_LAPSED,
      usableForNewFromMs: START_2002,
      usableForNewToMs: START_2010,
      ...remembered(SOURCES.swissAct),
      note: 'taken to have been recognised like its successor, and to lapse with it',
    },
  ),
  clauseSet(
    'SCC_2004_C2C',
    { decision: '2004/915/EC', roles: ['C2C'], ...OLD_TERMS },
    underEuLaw('2004/915/EC', START_2004, {
      ...inPart(SOURCES.titles, SOURCES.clauses),
      note: `Ends verified; start remembered. ${UNCHANGED}`,
    }),
    underSwissLaw(START_2004),
    underBritishLaw(START_2004),
  ),
  clauseSet(
    'SCC_2010_C2P',
    { decision: '2010/87/EU', roles: ['C2P'], ...OLD_TERMS, hasSubprocessorClause: true },
    underEuLaw('2010/87/EU', START_2010, {
      ...inPart(SOURCES.clauses2010, SOURCES.clauses),
      note: `For an exporter in the EEA that is a controller; a processor in the EEA cannot use it for its subprocessors. ${UNCHANGED}`,
    }),
    underSwissLaw(START_2010),
    underBritishLaw(START_2010),
  ),
  clauseSet(
    'SCC_2021',
    {
      decision: '(EU) 2021/914',
      roles: ['C2C', 'C2P', 'P2P', 'P2C'],
      conditionalAssessmentRoles: ['P2C'],
      hasSubprocessorClause: true,
    },
    {
      regime: 'EEA',
      acceptedBy: '(EU) 2021/914',
      validFromMs: START_2021,
      validToMs: OPEN,
      usableForNewFromMs: START_2021,
      usableForNewToMs: OPEN,
      isForImportersOutsideGdpr: true,
      ...verified(SOURCES.clauses, SOURCES.clausesEea),
      note:
        'Recital 7: only where the processing by the importer is outside the scope of the GDPR. A recital does not bind, and clauses for ' +
        'other importers were announced but not found. Modules 1 to 4 are the roles in this order. That module 4 asks for an assessment only where data is added is remembered. ' +
        'The Joint Committee took the decision into the EEA Agreement on 9 December 2022; in Norway the clauses were in use before.',
    },
    {
      regime: 'CH',
      acceptedBy: 'FDPIC paper of 27 August 2021, with the changes that it asks for',
      validFromMs: SWISS_RECOGNITION,
      validToMs: OPEN,
      usableForNewFromMs: START_2021,
      usableForNewToMs: OPEN,
      ...verified(SOURCES.swissClauses),
    },
  ),
  clauseSet(
    'UK_IDTA',
    {
      decision: 'International Data Transfer Agreement, version A1.0',
      roles: CLAUSE_ROLES,
      conditionalAssessmentRoles: [],
      hasSubprocessorClause: true,
    },
    ofInformationCommissioner(
      'Data Protection Act 2018, section 119A',
      'The terms between controller and processor stand in a linked agreement. That it has terms on subprocessors is remembered.',
    ),
  ),
  clauseSet(
    'UK_ADDENDUM',
    {
      decision: 'International Data Transfer Addendum to the EU clauses, version B1.0',
      roles: CLAUSE_ROLES,
      conditionalAssessmentRoles: ['P2C'],
      hasSubprocessorClause: true,
      addendumTo: 'SCC_2021',
    },
    ofInformationCommissioner(
      'Data Protection Act 2018, section 119A',
      'signed together with the EU clauses of 2021, which it adapts to British law; the version is remembered',
    ),
  ),
];

/** The clause set with that id, or `undefined` if there is none. */
export function clauseSetById(id: string): ClauseSet | undefined {
  return CLAUSE_SETS.find((row) => row.id === id);
}

/** Whether a new contract could be signed on the set at `atMs`, UTC epoch ms. */
export function isOpenForNewContracts(set: ClauseDates, atMs: EpochMs): boolean {
  return set.usableForNewFromMs <= atMs && atMs < set.usableForNewToMs;
}
