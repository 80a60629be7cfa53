import * as z from 'zod';
import { failure, success } from '#base';
import { CHANNELS, SEVERITIES, type Tier } from '#domain';
import { concurrency } from './concurrency.ts';
import { country, language, timeZone } from './law-words.ts';
import { byId, byWord, fixedMap, leaf } from './leaf.ts';
import { outages, span } from './network.ts';
import { perChannel } from './per-word.ts';
import { problem } from './problem.ts';
import { record } from './record.ts';
import {
  date,
  days,
  duration,
  instant,
  number,
  optional,
  reference,
  region,
  share,
  timeOfDay,
  title,
  word,
  words,
} from './values.ts';

/** Service centres with their groups of agents. */

/** On which dates something repeats: days of the week, single dates, or days without some dates. */
const recurrence = (daysMeaning: string) => ({
  days: optional(days(daysMeaning)),
  dates: optional(z.array(date('A date.')).min(1)).meta({
    description: 'On these dates only, on the local clock; in place of days.',
  }),
  except: optional(z.array(date('A date.')).min(1)).meta({ description: 'Not on these dates.' }),
});

const hoursPiece = record({
  ...recurrence('Days of the week on which these hours begin; daily where left out.'),
  from: timeOfDay('Begin, on the local clock.'),
  to: timeOfDay('End; at or before the begin: on the next day.', '17:00'),
});

export const pieces = (description: string) => z.array(hoursPiece).min(1).meta({ description });

const around = leaf(
  { description: 'Day and night, the whole week.', example: '24x7', json: { const: '24x7' } },
  (written) => {
    if (written === '24x7') return success('24x7' as const);
    const remedy = 'write \'24x7\', or a list of { days: mon-fri, from: "08:00", to: "18:00" }';
    return failure(problem('unknown-word', 'not opening hours', remedy));
  },
);

export const tier = leaf<Tier>(
  { description: 'Support tier: 1 first line, 3 engineering.', example: 1, json: { enum: [1, 2, 3] } },
  (written) => {
    if (written === 1 || written === 2 || written === 3) return success<Tier>(written);
    return failure(problem('out-of-range', 'there are tiers 1, 2 and 3', 'write 1, 2 or 3'));
  },
);

const SPEED = { low: 0, high: 10, isOpen: true } as const;

const speed = number('Speed: 1 works in the time of the work model, 2 twice as fast.', {
  ...SPEED,
  example: 1,
});

const expertise = z
  .union([
    leaf({ description: 'Every product at speed 1.', example: 'all', json: { const: 'all' } }, (written) => {
      if (written === 'all') return success('all' as const);
      return failure(
        problem('wrong-type', 'not a choice of products', "write 'all', a list, or a map of speeds"),
      );
    }),
    z.array(reference('A key of products, at speed 1.', 'office-365')).min(1),
    byWord(speed),
  ])
  .meta({ description: 'What the agents know: all, a list of products, or a map from product to speed.' });

const pause = fixedMap({
  days: optional(days('Days on which the break begins; daily where left out.')),
  from: timeOfDay('Begin, on the local clock of the centre.', '12:00'),
  to: timeOfDay('End.', '12:30'),
});

const headcount = record({
  ...recurrence('Days of the week; daily where left out.'),
  from: timeOfDay('When the first interval begins, on the local clock of the centre.'),
  every: duration('Length of an interval, whole minutes.', { above: 0, example: '30 min' }),
  agents: z
    .array(number('Agents wanted in the interval.', { low: 0, high: 100_000, isWhole: true, example: 10 }))
    .min(1)
    .max(1440)
    .meta({ description: 'Agents wanted in each interval, the first one first.' }),
}).meta({ description: 'How many agents are on duty, interval by interval.' });

