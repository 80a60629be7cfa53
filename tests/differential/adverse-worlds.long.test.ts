import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ADVERSE_BASES } from '../generators/adverse-world.ts';
import { auditInMemory, runInMemory } from '../running.ts';

/**
 * Worlds that nobody would plan. Service may be arbitrarily bad, but no promise is broken, and every recorded waiting cause is true. Policy
 * and auditor implement the rules separately, and this is where they are compared.
 */

/** How often emergencies and the place of the ledger were judged, over all worlds. */
const judged = { R13: 0, R19: 0 };

describe.each(ADVERSE_BASES)('adverse worlds made from $name', ({ mayBreak, worlds }) => {
  it('break no promise and record no false cause', () => {
    const numRuns = Number(process.env.ADVERSE_WORLDS ?? 8);
    fc.assert(
      fc.property(worlds, (scenario) => {
        const { ledger } = runInMemory(scenario);
        const { invariants } = auditInMemory(ledger, scenario);
        for (const { checks, id } of invariants) if (id === 'R13' || id === 'R19') judged[id] += checks;
        const broken = invariants.filter(({ id, violations }) => violations > 0 && !mayBreak.includes(id));
        expect(broken.map(({ id, counterexample }) => `${id}: ${counterexample?.message}`)).toEqual([]);
      }),
      { numRuns, seed: Number(process.env.ADVERSE_SEED ?? 20141103) },
    );
  });
});

describe('adverse worlds', () => {
  it('have had emergencies, and ledgers with a recorded place', () => {
    expect(judged.R13).toBeGreaterThan(100);
    expect(judged.R19).toBeGreaterThan(1000);
  });
});
