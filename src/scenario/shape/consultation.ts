import { CONSULTATION_ALTERNATIVES } from '#domain';
import { tier as tierAsked } from './centres.ts';
import { byWord } from './leaf.ts';
import { record } from './record.ts';
import { duration, number, reference, share, word } from './values.ts';
import { yaml } from './yaml-example.ts';

const consultationOf = (tier: number) =>
  record({
    share: share('Share of the contacts that need a second agent.', 0.2),
    products: byWord(share('The share for this product.', 0.4))
      .prefault({})
      .meta({ description: 'Shares by product; `share` applies to the others.' }),
    tier: tierAsked.meta({ description: 'Tier of the second agent.' }),
    product: reference('Product that the second agent knows. Default: that of the case.', 'azure').optional(),
    part: number('The part of the handle time, from the start, for which the second agent joins.', {
      low: 0,
      high: 1,
      isOpen: true,
      example: 0.3,
    }),
    lengthens: number('The factor on the handle time of a contact that a second agent joins. Default: 1.', {
      low: 1,
      high: 10,
      example: 1.3,
    }).optional(),
    whenNobodyIsFree: word(
      'What happens if nobody is free.',
      CONSULTATION_ALTERNATIVES,
      'unknown-word',
      'go on alone',
    )
      .prefault('go on alone')
      .meta({ description: 'What happens if nobody is free. Default: go on alone.' }),
    atMost: duration('wait: how long the contact waits before its agent continues alone.', {
      above: 0,
      example: '5 min',
    }).optional(),
  })
    .meta({ description: `Contacts of tier ${tier} that need a second agent. Default: none.` })
    .optional();

/** Contacts for which their agent consults another. */
export const consultation = record({
  tier1: consultationOf(1),
  tier2: consultationOf(2),
  tier3: consultationOf(3),
}).meta({
  description: 'Contacts that need a second agent for a part of their work. Default: none.',
  yaml: yaml`
          work:
            consultation:
              tier1: { share: 0.2, products: { azure: 0.4 }, tier: 2, product: azure, part: 0.3, lengthens: 1.3, whenNobodyIsFree: wait, atMost: 5 min }
        `,
});
