import { DAY_END_POLICIES, OUTAGE_POLICIES, RAISED_PLACES, SHIFT_END_POLICIES } from '#domain';
import { assumed } from './assumed.ts';
import { distribution } from './distribution.ts';
import { exceptions } from './exceptions.ts';
import { byWord, oneOf } from './leaf.ts';
import { patienceKeys } from './patience.ts';
import { perChannel, perSeverity, record, yaml } from './record.ts';
import { lines, routing } from './routing.ts';
import { measures, serviceLevels, targets, warmUp } from './targets.ts';
import { consultation, escalation, returns, transfer } from './transfers.ts';
import { duration, numberAbove, recurringShare, share, word } from './values.ts';

/** How cases are worked, and how long they are kept. */

const NEVER = { share: 0, after: 'fixed 0 s' };

const vendorWaitOf = (tier: number) =>
  record(`Waits for a vendor after contacts of tier ${tier}. Default: none.`, {
    share: recurringShare('Probability that the case waits for a vendor after a contact.', 0.1),
    reply: distribution('How long the vendor takes to answer.'),
  }).optional();

/** `check/check-contacts.ts` checks that the required handle times are given. */
const handleOf = (tier: number) =>
  perChannel(`Handle times at tier ${tier}; required if cases reach it.`, (channel) =>
    distribution(
      `Handle time of a contact on ${channel} at speed 1; required if cases on ${channel} reach the tier.`,
    ).optional(),
  ).optional();

const afterContactOf = (tier: number) =>
  perChannel(`Work after the contacts of tier ${tier}.`, (channel) =>
    distribution(`Work after a contact on ${channel}, at speed 1. Default: none.`).optional(),
  ).optional();

const replyShare = recurringShare('Probability that the case waits for the customer after a contact.', 0.3);
const reply = distribution('How long the customer takes to answer.');

const customerWaitOf = (tier: number) =>
  record(`Waits for the customer after contacts of tier ${tier}. Default: none.`, {
    share: replyShare,
    reply,
  }).optional();

const AUTO_CLOSE = 'After this long without an answer the case is resolved.';

const FINISH_WITHIN = 'Work that takes no longer than this is finished; the rest is handed over.';

/** What a leaving agent may do with the work in hand. */
const leavingPolicy = (what: string) => {
  const ofSeverity = (severity: string) =>
    oneOf(`${what}, of severity ${severity}. Default: finish.`, [
      word(`${what}, of severity ${severity}.`, SHIFT_END_POLICIES),
      record(null, { finishWithin: duration(FINISH_WITHIN) }),
    ]).optional();
  return oneOf(`${what}: a word, { finishWithin }, or { A, B, C }.`, [
    word(`${what}.`, SHIFT_END_POLICIES),
    record(null, {
      finishWithin: duration(FINISH_WITHIN).optional(),
      A: ofSeverity('A'),
      B: ofSeverity('B'),
      C: ofSeverity('C'),
    }),
  ]).prefault('finish');
};

const outagePolicy = (what: string) =>
  oneOf(`${what}: a word, or { A, B, C }.`, [
    word(`${what}.`, OUTAGE_POLICIES),
    perSeverity(null, (severity) =>
      word(`${what}, of severity ${severity}. Default: hand over.`, OUTAGE_POLICIES).optional(),
    ),
  ]).prefault('hand over');

const severityFactors = perSeverity(
  'Factors on the handle times by severity. Default: 1.',
  (severity) => numberAbove(`For severity ${severity}. Default: 1.`, [0, 100], 1.5).optional(),
  yaml`
          work:
            severityFactors: { A: 1.5, C: 0.8 }
        `,
);

