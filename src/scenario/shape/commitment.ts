import { COMMITMENT_RULES, COMMITTED_TO } from '#domain';
import { record } from './record.ts';
import { duration, optional, word } from './values.ts';

/** Whose queue a case joins if nobody is free. */
export const commitment = optional(
  record({
    to: word('Whose line: that of a centre, or of a group.', COMMITTED_TO),
    by: word('Whose line a case joins that finds nobody free.', COMMITMENT_RULES),
    releaseAfter: optional(
      duration('Open to all who may take it once it has waited so long; never where left out.', {
        ...{ above: 0, example: '5 min' },
      }),
    ),
  }),
).meta({
  description:
    'A case that finds nobody free waits in the line of one centre or group, and is taken only there; in one line for all where left out.',
});
