import * as z from 'zod';
import { CHANNELS, SEVERITIES } from '#domain';
import { timeZone } from './law-words.ts';
import { byId } from './leaf.ts';
import { record } from './record.ts';
import { duration, optional, reference, words } from './values.ts';

/** Figures by interval of the week. */
export const measures = byId(
  record({
    segments: optional(
      z
        .array(reference('A segment.', 'premier'))
        .min(1)
        .meta({ description: 'Whose cases; all where left out.' }),
    ),
    channels: optional(words('Of which channels; all where left out.', CHANNELS, 'unknown-channel')),
    severities: optional(words('Of which severities; all where left out.', SEVERITIES, 'unknown-severity')),
    centres: optional(
      z
        .array(reference('A centre.', 'dublin'))
        .min(1)
        .meta({ description: 'Instead: contacts of these centres.' }),
    ),
    interval: duration('Length of an interval; a whole number of them is a day.', { example: '1 h' })
      .prefault('1 h')
      .meta({ description: 'Length of an interval, 15 min or more; a whole number of them is a day.' }),
    timeZone: optional(timeZone('IANA time zone of the week; UTC where left out.')),
  }),
).meta({ description: 'Figures by interval of the week; none where left out.' });
