import * as z from 'zod';
import { record } from './record.ts';
import { number, optional } from './values.ts';

/** Nobody can keep more contacts apart. */
const IN_HAND_MAX = 50;

const limit = (channel: string) =>
  optional(
    number(`A contact by ${channel} is in hand together with so many at most, itself included.`, {
      ...{ low: 1, high: IN_HAND_MAX, isWhole: true, example: 3 },
    }).meta({ description: `The limit by ${channel}, itself included; 1 where left out.` }),
  );

/** Contacts that an agent has in hand at the same time. */
export const concurrency = record({
  'e-mail': limit('e-mail'),
  web: limit('web'),
  slowdown: z
    .array(number('A factor on the speed.', { low: 0.01, high: 1, example: 0.7 }))
    .meta({ description: 'The speed of each contact with 2, 3 … in hand, as a factor on that with one.' }),
}).meta({ description: 'Contacts in hand at the same time; one where left out.' });
