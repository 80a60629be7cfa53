import { describe, expect, it } from 'vitest';
import { auditClosely } from '#audit';
import { makeEvidence } from '#evidence';
import { openLedger } from '#ledger';
import { hashes } from '../../src/apps/cli/host.ts';
import { processingRecord, subProcessorsCsv } from '../../src/evidence/processing-record.ts';
import { loadScenario, runInMemory, sha256 } from '../running.ts';

/** The register of an hour. */
function registerOf(name: string): string {
  const scenario = { ...loadScenario(name), horizonMs: 3_600_000 };
  const opened = openLedger(runInMemory(scenario).ledger, sha256);
  if (!opened.ok) throw new Error(opened.problem.message);
  const audit = auditClosely(opened.value, scenario);
  return subProcessorsCsv(processingRecord(makeEvidence(scenario, opened.value, audit, hashes)));
}

describe('the register of sub-processors', () => {
  it('tells certificates until they or their edition end', () => {
    const register = registerOf('iso-2005-claim');
    expect(register).toContain(
      'ISO/IEC 27001:2005 from 2013-12-01 to 2016-12-31, but the edition ends 2015-09-30',
    );
    expect(register).toContain(',ISO/IEC 27001:2013 from 2014-06-01 to 2017-06-01,');
  });

  it('tells when a subcontractor was announced, and since when it is bound', () => {
    expect(registerOf('phi-subcontractor')).toContain(',2014-01-15,from 2014-11-06,');
  });

  it('tells of a basis that the scenario dates itself when it is in force there', () => {
    const register = registerOf('safe-harbor-falls');
    expect(register).toContain(
      'framework SAFE_HARBOR_EU_US from 2001-06-29; in this scenario, not in history, it is in force from 2000-10-31 to 2014-06-15',
    );
    expect(registerOf('safe-harbor-2015')).not.toContain('not in history');
  });
});
