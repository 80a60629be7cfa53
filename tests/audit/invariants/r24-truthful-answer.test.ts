import { describe, expect, it } from 'vitest';
import { actKind, NONE_32 } from '#domain';
import { type LedgerBuilder, quietDay, resultOf, violated } from '../ledger-builder.ts';

/** The quiet day with one number changed in each entry of a kind. */
function changed(kind: 'open' | 'store', at: 2 | 6, value: number): LedgerBuilder {
  const ledger = quietDay();
  for (const entry of ledger.entries) if (entry[1] === actKind(kind)) entry[at] = value;
  return ledger;
}

describe('R24 truthful answer', () => {
  it('judges each opening and each copy', () => {
    expect(resultOf(quietDay(), 'R24')).toMatchObject({ checks: 6, violations: 0 });
  });

  it('reports cases of no customer, and no other invariant does', () => {
    const ledger = changed('open', 6, NONE_32);
    expect(violated(ledger)).toEqual(['R24']);
    expect(resultOf(ledger, 'R24')).toMatchObject({ violations: 2 });
    expect(resultOf(ledger, 'R24').counterexample?.message).toContain('names no customer');
  });

  it('reports copies without a record of what they hold or what they are', () => {
    expect(resultOf(changed('store', 6, 0), 'R24').violations).toBe(4);
    expect(resultOf(changed('store', 6, 1 << 7), 'R24').violations).toBe(4);
    expect(resultOf(changed('store', 2, 7), 'R24').violations).toBe(4);
  });
});
