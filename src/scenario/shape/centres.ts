import * as z from 'zod';
import { success } from '#base';
import type { Tier } from '#domain';
import { assumed } from './assumed.ts';
import { citizenship, country, language, timeZone } from './law-words.ts';
import { byId, byWord, fixedMap, leaf, list, oneOf } from './leaf.ts';
import { outages, span } from './network.ts';
import { refused } from './problem.ts';
import { perChannel, record, yaml } from './record.ts';
import { roster, shiftShape } from './rosters.ts';
import { automated } from './software.ts';
import {
  caseKind,
  channels,
  date,
  days,
  duration,
  instant,
  number,
  numberAbove,
  reference,
  region,
  share,
  timeOfDay,
  title,
  wholeNumber,
  word,
} from './values.ts';

/** Nobody can work on more contacts at once. */
const IN_HAND_MAX = 50;

const limit = (channel: string) =>
  wholeNumber(
    `The limit on ${channel}, including the contact itself. Default: 1.`,
    [1, IN_HAND_MAX],
    3,
  ).optional();

/** Contacts that an agent has in hand at the same time. */
const concurrency = record('Simultaneous contacts of an agent. Default: one.', {
  'e-mail': limit('e-mail'),
  web: limit('web'),
  slowdown: list(
    'The speed of each contact if there are 2, 3 … at the same time, as a factor on the speed of a single one.',
    number('A factor on the speed.', [0.01, 1], 0.7),
  ),
});

/** The dates on which something repeats: days of the week, single dates, or days except some dates. */
const recurrence = (daysMeaning: string) => ({
  days: days(daysMeaning).optional(),
  dates: list('Only on these dates, on the local clock; instead of days.', date('A date.')).min(1).optional(),
  except: list('Not on these dates.', date('A date.')).min(1).optional(),
});

const hoursPiece = record(null, {
  ...recurrence('Days of the week on which these hours start. Default: daily.'),
  from: timeOfDay('Start, on the local clock.'),
  to: timeOfDay('End. Before the start, it is on the next day.', '17:00'),
});

export const pieces = (description: string) => list(description, hoursPiece).min(1);

const around = leaf(
  { description: 'Day and night, all week.', example: '24x7', json: { const: '24x7' } },
  (written) => {
    if (written === '24x7') return success('24x7' as const);
    const remedy = 'write \'24x7\', or a list of { days: mon-fri, from: "08:00", to: "18:00" }';
    return refused('unknown-word', 'not opening hours', remedy);
  },
);

export const tier = leaf<Tier>(
  { description: 'Support tier: 1 first line, 3 engineering.', example: 1, json: { enum: [1, 2, 3] } },
  (written) => {
    if (written === 1 || written === 2 || written === 3) return success<Tier>(written);
    return refused('out-of-range', 'there are tiers 1, 2 and 3', 'write 1, 2 or 3');
  },
);

const SPEED = [0, 10] as const;

const speed = numberAbove('Speed: 1 works in the time of the work model, 2 twice as fast.', SPEED, 1);

const expertise = oneOf(
  'What the agents know: all, a list of products, or a map from product to speed. Default: all.',
  [
    leaf({ description: 'Every product at speed 1.', example: 'all', json: { const: 'all' } }, (written) => {
      if (written === 'all') return success('all' as const);
      return refused('wrong-type', 'not a choice of products', "write 'all', a list, or a map of speeds");
    }),
    z.array(reference('A key of products, at speed 1.', 'office-365')).min(1),
    byWord(null, speed),
  ],
);

const pause = fixedMap(null, {
  days: days('Days on which the break starts. Default: daily.').optional(),
  from: timeOfDay('Start, on the local clock of the centre.', '12:00'),
  to: timeOfDay('End.', '12:30'),
});

const headcount = record('How many agents are on duty, interval by interval.', {
  ...recurrence('Days of the week. Default: daily.'),
  from: timeOfDay('When the first interval starts, on the local clock of the centre.'),
  every: duration('Length of an interval, in whole minutes.', { above: 0, example: '30 min' }),
  agents: list(
    'Number of agents required in each interval, starting with the first.',
    wholeNumber('Number of agents required in the interval.', [0, 100_000], 10),
  )
    .min(1)
    .max(1440),
  leaves: word(
    'Which agent leaves when the number drops: agent n as soon as fewer than n are required, or a free agent, and if none is free, the next to become free. Default: named agent.',
    ['named agent', 'next to be free'],
  ).prefault('named agent'),
});

