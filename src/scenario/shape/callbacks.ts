import { perChannel } from './per-word.ts';
import { record } from './record.ts';
import { duration, number, optional, share } from './values.ts';

/** Customers who get a callback instead of waiting on. */
export const callback = perChannel((channel) =>
  optional(
    record({
      predictedWait: optional(
        duration('Offered where the customer who was answered last has waited at least so long.', {
          example: '3 min',
        }),
      ),
      waiting: optional(
        number('Offered where at least so many cases of the channel wait already.', {
          ...{ low: 0, high: 1e6, isWhole: true, example: 10 },
        }),
      ),
      accepted: share('Share of the customers who accept.', 0.6),
      reached: share('Chance that a call is answered.', 0.8),
      attempts: number('Calls at most.', { low: 1, high: 10, isWhole: true, example: 3 })
        .prefault(1)
        .meta({ description: 'Calls at most; 1 where left out.' }),
      again: optional(
        duration('From a call that is not answered until the case waits for the next.', {
          example: '30 min',
        }),
      ),
      ring: duration('How long an agent is busy with a call that is not answered.', { example: '30 s' })
        .prefault('30 s')
        .meta({
          description: 'How long an agent is busy with a call that is not answered; 30 s where left out.',
        }),
    }).meta({ description: `Customers by ${channel} who are offered to be called back.` }),
  ),
).meta({ description: 'Customers who hang up and are called back in their turn; nobody where left out.' });
