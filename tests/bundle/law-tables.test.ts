import { describe, expect, it } from 'vitest';
import { auditClosely } from '#audit';
import { makeEvidence } from '#exports';
import { openLedger } from '#ledger';
import { customerStatement } from '#statements';
import { hashes } from '../../src/apps/shared/host.ts';
import { basesAsUsed } from '../../src/bundle/law-tables.ts';
import { loadScenario, runInMemory, sha256 } from '../running.ts';

interface Bases {
  readonly frameworks: readonly {
    readonly id: string;
    readonly source: string;
    readonly struckDownBy: string | null;
  }[];
  readonly changes: readonly { readonly at: string; readonly effect: string; readonly confidence: string }[];
}

const basesOf = (name: string) => JSON.parse(basesAsUsed(loadScenario(name))) as Bases;

describe('the bases of a scenario', () => {
  it('are those of history, with their sources', () => {
    const { changes, frameworks } = basesOf('safe-harbor-2015');
    expect(frameworks.map(({ id }) => id)).toContain('SAFE_HARBOR_EU_US');
    expect(frameworks.find(({ id }) => id === 'SAFE_HARBOR_EU_US')?.struckDownBy).toContain('Schrems I');
    expect(JSON.stringify(frameworks)).not.toContain('inHistory');
    expect(changes.map(({ at }) => at)).toEqual(['2015-10-06T00:00:00+02:00']);
  });

  it('say which dates are the scenario’s, and what the historical ones are', () => {
    const { changes, frameworks } = basesOf('safe-harbor-falls');
    expect(frameworks.filter(({ source }) => source === 'this scenario')).toMatchObject([
      {
        id: 'SAFE_HARBOR_EU_US',
        inForceFrom: '2000-11-01T00:00:00+01:00',
        inForceTo: '2014-06-16T00:00:00+02:00',
        struckDownBy: null,
        confidence: 'assumed',
        inHistory: { inForceFrom: '2000-11-01T00:00:00+01:00', inForceTo: '2015-10-06T00:00:00+02:00' },
      },
      {
        id: 'PRIVACY_SHIELD_EU_US',
        inForceFrom: '2014-06-19T00:00:00+02:00',
        inForceTo: '2020-07-16T00:00:00+02:00',
        confidence: 'assumed',
        inHistory: { inForceFrom: '2016-08-01T00:00:00+02:00' },
      },
    ]);
    expect(changes).toMatchObject([
      { at: '2014-06-16T00:00:00+02:00', confidence: 'assumed' },
      { at: '2014-06-19T00:00:00+02:00', confidence: 'assumed' },
    ]);
    for (const { effect } of changes) expect(effect).toContain('a date of this scenario');
  });
});

describe('the statement of a customer', () => {
  it('says which dates of the law are not historical, and nothing if all are', () => {
    const lawTold = (name: string) => {
      const scenario = { ...loadScenario(name), horizonMs: 6 * 3_600_000 };
      const opened = openLedger(runInMemory(scenario).ledger, sha256);
      if (!opened.ok) throw new Error(opened.problem.message);
      const evidence = makeEvidence(scenario, opened.value, auditClosely(opened.value, scenario), hashes);
      return customerStatement(evidence, 'standard')?.statement.law;
    };
    expect(lawTold('safe-harbor-2015')).toEqual([]);
    const told = lawTold('safe-harbor-falls');
    expect(told).toHaveLength(2);
    expect(told?.[0]).toContain('(SAFE_HARBOR_EU_US) ends at the end of 15 June 2014');
    expect(told?.[1]).toContain('(PRIVACY_SHIELD_EU_US) begins on 19 June 2014');
  });
});
