import * as z from 'zod';
import { byWord } from './leaf.ts';
import { record } from './record.ts';
import { number, recurringShare, share } from './values.ts';
import { yaml } from './yaml-example.ts';

/** Escalation of cases from tier to tier. */

const chanceOf = (tier: number) =>
  z
    .union([
      share(`Probability that tier ${tier} cannot solve the case.`, 0.3),
      record({
        share: share('The probability for products that are not named.', 0.3),
        products: byWord(share('The probability for this product.', 0.3)).meta({
          description: 'Probabilities by product.',
        }),
      }),
    ])
    .prefault(0)
    .meta({
      description: `Probability that tier ${tier} cannot solve the case, or { share, products }. Default: 0.`,
    });

const returnShare = (tier: number) =>
  recurringShare(`Share of the contacts of tier ${tier} that send the case back to the tier below.`, 0.15);

const returnsOf = (tier: number) =>
  z
    .union([
      returnShare(tier),
      record({
        share: returnShare(tier).meta({ description: 'The share for products that are not named.' }),
        products: byWord(returnShare(tier)).meta({ description: 'Shares by product.' }),
      }),
    ])
    .prefault(0)
    .meta({
      description: `Share of the contacts of tier ${tier} that send the case back; or { share, products }.`,
    });

export const escalation = record({ tier1: chanceOf(1), tier2: chanceOf(2) })
  .prefault({})
  .meta({
    description: 'Probabilities of functional escalation. Default: none.',
    yaml: yaml`
          work:
            escalation:
              tier1: { share: 0.2, products: { azure: 0.4 } }
        `,
  });

export const returns = record({
  tier2: returnsOf(2),
  tier3: returnsOf(3),
  most: number('Maximum number of returns of a case. Default: no limit.', {
    low: 1,
    high: 100,
    isWhole: true,
    example: 2,
  }).optional(),
})
  .optional()
  .meta({
    description: 'Cases that a tier sends back to the tier below.',
    yaml: yaml`
          work:
            returns: { tier2: { share: 0.1, products: { azure: 0.2 } }, most: 2 }
        `,
  });
