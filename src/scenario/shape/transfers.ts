import { NO_WAIT_OUTCOMES, TRANSFER_WAYS } from '#domain';
import { perChannel } from './per-word.ts';
import { record } from './record.ts';
import { duration, number, optional, word } from './values.ts';

/** How cases are transferred from an agent to others at the end of a contact. */
export const transfer = perChannel((channel) =>
  optional(
    record({
      way: word('How the case is transferred.', TRANSFER_WAYS, 'unknown-word', 'warm'),
      handOver: optional(duration('warm: the time that a transfer takes both agents.', { example: '2 min' })),
      atMost: optional(
        duration('warm: the longest time that the first agent stays.', { above: 0, example: '10 min' }),
      ),
      otherwise: optional(word('no wait: what happens to the case if nobody is free.', NO_WAIT_OUTCOMES)),
      speed: optional(
        number('go on: the factor on the speed of the first agent.', {
          ...{ low: 0.01, high: 1, example: 0.7 },
        }),
      ),
    }).meta({ description: `Transfers on ${channel}. Default: cold.` }),
  ),
).meta({ description: 'How a case is transferred when a contact finds that it needs other agents.' });

/** The keys that each way requires, and no other way has. */
export const KEYS_OF_WAY = {
  cold: [],
  warm: ['handOver', 'atMost'],
  'no wait': ['otherwise'],
} as const;
