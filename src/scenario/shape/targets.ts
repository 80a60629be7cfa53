import * as z from 'zod';
import { CHANNELS, PAUSING_PARTIES, SEVERITIES, TARGET_MEASURES } from '#domain';
import { pieces } from './centres.ts';
import { timeZone } from './law-words.ts';
import { byId } from './leaf.ts';
import { record } from './record.ts';
import { duration, names, number, reference, share, word, words } from './values.ts';
import { yaml } from './yaml-example.ts';

/** Service targets: which cases they are for, and how good the service should be. */
export const targets = byId(
  record({
    of: word(
      'What is judged: first answers or resolutions within a time, customers who give up, or cases without an answer at the end of a day.',
      TARGET_MEASURES,
    ),
    segment: names(
      'Segments: one, or a list; each is judged separately. Default: all.',
      'premier',
      'a segment',
    ).optional(),
    channel: words('Channels: one, a list, or all.', CHANNELS, 'unknown-channel'),
    severity: words('Severities: one, a list, or all.', SEVERITIES, 'unknown-severity'),
    within: duration("answer, resolution: the time on the target's clock; for answers, 0 s means at once.", {
      example: '8 h',
    }).optional(),
    target: share(
      'Share of cases that should meet the time; for a backlog, share of days that should stay within atMost.',
      0.9,
    ).optional(),
    atMost: number(
      'abandonment: share of customers who may give up. backlog: number of cases that may be unanswered.',
      {
        low: 0,
        high: 1e6,
        example: 0.05,
      },
    ).optional(),
    hours: z
      .union([
        reference('The opening hours of a centre.', 'dublin'),
        record({
          timeZone: timeZone('IANA time zone of the hours.'),
          hours: pieces('Business hours.'),
          holidays: reference('A country on whose holidays the clock is paused.', 'IE').optional(),
        }),
      ])
      .meta({
        description:
          'When the clock runs, or, for a backlog, the hours at whose end it is counted each day: a centre, or separate hours. Default: always.',
      })
      .optional(),
    pauses: words(
      'The party for whose reply the clock is paused. Default: nobody.',
      PAUSING_PARTIES,
    ).optional(),
  }),
).meta({
  description: 'Service targets by segment, channel and severity, whose clocks may pause. Default: none.',
  yaml: yaml`
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
});
