import { ITEM_CLASSES, PLAIN_RULES } from '#domain';
import { arrivalSections, arrivals, trend } from './arrivals.ts';
import { assumed } from './assumed.ts';
import { country, timeZone, zone } from './law-words.ts';
import { byId, byWord, fixedMap, list } from './leaf.ts';
import { arrivalProfile } from './profiles.ts';
import { perChannel, perSeverity, record, yaml } from './record.ts';
import { instant, number, rate, reference, region, share, title, word } from './values.ts';

/** Customers: who asks for help, how often, when, and in which languages. */

const customers = record('Customers in one country.', {
  country: assumed(
    country(
      'Country of the customers: its law, its holidays. Assumed if left out: that of the centres, if all are in one.',
    ),
  ),
  region,
  timeZone: assumed(
    timeZone(
      'IANA time zone: the clock of the arrival profile. Assumed if left out: that of the centres, if all have one.',
    ),
  ),
  languages: byWord(
    'Languages of the cases with their shares, adding up to 1.',
    share('Share of the cases in this language.', 1),
  ),
  rate: rate(
    'Cases in a normal week, all channels together: 1200/week, 40/day, 120/h. Required unless the segment has a trace.',
  ).optional(),
});

const agreement = (description: string) =>
  list(
    description,
    record('While it is in force.', {
      from: instant('When it starts to apply.'),
      to: instant('When it ends. Leave it out if it has no end.').optional(),
    }),
  ).optional();

const segment = record('Customers with the same plan.', {
  title: title('Name for reports. Default: the id.').optional(),
  promise: assumed(
    reference(
      'The promise to these customers: a key of promises. Assumed if left out: the only one.',
      'default',
    ),
  ),
  placement: assumed(
    reference('Where their data is put: a key of placements. Assumed if left out: the only one.', 'default'),
  ),
  role: word("The customers' role for personal data: controller, or processor for others.", [
    'controller',
    'processor',
  ]).prefault('controller'),
  products: assumed(
    byWord(
      'Products of the cases with their shares, adding up to 1. Assumed if left out: the only product.',
      share('Share of the cases about this product.', 1),
    ),
  ),
  severities: perSeverity(
    'Shares of the severities, which add up to 1. Default: all of severity B.',
    (severity) => share(`Share of severity ${severity}.`).optional(),
  ).prefault({ B: 1 }),
  channels: perChannel('Shares of the channels, which add up to 1. Default: 0.', (channel) =>
    share(`Share that arrives on ${channel}.`).optional(),
  ),
  profiles: perChannel('Other arrival profiles for this segment.', (channel) =>
    reference(`Arrival profile of ${channel}.`, 'phone').optional(),
  ).optional(),
  arrivals: arrivals.optional(),
  trace: reference(
    'Replay these cases instead: the path of a CSV file, relative to this file.',
    'calls.csv',
  ).optional(),
  forecast: perChannel(
    'Expected cases by date, in place of those of rate and profile, which still spreads them over the day. Default: none.',
    (channel) =>
      byWord(
        `Expected cases on ${channel} by date, such as 2026-11-27.`,
        record(null, {
          cases: number(
            'Cases that are expected on the date, of all customers of the segment.',
            [0, 1e9],
            812,
          ),
          error: number(
            'How wrong that may be: the coefficient of variation of the rate.',
            [0, 10],
            0.06,
          ).prefault(0),
        }),
      ).optional(),
  ).optional(),
  trend: trend.optional().meta({
    description: 'How its rates change from week to week, in place of the trend at the top level.',
  }),
  busyness: reference('How busy its days are: a key of busyness. Default: as usual.', 'weather').optional(),
  consents: list(
    'What these customers allow outside their promise, for a time.',
    record('A consent. Stored copies stay where the promise allows, whatever the consent says.', {
      dimensions: list(
        'What may be done outside the promise.',
        word('What may be done there: access or processing.', ['access', 'processing']),
      ).min(1),
      zone: zone('The zone in which it may be done.'),
      given: instant('When the customers gave their consent.'),
      from: instant('When it starts to apply, but not before it was given.'),
      to: instant('Until when.'),
    }),
  ).prefault([]),
  agreements: fixedMap('Which agreements the customers have signed with the vendor, and when.', {
    dataProcessing: agreement(
      'While they have a data processing agreement with the vendor; []: never. Default: not said, and not judged.',
    ),
    businessAssociate: agreement(
      'For covered entities under HIPAA: while they have a business associate agreement with the vendor; []: never. Default: not said, and not judged.',
    ),
  }).optional(),
  encryption: record(
    'What the customers themselves have to encrypt before they share it. Default: not said, and not judged.',
    {
      items: list(
        'Classes of items that the customers have to encrypt.',
        word('A class of items.', ITEM_CLASSES),
      ).min(1),
      from: instant('When the duty begins.'),
      to: instant('When it ends. Leave it out if it has no end.').optional(),
      share: share('Share of the cases in which they do it.', 0.98),
      plain: word(
        'What the vendor does with a case in which they have not. told: takes it, and tells them; sent back: keeps nothing of it until it comes again, encrypted.',
        PLAIN_RULES,
      ),
    },
  ).optional(),
  customers: list('Where the customers are, and how often they ask.', customers).min(1),
});

