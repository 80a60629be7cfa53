import * as z from 'zod';
import { record } from './record.ts';
import { number, optional } from './values.ts';

/** Nobody can keep more contacts apart. */
const IN_HAND_MAX = 50;

const limit = (channel: string) =>
  optional(
    number(`At most so many contacts, including itself, are in hand together with one on ${channel}.`, {
      ...{ low: 1, high: IN_HAND_MAX, isWhole: true, example: 3 },
    }).meta({ description: `The limit on ${channel}, including the contact itself. Default: 1.` }),
  );

/** Contacts that an agent has in hand at the same time. */
export const concurrency = record({
  'e-mail': limit('e-mail'),
  web: limit('web'),
  slowdown: z.array(number('A factor on the speed.', { low: 0.01, high: 1, example: 0.7 })).meta({
    description: 'The speed of each contact with 2, 3 … in hand, as a factor on the speed with one.',
  }),
}).meta({ description: 'Contacts in hand at the same time. Default: one.' });
