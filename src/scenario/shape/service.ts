import * as z from 'zod';
import {
  CHANNELS,
  DAY_END_POLICIES,
  OUTAGE_POLICIES,
  PREFERENCES,
  QUEUE_ORDERS,
  RAISED_PLACES,
  RETRY_KEEPS,
  SEVERITIES,
  SHIFT_END_POLICIES,
} from '#domain';

import { patienceBySeverity, severityFactors } from './by-severity.ts';
import { callback } from './callbacks.ts';
import { commitment } from './commitment.ts';
import { consultation } from './consultation.ts';
import { distribution, distributionOrNone } from './distribution.ts';
import { escalation, returns } from './escalations.ts';
import { byWord } from './leaf.ts';
import { measures } from './measures.ts';
import { perChannel, perSeverity } from './per-word.ts';
import { record } from './record.ts';
import { targets } from './targets.ts';
import { transfer } from './transfers.ts';
import {
  duration,
  number,
  optional,
  order,
  recurringShare,
  reference,
  share,
  timeOfDay,
  word,
  words,
} from './values.ts';
import { warmUp } from './warm-up.ts';

/** How cases are worked, routed, kept and measured. */

const NEVER = { share: 0, after: 'fixed 0 s' };

const vendorWaitOf = (tier: number) =>
  optional(
    record({
      share: recurringShare('Chance after a contact that the case waits for a vendor.', 0.1),
      reply: distribution('How long the vendor takes to answer.'),
    }),
  ).meta({ description: `Waiting for a vendor after contacts of tier ${tier}; none where left out.` });

/** `check/check-handle-times.ts` checks that the required handle times are given. */
const handleOf = (tier: number) =>
  optional(
    perChannel((channel) =>
      optional(
        distribution(
          `Handle time of a contact by ${channel} at speed 1; needed where cases by ${channel} reach the tier.`,
        ),
      ),
    ),
  ).meta({ description: `Handle times at tier ${tier}; needed where cases reach it.` });

const afterContactOf = (tier: number) =>
  optional(
    perChannel((channel) =>
      optional(distribution(`Work after a contact by ${channel}, at speed 1; none where left out.`)),
    ),
  ).meta({ description: `Work after the contacts of tier ${tier}.` });

const replyShare = recurringShare('Chance after a contact that the case waits for the customer.', 0.3);
const reply = distribution('How long the customer takes to answer.');

const customerWaitOf = (tier: number) =>
  optional(record({ share: replyShare, reply })).meta({
    description: `Waiting for the customer after contacts of tier ${tier}; none where left out.`,
  });

const FINISH_WITHIN = 'What needs no longer is finished, the rest handed over.';

/** What a leaving agent may do with the work in hand. */
const leavingPolicy = (what: string) => {
  const ofSeverity = (severity: string) =>
    optional(
      z
        .union([
          word(`${what}, of severity ${severity}.`, SHIFT_END_POLICIES),
          record({ finishWithin: duration(FINISH_WITHIN) }),
        ])
        .meta({ description: `${what}, of severity ${severity}; finish where left out.` }),
    );
  return z
    .union([
      word(`${what}.`, SHIFT_END_POLICIES),
      record({
        finishWithin: optional(duration(FINISH_WITHIN)),
        ...{ A: ofSeverity('A'), B: ofSeverity('B'), C: ofSeverity('C') },
      }),
    ])
    .prefault('finish')
    .meta({ description: `${what}: a word, { finishWithin }, or { A, B, C }.` });
};

const outagePolicy = (what: string) =>
  z
    .union([
      word(`${what}.`, OUTAGE_POLICIES),
      perSeverity((severity) =>
        optional(word(`${what}, of severity ${severity}; handed over where left out.`, OUTAGE_POLICIES)),
      ),
    ])
    .prefault('hand over')
    .meta({ description: `${what}: a word, or { A, B, C }.` });

const followingChannel = (description: string) => word(description, CHANNELS, 'unknown-channel', 'e-mail');

