import { describe, expect, it } from 'vitest';
import { ADEQUACY_DECISIONS, adequacyDecisionsFor } from '../../../src/domain/law/adequacy-decisions.ts';
import { isCountryCode } from '../../../src/domain/law/countries.ts';
import { isInForce, isInForceAsKnown, knownEndMs } from '../../../src/domain/law/dated-fact.ts';
import { EXPORT_REGIMES, type ExportRegime, exportRegimeOf } from '../../../src/domain/law/regimes.ts';
import { zoneMembersAt } from '../../../src/domain/law/zones.ts';
import { brussels } from './brussels.ts';

function decisionOn(country: string) {
  const row = ADEQUACY_DECISIONS.find((decision) => decision.id === `ADEQUACY_${country}`);
  if (row === undefined) throw new Error(`no decision on ${country}`);
  return row;
}

/** The first that is in force, as known then. */
function decisionFor(regime: ExportRegime, country: string, atMs: number) {
  return adequacyDecisionsFor(regime, country).find((row) => isInForce(row, atMs, 'then')) ?? null;
}

const territories = ['AX', 'GF', 'GP', 'MF', 'MQ', 'RE', 'YT'];

describe('adequacy of GB', () => {
  const decision = decisionOn('GB');

  it('is foreseen to end in June 2025, then in December 2025, then in 2031, as time goes on', () => {
    expect(knownEndMs(decision, brussels('2021-06-28'))).toBe(brussels('2025-06-28'));
    expect(knownEndMs(decision, brussels('2025-06-24') - 1)).toBe(brussels('2025-06-28'));
    expect(knownEndMs(decision, brussels('2025-06-24'))).toBe(brussels('2025-12-28'));
    expect(knownEndMs(decision, brussels('2025-12-19') - 1)).toBe(brussels('2025-12-28'));
    expect(knownEndMs(decision, brussels('2025-12-19'))).toBe(brussels('2031-12-28'));
  });

  it('tells a planner of May 2025 that July 2025 is without basis, and a judge of today that it was not', () => {
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
  ])('carries EEA data to %s on %s by %s', (country, day, decision) => {
    expect(decisionFor('EEA', country, brussels(day))?.decision).toBe(decision);
  });

  it.each([
    ['US', '2014-11-20'],
    ['US', '2024-01-01'],
    ['IN', '2024-01-01'],
    ['JP', '2014-11-20'],
    ['HU', '2004-05-01'],
    ['GI', '2024-01-01'],
  ])('carries no EEA data to %s on %s', (country, day) => {
    expect(decisionFor('EEA', country, brussels(day))).toBeNull();
  });

  it('lets Swiss data reach every EEA state and GB in November 2014', () => {
    const at = brussels('2014-11-20');
    const states = zoneMembersAt('EEA', at).filter((code) => ![...territories, 'GI'].includes(code));
    expect(states).toHaveLength(31);
    expect(states.filter((code) => decisionFor('CH', code, at) === null)).toEqual([]);
    expect(decisionFor('CH', 'US', at)).toBeNull();
  });

  it('lets UK data reach every EEA state from the first moment of the UK regime', () => {
    const at = Date.parse('2020-12-31T23:00:00Z');
    const states = zoneMembersAt('EEA', at).filter((code) => !territories.includes(code));
    expect(states).toHaveLength(30);
    expect(states.filter((code) => decisionFor('UK', code, at) === null)).toEqual([]);
    expect(decisionFor('UK', 'DE', at - 1)).toBeNull();
    expect(exportRegimeOf('GB', at)).toBe('UK');
  });

  it('names assigned countries, apart from the one organisation', () => {
    const named = ADEQUACY_DECISIONS.flatMap((row) => row.toCountries);
    expect(named.filter((code) => !isCountryCode(code))).toEqual(['XX-EPO']);
    for (const row of ADEQUACY_DECISIONS) {
      expect(EXPORT_REGIMES).toContain(row.fromZone);
      expect(new Set(row.toCountries).size, row.id).toBe(row.toCountries.length);
    }
  });
});
