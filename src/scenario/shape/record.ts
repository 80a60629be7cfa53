import type * as z from 'zod';
import { failure, shown, success } from '#base';
import { fixedMap, leaf } from './leaf.ts';
import { problem } from './problem.ts';
import { prose } from './values.ts';

const sourceIds = leaf(
  {
    description: "Where the figures come from: ids of the top-level 'sources', or 'invented'.",
    example: 'invented',
    takesLists: true,
    json: { anyOf: [{ type: 'string' }, { type: 'array', minItems: 1, items: { type: 'string' } }] },
  },
  (written: unknown) => {
    const ids = Array.isArray(written) ? written : [written];
    const wrong = ids.find((id) => typeof id !== 'string');
    if (wrong === undefined && ids.length > 0) return success(ids as readonly string[]);
    const message = `${shown(wrong ?? ids)} is not the id of a source`;
    return failure(
      problem('wrong-type', message, "name ids of the top-level 'sources', or write 'invented'"),
    );
  },
);

/** Keys that every map of fixed keys accepts in addition to its own: where its figures come from. */
const NOTES = {
  source: sourceIds.optional(),
  note: prose('A remark for readers. It changes nothing.').optional(),
};

/** A map of fixed keys that may say where its figures come from. */
export function record<Shape extends z.core.$ZodLooseShape>(
  shape: Shape,
): z.ZodObject<Shape & typeof NOTES, z.core.$strict> {
  return fixedMap({ ...shape, ...NOTES });
}
