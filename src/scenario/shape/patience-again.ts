import * as z from 'zod';
import { distributionOrNone, distributionOrNoneText } from './distribution.ts';
import { perChannel } from './per-word.ts';
import { record } from './record.ts';
import { yaml } from './yaml-example.ts';

const WAIT = 'How long a customer waits once more after an answer; none: for ever.';

/** Patience of customers who have been answered, and wait again. */
export const patienceAgain = perChannel((channel) =>
  z
    .union([
      distributionOrNoneText(WAIT),
      record({
        transfer: distributionOrNone(
          'Patience in the queue that the case joins when a contact finds that it needs other agents. Default: none.',
        ).optional(),
        interruption: distributionOrNone(
          'Patience after a contact was handed over: shift end, outage, absence, preemption, or a change of promise or law. Default: none.',
        ).optional(),
        reopening: distributionOrNone(
          'Patience after the customer re-opened the case. Default: none.',
        ).optional(),
      }),
    ])
    .meta({
      description: `${WAIT} On ${channel}: one for all reasons, or { transfer, interruption, reopening }. Default: none.`,
    })
    .optional(),
).meta({
  description:
    'How long customers who have been answered and wait again do so before they give up. Default: for ever.',
  yaml: yaml`
          work:
            patienceAgain:
              phone: { transfer: exponential 4 min, interruption: exponential 8 min, reopening: none }
              web: exponential 6 h
        `,
});
