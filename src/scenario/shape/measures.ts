import * as z from 'zod';
import { CHANNELS, MEASURE_DIMENSIONS, SEVERITIES } from '#domain';
import { tier } from './centres.ts';
import { timeZone } from './law-words.ts';
import { byId } from './leaf.ts';
import { record } from './record.ts';
import { duration, optional, reference, word, words } from './values.ts';

const MEASURED = ['cases', 'contacts'] as const;

/** Figures by interval of the week. */
export const measures = byId(
  record({
    of: optional(
      word(
        'What is counted: cases, or contacts with agents, also where tiers or centres are asked for.',
        MEASURED,
      ),
    ),
    segments: optional(
      z
        .array(reference('A segment.', 'premier'))
        .min(1)
        .meta({ description: 'Whose cases; all where left out.' }),
    ),
    channels: optional(words('Of which channels; all where left out.', CHANNELS, 'unknown-channel')),
    severities: optional(words('Of which severities; all where left out.', SEVERITIES, 'unknown-severity')),
    products: optional(
      z
        .array(reference('A product.', 'azure'))
        .min(1)
        .meta({ description: 'Of which products; all where left out.' }),
    ),
    tiers: optional(
      z.array(tier).min(1).meta({ description: 'Contacts at these tiers; all where left out.' }),
    ),
    centres: optional(
      z
        .array(reference('A centre.', 'dublin'))
        .min(1)
        .meta({ description: 'Contacts at these centres; all where left out.' }),
    ),
    by: optional(
      words('What is told apart: each combination of values is counted by itself.', MEASURE_DIMENSIONS),
    ),
    interval: duration('Length of an interval; a whole number of them is a day.', { example: '1 h' })
      .prefault('1 h')
      .meta({ description: 'Length of an interval, 15 min or more; a whole number of them is a day.' }),
    timeZone: optional(timeZone('IANA time zone of the week; UTC where left out.')),
  }),
).meta({ description: 'Figures by interval of the week; none where left out.' });
