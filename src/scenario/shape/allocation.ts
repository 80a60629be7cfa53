import * as z from 'zod';
import { ALLOCATION_COSTS, COMMITTED_TO } from '#domain';
import { caseKind } from './case-kind.ts';
import { byWord } from './leaf.ts';
import { record } from './record.ts';
import { duration, number, share, word } from './values.ts';

/** To which centre or group a case is allocated before it looks for an agent. */
export const allocation = record({
  to: word('Whether cases are allocated to centres or to groups.', COMMITTED_TO)
    .prefault('centre')
    .meta({ description: 'Whether cases are allocated to centres or to groups. Default: centre.' }),
  kinds: z
    .array(
      record({
        ...caseKind(),
        shares: byWord(share('Share of the cases.', 0.6))
          .meta({
            description: 'By centre (or by group, as centre/group): its share. The shares add up to 1.',
          })
          .optional(),
        bestOf: number('The number of places that are drawn.', {
          low: 1,
          high: 10_000,
          isWhole: true,
          example: 2,
        }).optional(),
        by: word('Which of the places drawn gets the case.', ALLOCATION_COSTS).optional(),
      }).meta({ description: 'How cases of this kind are allocated.' }),
    )
    .min(1)
    .meta({ description: 'Kinds of cases. The first that a case belongs to decides.' }),
  releaseAfter: duration('After this wait, the case is open to all who may take it. Default: never.', {
    above: 0,
    example: '5 min',
  }).optional(),
})
  .optional()
  .meta({
    description:
      'Each case is allocated to one centre or group before it looks for an agent, and is taken only there. Default: any agent takes any case.',
  });
