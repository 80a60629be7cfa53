import { describe, expect, it } from 'vitest';
import { verdictOf } from '../../src/report/verdict.ts';
import { cleanAudit, violatedAudit } from '../generators/summary.ts';
import { worldScenario } from '../generators/world-scenario.ts';

const scenario = worldScenario();

describe('verdictOf', () => {
  it('never says "0 violations" without the number of checks', () => {
    const { kind, sentence } = verdictOf(cleanAudit(scenario));
    expect(kind).toBe('clean');
    expect(sentence).toBe('0 violations in 704,993 checks of 9 invariants.');
  });

  it('names the invariants that are violated', () => {
    const { headline, kind, sentence } = verdictOf(violatedAudit(scenario));
    expect([kind, headline]).toEqual(['violations', 'Violated: R1']);
    expect(sentence).toBe('17 violations in 704,993 checks of 9 invariants.');
  });

  it('names the invariants that nothing put to the test', () => {
    const clean = cleanAudit(scenario);
    const invariants = clean.invariants.map((result) =>
      result.id === 'R17' ? { ...result, checks: 0 } : result,
    );
    expect(verdictOf({ ...clean, invariants }).sentence).toContain('never put to the test: R17');
  });

  it('says where a ledger is damaged', () => {
    const damage = { code: 'truncated', offset: 65_536, message: 'the last block is cut off' };
    const { kind, sentence } = verdictOf({ ...cleanAudit(scenario), verdict: 'damaged', root: null, damage });
    expect(kind).toBe('damaged');
    expect(sentence).toContain('at byte 65,536 (the last block is cut off)');
    expect(sentence).toContain('704,993 checks');
  });

  it('says when nothing was audited', () => {
    expect(verdictOf(null).sentence).toBe('No invariant was checked: the run was not audited.');
  });
});
