import * as z from 'zod';
import { record } from './record.ts';
import { number } from './values.ts';

/** Nobody can work on more contacts at once. */
const IN_HAND_MAX = 50;

const limit = (channel: string) =>
  number(`Maximum number of simultaneous contacts, including itself, with a contact on ${channel}.`, {
    low: 1,
    high: IN_HAND_MAX,
    isWhole: true,
    example: 3,
  })
    .meta({ description: `The limit on ${channel}, including the contact itself. Default: 1.` })
    .optional();

/** Contacts that an agent has in hand at the same time. */
export const concurrency = record({
  'e-mail': limit('e-mail'),
  web: limit('web'),
  slowdown: z.array(number('A factor on the speed.', { low: 0.01, high: 1, example: 0.7 })).meta({
    description:
      'The speed of each contact if there are 2, 3 … at the same time, as a factor on the speed of a single one.',
  }),
}).meta({ description: 'Simultaneous contacts of an agent. Default: one.' });