const shift = record({
  agents: number('Agents on this shift.', { low: 0, high: 100_000, isWhole: true, example: 10 }),
  days: optional(days('Days on which the shift begins; daily where left out.')),
  from: optional(timeOfDay('Begin, on the local clock of the centre.')),
  to: optional(timeOfDay('End; before the begin: on the next day.', '17:00')),
  hours: optional(pieces('Several pieces instead of from and to: split or varying shifts.')),
  breaks: z
    .array(pause)
    .prefault([])
    .meta({ description: 'Breaks of all its agents: work in hand is treated as at the end of a shift.' }),
  rampUp: optional(
    record({
      hired: instant('When they were hired.'),
      from: number('The factor on their speed at first.', { low: 0.01, high: 1, example: 0.6 }),
      over: duration('Within this time the factor rises to 1.', { above: 0, example: '8 weeks' }),
    }),
  ).meta({ description: 'Its agents are new: their speed rises evenly; full speed where left out.' }),
}).meta({ description: 'Agents who work the same hours.' });

/** The attributes that define a kind of cases. */
const caseKind = () => ({
  severity: optional(words('Severities: one, a list, or all.', SEVERITIES, 'unknown-severity')),
  channel: optional(words('Channels: one, a list, or all.', CHANNELS, 'unknown-channel')),
  segment: optional(reference('A key of segments.', 'premier-de')),
  product: optional(reference('A key of products.', 'azure')),
});

const group = record({
  tier: tier.prefault(1).meta({ description: 'Tier of the group: 1, 2 or 3; 1 where left out.' }),
  languages: z
    .array(language('A language that every agent of the group speaks, BCP 47.'))
    .min(1)
    .meta({ description: 'Languages that every agent of the group speaks.' }),
  channels: words('Channels that they answer: one, a list, or all.', CHANNELS, 'unknown-channel').prefault(
    'all',
  ),
  products: expertise.prefault('all').meta({
    description:
      'What the agents know: all (where left out), a list of products, or a map from product to speed.',
  }),
  channelSpeeds: optional(
    perChannel((channel) =>
      number(`Factor on the speed for cases by ${channel}.`, { ...SPEED, example: 0.8 })
        .prefault(1)
        .meta({ description: `Factor on the speed for cases by ${channel}; 1 where left out.` }),
    ),
  ).meta({ description: 'Factors on the speed by channel.' }),
  agentSpeeds: optional(
    z.union([
      z.array(number('Factor on the speed of an agent.', { ...SPEED, example: 0.8 })).min(1),
      record({
        cv: number('Coefficient of variation of the factors, which are lognormal with mean 1.', {
          ...{ low: 0, high: 1, isOpen: true, example: 0.2 },
        }),
      }),
    ]),
  ).meta({
    description:
      'Factors on the speeds of single agents: a list, one after the other and from the beginning again, or { cv }, drawn once for each.',
  }),
  residence: optional(country('Where its agents reside; the country of the centre where left out.')),
  employer: optional(
    reference('Who employs them: a key of entities; the company of the centre where left out.', 'vendor'),
  ),
  absences: optional(
    record({
      every: duration('Mean time from a return to the next absence.', { above: 0, example: '50 h' }),
      for: duration('Mean length of an absence.', { above: 0, example: '5 h' }),
    }),
  ).meta({ description: 'When single agents are away, each alone; both times exponential.' }),
  concurrency: optional(concurrency),
  takesFirst: z
    .array(
      record({
        ...caseKind(),
        rank: optional(
          number('Its rank, 1 first; kinds of one rank are weighed. The place in the list where left out.', {
            ...{ low: 1, high: 1000, isWhole: true, example: 2 },
          }),
        ),
        weight: optional(
          number('Among kinds of one rank the largest weight × wait is taken; 1 where left out.', {
            ...{ low: 0, high: 1e6, isOpen: true, example: 3 },
          }),
        ),
      }).meta({ description: 'A kind of cases; what is left out is any.' }),
    )
    .prefault([])
    .meta({
      description:
        'Kinds of cases in the order in which agents who become free take them, before all others.',
    }),
  takesOnlyWhile: z
    .array(
      record({
        ...caseKind(),
        idle: optional(
          number('At least so many agents of the group are free.', {
            ...{ low: 1, high: 100_000, isWhole: true, example: 3 },
          }),
        ),
        idleShare: optional(share('At least this share of its agents on duty are free.', 0.2)),
        down: optional(reference('This centre is down: a key of centres.', 'dublin')),
        waited: optional(duration('The case has waited at least so long.', { above: 0, example: '30 s' })),
        longerThan: optional(
          record({
            ...caseKind(),
            ratio: number('So many times the line of this kind; 1 where left out.', {
              ...{ low: 0, high: 1000, example: 2 },
            })
              .prefault(1)
              .meta({ description: 'So many times the line of this kind; 1 where left out.' }),
            by: number('And by so many cases; 0 where left out.', { low: 0, high: 1e6, example: 5 })
              .prefault(0)
              .meta({ description: 'And by so many cases; 0 where left out.' }),
          }).meta({
            description:
              'More cases of the kind wait than ratio × those of this kind + by; what is left out is any.',
          }),
        ),
      }).meta({ description: 'Cases of this kind are taken only while all these conditions hold.' }),
    )
    .prefault([])
    .meta({ description: 'Kinds of cases that the group takes only under conditions.' }),
  overtime: optional(
    record({
      perDay: duration('Overtime of an agent on a calendar day of the centre, at most.', { example: '1 h' }),
    }),
  ).meta({ description: 'How much overtime each of its agents does; as much as comes where left out.' }),
  wage: optional(
    record({
      perHour: number('For each hour on duty, in the currency.', { low: 0, high: 1e6, example: 30 }),
      overtimeFactor: number('Overtime is paid so many times as well.', { low: 0, high: 100, example: 1.5 })
        .prefault(1)
        .meta({ description: 'Overtime (busy while off duty or away) is paid so many times as well; 1.' }),
    }),
  ).meta({ description: 'What each agent of the group is paid; nothing where left out.' }),
  shifts: byId(shift).prefault({}).meta({
    description: 'Shifts. Those of one group are different agents, and may overlap.',
  }),
  headcounts: z.array(headcount).prefault([]).meta({
    description: 'Head counts by interval, beside shifts or instead of them; several are further agents.',
  }),
}).meta({ description: 'Agents of one centre with the same skills.' });

