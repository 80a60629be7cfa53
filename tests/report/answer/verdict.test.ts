import { describe, expect, it } from 'vitest';
import type { AuditReport, InvariantResult } from '#audit';
import { promisesInWords, untestedText, verdictOf } from '../../../src/report/answer/verdict.ts';
import { cleanAudit, violatedAudit } from '../../generators/summary.ts';
import { worldScenario } from '../../generators/world-scenario.ts';

const scenario = worldScenario();

/** The audit with one of its invariants changed. */
function changed(id: string, change: Partial<InvariantResult>): AuditReport {
  const clean = cleanAudit(scenario);
  return {
    ...clean,
    invariants: clean.invariants.map((result) => (result.id === id ? { ...result, ...change } : result)),
  };
}

describe('verdictOf', () => {
  it('never says "0 violations" without the number of checks', () => {
    const { headline, kind, sentences } = verdictOf(cleanAudit(scenario));
    expect([kind, headline]).toEqual(['clean', 'No promise was broken']);
    expect(sentences).toEqual(['0 violations in 704,993 checks of 9 invariants.']);
  });

  it('names violated invariants first, by title', () => {
    const { headline, kind, sentences } = verdictOf(violatedAudit(scenario));
    expect([kind, headline]).toEqual(['violations', 'Broken: Storage (R1)']);
    expect(sentences).toEqual([
      'Storage (R1): 17 violations in 184,232 checks.',
      '0 violations in 520,761 checks of 8 other invariants.',
    ]);
  });

  it('says how many invariants were tested before any count, and names those that were not', () => {
    const audit = changed('R17', { checks: 0, untested: 'nothing was stored' });
    const { headline, sentences } = verdictOf(audit);
    expect(headline).toBe('No promise was broken');
    const kept = '0 violations in 673,111 checks of 8 invariants.';
    expect(sentences).toEqual([kept, '1 of 9 invariants was not put to the test.']);
    expect(promisesInWords(audit)).toBe('kept, 8 of 9 tested');
    expect(untestedText(audit)).toBe('Not put to the test: No resurrection (R17), since nothing was stored.');
  });

  it('is not clean if acts could be judged neither way, and says why', () => {
    const first = { caseNumber: 1, entry: 2, timeMs: 3 };
    const undecided = [{ reason: 'no assessment is on record', count: 1200, first }];
    const { headline, kind, sentences } = verdictOf({
      ...changed('R7', { undecided }),
      verdict: 'undecided',
    });
    expect([kind, headline]).toEqual(['undecided', '1,200 acts not judged: Basis (R7)']);
    expect(sentences[0]).toBe(
      'Basis (R7): 1,200 of 70,533 acts are not judged: no assessment is on record (1,200).',
    );
  });

  it('says in two sentences how the law as known today judges the same acts', () => {
    const clean = cleanAudit(scenario);
    const now = clean.invariants.filter(({ id }) => id === 'R7').map((row) => ({ ...row, violations: 9 }));
    const { headline, sentences } = verdictOf({ ...clean, invariantsNow: now });
    expect(headline).toBe('No promise was broken');
    expect(sentences.slice(1)).toEqual([
      'By the law as it is known today, Basis (R7) has 9 violations in 70,533 checks.',
      'A basis that a court has since declared void from the beginning counts as none, although nobody could know that then.',
    ]);
    expect(verdictOf({ ...clean, invariantsNow: now }, 'now').headline).toBe('Broken: Basis (R7)');
  });

  it('says so even if today’s law only leaves more undecided', () => {
    const clean = cleanAudit(scenario);
    const first = { caseNumber: 1, entry: 2, timeMs: 3 };
    const undecided = [{ reason: 'no assessment is on record', count: 1200, first }];
    const now = clean.invariants.filter(({ id }) => id === 'R7').map((row) => ({ ...row, undecided }));
    expect(verdictOf({ ...clean, invariantsNow: now }).sentences[1]).toBe(
      'By the law as it is known today, Basis (R7) has 0 violations in 70,533 checks, and 1,200 acts not judged.',
    );
    const same = clean.invariants.filter(({ id }) => id === 'R7');
    expect(verdictOf({ ...clean, invariantsNow: same }).sentences).toHaveLength(1);
  });

  it('says where a ledger is damaged', () => {
    const damage = { code: 'truncated', offset: 65_536, message: 'the last block is cut off' };
    const { kind, sentences } = verdictOf({
      ...cleanAudit(scenario),
      verdict: 'damaged',
      root: null,
      damage,
    });
    expect(kind).toBe('damaged');
    expect(sentences[0]).toContain('at byte 65,536 (the last block is cut off)');
    expect(sentences.join(' ')).toContain('704,993 checks');
  });

  it('says if nothing was audited', () => {
    expect(verdictOf(null).sentences).toEqual(['No invariant was checked: the run was not audited.']);
  });
});
