import { expect, it } from 'vitest';
import { INVARIANTS } from '#audit';
import { CONTROL_MAPPINGS } from '../../src/exports/oscal/control-mappings.ts';

/** They are about routing: no clause of a framework asks for them. */
const UNRELATED = ['R10', 'R11', 'R23'];

it('each invariant about data is related to a clause of some framework', () => {
  const related = new Set(
    Object.values(CONTROL_MAPPINGS).flatMap((rows) => rows.map((row) => row.invariant)),
  );
  const wanted = INVARIANTS.map(({ id }) => id).filter((id) => !UNRELATED.includes(id));
  expect([...related].sort()).toEqual(wanted.sort());
});
