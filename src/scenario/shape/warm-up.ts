import { WARM_UP_SERIES } from '#domain';
import { record } from './record.ts';
import { duration, optional, word } from './values.ts';

/** What measures leave out at the beginning. */
export const warmUp = record({
  for: optional(duration('So long from the start on.', { above: 0, example: '2 days' })),
  by: optional(
    word('Instead: until this series has settled, by MSER-5 over a run made beforehand.', WARM_UP_SERIES),
  ),
  every: optional(
    duration(
      'Of which means are looked at, whole hours: a day or a week where demand comes in such cycles.',
      {
        above: 0,
        example: '1 day',
      },
    ),
  ),
}).meta({ description: 'The beginning that measures leave out; nothing where left out.' });
