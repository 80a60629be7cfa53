import { describe, expect, it } from 'vitest';
import { ADEQUACY_DECISIONS, adequacyDecisionsFor } from '../../../src/domain/law/adequacy-decisions.ts';
import { ADEQUACY_SCOPES, SCOPE_LIMITS } from '../../../src/domain/law/adequacy-scopes.ts';
import { isCountryCode } from '../../../src/domain/law/countries.ts';
import { isInForce, isInForceAsKnown, knownEndMs } from '../../../src/domain/law/dated-fact.ts';
import { EXPORT_REGIMES, type ExportRegime, exportRegimeOf } from '../../../src/domain/law/regimes.ts';
import { zoneMembersAt } from '../../../src/domain/law/zones.ts';
import { brussels, london } from './brussels.ts';

function decisionOn(country: string) {
  const row = ADEQUACY_DECISIONS.find((decision) => decision.id === `ADEQUACY_${country}`);
  if (row === undefined) throw new Error(`no decision on ${country}`);
  return row;
}

/** The first decision in force, as known at that time. */
function decisionFor(regime: ExportRegime, country: string, atMs: number) {
  return adequacyDecisionsFor(regime, country).find((row) => isInForce(row, atMs, 'then')) ?? null;
}

const territories = ['AX', 'GF', 'GP', 'MF', 'MQ', 'RE', 'YT'];

describe('adequacy of GB', () => {
  const decision = decisionOn('GB');

  it('was expected to end in June 2025, then in December 2025, then in 2031, depending on when you ask', () => {
    expect(knownEndMs(decision, brussels('2021-06-28'))).toBe(brussels('2025-06-28'));
    expect(knownEndMs(decision, brussels('2025-06-24') - 1)).toBe(brussels('2025-06-28'));
    expect(knownEndMs(decision, brussels('2025-06-24'))).toBe(brussels('2025-12-28'));
    expect(knownEndMs(decision, brussels('2025-12-19') - 1)).toBe(brussels('2025-12-28'));
    expect(knownEndMs(decision, brussels('2025-12-19'))).toBe(brussels('2031-12-28'));
  });

  it('tells a planner in May 2025 that July 2025 has no basis, and a judge today that it had one', () => {
    const july = brussels('2025-07-15');
    expect(isInForceAsKnown(decision, july, brussels('2025-05-01'))).toBe(false);
    expect(isInForce(decision, july, 'then')).toBe(true);
    expect(isInForce(decision, july, 'now')).toBe(true);
  });

  it('starts on 2021-06-28, where the bridge ends, and ends with 2031-12-27', () => {
    expect(isInForce(decision, brussels('2021-06-28') - 1, 'then')).toBe(false);
    expect(isInForce(decision, brussels('2021-06-28'), 'then')).toBe(true);
    expect(isInForce(decision, brussels('2031-12-28') - 1, 'now')).toBe(true);
    expect(isInForce(decision, brussels('2031-12-28'), 'now')).toBe(false);
  });
});

describe('adequacy decisions', () => {
  it.each([
    ['CH', '2014-11-20', '2000/518/EC'],
    ['NZ', '2014-11-20', '2013/65/EU'],
    ['JP', '2020-01-01', '(EU) 2019/419'],
    ['BR', '2026-02-01', '(EU) 2026/179'],
  ])('carry EEA data to %s on %s by %s', (country, day, decision) => {
    expect(decisionFor('EEA', country, brussels(day))?.decision).toBe(decision);
  });

  it.each([
    ['US', '2014-11-20'],
    ['US', '2024-01-01'],
    ['IN', '2024-01-01'],
    ['JP', '2014-11-20'],
    ['HU', '2004-05-01'],
    ['GI', '2024-01-01'],
  ])('carry no EEA data to %s on %s', (country, day) => {
    expect(decisionFor('EEA', country, brussels(day))).toBeNull();
  });

  it('let Swiss data reach every EEA state and GB in November 2014', () => {
    const at = brussels('2014-11-20');
    const states = zoneMembersAt('EEA', at).filter((code) => ![...territories, 'GI'].includes(code));
    expect(states).toHaveLength(31);
    expect(states.filter((code) => decisionFor('CH', code, at) === null)).toEqual([]);
    expect(decisionFor('CH', 'US', at)).toBeNull();
  });

  it('let UK data reach every EEA state from the first moment of the UK regime', () => {
    const at = Date.parse('2020-12-31T23:00:00Z');
    const states = zoneMembersAt('EEA', at).filter((code) => !territories.includes(code));
    expect(states).toHaveLength(30);
    expect(states.filter((code) => decisionFor('UK', code, at) === null)).toEqual([]);
    expect(decisionFor('UK', 'DE', at - 1)).toBeNull();
    expect(exportRegimeOf('GB', at)).toBe('UK');
  });

  it('name assigned country codes, apart from the one organisation', () => {
    const named = ADEQUACY_DECISIONS.flatMap((row) => row.toCountries);
    expect(named.filter((code) => !isCountryCode(code))).toEqual(['XX-EPO']);
    for (const row of ADEQUACY_DECISIONS) {
      expect(EXPORT_REGIMES).toContain(row.fromZone);
      expect(new Set(row.toCountries).size, row.id).toBe(row.toCountries.length);
    }
  });

  it('have at most one decision of a regime on a country at any time', () => {
    for (const row of ADEQUACY_DECISIONS) {
      const rivals = ADEQUACY_DECISIONS.filter(
        (other) =>
          other !== row &&
          other.fromZone === row.fromZone &&
          other.toCountries.some((country) => row.toCountries.includes(country)) &&
          row.validFromMs < other.validToMs &&
          other.validFromMs < row.validToMs,
      );
      expect(
        rivals.map(({ id }) => id),
        row.id,
      ).toEqual([]);
    }
  });
});

