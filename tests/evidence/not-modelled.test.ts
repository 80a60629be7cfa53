import { describe, expect, it } from 'vitest';
import { notModelled } from '#evidence';
import { loadScenario } from '../running.ts';

describe('what is not modelled', () => {
  const german = loadScenario('german-night');
  const names = (what: RegExp, scenario: typeof german) =>
    notModelled(scenario).filter((one) => what.test(one)).length;

  it('is named only where a reader of the scenario could expect it', () => {
    expect(names(/data processing agreement/, german)).toBe(1);
    expect(names(/HIPAA/, german)).toBe(0);
    expect(names(/HIPAA/, loadScenario('phi-subcontractor'))).toBe(1);
    expect(names(/certificate/, german)).toBe(1);
    const alone = { ...german, entities: german.entities.filter(({ kind }) => kind !== 'subcontractor') };
    expect(names(/subcontractor/, german)).toBe(2);
    expect(names(/subcontractor/, alone)).toBe(0);
    expect(names(/ledger is kept/, german)).toBe(1);
    expect(names(/ledger is kept/, { ...german, ledger: { dataCentres: [0] } })).toBe(0);
    expect(names(/laws of countries outside/, german)).toBe(0);
    expect(names(/laws of countries outside/, loadScenario('bench-mmc'))).toBe(1);
  });
});
