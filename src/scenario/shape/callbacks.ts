import { perChannel } from './per-word.ts';
import { record } from './record.ts';
import { duration, number, share } from './values.ts';
import { yaml } from './yaml-example.ts';

/** Customers who get a callback instead of continuing to wait. */
export const callback = perChannel((channel) =>
  record({
    predictedWait: duration('Offered if the customer answered last has waited at least this long.', {
      example: '3 min',
    }).optional(),
    waiting: number('Offered if at least this number of cases of the channel already wait.', {
      low: 0,
      high: 1e6,
      isWhole: true,
      example: 10,
    }).optional(),
    accepted: share('Share of the customers who accept.', 0.6),
    reached: share('Probability that a call is answered.', 0.8),
    attempts: number('Maximum number of calls.', { low: 1, high: 10, isWhole: true, example: 3 })
      .prefault(1)
      .meta({ description: 'Maximum number of calls. Default: 1.' }),
    again: duration('From an unanswered call until the case waits for the next one.', {
      example: '30 min',
    }).optional(),
    ring: duration('How long an agent is busy with an unanswered call.', { example: '30 s' })
      .prefault('30 s')
      .meta({
        description: 'How long an agent is busy with an unanswered call. Default: 30 s.',
      }),
  })
    .meta({ description: `Customers on ${channel} who are offered a callback.` })
    .optional(),
).meta({
  description: 'Customers who hang up and are called back in their turn. Default: nobody.',
  yaml: yaml`
          work:
            callback:
              phone: { predictedWait: 3 min, accepted: 0.6, reached: 0.8, attempts: 3, again: 30 min, ring: 30 s }
          ---
          work:
            callback:
              phone: { waiting: 10, accepted: 0.5, reached: 0.9 }
        `,
});
