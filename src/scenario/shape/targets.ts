import * as z from 'zod';
import { CHANNELS, PAUSING_PARTIES, SEVERITIES, TARGET_MEASURES } from '#domain';
import { pieces } from './centres.ts';
import { timeZone } from './law-words.ts';
import { byId } from './leaf.ts';
import { record } from './record.ts';
import { duration, optional, reference, share, word, words } from './values.ts';

/** Service targets with clocks of their own. */
export const targets = byId(
  record({
    of: word('What is to happen within the time, from the arrival of a case on.', TARGET_MEASURES),
    channel: words('Channels: one, a list, or all.', CHANNELS, 'unknown-channel'),
    severity: words('Severities: one, a list, or all.', SEVERITIES, 'unknown-severity'),
    within: duration("Time by the target's clock.", { above: 0, example: '8 h' }),
    target: share('Share of cases that should be within it.', 0.9),
    hours: optional(
      z
        .union([
          reference('The opening hours of a centre.', 'dublin'),
          record({
            timeZone: timeZone('IANA time zone of the hours.'),
            hours: pieces('Business hours.'),
            holidays: optional(reference('A country on whose holidays the clock is paused.', 'IE')),
          }),
        ])
        .meta({ description: 'When the clock runs: a centre, or hours of its own; always where left out.' }),
    ),
    pauses: optional(
      words('The party for whose reply the clock is paused. Default: nobody.', PAUSING_PARTIES),
    ),
  }),
).meta({ description: 'Service targets whose clocks may pause; none where left out.' });