const work = record({
  triage: perChannel((channel) =>
    duration(`Time before a case by ${channel} may be routed.`)
      .prefault('0 s')
      .meta({ description: `Time before a case by ${channel} may be routed.` }),
  )
    .prefault({ phone: '0 s', 'e-mail': '0 s', web: '0 s' })
    .meta({ description: 'Time to triage, per channel.' }),
  patience: perChannel((channel) =>
    distributionOrNone(`Patience before the first answer by ${channel}.`)
      .prefault('none')
      .meta({ description: `Patience before the first answer by ${channel}; none where left out.` }),
  )
    .prefault({})
    .meta({
      description:
        'How long customers wait for the first answer before they give up; none (also where left out): for ever.',
    }),
  patienceBySeverity: optional(patienceBySeverity),
  balking: optional(
    perChannel((channel) =>
      optional(share(`Share of the customers by ${channel} who do not wait at all.`, 0.1)),
    ).meta({
      description:
        'Shares of the customers who leave at once when they would have to wait; 0 where left out.',
    }),
  ),
  retry: optional(
    perChannel((channel) =>
      optional(
        record({
          share: recurringShare(`Chance that who got no answer by ${channel} comes again.`, 0.4),
          after: distribution('How long after giving up, or after being refused.'),
          channel: optional(followingChannel('The channel of the next try; the same where left out.')),
          keeps: optional(
            words('What is as at the last try; all is drawn anew where left out.', RETRY_KEEPS),
          ),
        }).meta({ description: `Customers by ${channel} who gave up or were refused, and come again.` }),
      ),
    ).meta({
      description: 'Whether customers who gave up or were refused come again; nobody where left out.',
    }),
  ),
  message: optional(
    perChannel((channel) =>
      optional(
        record({
          after: duration('After how long a wait for the first answer.', { above: 0, example: '5 min' }),
          channel: followingChannel('The channel as whose case the message is worked.'),
        }).meta({ description: `Customers by ${channel} who have waited so long leave a message.` }),
      ),
    ).meta({ description: 'Customers who leave a message instead of waiting on; nobody where left out.' }),
  ),
  callback: optional(callback),
  transfer: optional(transfer),
  consultation: optional(consultation),
  dayEnd: optional(
    perChannel((channel) =>
      optional(
        word(`Lines by ${channel}; carry over where left out.`, DAY_END_POLICIES, 'unknown-word', 'clear'),
      ),
    ).meta({
      description:
        'What becomes of who waits when the last who could take the line go home for the day; carried over where left out.',
    }),
  ),
  handle: record({ tier1: handleOf(1), tier2: handleOf(2), tier3: handleOf(3) }).meta({
    description: 'Handle time of a contact, per tier and channel.',
  }),
  afterContact: optional(
    record({ tier1: afterContactOf(1), tier2: afterContactOf(2), tier3: afterContactOf(3) }),
  ).meta({
    description:
      'Work of the agent after a contact, when the case has gone, in its place in hand; none where left out.',
  }),
  productFactors: byWord(
    number('Factor on the handle times.', { low: 0, high: 100, isOpen: true, example: 1.2 }),
  )
    .prefault({})
    .meta({ description: 'Factors on the handle times by product; 1 where left out.' }),
  severityFactors: optional(severityFactors),
  escalation,
  returns,
  misrouted: record({
    language: share('Share of cases declared in a wrong language.', 0.01),
    product: share('Share of cases declared for a wrong product.', 0.04),
    noticedAfter: share('Share of the handle time after which it is noticed.', 0.3),
  })
    .prefault({ language: 0, product: 0, noticedAfter: 1 })
    .meta({ description: 'Cases declared wrongly.' }),
  customerWait: record({
    share: optional(replyShare),
    reply: optional(reply),
    tier1: customerWaitOf(1),
    tier2: customerWaitOf(2),
    tier3: customerWaitOf(3),
    autoClose: duration('After this long without an answer the case is resolved.', { example: '7 days' }),
  })
    .prefault({ share: 0, reply: 'fixed 0 s', autoClose: '7 days' })
    .meta({ description: 'Waiting for the customer: share and reply, or those of each tier.' }),
  vendorWait: optional(
    record({ tier1: vendorWaitOf(1), tier2: vendorWaitOf(2), tier3: vendorWaitOf(3) }),
  ).meta({ description: 'Waiting for a third party after a contact; none where left out.' }),
  severityRaise: record({
    share: share('Share of waiting written cases that become severity A.', 0.02),
    after: distribution('After how long a wait.'),
    place: optional(
      word('Its place among severity A: by the time when it joined, or behind the others.', RAISED_PLACES),
    ),
  })
    .prefault(NEVER)
    .meta({ description: 'Customers who raise the severity.' }),
  reopening: record({
    share: recurringShare('Share of resolutions after which the case is re-opened.', 0.05),
    after: distribution('How long after the resolution.'),
  })
    .prefault(NEVER)
    .meta({ description: 'Re-opening.' }),
  closing: duration('From resolution to closing.', { example: '5 days' }).prefault('5 days').meta({
    description: 'From resolution to closing; a re-opening is possible until then.',
  }),
  shiftEnd: perChannel((channel) => leavingPolicy(`Work by ${channel} in hand when a shift ends`))
    .prefault({ phone: 'finish', 'e-mail': 'finish', web: 'finish' })
    .meta({ description: 'What happens to work in hand at the end of a shift.' }),
  outage: optional(
    perChannel((channel) => outagePolicy(`Work by ${channel} in hand when the centre goes down`)),
  ).meta({
    description: 'What happens to work in hand when the centre goes down; handed over where left out.',
  }),
  absence: optional(
    perChannel((channel) => leavingPolicy(`Work by ${channel} in hand when the agent goes away`)),
  ).meta({ description: 'What happens to work in hand when the agent goes away; finished where left out.' }),
  handOver: record({
    time: duration('Time that a hand-over costs the next agent.', { example: '5 min' }),
    lostShare: share('Share of the work done that is done again.', 0.1),
  })
    .prefault({ time: '0 s', lostShare: 0 })
    .meta({ description: 'What a hand-over costs.' }),
}).meta({ description: 'How cases are worked.' });

