import { CONSULTATION_ALTERNATIVES } from '#domain';
import { tier as tierAsked } from './centres.ts';
import { byWord } from './leaf.ts';
import { record } from './record.ts';
import { duration, number, optional, reference, share, word } from './values.ts';

const consultationOf = (tier: number) =>
  optional(
    record({
      share: share('Share of the contacts that need a second agent.', 0.2),
      products: byWord(share('The share for this product.', 0.4))
        .prefault({})
        .meta({ description: 'Shares by product; `share` for those that are not named.' }),
      tier: tierAsked.meta({ description: 'Tier of the second agent.' }),
      product: optional(
        reference('Product that the second agent knows; that of the case where left out.', 'azure'),
      ),
      part: number('For how much of the handle time the second agent joins, from the beginning on.', {
        ...{ low: 0, high: 1, isOpen: true, example: 0.3 },
      }),
      whenNobodyIsFree: word(
        'What becomes of the contact.',
        CONSULTATION_ALTERNATIVES,
        'unknown-word',
        'go on alone',
      )
        .prefault('go on alone')
        .meta({ description: 'What becomes of the contact; go on alone where left out.' }),
      atMost: optional(
        duration('wait: how long it waits before its agent goes on alone.', { above: 0, example: '5 min' }),
      ),
    }).meta({ description: `Contacts of tier ${tier} that need a second agent; none where left out.` }),
  );

/** Contacts for which their agent consults another. */
export const consultation = record({
  ...{ tier1: consultationOf(1), tier2: consultationOf(2), tier3: consultationOf(3) },
}).meta({ description: 'Contacts that need a second agent for a part; none where left out.' });
