import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Scenario } from '#domain';
import { omissionsOf } from '#exports';
import { meridian, newFolder } from '../apps/cli/cli.ts';
import { loadScenario } from '../running.ts';

describe('what is not modelled', () => {
  const german = loadScenario('german-night');
  const names = (what: RegExp, scenario: typeof german) =>
    allOf(scenario).filter((one) => what.test(one)).length;

  it('is mentioned only if a reader of the scenario could expect it', () => {
    expect(names(/data processing agreement/, german)).toBe(1);
    expect(names(/HIPAA/, german)).toBe(0);
    expect(names(/HIPAA/, loadScenario('phi-subcontractor'))).toBe(1);
    const signed = (agreements: Scenario['segments'][number]['agreements'], scenario: Scenario) => ({
      ...scenario,
      segments: scenario.segments.map((segment) => ({ ...segment, agreements })),
    });
    expect(names(/data processing agreement/, signed({ businessAssociate: [] }, german))).toBe(1);
    expect(names(/data processing agreement/, signed({ dataProcessing: [] }, german))).toBe(0);
    expect(names(/HIPAA/, signed({ businessAssociate: [] }, loadScenario('phi-subcontractor')))).toBe(0);
    expect(names(/certificate/, german)).toBe(0);
    const claim = loadScenario('iso-2005-claim');
    const unsaid = claim.entities.map(({ certificates, ...one }) => ({
      ...one,
      certificates: certificates?.map((certificate) => ({ ...certificate, products: undefined })),
    }));
    expect(names(/certificate/, claim)).toBe(0);
    expect(names(/certificate/, { ...claim, entities: unsaid })).toBe(1);
    const equivalent = german.promises.map((one) => ({
      ...one,
      subcontractorStandard: 'equivalent' as const,
    }));
    expect(names(/standard of the vendor/, german)).toBe(1);
    expect(names(/standard of the vendor/, { ...german, promises: equivalent })).toBe(0);
    const alone = { ...german, entities: german.entities.filter(({ kind }) => kind !== 'subcontractor') };
    expect(names(/subcontractor/, german)).toBe(2);
    expect(names(/subcontractor/, alone)).toBe(0);
    const promises = german.promises.map((one) => ({ ...one, subcontractorsOnly: 'when required' as const }));
    expect(names(/subcontractor/, { ...german, promises })).toBe(1);
    // Where no subcontractor may take a case, nobody asks why one was needed.
    const none = german.promises.map((one) => ({ ...one, subcontractors: 'none' as const }));
    expect(names(/subcontractor/, { ...german, promises: none })).toBe(0);
    expect(names(/why a subcontractor was needed/, loadScenario('css-2014'))).toBe(0);
    expect(names(/ledger is kept/, german)).toBe(1);
    expect(names(/ledger is kept/, { ...german, ledger: { dataCentres: [0] } })).toBe(0);
    expect(names(/laws of countries outside/, german)).toBe(0);
    expect(names(/laws of countries outside/, loadScenario('bench-mmc'))).toBe(1);
  });

  it('is told apart from what the scenario does not say, which is named with a key that scenarios have', () => {
    const schema = meridian('reference', 'schema').out;
    for (const name of ['german-night', 'phi-subcontractor', 'iso-2005-claim', 'bench-mmc', 'toronto']) {
      const { notModelled, notSaid } = omissionsOf(loadScenario(name));
      expect(notModelled.length, name).toBeGreaterThan(0);
      for (const what of notSaid) {
        const key = / \(([^()]*?)(?: of an? \w+)?\)$/.exec(what)?.[1] ?? '';
        expect(key, what).not.toBe('');
        for (const one of key.split(/\.| and /)) expect(schema, what).toContain(`"${one}":`);
      }
    }
    expect(omissionsOf(german).notSaid.join()).toContain('whether each customer has signed');
    expect(omissionsOf(german).notModelled.join()).toContain('contact details');
  });

  it('is reported by run: as a number on the terminal, in full in its JSON, audit.json and report', () => {
    const folder = newFolder();
    const run = ['run', 'scenarios/german-night', '--until', '1 h', '--out', folder];
    const { notModelled, notSaid } = omissionsOf(german);
    expect(meridian(...run).out).toContain(
      `Not judged: ${notSaid.length} subjects that the scenario does not say, and ${notModelled.length} that are not modelled; report.html lists them.`,
    );
    const kept = JSON.parse(readFileSync(join(folder, 'audit.json'), 'utf8'));
    expect(kept).toMatchObject({ notModelled, notSaid });
    const page = readFileSync(join(folder, 'report.html'), 'utf8');
    expect(page).toContain('Not said by the scenario, and therefore not judged');
    expect(page).toContain('Not modelled, and therefore not judged');
    expect(JSON.parse(meridian(...run, '--json').out)).toMatchObject({ notModelled, notSaid });
  });
});

function allOf(scenario: Scenario): readonly string[] {
  const { notModelled, notSaid } = omissionsOf(scenario);
  return [...notSaid, ...notModelled];
}

const text = (scenario: Scenario) => allOf(scenario).join('; ');

/** The scenario with the instrument as the only one of its first company. */
function withInstrument(kind: 'framework' | 'standard-clauses', instrument: string): Scenario {
  const scenario = loadScenario('toronto');
  const held = { kind, instrument, fromEpochMs: 0, toEpochMs: null } as const;
  return {
    ...scenario,
    entities: scenario.entities.map((one, i) => (i === 0 ? { ...one, instruments: [held] } : one)),
  };
}

describe('what is not modelled of the law', () => {
  it('names onward transfers where a company takes part in a framework, and data of employees under the latest', () => {
    expect(text(loadScenario('toronto'))).not.toContain('onward transfers');
    for (const id of ['SAFE_HARBOR_EU_US', 'PRIVACY_SHIELD_EU_US', 'DPF_EU_US']) {
      expect(text(withInstrument('framework', id)), id).toContain('onward transfers under Safe Harbor');
      expect(text(withInstrument('framework', id)).includes('HR data'), id).toBe(id === 'DPF_EU_US');
    }
  });

  it('names the sufficiency of assessments where clauses or rules are relied on', () => {
    expect(text(loadScenario('toronto'))).not.toContain('is sufficient');
    expect(text(withInstrument('standard-clauses', 'SCC_2021'))).toContain('is sufficient');
  });

  it('names the British act of 2025 where something is in the United Kingdom after it was passed', () => {
    const london = loadScenario('london-2020');
    expect(text(london)).not.toContain('Data (Use and Access) Act 2025');
    const later = { ...london, startEpochMs: Date.parse('2026-01-05T00:00:00Z') };
    expect(text(later)).toContain('Data (Use and Access) Act 2025');
    expect(text({ ...loadScenario('toronto'), startEpochMs: later.startEpochMs })).not.toContain('Act 2025');
  });
});