const at = z
  .tuple([
    number('Latitude, degrees north.', { low: -90, high: 90, example: 53.3 }),
    number('Longitude, degrees east.', { low: -180, high: 180, example: -6.3 }),
  ])
  .meta({
    description: 'Latitude and longitude in degrees, for maps; the middle of the country where left out.',
  });

const centre = record({
  title: optional(title('Name for reports; the id where left out.')),
  country: country('Where the agents are, ISO 3166-1 alpha-2.'),
  timeZone: timeZone('IANA time zone: the clock of hours, shifts and holidays.'),
  entity: reference('The company that employs them: a key of entities.', 'vendor'),
  region,
  at: optional(at),
  access: word('Whether a working copy is stored at the centre.', ['remote view', 'local system'])
    .prefault('remote view')
    .meta({ description: 'Whether a working copy is stored at the centre; remote view where left out.' }),
  hours: z
    .union([around, pieces('Opening hours.')])
    .prefault('24x7')
    .meta({ description: '24x7 (where left out), or a list of opening hours. Agents work by their shifts.' }),
  holidays: optional(
    z
      .union([
        leaf(
          { description: "A key of holidays, or 'none'.", example: 'none', json: { type: 'string' } },
          (written) => success(String(written)),
        ),
        z.array(date('A date on which the centre is closed.')),
      ])
      .meta({
        description:
          'A key of holidays, a list of dates, or none. Left out: none for 24x7, else the country.',
      }),
  ),
  closures: z.array(span).prefault([]).meta({ description: 'Times at which the centre is closed as well.' }),
  outages: optional(outages),
  groups: byId(group).meta({ description: 'Groups of agents.' }),
}).meta({ description: 'A place where agents work.' });

export const centreSections = {
  centres: byId(centre).meta({ description: 'Service centres.' }),
  holidays: byWord(z.array(date('A public holiday.')))
    .prefault({})
    .meta({ description: 'Public holidays by country; of centres and customers there.' }),
};
