import { WARM_UP_SERIES } from '#domain';
import { record } from './record.ts';
import { duration, word } from './values.ts';
import { yaml } from './yaml-example.ts';

/** What measures leave out at the beginning. */
export const warmUp = record({
  for: duration('Length of the warm-up, from the start.', { above: 0, example: '2 days' }).optional(),
  by: word(
    'Instead: until this series has settled, as MSER-5 determines from a run made in advance.',
    WARM_UP_SERIES,
  ).optional(),
  every: duration(
    'Length of the intervals over which means are taken, in whole hours: a day or a week if demand has such cycles.',
    {
      above: 0,
      example: '1 day',
    },
  ).optional(),
}).meta({
  description: 'The start of the run that measures leave out. Default: nothing.',
  yaml: yaml`
          warmUp: { for: 2 days }
          ---
          warmUp: { by: waiting, every: 1 day }
        `,
});
