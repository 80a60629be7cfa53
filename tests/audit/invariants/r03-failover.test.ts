import { describe, expect, it } from 'vitest';
import { LedgerBuilder, quietDay, resultOf, violated, withNightfall } from '../ledger-builder.ts';

describe('R3 failover', () => {
  it('judges replicas, and primaries only while a data centre of the placement is down', () => {
    expect(resultOf(quietDay(), 'R3')).toMatchObject({ checks: 2, violations: 0 });
    const ledger = new LedgerBuilder().begin().at(1).dataCentre(false, 0).open(0).store(0, 'primary', 1);
    expect(resultOf(ledger, 'R3')).toMatchObject({ checks: 1, violations: 0 });
  });

  it('reports, as does R1, a case stored outside while the data centre inside is down', () => {
    const ledger = new LedgerBuilder().begin().at(1).dataCentre(false, 0).open(0);
    ledger.transfer(0, 'framework', 0xffff, 1, 2, 0).store(0, 'primary', 2);
    expect(violated(withNightfall(ledger))).toEqual(['R1', 'R3']);
    const { counterexample } = resultOf(ledger, 'R3');
    expect(counterexample?.story).toEqual([5, 6, 7, 8]);
    expect(counterexample?.message).toContain('during an outage of dublin (IE)');
  });

  it('reports, as does R1, a replica outside', () => {
    const ledger = new LedgerBuilder().begin().at(1).open(0).store(0, 'primary', 0);
    ledger.transfer(0, 'framework', 0, 1, 2, 0).store(0, 'replica', 2, 0);
    expect(violated(withNightfall(ledger))).toEqual(['R1', 'R3']);
  });

  it('reports, as does R1, a primary that is moved outside', () => {
    const ledger = new LedgerBuilder().begin().at(1).intake(0).dublinTakes(0).at(2).dublinSolves(0);
    ledger.transfer(0, 'framework', 0, 1, 2, 0).store(0, 'primary', 2, 0).delete(0, 'primary', 0);
    expect(violated(withNightfall(ledger))).toEqual(['R1', 'R3']);
  });
});
