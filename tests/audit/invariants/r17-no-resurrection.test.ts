import { describe, expect, it } from 'vitest';
import { LedgerBuilder, quietDay, resultOf, solvedInDublin, violated } from '../ledger-builder.ts';

const erasing = () =>
  solvedInDublin()
    .at(2)
    .close(0)
    .dublinCloses()
    .dublinReopens()
    .at(26)
    .delete(0, 'replica', 1)
    .delete(0, 'primary', 0);

describe('R17 no resurrection', () => {
  it('judges each store', () => {
    expect(resultOf(quietDay(), 'R17')).toMatchObject({ checks: 4, violations: 0 });
  });

  it('reports a copy that comes back after the last one was deleted, and no other invariant does', () => {
    const ledger = erasing().store(0, 'primary', 0).move(0, 'retention', 'closed', 'erased').end();
    expect(violated(ledger)).toEqual(['R17']);
    expect(resultOf(ledger, 'R17').counterexample?.caseNumber).toBe(0);
  });

  it('reports a copy that comes back after the end of the case', () => {
    const ledger = erasing().move(0, 'retention', 'closed', 'erased').at(28).store(0, 'backup', 1).end();
    expect(violated(ledger)).toEqual(['R17']);
  });

  it('reports a copy that comes back next to one that was forgotten', () => {
    const ledger = solvedInDublin().at(2);
    ledger.close(0).dublinCloses().dublinReopens().at(26).delete(0, 'primary', 0);
    ledger.move(0, 'retention', 'closed', 'erased').store(0, 'primary', 0).end();
    expect(violated(ledger)).toEqual(['R15', 'R17']);
  });

  it('does not mistake a moved copy for one that comes back', () => {
    const ledger = new LedgerBuilder().begin().at(1).open(0).store(0, 'primary', 0);
    ledger.store(0, 'primary', 1, 0).delete(0, 'primary', 0).dublinCloses().dublinReopens().end();
    expect(violated(ledger)).toEqual([]);
  });
});