const work = record('How cases are worked.', {
  triage: perChannel(
    'Time before a case may be routed, per channel: a duration, or a distribution that each case draws from. Default: none.',
    (channel) => {
      const what = `Time before a case on ${channel} may be routed.`;
      return oneOf(`${what} A duration, or a distribution.`, [duration(what), distribution(what)]).prefault(
        '0 s',
      );
    },
    yaml`
          work:
            triage: { e-mail: 10 min, web: 5 min }
          ---
          work:
            triage: { e-mail: exponential 2 h, web: 5 min }
        `,
  ).prefault({ phone: '0 s', 'e-mail': '0 s', web: '0 s' }),
  ...patienceKeys,
  transfer: transfer.optional(),
  consultation: consultation.optional(),
  dayEnd: perChannel(
    'What happens to waiting cases when the last agents who could take them go home for the day. Default: carry over.',
    (channel) =>
      word(
        `Queues on ${channel}. Default: carry over.`,
        DAY_END_POLICIES,
        'unknown-word',
        'clear',
      ).optional(),
    yaml`
          work:
            dayEnd: { phone: clear, web: carry over }
        `,
  ).optional(),
  handle: record(
    'Handle time of a contact, per tier and channel.',
    { tier1: handleOf(1), tier2: handleOf(2), tier3: handleOf(3) },
    yaml`
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
  ),
  afterContact: record(
    "The agent's work after a contact, when the case has left. It takes up the contact's slot. Default: none.",
    { tier1: afterContactOf(1), tier2: afterContactOf(2), tier3: afterContactOf(3) },
    yaml`
          work:
            afterContact:
              tier1: { phone: fixed 1 min, web: exponential 2 min }
        `,
  ).optional(),
  exceptions,
  productFactors: byWord(
    'Factors on the handle times by product. Default: 1.',
    numberAbove('Factor on the handle times.', [0, 100], 1.2),
    yaml`
          work:
            productFactors: { azure: 1.2 }
        `,
  ).prefault({}),
  severityFactors: severityFactors.optional(),
  escalation,
  returns,
  misrouted: record(
    'Cases declared wrongly.',
    {
      language: share('Share of cases declared in a wrong language.', 0.01),
      product: share('Share of cases declared for a wrong product.', 0.04),
      noticedAfter: share('Share of the handle time after which it is noticed.', 0.3),
    },
    yaml`
          work:
            misrouted: { language: 0.01, product: 0.04, noticedAfter: 0.3 }
        `,
  ).prefault({ language: 0, product: 0, noticedAfter: 1 }),
  customerWait: record(
    'Waits for the customer: share and reply, or those of each tier.',
    {
      share: replyShare.optional(),
      reply: reply.optional(),
      tier1: customerWaitOf(1),
      tier2: customerWaitOf(2),
      tier3: customerWaitOf(3),
      autoClose: oneOf(`${AUTO_CLOSE} Or never.`, [
        duration(AUTO_CLOSE, { example: '7 days' }),
        word(AUTO_CLOSE, ['never']),
      ]),
    },
    yaml`
          work:
            customerWait: { share: 0.3, reply: lognormal 30 h cv 1.5, autoClose: 7 days }
          ---
          work:
            customerWait:
              tier1: { share: 0.3, reply: lognormal 30 h cv 1.5 }
              tier2: { share: 0.2, reply: lognormal 40 h cv 1.5 }
              autoClose: 7 days
        `,
  ).prefault({ share: 0, reply: 'fixed 0 s', autoClose: '7 days' }),
  vendorWait: record(
    'Waits for a third party after a contact. Default: none.',
    { tier1: vendorWaitOf(1), tier2: vendorWaitOf(2), tier3: vendorWaitOf(3) },
    yaml`
          work:
            vendorWait: { tier2: { share: 0.1, reply: lognormal 3 days cv 1 } }
        `,
  ).optional(),
  severityRaise: record(
    'Customers who raise the severity.',
    {
      share: share(
        'Share of the customers by e-mail and web who raise the severity to A, if they still wait for the first answer then.',
        0.02,
      ),
      after: distribution('The wait for the first answer after which they do.'),
      place: word(
        'Its place within severity A: by the time when it joined, or behind the others.',
        RAISED_PLACES,
      ).optional(),
    },
    yaml`
          work:
            severityRaise: { share: 0.02, after: exponential 6 h, place: kept }
        `,
  ).prefault(NEVER),
  reopening: record(
    'Re-opening.',
    {
      share: recurringShare('Share of resolutions after which the case is re-opened.', 0.05),
      after: distribution('How long after the resolution.'),
    },
    yaml`
          work:
            reopening: { share: 0.05, after: exponential 2 days }
        `,
  ).prefault(NEVER),
  closing: duration('From resolution to closing. Until then the case may be re-opened.', {
    example: '5 days',
  })
    .prefault('5 days')
    .meta({
      yaml: yaml`
          work:
            closing: 3 days
        `,
    }),
  shiftEnd: perChannel(
    'What happens to work in hand at the end of a shift.',
    (channel) => leavingPolicy(`Work on ${channel} in hand when a shift ends`),
    yaml`
          work:
            shiftEnd: { phone: finish, e-mail: { finishWithin: 10 min }, web: { A: finish, B: { finishWithin: 20 min }, C: hand over } }
        `,
  ).prefault({ phone: 'finish', 'e-mail': 'finish', web: 'finish' }),
  outage: perChannel(
    'What happens to work in hand when the centre goes down. Default: hand over.',
    (channel) => outagePolicy(`Work on ${channel} in hand when the centre goes down`),
    yaml`
          work:
            outage: { phone: restart, web: { A: hand over, C: pause } }
        `,
  ).optional(),
  absence: perChannel(
    'What happens to work in hand when the agent goes away. Default: finish.',
    (channel) => leavingPolicy(`Work on ${channel} in hand when the agent goes away`),
    yaml`
          work:
            absence: { phone: { finishWithin: 15 min }, web: { A: finish, B: { finishWithin: 20 min }, C: pause } }
        `,
  ).optional(),
  handOver: record(
    'The cost of a hand-over.',
    {
      time: duration('Time that a hand-over costs the next agent.', { example: '5 min' }),
      lostShare: share('Share of the work done that must be repeated.', 0.1),
    },
    yaml`
          work:
            handOver: { time: 5 min, lostShare: 0.1 }
        `,
  ).prefault({ time: '0 s', lostShare: 0 }),
});

const retention = record(
  'How long data is kept. Assumed if left out: 14 days after closing.',
  {
    eraseAfter: duration('From closing to the erasure of every copy.', { example: '14 days' }),
    eraseGrace: duration('Grace before an erasure counts as late.').prefault('1 day'),
    workingCopy: duration('How long a working copy may outlive the assignment.').prefault('1 h'),
    leavingLead: duration(
      'How long before a country leaves a promised zone its copies move, and nothing more is stored there.',
      { above: 0, example: '14 days' },
    ).optional(),
    basisEnd: record('What happens to copies when the legal basis that they rely on ends.', {
      movedAfter: duration('Time from the end of a legal basis until the copies that rely on it move.', {
        above: 0,
        example: '7 days',
      }),
      grace: duration('Time from the end of a legal basis until no copy that relies on it may be left.', {
        above: 0,
        example: '30 days',
      }),
    }).optional(),
  },
  yaml`
          retention:
            eraseAfter: 14 days
            eraseGrace: 1 day
            workingCopy: 1 h
            leavingLead: 14 days
            basisEnd: { movedAfter: 7 days, grace: 30 days }
        `,
);

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
