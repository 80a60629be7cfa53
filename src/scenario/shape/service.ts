import * as z from 'zod';
import { DAY_END_POLICIES, OUTAGE_POLICIES, RAISED_PLACES, SHIFT_END_POLICIES } from '#domain';
import { assumed } from './assumed.ts';
import { distribution } from './distribution.ts';
import { exceptions } from './exceptions.ts';
import { byWord } from './leaf.ts';
import { patienceKeys } from './patience.ts';
import { perChannel, perSeverity, record, yaml } from './record.ts';
import { lines, routing } from './routing.ts';
import { measures, serviceLevels, targets, warmUp } from './targets.ts';
import { consultation, escalation, returns, transfer } from './transfers.ts';
import { duration, number, recurringShare, share, word } from './values.ts';

/** How cases are worked, and how long they are kept. */

const NEVER = { share: 0, after: 'fixed 0 s' };

const vendorWaitOf = (tier: number) =>
  record({
    share: recurringShare('Probability that the case waits for a vendor after a contact.', 0.1),
    reply: distribution('How long the vendor takes to answer.'),
  })
    .optional()
    .meta({ description: `Waits for a vendor after contacts of tier ${tier}. Default: none.` });

/** `check/check-contacts.ts` checks that the required handle times are given. */
const handleOf = (tier: number) =>
  perChannel((channel) =>
    distribution(
      `Handle time of a contact on ${channel} at speed 1; required if cases on ${channel} reach the tier.`,
    ).optional(),
  )
    .optional()
    .meta({ description: `Handle times at tier ${tier}; required if cases reach it.` });

const afterContactOf = (tier: number) =>
  perChannel((channel) =>
    distribution(`Work after a contact on ${channel}, at speed 1. Default: none.`).optional(),
  )
    .optional()
    .meta({ description: `Work after the contacts of tier ${tier}.` });

const replyShare = recurringShare('Probability that the case waits for the customer after a contact.', 0.3);
const reply = distribution('How long the customer takes to answer.');

const customerWaitOf = (tier: number) =>
  record({ share: replyShare, reply })
    .optional()
    .meta({
      description: `Waits for the customer after contacts of tier ${tier}. Default: none.`,
    });

const AUTO_CLOSE = 'After this long without an answer the case is resolved.';

const FINISH_WITHIN = 'Work that takes no longer than this is finished; the rest is handed over.';

