import type * as z from 'zod';
import { success } from '#base';
import { LAWFUL_BASES } from '#domain';
import { assumed } from './assumed.ts';
import { centreSections } from './centres.ts';
import { demandSections } from './demand.ts';
import { byId, byWord, leaf, list } from './leaf.ts';
import { networkSections } from './network.ts';
import { refused } from './problem.ts';
import { record, yaml } from './record.ts';
import { serviceSections } from './service.ts';
import { currency, duration, id, instant, prose, reference, seed, title, wholeNumber } from './values.ts';

/** What courts and authorities demand of a vendor, and the scenario's own legal dates. */

const CASES_MAX = 1_000_000;

const legalHold = record('A legal hold: erasure is suspended.', {
  segment: reference('The segment of the cases: a key of segments.', 'premier'),
  from: instant('The start of the hold: from then on, nothing of these cases is erased.'),
  to: instant('The end of the hold. Overdue erasures then happen at once.'),
  by: title('The court or authority that ordered it.'),
});

const disclosure = record('A disclosure to an authority.', {
  at: instant('When the data is disclosed.'),
  segment: reference('The segment of the cases: a key of segments.', 'premier'),
  cases: wholeNumber(
    'The number of live cases disclosed, the first opened ones; fewer if there are fewer.',
    [1, CASES_MAX],
    1,
  ),
  authority: title('The authority that asked for it.'),
  basis: title('The legal basis of the disclosure. A disclosure without one breaks R26.').optional(),
  notice: duration('How long after it the customer is told.', { example: '3 days' }).optional(),
  noticeForbiddenBy: title('The order that forbids telling the customer, instead of notice.').optional(),
});

const ledger = record(
  'Where the ledger is kept.',
  {
    dataCentres: list(
      'The data centres in which the ledger may be kept. The first that every promise allows is used.',
      reference('A key of dataCentres.', 'dublin-dc'),
    ).min(1),
  },
  yaml`
          ledger: { dataCentres: [dublin-dc] }
        `,
);

const basisDates = record(
  'A framework, an adequacy decision or a set of clauses, and when it is in force in this scenario.',
  {
    from: instant('When it starts to be in force. Default: as in history.').optional(),
    to: instant('When it ceases to be in force. Default: as in history.').optional(),
  },
);

const authoritySections = {
  law: byWord(
    'Dates of the law that differ from history, by basis, for example a Safe Harbor that falls earlier.',
    basisDates,
    yaml`
          law:
            SAFE_HARBOR_EU_US: { to: 2014-11-10T00:00:00Z }
            SCC_2010_C2P: { from: 2014-01-01T00:00:00Z }
        `,
  )
    .prefault({})
    .meta({ propertyNames: { enum: LAWFUL_BASES.map(({ fact }) => fact.id) } }),
  ledger: ledger.optional(),
  holds: list(
    'Legal holds.',
    legalHold,
    yaml`
          holds:
            - { segment: premier, from: 2014-11-05T08:00:00Z, to: 2014-11-12T12:00:00Z, by: a court }
        `,
  ).prefault([]),
  disclosures: list(
    'Disclosures to authorities.',
    disclosure,
    yaml`
          disclosures:
            - { at: 2014-11-05T15:00:00Z, segment: standard, cases: 2, authority: police, basis: a warrant, notice: 3 days }
            - { at: 2014-11-06T15:00:00Z, segment: standard, cases: 1, authority: police, basis: a warrant, noticeForbiddenBy: an order }
        `,
  ).prefault([]),
};

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
          fullTime: 37.5 h
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
    return refused('unsupported-format', 'this program reads format 1', "write 'meridian: 1'");
  },
);

const product = record('A product that is supported.', {
  title: title('Name for reports. Default: the id.').optional(),
});

/** The shape of a scenario file after `extends` was resolved. `check/` checks combinations of its parts. */
export const scenarioFile = record(null, {
  meridian: format,
  extends: title(
    'Another scenario, by a path relative to this file, which this one is merged over.',
  ).optional(),
  name: id('Short name for the run folder and reports.', 'my-scenario'),
  title: title('Title for reports. Default: the name.').optional(),
  description: prose('What the scenario is about, and what is invented in it.').optional(),
  sources: byId(
    "Sources of figures by id. 'source' keys next to the figures name them.",
    prose('A source: where figures come from.'),
    yaml`
          sources:
            uci: UCI incident log, March to May 2016
          work:
            source: [uci, invented]
        `,
  ).prefault({}),
  start: instant('When the run starts.'),
  horizon: duration('How long the run lasts.', { above: 0, example: '4 weeks' }),
  seed: seed('Seed of all random streams.').prefault('1'),
  currency: currency('Currency of the wages, ISO 4217.').optional(),
  fullTime: duration(
    'Paid time of a full-time agent in a week, which turns hours into full-time equivalents (FTE). Default: 40 h.',
    { above: 0, example: '40 h', withinWeek: true },
  ).optional(),
  mostWaiting: wholeNumber(
    'The run ends when this number of cases wait. Allow 1.3 kB of memory for each. Default: a million.',
    [1, 10_000_000],
    3_000_000,
  ).optional(),
  backlog: reference(
    'Cases that are open when the run starts: the path of a CSV file, relative to this file.',
    'open.csv',
  ).optional(),
  products: assumed(
    byId(
      'Products that are supported. Assumed if left out: one.',
      product,
      yaml`
          products:
            azure: { title: Azure }
        `,
    ),
  ),
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
export type EntityFile = ScenarioFile['entities'][string];
export type ExceptionFile = ScenarioFile['work']['exceptions'][number];
export type HeadcountFile = GroupFile['headcounts'][number];
export type MeasureFile = NonNullable<ScenarioFile['measures']>[string];
export type RoutingFile = NonNullable<ScenarioFile['routing']>;
export type TargetFile = NonNullable<ScenarioFile['targets']>[string];
export type TrendFile = NonNullable<ScenarioFile['trend']>;
export type TransferFile = NonNullable<ScenarioFile['work']['transfer']>;