const condition = record({
  waited: optional(duration('The case has waited at least so long.', { example: '10 min' })),
  waiting: optional(
    number('At least so many cases wait.', { low: 1, high: 1_000_000, isWhole: true, example: 20 }),
  ),
  busy: optional(share('At least this share of the agents on duty who may take the case are busy.', 0.9)),
  from: optional(timeOfDay("From this time of day on, on the customer's clock.")),
  to: optional(timeOfDay('Until this time; at or before the begin: on the next day.', '18:00')),
}).meta({ description: 'All of it has to hold.' });

const stage = record({
  when: optional(condition),
  prefer: order(
    'The first decides, the next among what is equal by it; the longest idle agent in the end.',
    PREFERENCES,
  ),
}).meta({ description: 'A stage of the routing rule; without a condition it always decides.' });

const routing = record({
  preference: optional(
    order(
      'Who is chosen among the eligible who are free; a list: the first decides, the next among what is equal by it.',
      PREFERENCES,
    ),
  ),
  stages: optional(
    z
      .array(stage)
      .min(1)
      .meta({ description: 'Instead of preference: the first stage whose condition holds decides.' }),
  ),
  overflow: z.array(reference('A group, as centre/group.', 'dublin/tier1')).prefault([]).meta({
    description: 'overflow list: groups in the order of choice; those that are not named come last.',
  }),
  weights: optional(
    perSeverity((severity) =>
      optional(
        number(`Weight of severity ${severity}; 1 where left out.`, {
          low: 0,
          high: 1e6,
          isOpen: true,
          example: 4,
        }),
      ),
    ).meta({
      description: 'longest weighted wait: how much faster a wait counts, per severity.',
    }),
  ),
  queueShares: optional(
    perSeverity((severity) => optional(share(`Severity ${severity}; 0 where left out.`, 0.3))).meta({
      description:
        'fixed queue ratio: the share of all who wait that each severity is to have, adding up to 1.',
    }),
  ),
  headStart: optional(
    perSeverity((severity) =>
      optional(duration(`What severity ${severity} has waited beforehand; nothing where left out.`)),
    ).meta({
      description: 'longest weighted wait: what is added to the weighted wait, per severity.',
    }),
  ),
  order: word(
    'Who is served next; within the severity, but for longest weighted wait and fixed queue ratio.',
    QUEUE_ORDERS,
  )
    .prefault('first in first out')
    .meta({
      description: 'Which of the waiting cases of one severity is served next.',
    }),
  preemption: optional(
    record({
      by: words(
        'Severities whose cases interrupt lower ones: one, or a list.',
        SEVERITIES,
        'unknown-severity',
      ),
      interrupted: word('What becomes of the interrupted contact.', OUTAGE_POLICIES)
        .prefault('pause')
        .meta({ description: 'What becomes of the interrupted contact; pause where left out.' }),
    }),
  ).meta({
    description:
      'Waiting cases that find nobody free take an agent from a case of lower severity; never where left out.',
  }),
  commitment,
  hold: perChannel((channel) =>
    duration(`How long a case by ${channel} is held for its own region.`)
      .prefault('0 s')
      .meta({ description: `How long a case by ${channel} is held for its own region.` }),
  )
    .prefault({ phone: '0 s', 'e-mail': '0 s', web: '0 s' })
    .meta({ description: 'local specialist: how long a case waits for its own region first.' }),
}).meta({ description: 'Routing among eligible agents.' });