describe('the Swiss list of adequate states', () => {
  it.each([
    ['HR', '2013-06-30', null],
    ['HR', '2013-07-01', 'all'],
    ['BG', '2008-01-01', 'all'],
    ['CA', '2008-01-01', 'recipients under Canadian PIPEDA'],
    ['AR', '2014-11-20', 'all'],
    ['IL', '2011-12-31', null],
    ['IL', '2014-11-20', 'automated processing'],
    ['UY', '2014-11-20', 'automated processing'],
    ['NZ', '2013-12-31', null],
    ['NZ', '2014-11-20', 'all'],
    ['MC', '2014-11-20', null],
    ['MC', '2023-01-01', 'all'],
    ['JP', '2024-01-01', null],
    ['CA', '2024-01-01', 'recipients under Canadian PIPEDA'],
    ['MC', '2024-01-01', 'all'],
    ['US', '2024-01-01', null],
  ])('lets Swiss data reach %s on %s within the scope %s', (country, day, scope) => {
    expect(decisionFor('CH', country, brussels(day))?.scope ?? null).toBe(scope);
  });

  it('names no state before the list began, and the 43 states of the ordinance since 2023', () => {
    const namedOn = (at: number) =>
      ADEQUACY_DECISIONS.filter((row) => row.fromZone === 'CH' && isInForce(row, at, 'then')).flatMap(
        (row) => row.toCountries,
      );
    expect(namedOn(brussels('2008-01-01') - 1)).toEqual([]);
    expect(namedOn(brussels('2008-01-01'))).toHaveLength(29 + 1 + 4);
    expect(new Set(namedOn(brussels('2023-09-01'))).size).toBe(43);
    expect(namedOn(brussels('2023-09-01')).sort()).toEqual(namedOn(brussels('2023-08-31')).sort());
  });

  it("marks no row of the commissioner's list as verified", () => {
    const rows = ADEQUACY_DECISIONS.filter(({ id }) => id.startsWith('CH_COMMISSIONER_LIST'));
    expect(rows.length).toBeGreaterThan(8);
    expect(new Set(rows.map(({ confidence }) => confidence))).toEqual(new Set(['remembered']));
  });
});

describe('British recognition', () => {
  it('includes the Republic of Korea from midnight in London, with credit information', () => {
    const starts = london('2022-12-19');
    expect(decisionFor('UK', 'KR', starts - 1)).toBeNull();
    expect(decisionFor('UK', 'KR', starts)?.scope).toBe('recipients under Korean PIPA');
    expect(decisionFor('EEA', 'KR', starts)?.scope).toBe('Korean PIPA except credit information');
  });

  it('keeps the scope of the Commission decision that it adopted', () => {
    const taken = ['AD', 'AR', 'CA', 'CH', 'FO', 'GG', 'IL', 'IM', 'JE', 'JP', 'NZ', 'UY'];
    const at = london('2023-06-01');
    for (const country of taken) {
      expect(decisionFor('UK', country, at)?.scope, country).toBe(decisionOn(country).scope);
    }
  });

  it('does not adopt what the Commission decided after the transition', () => {
    expect(decisionFor('UK', 'BR', london('2026-06-01'))).toBeNull();
    expect(decisionFor('UK', 'KR', london('2022-06-01'))).toBeNull();
  });
});

describe('scopes of adequacy', () => {
  it('say what each depends on, and every scope is used', () => {
    const scopes = ADEQUACY_SCOPES.map(({ scope }) => scope);
    expect(new Set(scopes).size).toBe(scopes.length);
    expect(new Set(ADEQUACY_DECISIONS.map(({ scope }) => scope))).toEqual(new Set(scopes));
    expect(new Set(ADEQUACY_SCOPES.map(({ limit }) => limit))).toEqual(new Set(SCOPE_LIMITS));
  });

  it('have a condition exactly if they are limited', () => {
    for (const { condition, limit, scope } of ADEQUACY_SCOPES) {
      expect(condition === null, scope).toBe(limit === 'none');
    }
  });

  it.each([
    ['CA', 'recipient'],
    ['IL', 'processing'],
    ['UY', 'processing'],
    ['JP', 'recipient'],
    ['KR', 'recipient'],
    ['GB', 'purpose'],
    ['XX-EPO', 'organisation'],
    ['NZ', 'none'],
  ])('make the decision on %s depend on: %s', (country, limit) => {
    const row = ADEQUACY_SCOPES.find(({ scope }) => scope === decisionOn(country).scope);
    expect(row?.limit).toBe(limit);
  });
});
