import { describe, expect, it } from 'vitest';
import { LedgerBuilder, quietDay, resultOf, violated, withNightfall } from '../ledger-builder.ts';

describe('R6 purpose', () => {
  it('accepts each view of a quiet day, which is by the agent in charge', () => {
    expect(resultOf(quietDay(), 'R6')).toMatchObject({ checks: 2, violations: 0 });
  });

  it('reports an agent who looks again after the work has ended, and no other invariant does', () => {
    const ledger = new LedgerBuilder().begin().at(1).intake(0).dublinTakes(0).at(2).endView(0, 0, 0, 0, 0);
    ledger.view(0, 0, 0, 0, 0).endView(0, 0, 0, 0, 0).move(0, 'handling', 'open.working', 'resolved');
    expect(violated(withNightfall(ledger))).toEqual(['R6']);
    expect(resultOf(ledger, 'R6').counterexample?.message).toContain('assigned to nobody');
  });

  it('reports a colleague who looks instead of the agent in charge', () => {
    const ledger = new LedgerBuilder().begin().at(1).intake(0).assign(0, 0, 0).view(0, 0, 0, 1, 0);
    ledger.move(0, 'ASSIGN', 'open.waiting.queued', 'open.working').at(2).dublinSolves(0, 1);
    expect(violated(withNightfall(ledger))).toEqual(['R6']);
  });

  it('reports any purpose other than support', () => {
    const ledger = new LedgerBuilder().begin().at(1).intake(0).assign(0, 0, 0).view(0, 0, 0, 0, 0, 1);
    ledger.move(0, 'ASSIGN', 'open.waiting.queued', 'open.working').at(2).dublinSolves(0);
    expect(violated(withNightfall(ledger))).toEqual(['R6']);
    expect(resultOf(ledger, 'R6').counterexample?.message).toContain('quality review');
  });
});
