import type * as z from 'zod';
import { failure, success } from '#base';
import { authoritySections } from './authorities.ts';
import { centreSections } from './centres.ts';
import { demandSections } from './demand.ts';
import { byId, leaf } from './leaf.ts';
import { networkSections } from './network.ts';
import { problem } from './problem.ts';
import { record } from './record.ts';
import { serviceSections } from './service.ts';
import { currency, duration, id, instant, number, prose, reference, seed, title } from './values.ts';
import { yaml } from './yaml-example.ts';

const format = leaf(
  {
    description: 'Version of the format.',
    example: 1,
    json: {
      const: 1,
      yaml: yaml`
          meridian: 1
          name: without-night-shift
          title: Dublin without a night shift
          description: What if Dublin had no night shift? Rates are invented.
          extends: ./base.yaml
          start: 2014-11-03T00:00:00Z
          horizon: 4 weeks
          seed: monday
          currency: EUR
          mostWaiting: 50000
          backlog: open.csv
          forecastCorrelation: 0.3
          source: invented
          note: Ask again in spring.
        `,
    },
  },
  (written) => {
    if (written === 1) return success(1 as const);
    return failure(problem('unsupported-format', 'this program reads format 1', "write 'meridian: 1'"));
  },
);

const product = record({
  title: title('Name for reports. Default: the id.').optional(),
}).meta({ description: 'A product that is supported.' });

/** The shape of a scenario file after `extends` was resolved. `check/` checks combinations of its parts. */
export const scenarioFile = record({
  meridian: format,
  extends: title(
    'Another scenario, by a path relative to this file, which this one is merged over.',
  ).optional(),
  name: id('Short name for the run folder and reports.', 'my-scenario'),
  title: title('Title for reports. Default: the name.').optional(),
  description: prose('What the scenario is about, and what is invented in it.').optional(),
  sources: byId(prose('A source: where figures come from.'))
    .prefault({})
    .meta({
      description: "Sources of figures by id. 'source' keys next to the figures name them.",
      yaml: yaml`
          sources:
            uci: UCI incident log, March to May 2016
          work:
            source: [uci, invented]
        `,
    }),
  start: instant('When the run starts.'),
  horizon: duration('How long the run lasts.', { above: 0, example: '4 weeks' }),
  seed: seed('Seed of all random streams.')
    .prefault('1')
    .meta({ description: 'Seed of all random streams.' }),
  currency: currency('Currency of the wages, ISO 4217.').optional(),
  mostWaiting: number(
    'The run ends when this number of cases wait. Allow 1.3 kB of memory for each. Default: a million.',
    {
      low: 1,
      high: 10_000_000,
      isWhole: true,
      example: 3_000_000,
    },
  ).optional(),
  backlog: reference(
    'Cases that are open when the run starts: the path of a CSV file, relative to this file.',
    'open.csv',
  ).optional(),
  products: byId(product).meta({
    description: 'Products that are supported.',
    yaml: yaml`
          products:
            azure: { title: Azure }
        `,
  }),
  ...networkSections,
  ...centreSections,
  ...demandSections,
  ...serviceSections,
  ...authoritySections,
});

export type ScenarioFile = z.output<typeof scenarioFile>;
export type CentreFile = ScenarioFile['centres'][string];
export type GroupFile = CentreFile['groups'][string];
export type ShapeFile = CentreFile['shiftShapes'][string];
export type ShiftFile = GroupFile['shifts'][string];
export type SegmentFile = ScenarioFile['segments'][string];
export type CustomersFile = SegmentFile['customers'][number];
export type SurgeFile = ScenarioFile['surges'][number];
export type PromiseFile = ScenarioFile['promises'][string];
export type SpanFile = CentreFile['closures'][number];
