import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '#base';
import { LedgerBuilder, QUEUED, resultOf, violated, withNightfall } from '../ledger-builder.ts';

const BANGALORE = 5;
/** A case of an American customer, worked in Bangalore with a working copy. */
const takes = (ledger: LedgerBuilder, makesCopy = true) => {
  ledger.assign(0, 2, 4).view(0, 2, 2, 4, 2);
  if (makesCopy) ledger.store(0, 'working copy', BANGALORE, 2);
  return ledger.move(0, 'ASSIGN', QUEUED, 'open.working');
};
const inHand = () => takes(new LedgerBuilder().begin().at(1).intake(0, { stream: 0 })).at(2);
const leaves = (ledger: LedgerBuilder) =>
  ledger.endView(0, 2, 2, 4, 2).move(0, 'handling', 'open.working', 'open.awaitingCustomer');

describe('R16 working copies', () => {
  it('counts each working copy that is purged at the end of the work', () => {
    const ledger = withNightfall(leaves(inHand().delete(0, 'working copy', BANGALORE)));
    expect(violated(ledger)).toEqual([]);
    expect(resultOf(ledger, 'R16')).toMatchObject({ checks: 1, violations: 0 });
  });

  it('reports a working copy that is kept too long, and no other invariant does', () => {
    const ledger = withNightfall(leaves(inHand()));
    expect(violated(ledger)).toEqual(['R16']);
    const { counterexample } = resultOf(ledger, 'R16');
    expect(counterexample).toMatchObject({ caseNumber: 0, timeMs: 3 * HOUR_MS });
    expect(counterexample?.message).toContain('bangalore (IN)');
  });

  it('allows the time that the scenario gives', () => {
    const purgedAt = (hour: number) =>
      withNightfall(leaves(inHand()).at(hour).delete(0, 'working copy', BANGALORE));
    expect(violated(purgedAt(3))).toEqual([]);
    expect(violated(purgedAt(3.01))).toEqual(['R16']);
  });

  it('lets the same centre reuse the copy within that time', () => {
    const ledger = leaves(inHand()).at(2.5).move(0, 'reply', 'open.awaitingCustomer', QUEUED);
    takes(ledger, false).at(5).delete(0, 'working copy', BANGALORE);
    expect(violated(withNightfall(leaves(ledger)))).toEqual([]);
  });
});