const retention = record({
  eraseAfter: duration('From closing to the erasure of every copy.', { example: '14 days' }),
  eraseGrace: duration('Grace before an erasure counts as late.').prefault('1 day').meta({
    description: 'Grace before an erasure counts as late.',
  }),
  workingCopy: duration('How long a working copy may outlive the assignment.').prefault('1 h').meta({
    description: 'How long a working copy may outlive the assignment.',
  }),
  leavingLead: optional(
    duration('So long before a country leaves a promised zone, nothing is put there and its copies move.', {
      above: 0,
      example: '14 days',
    }),
  ),
  basisEnd: optional(
    record({
      movedAfter: duration('From the end of a legal basis to the move of copies held on it.', {
        above: 0,
        example: '7 days',
      }),
      grace: duration('From the end of a legal basis until no copy held on it is left.', {
        above: 0,
        example: '30 days',
      }),
    }).meta({ description: 'What becomes of copies when the legal basis ends on which they are held.' }),
  ),
}).meta({ description: 'How long data is kept.' });

const serviceLevel = record({
  channel: words('Channels: one, a list, or all.', CHANNELS, 'unknown-channel'),
  severity: words('Severities: one, a list, or all.', SEVERITIES, 'unknown-severity'),
  within: duration(
    'Acceptable waiting time of the first answer; with 0 s, only answers at once are in time.',
    {
      example: '60 s',
    },
  ),
  target: share('Share of cases that should be answered within it.', 0.8),
}).meta({ description: 'A service level.' });

const limit = (description: string, low: number) =>
  number(description, { low, high: 1e6, isWhole: true, example: 20 });

const lines = perChannel((channel) =>
  optional(
    record({
      total: optional(limit('Most cases in the system: those that wait and those in hand.', 1)),
      waiting: optional(limit('Most cases that wait. With 0, who is not answered at once is refused.', 0)),
    }).meta({ description: `How many cases by ${channel} there may be; a further one is refused.` }),
  ),
).meta({ description: 'Limited lines, per channel.' });

export const serviceSections = {
  work,
  lines: optional(lines),
  routing: optional(routing),
  retention,
  targets: optional(targets),
  measures: optional(measures),
  warmUp: optional(warmUp),
  serviceLevels: z.array(serviceLevel).prefault([]).meta({ description: 'Service levels to report.' }),
};
