import { describe, expect, it } from 'vitest';
import { NONE_32 } from '#domain';
import { LedgerBuilder, quietDay, resultOf, violated, withNightfall } from '../ledger-builder.ts';

const taken = (group: number, assigned: number, seen: number, centre = 0) => {
  const ledger = new LedgerBuilder()
    .begin()
    .at(1)
    .intake(0)
    .assign(0, 0, assigned)
    .view(0, centre, group, seen, 0);
  ledger.move(0, 'ASSIGN', 'open.waiting.queued', 'open.working').at(2).endView(0, centre, group, seen, 0);
  return withNightfall(ledger.move(0, 'handling', 'open.working', 'resolved'));
};

describe('R20 attribution', () => {
  it('judges assignments, views and their ends', () => {
    expect(resultOf(quietDay(), 'R20')).toMatchObject({ checks: 6, violations: 0 });
  });

  it('reports an access by an agent who does not exist, and no other invariant does', () => {
    const ledger = taken(0, 0, NONE_32);
    expect(violated(ledger)).toEqual(['R20']);
    expect(resultOf(ledger, 'R20').counterexample?.message).toContain('agent none, who does not exist');
  });

  it('reports an agent of another group', () => {
    expect(violated(taken(0, 0, 6))).toContain('R20');
    expect(resultOf(taken(0, 0, 6), 'R20').counterexample?.message).toContain(
      'who belongs to group 4, not group 0',
    );
  });

  it('reports an assignment to an agent who does not exist', () => {
    const ledger = new LedgerBuilder().begin().at(1).intake(0).assign(0, 0, 99);
    expect(resultOf(ledger, 'R20')).toMatchObject({ checks: 1, violations: 1 });
  });

  it('reports a group that is not at the centre named', () => {
    expect(resultOf(taken(0, 0, 0, 1), 'R20').counterexample?.message).toContain('which is not at centre 1');
  });
});
