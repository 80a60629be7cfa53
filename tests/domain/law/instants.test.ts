import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ADEQUACY_DECISIONS } from '../../../src/domain/law/adequacy-decisions.ts';
import { BINDING_RULES } from '../../../src/domain/law/binding-rules.ts';
import { CERTIFICATE_EDITIONS } from '../../../src/domain/law/certificate-editions.ts';
import { CLAUSE_SETS } from '../../../src/domain/law/clause-sets.ts';
import { FACTS_AS_OF_MS } from '../../../src/domain/law/dated-fact.ts';
import { FRAMEWORKS } from '../../../src/domain/law/frameworks.ts';
import { summer, summerInLondon, winter, winterInLondon } from '../../../src/domain/law/instants.ts';
import { LAW_EVENTS } from '../../../src/domain/law/law-events.ts';
import { LEGAL_REGIMES } from '../../../src/domain/law/legal-regimes.ts';
import { PROMISE_PROFILES } from '../../../src/domain/law/promise-profiles.ts';
import { TRANSFER_ASSESSMENTS } from '../../../src/domain/law/transfer-assessments.ts';
import { ZONE_MEMBERSHIPS } from '../../../src/domain/law/zone-memberships.ts';
import { brussels, brusselsTextOf, isMidnightInLondon, london } from './brussels.ts';

/** Every instant in a table of rows, which holds no other numbers. Infinities are not instants; NaN is kept. */
function instantsIn(value: unknown): number[] {
  if (typeof value === 'number') return Math.abs(value) === Number.POSITIVE_INFINITY ? [] : [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(instantsIn) : [];
}

describe('instants', () => {
  it('place the day on which Croatia joined the EEA at 22:00 UTC of the day before', () => {
    expect(new Date(summer('2014-04-12')).toISOString()).toBe('2014-04-11T22:00:00.000Z');
    expect(new Date(winter('2021-01-01')).toISOString()).toBe('2020-12-31T23:00:00.000Z');
  });

  it('agree with the time-zone database on every day since 1985 if the function names the season', () => {
    const day = fc.date({ min: new Date('1985-01-01'), max: new Date('2035-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(day, (date) => {
        const text = date.toISOString().slice(0, 10);
        expect([summer(text), winter(text)]).toContain(brussels(text));
        expect(winter(text) - summer(text)).toBe(3_600_000);
        expect([summerInLondon(text), winterInLondon(text)]).toContain(london(text));
        expect(winterInLondon(text)).toBe(winter(text) + 3_600_000);
      }),
    );
  });

  it.each([
    ['memberships', ZONE_MEMBERSHIPS, 90],
    ['frameworks', FRAMEWORKS, 20],
    ['adequacy decisions', ADEQUACY_DECISIONS, 45],
    ['clause sets', CLAUSE_SETS, 100],
    ['binding rules', BINDING_RULES, 8],
    ['transfer assessments', TRANSFER_ASSESSMENTS, 3],
    ['legal regimes', LEGAL_REGIMES, 10],
    ['certificate editions', CERTIFICATE_EDITIONS, 10],
    ['promise profiles', PROMISE_PROFILES, 2],
    ['law events', LAW_EVENTS, 75],
    ['day of the data', FACTS_AS_OF_MS, 1],
  ])(
    'date every row of the %s at the start of a civil day in Brussels or London',
    (_name, table, countMin) => {
      const instants = instantsIn(table);
      expect(instants.length).toBeGreaterThanOrEqual(countMin);
      expect(instants, 'an unreadable date').not.toContain(Number.NaN);
      const offMidnight = instants.filter((at) => !isMidnightInBrussels(at) && !isMidnightInLondon(at));
      expect(offMidnight.map(brusselsTextOf)).toEqual([]);
    },
  );

  it('date acts of the United Kingdom in London, and no others', () => {
    const inLondon = (row: object) => instantsIn(row).some((at) => !isMidnightInBrussels(at));
    expect(ZONE_MEMBERSHIPS.filter(inLondon)).toEqual([]);
    expect(FRAMEWORKS.filter(inLondon).map(({ id }) => id)).toEqual(['DPF_UK_EXT']);
    expect(ADEQUACY_DECISIONS.filter(inLondon).map(({ id }) => id)).toEqual(['UK_RECOGNISES_KR']);
    const uses = CLAUSE_SETS.flatMap(({ forRegimes }) => forRegimes);
    expect(uses.filter(inLondon).map(({ id }) => id)).toEqual([
      'SCC_2001_C2C_UK',
      'SCC_2004_C2C_UK',
      'SCC_2010_C2P_UK',
      'UK_IDTA_UK',
      'UK_ADDENDUM_UK',
    ]);
    expect([...BINDING_RULES, ...LEGAL_REGIMES, ...CERTIFICATE_EDITIONS].filter(inLondon)).toEqual([]);
    const events = LAW_EVENTS.filter(inLondon);
    expect(events.filter(({ effect }) => !effect.startsWith('UK'))).toEqual([]);
    expect(events).toHaveLength(5);
  });
});

function isMidnightInBrussels(epochMs: number): boolean {
  return brusselsTextOf(epochMs).endsWith('T00:00:00');
}