const shift = record('Agents who work the same hours.', {
  agents: wholeNumber('Number of agents on this shift.', [0, 100_000], 10),
  days: days('Days on which the shift starts. Default: daily.').optional(),
  from: timeOfDay('Start, on the local clock of the centre.').optional(),
  to: timeOfDay('End. Before the start, it is on the next day.', '17:00').optional(),
  hours: pieces('Several pieces instead of from and to: split or varying shifts.').optional(),
  breaks: list('Breaks of all its agents. Work in hand is treated as at the end of a shift.', pause).prefault(
    [],
  ),
  rampUp: record('The agents are new, and their speed rises evenly. Default: full speed.', {
    hired: instant('When they were hired.'),
    from: number('The initial factor on their speed.', [0.01, 1], 0.6),
    over: duration('The time in which the factor rises to 1.', { above: 0, example: '8 weeks' }),
  }).optional(),
});

const group = record('Agents of one centre with the same skills.', {
  tier: tier.prefault(1).meta({ description: 'Tier of the group: 1, 2 or 3. Default: 1.' }),
  languages: list(
    'Languages that every agent of the group speaks.',
    language('A language that every agent of the group speaks, BCP 47.'),
  ).min(1),
  channels: channels('Channels that they answer: one, a list, or all.').prefault('all'),
  products: expertise.prefault('all'),
  channelSpeeds: perChannel('Factors on the speed by channel.', (channel) =>
    numberAbove(`Factor on the speed for cases on ${channel}. Default: 1.`, SPEED, 0.8).prefault(1),
  ).optional(),
  agentSpeeds: oneOf(
    'Factors on the speeds of individual agents: a list that is used in turn and starts over, or { cv }, drawn once for each agent.',
    [
      z.array(numberAbove('Factor on the speed of an agent.', SPEED, 0.8)).min(1),
      record(null, {
        cv: numberAbove(
          'Coefficient of variation of the factors, which are lognormal with mean 1.',
          [0, 1],
          0.2,
        ),
      }),
    ],
  ).optional(),
  residence: country('The country in which the agents reside. Default: that of the centre.').optional(),
  citizenship: citizenship(
    'Each agent is a citizen of at least one of these countries. Default: as their employer says.',
  ).optional(),
  employer: reference(
    'The company that employs them: a key of entities. Default: the company of the centre.',
    'vendor',
  ).optional(),
  absences: record('When individual agents are away. Both times are exponential.', {
    every: duration('Mean time from a return to the next absence.', { above: 0, example: '50 h' }),
    for: duration('Mean length of an absence.', { above: 0, example: '5 h' }),
  }).optional(),
  shrinkage: oneOf(
    'Share of the hours rostered in which people are away and paid: a share, or shares by kind.',
    [
      share('Away for whole shifts.', 0.3),
      record(null, {
        leave: share('Leave, whole shifts.', 0.1).optional(),
        sickness: share('Sickness, whole shifts.', 0.06).optional(),
        training: share('Training, parts of shifts.', 0.04).optional(),
        meetings: share('Meetings, parts of shifts.', 0.05).optional(),
      }),
    ],
  ).optional(),
  concurrency: concurrency.optional(),
  takesFirst: list(
    'Kinds of cases that agents who become free take before all others, in this order.',
    record('A kind of cases. Attributes that are left out match any value.', {
      ...caseKind(),
      rank: wholeNumber(
        'The rank, 1 first. Kinds of equal rank are weighted. Default: the place in the list.',
        [1, 1000],
        2,
      ).optional(),
      weight: numberAbove(
        'Among kinds of equal rank, the largest weight × wait is taken. Default: 1.',
        [0, 1e6],
        3,
      ).optional(),
    }),
  ).prefault([]),
  takesOnlyWhile: list(
    'Kinds of cases that the group takes only under conditions.',
    record('Cases of this kind are taken only while all these conditions hold.', {
      ...caseKind(),
      idle: wholeNumber('At least this number of agents of the group are free.', [1, 100_000], 3).optional(),
      idleShare: share('At least this share of its agents on duty are free.', 0.2).optional(),
      down: reference('This centre is down: a key of centres.', 'dublin').optional(),
      waited: duration('The case has waited at least this long.', { above: 0, example: '30 s' }).optional(),
      longerThan: record(
        'More cases of the other kind wait than ratio × those of this kind + by. Attributes that are left out match any value.',
        {
          ...caseKind(),
          ratio: number('Factor on the queue of this kind. Default: 1.', [0, 1000], 2).prefault(1),
          by: number('Number of cases added to it. Default: 0.', [0, 1e6], 5).prefault(0),
        },
      ).optional(),
    }),
  ).prefault([]),
  overtime: record('How much overtime each agent may do. Default: no limit.', {
    perDay: duration('Maximum overtime of an agent on a calendar day of the centre.', { example: '1 h' }),
  }).optional(),
  wage: record('What each agent of the group is paid. Default: nothing.', {
    perHour: number('Per hour on duty, in the currency.', [0, 1e6], 30),
    overtimeFactor: number(
      'Overtime (busy while off duty or away) is paid at this multiple. Default: 1.',
      [0, 100],
      1.5,
    ).prefault(1),
  }).optional(),
  shifts: byId('Shifts of the group. Each has its own agents, and shifts may overlap.', shift).prefault({}),
  headcounts: list(
    'Head counts by interval, in addition to shifts or instead of them. Each list has agents of its own.',
    headcount,
  ).prefault([]),
  roster: roster.optional(),
  automated: automated.optional(),
});

