import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { notModelled } from '#evidence';
import { meridian, newFolder } from '../apps/cli/cli.ts';
import { loadScenario } from '../running.ts';

describe('what is not modelled', () => {
  const german = loadScenario('german-night');
  const names = (what: RegExp, scenario: typeof german) =>
    notModelled(scenario).filter((one) => what.test(one)).length;

  it('is mentioned only if a reader of the scenario could expect it', () => {
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

  it('is reported by run: as a number on the terminal, in full in its JSON, audit.json and report', () => {
    const folder = newFolder();
    const run = ['run', 'scenarios/german-night', '--until', '1 h', '--out', folder];
    expect(meridian(...run).out).toContain(
      `Not modelled, and therefore not judged: ${notModelled(german).length} subjects`,
    );
    expect(JSON.parse(readFileSync(join(folder, 'audit.json'), 'utf8')).notModelled).toEqual(
      notModelled(german),
    );
    expect(readFileSync(join(folder, 'report.html'), 'utf8')).toContain(
      'Not modelled, and therefore not judged',
    );
    expect(JSON.parse(meridian(...run, '--json').out).notModelled).toEqual(notModelled(german));
  });
});
