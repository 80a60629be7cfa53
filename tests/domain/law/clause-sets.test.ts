import { describe, expect, it } from 'vitest';
import { CLAUSE_SETS, clauseSetById, isOpenForNewContracts } from '../../../src/domain/law/clause-sets.ts';
import { isInForce, isInForceAsKnown } from '../../../src/domain/law/dated-fact.ts';
import { brussels } from './brussels.ts';

function clauses(id: string) {
  const row = clauseSetById(id);
  if (row === undefined) throw new Error(`no clause set ${id}`);
  return row;
}

describe('clause sets', () => {
  it('lets old contracts live on after the set is closed to new ones, until 2022-12-28', () => {
    const old = clauses('SCC_2010_C2P');
    expect(isOpenForNewContracts(old, brussels('2021-09-27') - 1)).toBe(true);
    expect(isOpenForNewContracts(old, brussels('2021-09-27'))).toBe(false);
    expect(isInForce(old, brussels('2022-12-28') - 1, 'then')).toBe(true);
    expect(isInForce(old, brussels('2022-12-28'), 'then')).toBe(false);
  });

  it('did not know of that end before the new clauses were decided', () => {
    const old = clauses('SCC_2010_C2P');
    expect(isInForceAsKnown(old, brussels('2023-06-01'), brussels('2020-01-01'))).toBe(true);
    expect(isInForceAsKnown(old, brussels('2023-06-01'), brussels('2021-06-04'))).toBe(false);
  });

  it('lets contracts of the clauses of 2002 lapse with the others, on the safe side', () => {
    const oldest = clauses('SCC_2002_C2P');
    expect(isInForce(oldest, brussels('2014-11-20'), 'now')).toBe(true);
    expect(isOpenForNewContracts(oldest, brussels('2010-05-15'))).toBe(false);
    expect(isInForce(oldest, brussels('2022-12-28'), 'then')).toBe(false);
  });

  it.each([
    ['2014-11-20', ['SCC_2001_C2C', 'SCC_2004_C2C', 'SCC_2010_C2P']],
    ['2021-08-01', ['SCC_2001_C2C', 'SCC_2004_C2C', 'SCC_2010_C2P', 'SCC_2021']],
    ['2024-01-01', ['SCC_2021']],
    ['2000-01-01', []],
  ])('offers to those who sign on %s the sets %j', (day, ids) => {
    expect(
      CLAUSE_SETS.filter((set) => isOpenForNewContracts(set, brussels(day))).map((set) => set.id),
    ).toEqual(ids);
  });

  it('serves processors that engage processors only since 2021', () => {
    expect(CLAUSE_SETS.filter((set) => set.roles.includes('P2P')).map((set) => set.id)).toEqual(['SCC_2021']);
    expect(clauseSetById('SCC_2015')).toBeUndefined();
  });

  it('asks for an assessment from the day of Schrems II, whatever the set', () => {
    expect(new Set(CLAUSE_SETS.map((set) => set.assessmentRequiredFromMs))).toEqual(
      new Set([brussels('2020-07-16')]),
    );
  });
});