const at = z
  .tuple([
    number('Latitude, degrees north.', [-90, 90], 53.3),
    number('Longitude, degrees east.', [-180, 180], -6.3),
  ])
  .meta({ description: 'Latitude and longitude in degrees, for maps. Default: the middle of the country.' });

const centre = record('A place where agents work.', {
  title: title('Name for reports. Default: the id.').optional(),
  country: country('Where the agents are, ISO 3166-1 alpha-2.'),
  timeZone: timeZone('IANA time zone: the clock of hours, shifts and holidays.'),
  entity: assumed(
    reference(
      'The company that employs them: a key of entities. Assumed if left out: the only one.',
      'vendor',
    ),
  ),
  region,
  at: at.optional(),
  access: word('Whether a working copy is stored at the centre. Default: remote view.', [
    'remote view',
    'local system',
  ]).prefault('remote view'),
  hours: oneOf('24x7, or a list of opening hours. Agents work by their shifts. Default: 24x7.', [
    around,
    pieces('Opening hours.'),
  ]).prefault('24x7'),
  holidays: oneOf(
    'A key of holidays, a list of dates, or none. Default: none for 24x7, otherwise those of the country.',
    [
      leaf(
        { description: "A key of holidays, or 'none'.", example: 'none', json: { type: 'string' } },
        (written) => success(String(written)),
      ),
      z.array(date('A date on which the centre is closed.')),
    ],
  ).optional(),
  closures: list('Further times at which the centre is closed.', span).prefault([]),
  outages: outages.optional(),
  shiftShapes: byId(
    'Shifts that `meridian staff` may schedule here. Simulations ignore them.',
    shiftShape,
    yaml`
          centres:
            dublin:
              shiftShapes:
                early:
                  length: [8 h, 6 h]
                  starts: { from: "06:00", to: "09:00", every: 1 h }
                  breaks: [{ length: 30 min, from: 2 h, to: 4 h, every: 15 min }]
                  days: mon-sat
                  daysPerWeek: 4
                  pattern: any
                  hoursPerWeek: 40 h
                  restBetween: 11 h
                  least: 1
                  most: 6
                  wageFactor: 1.25
                  perShift: 15
        `,
  ).prefault({}),
  groups: byId(
    'Groups of agents.',
    group,
    yaml`
          centres:
            dublin:
              groups:
                first:
                  tier: 1
                  languages: [en, de]
                  channels: [phone, web]
                  products: { azure: 1, office-365: 0.8 }
                  channelSpeeds: { web: 1.2 }
                  agentSpeeds: { cv: 0.2 }
                  residence: IE
                  citizenship: [IE, GB]
                  employer: vendor
                  absences: { every: 50 h, for: 5 h }
                  shrinkage: { leave: 0.1, sickness: 0.06, training: 0.04, meetings: 0.05 }
                  overtime: { perDay: 1 h }
                  wage: { perHour: 30, overtimeFactor: 1.5 }
                  shifts:
                    day:
                      agents: 10
                      days: mon-fri
                      from: "08:00"
                      to: "16:30"
                      breaks: [{ days: mon-fri, from: "12:00", to: "12:30" }]
                    split:
                      agents: 2
                      hours:
                        - { days: mon-fri, from: "08:00", to: "12:00", except: [2014-11-05] }
                        - { dates: [2014-11-08], from: "13:00", to: "17:00" }
                      rampUp: { hired: 2014-10-20T00:00:00Z, from: 0.6, over: 8 weeks }
                  headcounts:
                    - { days: mon-fri, except: [2014-11-05], from: "16:30", every: 30 min, agents: [4, 4, 2], leaves: next to be free }
                    - { dates: [2014-11-08], from: "08:00", every: 1 h, agents: [2] }
          ---
          centres:
            dublin:
              groups:
                first:
                  concurrency: { web: 3, e-mail: 2, slowdown: [0.8, 0.6] }
                  takesFirst:
                    - { severity: A, channel: phone, rank: 1, weight: 3 }
                    - { segment: premier, product: azure, rank: 2 }
                  takesOnlyWhile:
                    - { severity: C, channel: web, idle: 3, idleShare: 0.2, waited: 30 s }
                    - { segment: standard, product: azure, down: redmond }
                    - channel: phone
                      longerThan: { channel: web, severity: B, segment: standard, product: azure, ratio: 2, by: 5 }
          ---
          centres:
            dublin:
              shiftShapes: { day: { length: 8 h, starts: { from: "08:00" } } }
              groups:
                first:
                  agentSpeeds: [1, 0.8, 1.1]
                  roster: { shapes: all, least: 4, most: 40 }
          ---
          centres:
            dublin:
              groups:
                assistant:
                  languages: [en]
                  automated:
                    sessions: 20
                    whenFull: wait
                    patience: exponential 2 min
                    time: lognormal 3 min cv 0.7
                    contains: { default: 0.4, products: { azure: 0.5 }, severities: { A: 0.1, B: 0.3 } }
                    selection: 0.35
                    lostContext: 0.2
                    comesBack: { share: 0.2, after: exponential 1 day }
                    countsFrom: arrival
                    degradations:
                      planned: [{ from: 2014-11-07T00:00:00Z, for: 6 h, to: 0.2 }]
                      random: { to: 0.3, every: 20 days, for: 4 h }
                    model: { entity: vendor, dataCentre: dublin-dc, learns: no }
                    price: { session: 0.1, contained: 0.9 }
        `,
  ),
});

export const centreSections = {
  centres: byId(
    'Service centres.',
    centre,
    yaml`
          centres:
            dublin:
              title: Dublin
              country: IE
              timeZone: Europe/Dublin
              entity: vendor
              region: emea
              at: [53.3, -6.3]
              access: local system
              hours:
                - { days: mon-fri, from: "08:00", to: "18:00", except: [2014-11-05] }
                - { dates: [2014-11-08], from: "10:00", to: "14:00" }
              holidays: [2014-11-10]
              closures: [{ from: 2014-11-06T12:00:00Z, for: 90 min }, { from: 2014-11-13T12:00:00Z, to: 2014-11-13T13:00:00Z }]
              outages: { planned: [{ from: 2014-11-07T00:00:00Z, for: 2 h }, { from: 2014-11-14T00:00:00Z, to: 2014-11-14T02:00:00Z }], random: { every: 60 days, for: 1 h } }
        `,
  ),
  holidays: byWord(
    'Public holidays by country, for its centres and customers.',
    z.array(date('A public holiday.')),
    yaml`
          holidays:
            IE: [2014-10-27, 2014-12-25]
        `,
  ).prefault({}),
};
