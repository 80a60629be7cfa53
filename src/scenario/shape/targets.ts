import { MEASURE_DIMENSIONS, PAUSING_PARTIES, TARGET_MEASURES, WARM_UP_SERIES } from '#domain';
import { pieces, tier } from './centres.ts';
import { timeZone } from './law-words.ts';
import { byId, list, oneOf } from './leaf.ts';
import { record, yaml } from './record.ts';
import { channels, duration, names, number, reference, severities, share, word, words } from './values.ts';

/** Service targets: which cases they are for, and how good the service should be. */
export const targets = byId(
  'Service targets by segment, channel and severity, whose clocks may pause. Default: none.',
  record(null, {
    of: word(
      'What is judged: first answers or resolutions within a time, customers who give up, or cases without an answer at the end of a day.',
      TARGET_MEASURES,
    ),
    segment: names(
      'Segments: one, or a list; each is judged separately. Default: all.',
      'premier',
      'a segment',
    ).optional(),
    channel: channels('Channels: one, a list, or all.'),
    severity: severities('Severities: one, a list, or all.'),
    within: duration("answer, resolution: the time on the target's clock; for answers, 0 s means at once.", {
      example: '8 h',
    }).optional(),
    target: share(
      'Share of cases that should meet the time; for a backlog, share of days that should stay within atMost.',
      0.9,
    ).optional(),
    atMost: number(
      'abandonment: share of customers who may give up. backlog: number of cases that may be unanswered.',
      [0, 1e6],
      0.05,
    ).optional(),
    hours: oneOf(
      'When the clock runs, or, for a backlog, the hours at whose end it is counted each day: a centre, or separate hours. Default: always.',
      [
        reference('The opening hours of a centre.', 'dublin'),
        record(null, {
          timeZone: timeZone('IANA time zone of the hours.'),
          hours: pieces('Business hours.'),
          holidays: reference('A country on whose holidays the clock is paused.', 'IE').optional(),
        }),
      ],
    ).optional(),
    pauses: words(
      'The party for whose reply the clock is paused. Default: nobody.',
      PAUSING_PARTIES,
    ).optional(),
  }),
  yaml`
          targets:
            answered: { of: answer, segment: premier, channel: phone, severity: all, within: 2 min, target: 0.9, hours: dublin }
            resolved:
              of: resolution
              channel: all
              severity: [A, B]
              within: 8 h
              target: 0.8
              pauses: customer
              hours:
                timeZone: Europe/Berlin
                hours: [{ days: mon-fri, from: "08:00", to: "18:00", except: [2014-11-05] }, { dates: [2014-11-08], from: "10:00", to: "14:00" }]
                holidays: IE
            lost: { of: abandonment, channel: phone, severity: all, atMost: 0.05 }
        `,
);

const MEASURED = ['cases', 'contacts'] as const;

/** Figures by interval of the week. */
export const measures = byId(
  'Figures by interval of the week. Default: none.',
  record(null, {
    of: word(
      'What is counted: cases, or contacts with agents. With tiers or centres, contacts are counted.',
      MEASURED,
    ).optional(),
    segments: list('The segments whose cases count. Default: all.', reference('A segment.', 'premier'))
      .min(1)
      .optional(),
    channels: channels('The channels that count. Default: all.').optional(),
    severities: severities('The severities that count. Default: all.').optional(),
    products: list('The products that count. Default: all.', reference('A product.', 'azure'))
      .min(1)
      .optional(),
    tiers: list('The tiers whose contacts count. Default: all.', tier).min(1).optional(),
    centres: list('The centres whose contacts count. Default: all.', reference('A centre.', 'dublin'))
      .min(1)
      .optional(),
    by: words(
      'Dimensions to distinguish: each combination of values is counted separately.',
      MEASURE_DIMENSIONS,
    ).optional(),
    interval: duration('Length of an interval, 15 min or more. A day must be a whole number of intervals.', {
      example: '1 h',
    }).prefault('1 h'),
    timeZone: timeZone('IANA time zone of the week. Default: UTC.').optional(),
  }),
  yaml`
          measures:
            desk: { of: cases, segments: [premier], channels: phone, severities: [A, B], products: [azure], by: [severity], interval: 30 min, timeZone: Europe/Berlin }
            experts: { of: contacts, tiers: [2], centres: [dublin] }
        `,
);

/** What measures leave out at the beginning. */
export const warmUp = record(
  'The start of the run that measures leave out. Default: nothing.',
  {
    for: duration('Length of the warm-up, from the start.', { above: 0, example: '2 days' }).optional(),
    by: word(
      'Instead: until this series has settled, as MSER-5 determines from a run made in advance.',
      WARM_UP_SERIES,
    ).optional(),
    every: duration(
      'Length of the intervals over which means are taken, in whole hours: a day or a week if demand has such cycles.',
      { above: 0, example: '1 day' },
    ).optional(),
  },
  yaml`
          warmUp: { for: 2 days }
          ---
          warmUp: { by: waiting, every: 1 day }
        `,
);

const serviceLevel = record('A service level.', {
  segment: names('Segments: one, or a list. Default: all.', 'premier', 'a segment').optional(),
  product: names(
    'Products, as the customers declare them: one, or a list. Default: all.',
    'azure',
    'a product',
  ).optional(),
  channel: channels('Channels: one, a list, or all.'),
  severity: severities('Severities: one, a list, or all.'),
  within: duration(
    'Acceptable waiting time until the first answer; with 0 s, only immediate answers are in time.',
    { example: '60 s' },
  ),
  target: share('Share of cases that should be answered within it.', 0.8),
});

export const serviceLevels = list(
  'Service levels to report. The first that matches a case applies.',
  serviceLevel,
  yaml`
          serviceLevels:
            - { segment: premier, product: azure, channel: phone, severity: [A, B], within: 60 s, target: 0.9 }
            - { channel: all, severity: all, within: 8 h, target: 0.8 }
        `,
).prefault([]);
