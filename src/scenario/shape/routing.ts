import {
  ALLOCATION_COSTS,
  type Channel,
  COMMITMENT_RULES,
  COMMITTED_TO,
  OUTAGE_POLICIES,
  PREFERENCES,
  QUEUE_ORDERS,
} from '#domain';
import { byWord, fixedMap, list } from './leaf.ts';
import { perChannel, perSeverity, record, yaml } from './record.ts';
import {
  caseKind,
  channels,
  duration,
  numberAbove,
  order,
  reference,
  severities,
  share,
  timeOfDay,
  wholeNumber,
  word,
} from './values.ts';

/** Whose queue a case joins if nobody is free. */
const commitment = record(
  'A case that finds nobody free waits in the queue of one centre or group, and is taken only there. Default: one queue for all.',
  {
    to: word('Whether cases join the queue of a centre or of a group.', COMMITTED_TO),
    by: word('The rule by which a case that finds nobody free chooses a queue.', COMMITMENT_RULES),
    releaseAfter: duration('After this wait, the case is open to all who may take it. Default: never.', {
      above: 0,
      example: '5 min',
    }).optional(),
  },
).optional();

/** To which centre or group a case is allocated before it looks for an agent. */
const allocation = record(
  'Each case is allocated to one centre or group before it looks for an agent, and is taken only there. Default: any agent takes any case.',
  {
    to: word('Whether cases are allocated to centres or to groups. Default: centre.', COMMITTED_TO).prefault(
      'centre',
    ),
    kinds: list(
      'Kinds of cases. The first that a case belongs to decides.',
      record('How cases of this kind are allocated.', {
        ...caseKind(),
        shares: byWord(
          'By centre (or by group, as centre/group): its share. The shares add up to 1.',
          share('Share of the cases.', 0.6),
        ).optional(),
        bestOf: wholeNumber('The number of places that are drawn.', [1, 10_000], 2).optional(),
        by: word('Which of the places drawn gets the case.', ALLOCATION_COSTS).optional(),
      }),
    ).min(1),
    releaseAfter: duration('After this wait, the case is open to all who may take it. Default: never.', {
      above: 0,
      example: '5 min',
    }).optional(),
  },
).optional();

const condition = record('Conditions that must all hold.', {
  waited: duration('The case has waited at least this long.', { example: '10 min' }).optional(),
  waiting: wholeNumber('At least this number of cases wait.', [1, 1_000_000], 20).optional(),
  busy: share('At least this share of the agents on duty who may take the case are busy.', 0.9).optional(),
  from: timeOfDay("The start of the time of day, on the customer's clock.").optional(),
  to: timeOfDay(
    'The end of the time of day. At or before the start, it is on the next day.',
    '18:00',
  ).optional(),
});

const stage = record('A stage of the routing rule. Without a condition it always decides.', {
  when: condition.optional(),
  prefer: order(
    'The first preference decides, the next breaks its ties, and finally the longest-idle agent is chosen.',
    PREFERENCES,
  ),
});

export const routing = record(
  'Routing among eligible agents.',
  {
    preference: order(
      'Which of the eligible and free agents is chosen. In a list, the first preference decides and the next breaks its ties.',
      PREFERENCES,
    ).optional(),
    stages: list('Instead of preference: the first stage whose condition holds decides.', stage)
      .min(1)
      .optional(),
    overflow: list(
      'overflow list: groups in order of preference. Groups that are not listed come last.',
      reference('A group, as centre/group.', 'dublin/tier1'),
    ).prefault([]),
    weights: perSeverity('longest weighted wait: the factor on the wait, per severity.', (severity) =>
      numberAbove(`Weight of severity ${severity}. Default: 1.`, [0, 1e6], 4).optional(),
    ).optional(),
    queueShares: perSeverity(
      'fixed queue ratio: the target share of each severity among all waiting cases. The shares add up to 1.',
      (severity) => share(`For severity ${severity}. Default: 0.`, 0.3).optional(),
    ).optional(),
    headStart: perSeverity(
      'longest weighted wait: what is added to the weighted wait, per severity.',
      (severity) => duration(`Wait that severity ${severity} is credited with. Default: nothing.`).optional(),
    ).optional(),
    order: word(
      'Which case is served next: within the highest severity, except for longest weighted wait and fixed queue ratio. Default: first in first out.',
      QUEUE_ORDERS,
    ).prefault('first in first out'),
    preemption: record(
      'Waiting cases that find nobody free take an agent from a case of lower severity. Default: never.',
      {
        by: severities('Severities whose cases interrupt lower ones: one, or a list.'),
        interrupted: word(
          'What happens to the interrupted contact. Default: pause.',
          OUTAGE_POLICIES,
        ).prefault('pause'),
      },
    ).optional(),
    commitment,
    allocation,
    hold: perChannel('local specialist: how long a case waits for its own region first.', (channel) =>
      duration(`How long a case on ${channel} is held for its own region.`).prefault('0 s'),
    ).prefault({ phone: '0 s', 'e-mail': '0 s', web: '0 s' }),
  },
  yaml`
          routing:
            preference: [local specialist, least occupied]
            order: longest weighted wait
            weights: { A: 4, B: 2, C: 1 }
            headStart: { A: 5 min }
            hold: { phone: 30 s, web: 30 min }
          ---
          routing:
            preemption: { by: A, interrupted: pause }
          ---
          routing:
            stages:
              - { when: { waited: 5 min, waiting: 20, busy: 0.9, from: "08:00", to: "18:00" }, prefer: overflow list }
              - { prefer: longest idle }
            overflow: [dublin/first, redmond/first]
            order: fixed queue ratio
            queueShares: { A: 0.2, B: 0.5, C: 0.3 }
          ---
          routing:
            commitment: { to: centre, by: join the shortest queue, releaseAfter: 5 min }
          ---
          routing:
            allocation:
              to: centre
              kinds:
                - { segment: standard, channel: phone, severity: C, product: azure, shares: { dublin: 0.6, redmond: 0.4 } }
                - { bestOf: 2, by: least load }
              releaseAfter: 5 min
        `,
);

const limit = (description: string, low: number) => wholeNumber(description, [low, 1e6], 20);

const linesOf = (channel: Channel) =>
  record(`How many cases on ${channel} there may be. Further cases are refused.`, {
    total: limit('Maximum number of cases in the system, waiting or worked on.', 1).optional(),
    waiting: limit(
      'Maximum number of waiting cases. With 0, a case that is not answered at once is refused.',
      0,
    ).optional(),
  }).optional();

export const lines = fixedMap(
  'Limited lines, per channel.',
  {
    phone: linesOf('phone'),
    'e-mail': linesOf('e-mail'),
    web: linesOf('web'),
    shared: list(
      'Lines that several channels share, in addition to limits of single channels.',
      record('Lines that several channels share.', {
        channels: channels('The channels that share them: a list, or all.'),
        total: limit('Maximum number of cases of these channels together, waiting or worked on.', 1),
      }),
    ).prefault([]),
  },
  {
    examples: yaml`
          lines:
            phone: { total: 20, waiting: 5 }
            shared: [{ channels: [phone, web], total: 60 }]
        `,
    unknownCode: 'unknown-channel',
  },
);
