import * as z from 'zod';
import { LAWFUL_BASES } from '#domain';
import { byWord } from './leaf.ts';
import { record } from './record.ts';
import { duration, instant, number, reference, title } from './values.ts';
import { yaml } from './yaml-example.ts';

/** What courts and authorities demand of a vendor, and the scenario's own legal dates. */

const CASES_MAX = 1_000_000;

const legalHold = record({
  segment: reference('The segment of the cases: a key of segments.', 'premier'),
  from: instant('The start of the hold: from then on, nothing of these cases is erased.'),
  to: instant('The end of the hold. Overdue erasures then happen at once.'),
  by: title('The court or authority that ordered it.'),
}).meta({ description: 'A legal hold: erasure is suspended.' });

const disclosure = record({
  at: instant('When the data is disclosed.'),
  segment: reference('The segment of the cases: a key of segments.', 'premier'),
  cases: number('The number of live cases disclosed, the first opened ones; fewer if there are fewer.', {
    low: 1,
    high: CASES_MAX,
    isWhole: true,
    example: 1,
  }),
  authority: title('The authority that asked for it.'),
  basis: title('The legal basis of the disclosure. A disclosure without one breaks R26.').optional(),
  notice: duration('How long after it the customer is told.', { example: '3 days' }).optional(),
  noticeForbiddenBy: title('The order that forbids telling the customer, instead of notice.').optional(),
}).meta({ description: 'A disclosure to an authority.' });

const ledger = record({
  dataCentres: z
    .array(reference('A key of dataCentres.', 'dublin-dc'))
    .meta({
      description:
        'The data centres in which the ledger may be kept. The first that every promise allows is used.',
    })
    .min(1),
}).meta({
  description: 'Where the ledger is kept.',
  yaml: yaml`
          ledger: { dataCentres: [dublin-dc] }
        `,
});

const basisDates = record({
  from: instant('When it starts to be in force. Default: as in history.').optional(),
  to: instant('When it ceases to be in force. Default: as in history.').optional(),
}).meta({
  description:
    'A framework, an adequacy decision or a set of clauses, and when it is in force in this scenario.',
});

export const authoritySections = {
  law: byWord(basisDates)
    .prefault({})
    .meta({
      description:
        'Dates of the law that differ from history, by basis, for example a Safe Harbor that falls earlier.',
      yaml: yaml`
          law:
            SAFE_HARBOR_EU_US: { to: 2014-11-10T00:00:00Z }
            SCC_2010_C2P: { from: 2014-01-01T00:00:00Z }
        `,
      propertyNames: { enum: LAWFUL_BASES.map(({ fact }) => fact.id) },
    }),
  ledger: ledger.optional(),
  holds: z
    .array(legalHold)
    .prefault([])
    .meta({
      description: 'Legal holds.',
      yaml: yaml`
          holds:
            - { segment: premier, from: 2014-11-05T08:00:00Z, to: 2014-11-12T12:00:00Z, by: a court }
        `,
    }),
  disclosures: z
    .array(disclosure)
    .prefault([])
    .meta({
      description: 'Disclosures to authorities.',
      yaml: yaml`
          disclosures:
            - { at: 2014-11-05T15:00:00Z, segment: standard, cases: 2, authority: police, basis: a warrant, notice: 3 days }
            - { at: 2014-11-06T15:00:00Z, segment: standard, cases: 1, authority: police, basis: a warrant, noticeForbiddenBy: an order }
        `,
    }),
};
