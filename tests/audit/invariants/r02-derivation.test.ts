import { describe, expect, it } from 'vitest';
import { actKind, COPY_ROLES, NONE_16 } from '#domain';
import { LedgerBuilder, quietDay, resultOf, violated, withNightfall } from '../ledger-builder.ts';

const STORE = actKind('store');
const PRIMARY = COPY_ROLES.indexOf('primary');
const begun = () => new LedgerBuilder().begin().at(1).open(0).store(0, 'primary', 0);

describe('R2 derivation', () => {
  it('judges each copy that is made from another', () => {
    expect(resultOf(quietDay(), 'R2')).toMatchObject({ checks: 2, violations: 0 });
  });

  it('reports a copy made from a place that holds none, and no other invariant does', () => {
    const ledger = begun().store(0, 'replica', 1, 1).move(0, 'SUBMIT', 'submitted', 'open.triage');
    expect(violated(withNightfall(ledger))).toEqual(['R2']);
    expect(resultOf(ledger, 'R2').counterexample?.message).toContain('where the case has no copy');
  });

  it('reports a copy that carries more than its source', () => {
    const ledger = new LedgerBuilder().begin().at(1).open(0);
    ledger.raw(STORE, PRIMARY, 0, 0, NONE_16, 0b1, 0);
    ledger.store(0, 'replica', 1, 0).move(0, 'SUBMIT', 'submitted', 'open.triage');
    expect(violated(withNightfall(ledger))).toEqual(['R2']);
    expect(resultOf(ledger, 'R2').counterexample?.message).toContain('some of its item classes are missing');
  });
});
