import * as z from 'zod';
import { CHANNELS, MEASURE_DIMENSIONS, SEVERITIES } from '#domain';
import { tier } from './centres.ts';
import { timeZone } from './law-words.ts';
import { byId } from './leaf.ts';
import { record } from './record.ts';
import { duration, reference, word, words } from './values.ts';
import { yaml } from './yaml-example.ts';

const MEASURED = ['cases', 'contacts'] as const;

/** Figures by interval of the week. */
export const measures = byId(
  record({
    of: word(
      'What is counted: cases, or contacts with agents. With tiers or centres, contacts are counted.',
      MEASURED,
    ).optional(),
    segments: z
      .array(reference('A segment.', 'premier'))
      .min(1)
      .meta({ description: 'The segments whose cases count. Default: all.' })
      .optional(),
    channels: words('The channels that count. Default: all.', CHANNELS, 'unknown-channel').optional(),
    severities: words('The severities that count. Default: all.', SEVERITIES, 'unknown-severity').optional(),
    products: z
      .array(reference('A product.', 'azure'))
      .min(1)
      .meta({ description: 'The products that count. Default: all.' })
      .optional(),
    tiers: z
      .array(tier)
      .min(1)
      .meta({ description: 'The tiers whose contacts count. Default: all.' })
      .optional(),
    centres: z
      .array(reference('A centre.', 'dublin'))
      .min(1)
      .meta({ description: 'The centres whose contacts count. Default: all.' })
      .optional(),
    by: words(
      'Dimensions to distinguish: each combination of values is counted separately.',
      MEASURE_DIMENSIONS,
    ).optional(),
    interval: duration('Length of an interval. A day must be a whole number of intervals.', {
      example: '1 h',
    })
      .prefault('1 h')
      .meta({
        description: 'Length of an interval, 15 min or more. A day must be a whole number of intervals.',
      }),
    timeZone: timeZone('IANA time zone of the week. Default: UTC.').optional(),
  }),
).meta({
  description: 'Figures by interval of the week. Default: none.',
  yaml: yaml`
          measures:
            desk: { of: cases, segments: [premier], channels: phone, severities: [A, B], products: [azure], by: [severity], interval: 30 min, timeZone: Europe/Berlin }
            experts: { of: contacts, tiers: [2], centres: [dublin] }
        `,
});
