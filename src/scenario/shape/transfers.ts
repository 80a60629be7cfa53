import * as z from 'zod';
import { type Channel, NO_WAIT_OUTCOMES, TRANSFER_WAYS } from '#domain';
import { tier as tierAsked } from './centres.ts';
import { distribution } from './distribution.ts';
import { byWord, fixedMap } from './leaf.ts';
import { record } from './record.ts';
import { duration, number, reference, share, word } from './values.ts';
import { yaml } from './yaml-example.ts';

/** How cases are transferred from an agent to others at the end of a contact. */
const way = word('How the case is transferred.', TRANSFER_WAYS, 'unknown-word', 'warm');

const keysOfWays = {
  handOver: duration('warm: the time that a transfer takes both agents.', { example: '2 min' }).optional(),
  atMost: duration('warm: the longest time that the first agent stays.', {
    above: 0,
    example: '10 min',
  }).optional(),
  waiting: number(
    'limited: how many cases may wait for the tier, or for the group if one is named; a further one is not transferred.',
    {
      low: 0,
      high: 1e6,
      isWhole: true,
      example: 5,
    },
  ).optional(),
  otherwise: word(
    'no wait, limited: what happens to the case if nobody is free, or if there is no room.',
    NO_WAIT_OUTCOMES,
  ).optional(),
  speed: number('go on: the factor on the speed of the first agent.', {
    low: 0.01,
    high: 1,
    example: 0.7,
  }).optional(),
};

const onChannel = (channel: Channel) =>
  record({ way, ...keysOfWays })
    .meta({ description: `Transfers on ${channel}. Default: cold.` })
    .optional();

const fromTier = (tier: number) =>
  z
    .array(
      record({
        to: tierAsked.meta({
          description: 'The tier to which the case goes. The same tier: others of it get the case.',
        }),
        group: reference(
          'The only group of that tier that gets the case, as centre/group. Default: any that may.',
          'dublin/tier1',
        ).optional(),
        share: share('Share of the contacts after which the case goes there.', 0.1),
        products: byWord(share('The share for this product.', 0.2))
          .prefault({})
          .meta({ description: 'Shares by product; `share` applies to the others.' }),
        handle: distribution(
          'Handle time there, at speed 1, until the case is transferred again. Default: that of the tier.',
        ).optional(),
        way: way.meta({ description: 'How the case is transferred. Default: as on its channel.' }).optional(),
        ...keysOfWays,
      }).meta({ description: `Transfers from tier ${tier}.` }),
    )
    .meta({
      description: `Where cases go from tier ${tier}, instead of 'escalation' and 'returns'. Default: nowhere.`,
    })
    .optional();

export const transfer = fixedMap(
  {
    phone: onChannel('phone'),
    'e-mail': onChannel('e-mail'),
    web: onChannel('web'),
    tier1: fromTier(1),
    tier2: fromTier(2),
    tier3: fromTier(3),
  },
  'unknown-channel',
).meta({
  description:
    'How a case is transferred when a contact finds that it needs other agents, and to which tiers.',
  yaml: yaml`
          work:
            transfer:
              phone: { way: warm, handOver: 2 min, atMost: 10 min }
              web: { way: limited, waiting: 5, otherwise: go on, speed: 0.7 }
          ---
          work: # instead of escalation and returns
            escalation: { tier1: 0, tier2: 0 }
            transfer:
              tier1:
                - { to: 2, group: dublin/experts, share: 0.2, products: { azure: 0.3 }, handle: fixed 8 min, way: warm, handOver: 1 min, atMost: 5 min }
              tier2:
                - { to: 1, share: 0.1, way: limited, waiting: 4, otherwise: go on, speed: 0.8 }
        `,
});

/** The keys that each way requires, and no other way has. */
export const KEYS_OF_WAY = {
  cold: [],
  warm: ['handOver', 'atMost'],
  'no wait': ['otherwise'],
  limited: ['waiting', 'otherwise'],
} as const;
