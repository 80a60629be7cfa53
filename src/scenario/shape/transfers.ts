import {
  type Channel,
  CONSULTATION_ALTERNATIVES,
  CONTACT_TURNS,
  NO_WAIT_OUTCOMES,
  TRANSFER_WAYS,
} from '#domain';
import { tier as tierAsked } from './centres.ts';
import { distribution } from './distribution.ts';
import { byWord, fixedMap, list, oneOf } from './leaf.ts';
import { record, yaml } from './record.ts';
import {
  duration,
  number,
  numberAbove,
  recurringShare,
  reference,
  share,
  wholeNumber,
  word,
} from './values.ts';

/** How cases are transferred from an agent to others at the end of a contact. */
const way = word('How the case is transferred.', TRANSFER_WAYS, 'unknown-word', 'warm');

const keysOfWays = {
  handOver: duration('warm: the time that a transfer takes both agents.', { example: '2 min' }).optional(),
  atMost: duration('warm: the longest time that the first agent stays.', {
    above: 0,
    example: '10 min',
  }).optional(),
  waiting: wholeNumber(
    'limited: how many cases may wait for the tier, or for the group if one is named; a further one is not transferred.',
    [0, 1e6],
    5,
  ).optional(),
  otherwise: word(
    'no wait, limited: what happens to the case if nobody is free, or if there is no room.',
    NO_WAIT_OUTCOMES,
  ).optional(),
  speed: number('go on: the factor on the speed of the first agent.', [0.01, 1], 0.7).optional(),
};

const onChannel = (channel: Channel) =>
  record(`Transfers on ${channel}. Default: cold.`, { way, ...keysOfWays }).optional();

const fromTier = (tier: number) =>
  list(
    `Where cases go from tier ${tier}, instead of 'escalation' and 'returns'. Default: nowhere.`,
    record(`Transfers from tier ${tier}.`, {
      to: tierAsked.meta({
        description: 'The tier to which the case goes. The same tier: others of it get the case.',
      }),
      group: reference(
        'The only group of that tier that gets the case, as centre/group. Default: any that may.',
        'dublin/tier1',
      ).optional(),
      contact: word(
        'Only after the first contact of a case that is finished, or only after later ones. Default: after any.',
        CONTACT_TURNS,
      ).optional(),
      share: share('Share of the contacts after which the case goes there.', 0.1),
      products: byWord(
        'Shares by product; `share` applies to the others.',
        share('The share for this product.', 0.2),
      ).prefault({}),
      handle: distribution(
        'Handle time there, at speed 1, until the case is transferred again. Default: that of the tier.',
      ).optional(),
      way: way.meta({ description: 'How the case is transferred. Default: as on its channel.' }).optional(),
      ...keysOfWays,
    }),
  ).optional();

export const transfer = fixedMap(
  'How a case is transferred when a contact finds that it needs other agents, and to which tiers.',
  {
    phone: onChannel('phone'),
    'e-mail': onChannel('e-mail'),
    web: onChannel('web'),
    tier1: fromTier(1),
    tier2: fromTier(2),
    tier3: fromTier(3),
  },
  {
    examples: yaml`
          work:
            transfer:
              phone: { way: warm, handOver: 2 min, atMost: 10 min }
              web: { way: limited, waiting: 5, otherwise: go on, speed: 0.7 }
          ---
          work: # instead of escalation and returns
            escalation: { tier1: 0, tier2: 0 }
            transfer:
              tier1:
                - { to: 2, group: dublin/experts, contact: first, share: 0.2, products: { azure: 0.3 }, handle: fixed 8 min, way: warm, handOver: 1 min, atMost: 5 min }
              tier2:
                - { to: 1, share: 0.1, way: limited, waiting: 4, otherwise: go on, speed: 0.8 }
        `,
    unknownCode: 'unknown-channel',
  },
);

/** The keys that each way requires, and no other way has. */
export const KEYS_OF_WAY = {
  cold: [],
  warm: ['handOver', 'atMost'],
  'no wait': ['otherwise'],
  limited: ['waiting', 'otherwise'],
} as const;

const consultationOf = (tier: number) =>
  record(`Contacts of tier ${tier} that need a second agent. Default: none.`, {
    share: share('Share of the contacts that need a second agent.', 0.2),
    products: byWord(
      'Shares by product; `share` applies to the others.',
      share('The share for this product.', 0.4),
    ).prefault({}),
    tier: tierAsked.meta({ description: 'Tier of the second agent.' }),
    product: reference('Product that the second agent knows. Default: that of the case.', 'azure').optional(),
    part: numberAbove(
      'The part of the handle time, from the start, for which the second agent joins.',
      [0, 1],
      0.3,
    ),
    lengthens: number(
      'The factor on the handle time of a contact that a second agent joins. Default: 1.',
      [1, 10],
      1.3,
    ).optional(),
    whenNobodyIsFree: word(
      'What happens if nobody is free. Default: go on alone.',
      CONSULTATION_ALTERNATIVES,
      'unknown-word',
      'go on alone',
    ).prefault('go on alone'),
    atMost: duration('wait: how long the contact waits before its agent continues alone.', {
      above: 0,
      example: '5 min',
    }).optional(),
  }).optional();

/** Contacts for which their agent consults another. */
export const consultation = record(
  'Contacts that need a second agent for a part of their work. Default: none.',
  {
    tier1: consultationOf(1),
    tier2: consultationOf(2),
    tier3: consultationOf(3),
  },
  yaml`
          work:
            consultation:
              tier1: { share: 0.2, products: { azure: 0.4 }, tier: 2, product: azure, part: 0.3, lengthens: 1.3, whenNobodyIsFree: wait, atMost: 5 min }
        `,
);

/** Escalation of cases from tier to tier. */

const chanceOf = (tier: number) =>
  oneOf(`Probability that tier ${tier} cannot solve the case, or { share, products }. Default: 0.`, [
    share(`Probability that tier ${tier} cannot solve the case.`, 0.3),
    record(null, {
      share: share('The probability for products that are not named.', 0.3),
      products: byWord('Probabilities by product.', share('The probability for this product.', 0.3)),
    }),
  ]).prefault(0);

const returnShare = (tier: number) =>
  recurringShare(`Share of the contacts of tier ${tier} that send the case back to the tier below.`, 0.15);

const returnsOf = (tier: number) =>
  oneOf(`Share of the contacts of tier ${tier} that send the case back; or { share, products }.`, [
    returnShare(tier),
    record(null, {
      share: returnShare(tier).meta({ description: 'The share for products that are not named.' }),
      products: byWord('Shares by product.', returnShare(tier)),
    }),
  ]).prefault(0);

export const escalation = record(
  'Probabilities of functional escalation. Default: none.',
  { tier1: chanceOf(1), tier2: chanceOf(2) },
  yaml`
          work:
            escalation:
              tier1: { share: 0.2, products: { azure: 0.4 } }
        `,
).prefault({});

export const returns = record(
  'Cases that a tier sends back to the tier below.',
  {
    tier2: returnsOf(2),
    tier3: returnsOf(3),
    most: wholeNumber('Maximum number of returns of a case. Default: no limit.', [1, 100], 2).optional(),
  },
  yaml`
          work:
            returns: { tier2: { share: 0.1, products: { azure: 0.2 } }, most: 2 }
        `,
).optional();
