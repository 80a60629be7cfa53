import { CHANNELS, PAUSING_PARTIES, SEVERITIES, TARGET_MEASURES } from '#domain';
import { byId } from './leaf.ts';
import { record } from './record.ts';
import { duration, optional, share, word, words } from './values.ts';

/** Service targets with clocks of their own. */
export const targets = byId(
  record({
    of: word('What is to happen within the time, from the arrival of a case on.', TARGET_MEASURES),
    channel: words('Channels: one, a list, or all.', CHANNELS, 'unknown-channel'),
    severity: words('Severities: one, a list, or all.', SEVERITIES, 'unknown-severity'),
    within: duration("Time by the target's clock.", { above: 0, example: '8 h' }),
    target: share('Share of cases that should be within it.', 0.9),
    pauses: optional(
      words('While the case waits for whom the clock stands; for nobody where left out.', PAUSING_PARTIES),
    ),
  }),
).meta({ description: 'Service targets whose clocks may pause; none where left out.' });
