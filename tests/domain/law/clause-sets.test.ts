import { describe, expect, it } from 'vitest';
import {
  CLAUSE_ROLES,
  CLAUSE_SETS,
  type ClauseUse,
  clauseSetById,
  isOpenForNewContracts,
} from '../../../src/domain/law/clause-sets.ts';
import { isInForce, isInForceAsKnown } from '../../../src/domain/law/dated-fact.ts';
import { EXPORT_REGIMES, type ExportRegime } from '../../../src/domain/law/regimes.ts';
import { TRANSFER_ASSESSMENTS } from '../../../src/domain/law/transfer-assessments.ts';
import { brussels, london } from './brussels.ts';

function clauses(id: string) {
  const row = clauseSetById(id);
  if (row === undefined) throw new Error(`no clause set ${id}`);
  return row;
}

describe('clause sets', () => {
  it('let old contracts live on after the set is closed to new ones, until 2022-12-28', () => {
    const old = clauses('SCC_2010_C2P');
    expect(isOpenForNewContracts(old, brussels('2021-09-27') - 1)).toBe(true);
    expect(isOpenForNewContracts(old, brussels('2021-09-27'))).toBe(false);
    expect(isInForce(old, brussels('2022-12-28') - 1, 'then')).toBe(true);
    expect(isInForce(old, brussels('2022-12-28'), 'then')).toBe(false);
  });

  it('did not foresee that end before the new clauses were decided', () => {
    const old = clauses('SCC_2010_C2P');
    expect(isInForceAsKnown(old, brussels('2023-06-01'), brussels('2020-01-01'))).toBe(true);
    expect(isInForceAsKnown(old, brussels('2023-06-01'), brussels('2021-06-04'))).toBe(false);
  });

  it('end contracts on the 2002 clauses together with the others, on the safe side', () => {
    const oldest = clauses('SCC_2002_C2P');
    expect(isInForce(oldest, brussels('2014-11-20'), 'now')).toBe(true);
    expect(isOpenForNewContracts(oldest, brussels('2010-05-15'))).toBe(false);
    expect(isInForce(oldest, brussels('2022-12-28'), 'then')).toBe(false);
  });

  it.each([
    ['2014-11-20', ['SCC_2001_C2C', 'SCC_2004_C2C', 'SCC_2010_C2P']],
    ['2021-08-01', ['SCC_2001_C2C', 'SCC_2004_C2C', 'SCC_2010_C2P', 'SCC_2021']],
    ['2024-01-01', ['SCC_2021', 'UK_IDTA', 'UK_ADDENDUM']],
    ['2000-01-01', []],
  ])('offer the sets %j to those who sign on %s', (day, ids) => {
    expect(
      CLAUSE_SETS.filter((set) => isOpenForNewContracts(set, brussels(day))).map((set) => set.id),
    ).toEqual(ids);
  });

  it('serve processors that engage processors only since 2021', () => {
    expect(CLAUSE_SETS.filter((set) => set.roles.includes('P2P')).map((set) => set.id)).toEqual([
      'SCC_2021',
      'UK_IDTA',
      'UK_ADDENDUM',
    ]);
    expect(clauseSetById('SCC_2015')).toBeUndefined();
  });

  it('keep controllers and processors apart in the older sets', () => {
    const rolesOf = (id: string) => clauses(id).roles;
    expect(rolesOf('SCC_2001_C2C')).toEqual(['C2C']);
    expect(rolesOf('SCC_2004_C2C')).toEqual(['C2C']);
    expect(rolesOf('SCC_2002_C2P')).toEqual(['C2P']);
    expect(rolesOf('SCC_2010_C2P')).toEqual(['C2P']);
    expect(rolesOf('SCC_2021')).toEqual(CLAUSE_ROLES);
    expect(CLAUSE_SETS.filter((set) => set.hasSubprocessorClause).map((set) => set.id)).toEqual([
      'SCC_2010_C2P',
      'SCC_2021',
      'UK_IDTA',
      'UK_ADDENDUM',
    ]);
  });
});

/** How a regime uses a set; `undefined` if the regime does not accept it. */
function useOf(id: string, regime: ExportRegime): ClauseUse | undefined {
  return clauses(id).forRegimes.find((use) => use.regime === regime);
}

function setsFor(regime: ExportRegime): readonly string[] {
  return CLAUSE_SETS.filter((set) => set.forRegimes.some((use) => use.regime === regime)).map(
    (set) => set.id,
  );
}

