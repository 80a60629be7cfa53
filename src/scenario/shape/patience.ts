import { CHANNELS, RETRY_KEEPS } from '#domain';
import { distribution, distributionOrNone, distributionOrNoneText } from './distribution.ts';
import { oneOf } from './leaf.ts';
import { perChannel, perSeverity, record, yaml } from './record.ts';
import { duration, recurringShare, share, wholeNumber, word, words } from './values.ts';

const patienceBySeverity = perChannel(
  'Patience by severity, if it differs from that of the channel.',
  (channel) =>
    perSeverity(`Patience on ${channel}, per severity.`, (severity) =>
      distributionOrNone(`For severity ${severity}. Default: as the channel.`).optional(),
    ).optional(),
  yaml`
          work:
            patienceBySeverity:
              phone: { A: exponential 10 min, B: exponential 5 min, C: { kind: exponential, mean: 3 min } }
        `,
);

const WAIT = 'How long a customer waits once more after an answer; none: for ever.';

/** Patience of customers who have been answered, and wait again. */
const patienceAgain = perChannel(
  'How long customers who have been answered and wait again do so before they give up. Default: for ever.',
  (channel) =>
    oneOf(
      `${WAIT} On ${channel}: one for all reasons, or { transfer, interruption, reopening }. Default: none.`,
      [
        distributionOrNoneText(WAIT),
        record(null, {
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
      ],
    ).optional(),
  yaml`
          work:
            patienceAgain:
              phone: { transfer: exponential 4 min, interruption: exponential 8 min, reopening: none }
              web: exponential 6 h
        `,
);

/** Customers who get a callback instead of continuing to wait. */
const callback = perChannel(
  'Customers who hang up and are called back in their turn. Default: nobody.',
  (channel) =>
    record(`Customers on ${channel} who are offered a callback.`, {
      predictedWait: duration('Offered if the customer answered last has waited at least this long.', {
        example: '3 min',
      }).optional(),
      waiting: wholeNumber(
        'Offered if at least this number of cases of the channel already wait.',
        [0, 1e6],
        10,
      ).optional(),
      accepted: share('Share of the customers who accept.', 0.6),
      reached: share('Probability that a call is answered.', 0.8),
      attempts: wholeNumber('Maximum number of calls. Default: 1.', [1, 10], 3).prefault(1),
      again: duration('From an unanswered call until the case waits for the next one.', {
        example: '30 min',
      }).optional(),
      ring: duration('How long an agent is busy with an unanswered call. Default: 30 s.', {
        example: '30 s',
      }).prefault('30 s'),
    }).optional(),
  yaml`
          work:
            callback:
              phone: { predictedWait: 3 min, accepted: 0.6, reached: 0.8, attempts: 3, again: 30 min, ring: 30 s }
          ---
          work:
            callback:
              phone: { waiting: 10, accepted: 0.5, reached: 0.9 }
        `,
);

const followingChannel = (description: string) => word(description, CHANNELS, 'unknown-channel', 'e-mail');

/** What customers do who wait for an answer, or got none. */
export const patienceKeys = {
  patience: perChannel(
    'How long customers wait for the first answer before they give up; none: for ever. Default: none.',
    (channel) =>
      distributionOrNone(`Patience before the first answer on ${channel}.`)
        .prefault('none')
        .meta({ description: `Patience before the first answer on ${channel}. Default: none.` }),
    yaml`
          work:
            patience: { phone: exponential 5 min, web: weibull scale 2 h shape 1.3 }
          ---
          work: # as a survival curve says: 40 % wait for ever
            patience: { phone: { kind: empirical, survival: [[0 s, 1], [1 min, 0.8], [10 min, 0.4]] } }
        `,
  ).prefault({}),
  patienceBySeverity: patienceBySeverity.optional(),
  patienceAgain: patienceAgain.optional(),
  balking: perChannel(
    'Shares of the customers who leave at once if they would have to wait. Default: 0.',
    (channel) => share(`Share of the customers on ${channel} who do not wait at all.`, 0.1).optional(),
    yaml`
          work:
            balking: { phone: 0.1 }
        `,
  ).optional(),
  retry: perChannel(
    'Whether customers who gave up or were refused call again. Default: nobody.',
    (channel) =>
      record(`Customers on ${channel} who gave up or were refused, and call again.`, {
        share: recurringShare(
          `Probability that a customer who got no answer on ${channel} calls again.`,
          0.4,
        ),
        after: distribution('How long after giving up, or after being refused.'),
        channel: followingChannel('The channel of the next try. Default: the same.').optional(),
        keeps: words(
          'What stays the same as at the last try. Default: nothing, everything is drawn anew.',
          RETRY_KEEPS,
        ).optional(),
      }).optional(),
    yaml`
          work:
            retry:
              phone: { share: 0.4, after: exponential 10 min, channel: phone, keeps: [patience, work] }
        `,
  ).optional(),
  message: perChannel(
    'Customers who leave a message instead of continuing to wait. Default: nobody.',
    (channel) =>
      record(`Customers on ${channel} who leave a message after a wait.`, {
        after: duration(
          'The wait for the first answer after which this happens; 0 s: as soon as a customer would have to wait.',
          { example: '5 min' },
        ),
        channel: word(
          'The channel on which the message is worked as a case; none: it is recorded, and nobody answers it.',
          [...CHANNELS, 'none'],
          'unknown-channel',
          'e-mail',
        ),
      }).optional(),
    yaml`
          work:
            message:
              phone: { after: 5 min, channel: e-mail }
        `,
  ).optional(),
  callback: callback.optional(),
};
