import * as z from 'zod';
import { LAWFUL_BASES } from '#domain';
import { byWord } from './leaf.ts';
import { record } from './record.ts';
import { duration, instant, number, optional, reference, title } from './values.ts';

/** What courts and authorities demand of a vendor, and the scenario's own legal dates. */

const CASES_MAX = 1_000_000;

const legalHold = record({
  segment: reference('Whose cases: a key of segments.', 'premier'),
  from: instant('From when on nothing of them is erased.'),
  to: instant('Until when. What is overdue then is erased at once.'),
  by: title('Who ordered it.'),
}).meta({ description: 'A legal hold: erasure is suspended.' });

const disclosure = record({
  at: instant('When the data is handed over.'),
  segment: reference('Whose cases: a key of segments.', 'premier'),
  cases: number('How many, the first opened of those that are live; fewer where there are fewer.', {
    ...{ low: 1, high: CASES_MAX, isWhole: true, example: 1 },
  }),
  authority: title('Who asked for it.'),
  basis: optional(title('On what basis it is handed over; a disclosure without one breaks R26.')),
  notice: optional(duration('How long after it the customer is told.', { example: '3 days' })),
  noticeForbiddenBy: optional(title('The order that forbids telling the customer; instead of notice.')),
}).meta({ description: 'A disclosure to an authority.' });

const ledger = record({
  dataCentres: z
    .array(reference('A key of dataCentres.', 'dublin-dc'))
    .meta({ description: 'Where it is kept: the first that every promise allows.' })
    .min(1),
}).meta({ description: 'Where the ledger is kept.' });

const basisDates = record({
  from: optional(instant('From when on it is in force; as in history where left out.')),
  to: optional(instant('Until when; as in history where left out.')),
}).meta({
  description: 'A framework, a decision of adequacy or a set of clauses: when it is in force here.',
});

export const authoritySections = {
  law: byWord(basisDates)
    .prefault({})
    .meta({
      description: 'The law where it is not that of history: by basis, as Safe Harbor that falls earlier.',
      propertyNames: { enum: LAWFUL_BASES.map(({ fact }) => fact.id) },
    }),
  ledger: optional(ledger),
  holds: z.array(legalHold).prefault([]).meta({ description: 'Legal holds.' }),
  disclosures: z.array(disclosure).prefault([]).meta({ description: 'Disclosures to authorities.' }),
};