describe('the regimes that accept a clause set', () => {
  it('list under each regime the sets that can carry its exports', () => {
    expect(setsFor('EEA')).toEqual([
      'SCC_2001_C2C',
      'SCC_2002_C2P',
      'SCC_2004_C2C',
      'SCC_2010_C2P',
      'SCC_2021',
    ]);
    expect(setsFor('CH')).toEqual(setsFor('EEA'));
    expect(setsFor('UK')).toEqual(['SCC_2001_C2C', 'SCC_2004_C2C', 'SCC_2010_C2P', 'UK_IDTA', 'UK_ADDENDUM']);
  });

  it('accept the EU clauses of 2021 for British exports only through their addendum', () => {
    expect(useOf('SCC_2021', 'UK')).toBeUndefined();
    expect(clauses('UK_ADDENDUM').addendumTo).toBe('SCC_2021');
    expect(useOf('UK_ADDENDUM', 'EEA')).toBeUndefined();
    expect(useOf('UK_IDTA', 'EEA')).toBeUndefined();
    const named = CLAUSE_SETS.flatMap(({ addendumTo }) => addendumTo ?? []);
    expect(named.filter((id) => clauseSetById(id) === undefined)).toEqual([]);
  });

  it.each(['SCC_2001_C2C', 'SCC_2004_C2C', 'SCC_2010_C2P'])(
    'allow %s to be signed for British exports until 21 September 2022 and relied on until 21 March 2024',
    (id) => {
      const use = useOf(id, 'UK') as ClauseUse;
      expect(isOpenForNewContracts(use, brussels('2015-06-01'))).toBe(true);
      expect(isOpenForNewContracts(use, london('2022-09-22') - 1)).toBe(true);
      expect(isOpenForNewContracts(use, london('2022-09-22'))).toBe(false);
      expect(isInForce(use, brussels('2021-01-01') - 1, 'then')).toBe(false);
      expect(isInForce(use, brussels('2021-01-01'), 'then')).toBe(true);
      expect(isInForce(use, london('2024-03-21') - 1, 'then')).toBe(true);
      expect(isInForce(use, london('2024-03-21'), 'then')).toBe(false);
      expect(isInForceAsKnown(use, london('2024-06-01'), london('2022-03-21') - 1)).toBe(true);
    },
  );

  it('open the agreement and the addendum at midnight in London on 21 March 2022', () => {
    for (const id of ['UK_IDTA', 'UK_ADDENDUM']) {
      expect(isInForce(clauses(id), london('2022-03-21') - 1, 'then'), id).toBe(false);
      expect(isInForce(clauses(id), london('2022-03-21'), 'then'), id).toBe(true);
      expect(isOpenForNewContracts(clauses(id), london('2022-03-21')), id).toBe(true);
    }
  });

  it('accept the EU clauses of 2021 for Swiss exports from 27 August 2021, and the older ones until the end of 2022', () => {
    const newer = useOf('SCC_2021', 'CH') as ClauseUse;
    expect(isInForce(newer, brussels('2021-08-27') - 1, 'then')).toBe(false);
    expect(isInForce(newer, brussels('2021-08-27'), 'then')).toBe(true);
    for (const id of ['SCC_2001_C2C', 'SCC_2002_C2P', 'SCC_2004_C2C', 'SCC_2010_C2P']) {
      const older = useOf(id, 'CH') as ClauseUse;
      expect(isInForce(older, brussels('2023-01-01') - 1, 'then'), id).toBe(true);
      expect(isInForce(older, brussels('2023-01-01'), 'then'), id).toBe(false);
      expect(isOpenForNewContracts(older, brussels('2021-09-27')), id).toBe(false);
      expect(older.validFromMs, id).toBeGreaterThanOrEqual(brussels('2008-01-01'));
    }
  });

  it('date a set by the first regime, and use each set at most once per regime', () => {
    for (const set of CLAUSE_SETS) {
      const [home, ...others] = set.forRegimes;
      const { acceptedBy: _, id: __, regime, ...dates } = home as ClauseUse;
      expect(set, set.id).toMatchObject(dates);
      expect(
        others.map((use) => use.regime),
        set.id,
      ).not.toContain(regime);
      expect(new Set(set.forRegimes.map((use) => use.regime)).size, set.id).toBe(set.forRegimes.length);
      for (const use of set.forRegimes) {
        expect(use.id).toBe(`${set.id}_${use.regime}`);
        expect(use.usableForNewFromMs, use.id).toBeLessThan(use.usableForNewToMs);
        expect(use.usableForNewToMs, use.id).toBeLessThanOrEqual(use.validToMs);
      }
    }
  });

  it('require an assessment from the day on which the regime began to, whatever the set', () => {
    const starts = { EEA: '2020-07-16', CH: '2020-09-08', UK: '2021-01-01' } as const;
    for (const use of CLAUSE_SETS.flatMap(({ forRegimes }) => forRegimes)) {
      expect(use.assessmentRequiredFromMs, use.id).toBe(brussels(starts[use.regime]));
    }
    expect(TRANSFER_ASSESSMENTS.map(({ regime }) => regime).sort()).toEqual([...EXPORT_REGIMES].sort());
    expect(clauses('SCC_2021').conditionalAssessmentRoles).toEqual(['P2C']);
    expect(clauses('SCC_2010_C2P').conditionalAssessmentRoles).toEqual([]);
  });
});
