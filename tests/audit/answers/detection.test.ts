import { describe, expect, it } from 'vitest';
import { auditLedger, INVARIANTS } from '#audit';
import type { SeedOf } from '../../../src/audit/invariants/invariant.ts';
import { SEEDS } from '../../../src/audit/invariants/judges.ts';
import { LedgerBuilder, quietDay } from '../ledger-builder.ts';

function detectionOf(ledger: LedgerBuilder, seeds?: readonly SeedOf[]) {
  const { invariants, verdict } = auditLedger(
    ledger.ledger(),
    ledger.scenario,
    seeds === undefined ? {} : { seeds },
  );
  const found = invariants.find(({ id }) => id === 'R25');
  if (found === undefined) throw new Error('nobody judges R25');
  return { ...found, verdict };
}

/** A seed that changes nothing. */
const NO_BREACH: SeedOf = {
  id: 'R6',
  what: 'nothing',
  kinds: ['view'],
  sow: ({ entry }) => ({ entries: [entry] }),
};

describe('R25 detection', () => {
  it('has a seed for each invariant that a vendor can break', () => {
    const judged = INVARIANTS.map(({ id }) => id).filter((id) => id !== 'R25');
    expect(SEEDS.map(({ id }) => id)).toEqual(judged);
  });

  it('seeds a breach into a quiet day for each invariant that it can break, and finds them all', () => {
    const { checks, verdict, violations } = detectionOf(quietDay());
    expect(violations).toBe(0);
    expect(verdict).toBe('clean');
    expect(checks).toBeGreaterThanOrEqual(10);
  });

  it('reports an invariant that misses the seeded breach, at the entry where it was', () => {
    const { counterexample, verdict, violations } = detectionOf(quietDay(), [NO_BREACH]);
    expect(violations).toBe(1);
    expect(verdict).toBe('violations');
    expect(counterexample?.message).toBe('R6 misses the breach seeded here: nothing');
    expect(counterexample?.caseNumber).toBe(0);
    expect(counterexample?.story).toContain(counterexample?.entry);
  });

  it('skips an invariant that had nothing to judge or has already found something', () => {
    const blind = (id: string): SeedOf => ({ ...NO_BREACH, id });
    // Nothing there is promised about persons or disclosures.
    expect(detectionOf(quietDay(), [blind('R5'), blind('R26')]).checks).toBe(0);
    const browsed = new LedgerBuilder().begin().at(1).intake(0).view(0, 0, 0, 0, 0);
    expect(detectionOf(browsed, [blind('R6')]).checks).toBe(0);
  });

  it('leaves the rest of the report unchanged', () => {
    const { scenario } = quietDay();
    const without = auditLedger(quietDay().ledger(), scenario, { seeds: [] }).invariants;
    const withSeeds = auditLedger(quietDay().ledger(), scenario).invariants;
    expect(withSeeds.filter(({ id }) => id !== 'R25')).toEqual(without.filter(({ id }) => id !== 'R25'));
    expect(without.find(({ id }) => id === 'R25')).toMatchObject({ checks: 0, violations: 0 });
  });
});