/** What a leaving agent may do with the work in hand. */
const leavingPolicy = (what: string) => {
  const ofSeverity = (severity: string) =>
    z
      .union([
        word(`${what}, of severity ${severity}.`, SHIFT_END_POLICIES),
        record({ finishWithin: duration(FINISH_WITHIN) }),
      ])
      .meta({ description: `${what}, of severity ${severity}. Default: finish.` })
      .optional();
  return z
    .union([
      word(`${what}.`, SHIFT_END_POLICIES),
      record({
        finishWithin: duration(FINISH_WITHIN).optional(),
        A: ofSeverity('A'),
        B: ofSeverity('B'),
        C: ofSeverity('C'),
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
        word(`${what}, of severity ${severity}. Default: hand over.`, OUTAGE_POLICIES).optional(),
      ),
    ])
    .prefault('hand over')
    .meta({ description: `${what}: a word, or { A, B, C }.` });

const severityFactors = perSeverity((severity) =>
  number(`For severity ${severity}. Default: 1.`, {
    low: 0,
    high: 100,
    isOpen: true,
    example: 1.5,
  }).optional(),
).meta({
  description: 'Factors on the handle times by severity. Default: 1.',
  yaml: yaml`
          work:
            severityFactors: { A: 1.5, C: 0.8 }
        `,
});

const work = record({
  triage: perChannel((channel) =>
    duration(`Time before a case on ${channel} may be routed.`)
      .prefault('0 s')
      .meta({ description: `Time before a case on ${channel} may be routed.` }),
  )
    .prefault({ phone: '0 s', 'e-mail': '0 s', web: '0 s' })
    .meta({
      description: 'Time before a case may be routed, per channel. Default: none.',
      yaml: yaml`
          work:
            triage: { e-mail: 10 min, web: 5 min }
        `,
    }),
  ...patienceKeys,
  transfer: transfer.optional(),
  consultation: consultation.optional(),
  dayEnd: perChannel((channel) =>
    word(`Queues on ${channel}. Default: carry over.`, DAY_END_POLICIES, 'unknown-word', 'clear').optional(),
  )
    .meta({
      description:
        'What happens to waiting cases when the last agents who could take them go home for the day. Default: carry over.',
      yaml: yaml`
          work:
            dayEnd: { phone: clear, web: carry over }
        `,
    })
    .optional(),
  handle: record({ tier1: handleOf(1), tier2: handleOf(2), tier3: handleOf(3) }).meta({
    description: 'Handle time of a contact, per tier and channel.',
    yaml: yaml`
          work:
            handle:
              tier1: { phone: lognormal 12 min sigma 0.9, e-mail: exponential 10 min, web: erlang 10 min shape 4 }
              tier2: { phone: triangular 2 min to 30 min mode 5 min, e-mail: uniform 2 min to 9 min, web: hyperexponential 10 min scv 4 }
          ---
          work: # the same as maps, whose parts a what-if can change one by one
            handle:
              tier1:
                phone: { kind: lognormal, mean: 12 min, sigma: 0.9 }
                e-mail: { kind: uniform, low: 2 min, high: 9 min }
                web: { kind: erlang, mean: 10 min, shape: 4 }
              tier2:
                phone: { kind: triangular, low: 2 min, high: 30 min, mode: 5 min }
                e-mail: { kind: hyperexponential, mean: 10 min, scv: 4 }
                web: { kind: hyperexponential, phases: [{ share: 0.75, mean: 4 min }, { share: 0.25, mean: 90 min }] }
          ---
          work:
            handle:
              tier1:
                phone: { kind: lognormal, mean: 12 min, cv: 1.1 }
                e-mail: { kind: fixed, value: 10 min }
                web: { kind: empirical, cumulative: [[2 min, 0], [5 min, 0.5], [1 h, 1]] }
              tier2:
                phone: { kind: weibull, scale: 20 min, shape: 1.3 }
        `,
  }),
  afterContact: record({ tier1: afterContactOf(1), tier2: afterContactOf(2), tier3: afterContactOf(3) })
    .optional()
    .meta({
      description:
        "The agent's work after a contact, when the case has left. It takes up the contact's slot. Default: none.",
      yaml: yaml`
          work:
            afterContact:
              tier1: { phone: fixed 1 min, web: exponential 2 min }
        `,
    }),
  exceptions,
  productFactors: byWord(
    number('Factor on the handle times.', { low: 0, high: 100, isOpen: true, example: 1.2 }),
  )
    .prefault({})
    .meta({
      description: 'Factors on the handle times by product. Default: 1.',
      yaml: yaml`
          work:
            productFactors: { azure: 1.2 }
        `,
    }),
  severityFactors: severityFactors.optional(),
  escalation,
  returns,
  misrouted: record({
    language: share('Share of cases declared in a wrong language.', 0.01),
    product: share('Share of cases declared for a wrong product.', 0.04),
    noticedAfter: share('Share of the handle time after which it is noticed.', 0.3),
  })
    .prefault({ language: 0, product: 0, noticedAfter: 1 })
    .meta({
      description: 'Cases declared wrongly.',
      yaml: yaml`
          work:
            misrouted: { language: 0.01, product: 0.04, noticedAfter: 0.3 }
        `,
    }),
  customerWait: record({
    share: replyShare.optional(),
    reply: reply.optional(),
    tier1: customerWaitOf(1),
    tier2: customerWaitOf(2),
    tier3: customerWaitOf(3),
    autoClose: z
      .union([duration(AUTO_CLOSE, { example: '7 days' }), word(AUTO_CLOSE, ['never'])])
      .meta({ description: `${AUTO_CLOSE} Or never.` }),
  })
    .prefault({ share: 0, reply: 'fixed 0 s', autoClose: '7 days' })
    .meta({
      description: 'Waits for the customer: share and reply, or those of each tier.',
      yaml: yaml`
          work:
            customerWait: { share: 0.3, reply: lognormal 30 h cv 1.5, autoClose: 7 days }
          ---
          work:
            customerWait:
              tier1: { share: 0.3, reply: lognormal 30 h cv 1.5 }
              tier2: { share: 0.2, reply: lognormal 40 h cv 1.5 }
              autoClose: 7 days
        `,
    }),
  vendorWait: record({ tier1: vendorWaitOf(1), tier2: vendorWaitOf(2), tier3: vendorWaitOf(3) })
    .optional()
    .meta({
      description: 'Waits for a third party after a contact. Default: none.',
      yaml: yaml`
          work:
            vendorWait: { tier2: { share: 0.1, reply: lognormal 3 days cv 1 } }
        `,
    }),
  severityRaise: record({
    share: share(
      'Share of the customers by e-mail and web who raise the severity to A, if they still wait for the first answer then.',
      0.02,
    ),
    after: distribution('The wait for the first answer after which they do.'),
    place: word(
      'Its place within severity A: by the time when it joined, or behind the others.',
      RAISED_PLACES,
    ).optional(),
  })
    .prefault(NEVER)
    .meta({
      description: 'Customers who raise the severity.',
      yaml: yaml`
          work:
            severityRaise: { share: 0.02, after: exponential 6 h, place: kept }
        `,
    }),
  reopening: record({
    share: recurringShare('Share of resolutions after which the case is re-opened.', 0.05),
    after: distribution('How long after the resolution.'),
  })
    .prefault(NEVER)
    .meta({
      description: 'Re-opening.',
      yaml: yaml`
          work:
            reopening: { share: 0.05, after: exponential 2 days }
        `,
    }),
  closing: duration('From resolution to closing.', { example: '5 days' })
    .prefault('5 days')
    .meta({
      description: 'From resolution to closing. Until then the case may be re-opened.',
      yaml: yaml`
          work:
            closing: 3 days
        `,
    }),
  shiftEnd: perChannel((channel) => leavingPolicy(`Work on ${channel} in hand when a shift ends`))
    .prefault({ phone: 'finish', 'e-mail': 'finish', web: 'finish' })
    .meta({
      description: 'What happens to work in hand at the end of a shift.',
      yaml: yaml`
          work:
            shiftEnd: { phone: finish, e-mail: { finishWithin: 10 min }, web: { A: finish, B: { finishWithin: 20 min }, C: hand over } }
        `,
    }),
  outage: perChannel((channel) => outagePolicy(`Work on ${channel} in hand when the centre goes down`))
    .optional()
    .meta({
      description: 'What happens to work in hand when the centre goes down. Default: hand over.',
      yaml: yaml`
          work:
            outage: { phone: restart, web: { A: hand over, C: pause } }
        `,
    }),
  absence: perChannel((channel) => leavingPolicy(`Work on ${channel} in hand when the agent goes away`))
    .optional()
    .meta({
      description: 'What happens to work in hand when the agent goes away. Default: finish.',
      yaml: yaml`
          work:
            absence: { phone: { finishWithin: 15 min }, web: { A: finish, B: { finishWithin: 20 min }, C: pause } }
        `,
    }),
  handOver: record({
    time: duration('Time that a hand-over costs the next agent.', { example: '5 min' }),
    lostShare: share('Share of the work done that must be repeated.', 0.1),
  })
    .prefault({ time: '0 s', lostShare: 0 })
    .meta({
      description: 'The cost of a hand-over.',
      yaml: yaml`
          work:
            handOver: { time: 5 min, lostShare: 0.1 }
        `,
    }),
}).meta({ description: 'How cases are worked.' });

const retention = record({
  eraseAfter: duration('From closing to the erasure of every copy.', { example: '14 days' }),
  eraseGrace: duration('Grace before an erasure counts as late.').prefault('1 day').meta({
    description: 'Grace before an erasure counts as late.',
  }),
  workingCopy: duration('How long a working copy may outlive the assignment.').prefault('1 h').meta({
    description: 'How long a working copy may outlive the assignment.',
  }),
  leavingLead: duration(
    'How long before a country leaves a promised zone its copies move, and nothing more is stored there.',
    { above: 0, example: '14 days' },
  ).optional(),
  basisEnd: record({
    movedAfter: duration('Time from the end of a legal basis until the copies that rely on it move.', {
      above: 0,
      example: '7 days',
    }),
    grace: duration('Time from the end of a legal basis until no copy that relies on it may be left.', {
      above: 0,
      example: '30 days',
    }),
  })
    .meta({ description: 'What happens to copies when the legal basis that they rely on ends.' })
    .optional(),
}).meta({
  description: 'How long data is kept. Assumed if left out: 14 days after closing.',
  yaml: yaml`
          retention:
            eraseAfter: 14 days
            eraseGrace: 1 day
            workingCopy: 1 h
            leavingLead: 14 days
            basisEnd: { movedAfter: 7 days, grace: 30 days }
        `,
});

export const serviceSections = {
  work,
  lines: lines.optional(),
  routing: routing.optional(),
  retention: assumed(retention),
  targets: targets.optional(),
  measures: measures.optional(),
  warmUp: warmUp.optional(),
  serviceLevels,
};
