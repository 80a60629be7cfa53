import { expect, it } from 'vitest';
import { INVARIANTS } from '#audit';
import { CONTROL_MAPPINGS } from '../../src/evidence/mapping/control-mappings.ts';

it('each invariant is related to a clause of some framework, and no other is', () => {
  const related = Object.values(CONTROL_MAPPINGS).flatMap((rows) => rows.map(({ invariant }) => invariant));
  expect([...new Set(related)].sort()).toEqual(INVARIANTS.map(({ id }) => id).sort());
});
