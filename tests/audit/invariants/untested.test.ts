import { describe, expect, it } from 'vitest';
import { INVARIANTS } from '#audit';
import { whyUntested } from '../../../src/audit/invariants/judges.ts';
import { tinyPromise, tinyScenario } from '../../generators/tiny-scenario.ts';
import { quietDay, resultOf } from '../ledger-builder.ts';

describe('whyUntested', () => {
  it('has a reason for each invariant, which completes a sentence', () => {
    for (const { id } of INVARIANTS) expect(whyUntested(id, tinyScenario()), id).toMatch(/^[a-z].*[a-z)]$/);
  });

  it('names first what the scenario lacks, otherwise what did not happen', () => {
    const base = tinyScenario();
    expect(whyUntested('R9', base)).toBe('no promise restricts subcontractors');
    const asking = { ...tinyPromise('asking', { personnel: 'EEA' }), subcontractors: 'none' as const };
    const scenario = { ...base, promises: [asking, ...base.promises.slice(1)] };
    expect(whyUntested('R9', scenario)).toBe(
      'no case whose promise restricts subcontractors was stored or seen',
    );
    expect(whyUntested('R5', scenario)).toContain('nobody saw a case');
  });

  it('appears in the report exactly where nothing was checked', () => {
    const invariants = INVARIANTS.map(({ id }) => resultOf(quietDay(), id));
    for (const { checks, id, untested } of invariants)
      expect(untested, id).toBe(checks === 0 ? whyUntested(id, tinyScenario()) : null);
    expect(invariants.some(({ checks }) => checks === 0)).toBe(true);
    expect(invariants.some(({ checks }) => checks > 0)).toBe(true);
  });
});