export const demandSections = {
  profiles: byId(
    "Arrival profiles. A channel uses its own, otherwise 'written' for e-mail and web, otherwise flat.",
    arrivalProfile,
    yaml`
          profiles:
            phone:
              hours: [0, 0, 0, 0, 0, 0, 0, 1, 3, 5, 5, 4, 4, 5, 5, 4, 3, 1, 0, 0, 0, 0, 0, 0]
              days: { mon: 1.3, tue: 1, wed: 1, thu: 1, fri: 0.9, sat: 0.5, sun: 0, holiday: 0.2 }
              dates: { 2014-11-12: { weight: 1.5 } }
          ---
          profiles:
            written:
              sine: { amplitude: 0.5, peak: "15:00" }
              dates:
                2014-11-11: { hours: [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0] }
          ---
          profiles:
            phone: # a weight for each half hour of a day
              halfHours: [${'0, '.repeat(16)}1, 2, 3, 3, 2, 2, 2, 2, 3, 3, 2, 2, 2, 1, 1, 1, ${'0, '.repeat(15)}0]
              dates:
                2014-11-12: { halfHours: [${'0, '.repeat(16)}${'1, '.repeat(16)}${'0, '.repeat(15)}0] }
          ---
          profiles:
            phone: # a weight for each quarter of an hour of a day
              quarterHours: [${'0, '.repeat(32)}${'1, 2, 3, 2, '.repeat(8)}${'0, '.repeat(31)}0]
              dates:
                2014-11-12: { quarterHours: [${'0, '.repeat(32)}${'1, '.repeat(32)}${'0, '.repeat(31)}0] }
        `,
  ).prefault({}),
  segments: byId(
    'Customer segments.',
    segment,
    yaml`
          segments:
            premier:
              title: Premier
              promise: eea
              placement: default
              role: controller
              products: { azure: 0.75, office-365: 0.25 }
              severities: { A: 0.1, B: 0.4, C: 0.5 }
              channels: { phone: 0.5, e-mail: 0.2, web: 0.3 }
              profiles: { phone: office }
              busyness: weather
              trend: { perWeek: -0.005, asOf: 2014-11-03, from: 2014-10-06, until: 2014-12-31 }
              customers:
                - { country: DE, region: emea, timeZone: Europe/Berlin, languages: { de: 0.9, en: 0.1 }, rate: 400/week }
              consents:
                - { dimensions: [access], zone: US, given: 2014-11-01T00:00:00Z, from: 2014-11-05T00:00:00Z, to: 2014-11-06T00:00:00Z }
              agreements:
                dataProcessing: [{ from: 2010-01-01, to: 2015-01-01 }]
                businessAssociate: [{ from: 2013-09-23, to: 2016-01-01 }]
              encryption: { items: [attachment], from: 2013-01-01, to: 2016-01-01, share: 0.98, plain: sent back }
          ---
          segments:
            standard:
              arrivals:
                intervals: { phone: lognormal cv 1.5, web: exponential }
                batch: { 1: 0.7, 2: 0.2, 5: 0.1 }
              forecast:
                phone: { 2014-11-03: { cases: 60, error: 0.1 }, 2014-11-04: { cases: 55 } }
          ---
          segments:
            standard:
              trace: calls.csv
        `,
  ),
  ...arrivalSections,
};
