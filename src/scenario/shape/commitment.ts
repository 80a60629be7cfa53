import { COMMITMENT_RULES, COMMITTED_TO } from '#domain';
import { record } from './record.ts';
import { duration, word } from './values.ts';

/** Whose queue a case joins if nobody is free. */
export const commitment = record({
  to: word('Whether cases join the queue of a centre or of a group.', COMMITTED_TO),
  by: word('The rule by which a case that finds nobody free chooses a queue.', COMMITMENT_RULES),
  releaseAfter: duration('After this wait, the case is open to all who may take it. Default: never.', {
    above: 0,
    example: '5 min',
  }).optional(),
})
  .optional()
  .meta({
    description:
      'A case that finds nobody free waits in the queue of one centre or group, and is taken only there. Default: one queue for all.',
  });
