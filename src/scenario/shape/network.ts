import {
  ADEQUACY_DECISIONS,
  BINDING_RULES_HOLDERS,
  CERTIFICATE_EDITIONS,
  CERTIFIED_SERVICES,
  CERTIFIED_STANDARDS,
  CLAUSE_SETS,
  coverageOf,
  ENTITY_KINDS,
  EXPORT_REGIMES,
  FRAMEWORKS,
  ITEM_CLASSES,
  PROMISE_DIMENSIONS,
  PROMISE_PROFILES,
  type PromiseProfileId,
  SUBCONTRACTOR_RULES,
} from '#domain';
import { assumed } from './assumed.ts';
import { distribution } from './distribution.ts';
import { citizenship, country, lawId, zone } from './law-words.ts';
import { byId, fixedMap, list, perWord } from './leaf.ts';
import { record, yaml } from './record.ts';
import { duration, instant, numberAbove, reference, share, title, wholeNumber, word } from './values.ts';

/** Companies, data centres and promises: the legally relevant part of a scenario. */

const instrument = record(null, {
  framework: lawId('A framework that the company takes part in.', FRAMEWORKS, 'unknown-framework').optional(),
  clauses: lawId(
    'A set of standard contractual clauses that it has signed.',
    CLAUSE_SETS,
    'unknown-clauses',
  ).optional(),
  bindingRules: title('The name of its approved binding corporate rules.').optional(),
  from: instant('When it starts to hold; for clauses, when they were signed.'),
  to: instant('When it ends. Leave it out if it has no end.').optional(),
  assessed: instant(
    "For clauses and rules: since when an assessment of the importer's law is on file.",
  ).optional(),
  signedFor: word("For clauses: customers, if the vendor has signed them in the customers' name.", [
    'customers',
  ] as const).optional(),
  approved: perWord('For binding rules: who has approved them.', EXPORT_REGIMES, (regime) =>
    instant(`Since when the authority has approved them, or been notified: ${regime}.`).optional(),
  ).optional(),
  covers: word(
    "For binding rules: whose data they cover, the group's own or that of its customers.",
    BINDING_RULES_HOLDERS,
  ).optional(),
});

const COVERING_DECISIONS = ADEQUACY_DECISIONS.filter(({ scope }) => coverageOf(scope) !== 'none');

const entity = record('A company that holds or sees data.', {
  title: title('Name for reports. Default: the id.').optional(),
  kind: word('Relation to the vendor.', ENTITY_KINDS),
  country: country('Country of the company, ISO 3166-1 alpha-2.'),
  role: word('Its role for personal data: processor, which handles it for the customers, or controller.', [
    'processor',
    'controller',
  ]).prefault('processor'),
  instruments: list(
    'Instruments by which it receives personal data, in the order of reliance.',
    instrument,
  ).prefault([]),
  certificates: list(
    'Its certificates.',
    record('A certificate.', {
      edition: lawId('The edition of the standard.', CERTIFICATE_EDITIONS),
      from: instant('When it starts to hold.'),
      to: instant('The printed end. It ends earlier if its edition does.'),
      services: list(
        'What it covers. Default: not said, and taken as all.',
        word('storage: in data centres; support: work on cases.', CERTIFIED_SERVICES),
      )
        .min(1)
        .optional(),
      products: list(
        'The products whose support it covers. Default: not said, and taken as all.',
        reference('A key of products.', 'office-365'),
      )
        .min(1)
        .optional(),
    }),
  ).prefault([]),
  adequacy: list(
    'Whether it is within the scope of adequacy decisions that do not cover everybody. Not said: a transfer on them is not judged.',
    record('Whether a decision covers it.', {
      decision: lawId('The decision, by its id.', COVERING_DECISIONS, 'unknown-basis', 'ADEQUACY_CA'),
      covered: word('Whether the company is within the scope of the decision.', ['yes', 'no']),
      from: instant('From when on that is so.'),
      to: instant('Until when it is so. Leave it out if that has no end.').optional(),
    }),
  ).prefault([]),
  gdpr: list(
    'Whether the GDPR itself applies to what it does with the data. The clauses of 2021 are for companies to which it does not apply.',
    record('Whether the GDPR applies to it.', {
      applies: word('Whether the GDPR itself applies to what the company does with the data (Art. 3).', [
        'yes',
        'no',
      ]),
      from: instant('From when on that is so.'),
      to: instant('Until when it is so. Leave it out if that has no end.').optional(),
    }),
  ).prefault([]),
  announced: instant('For a subcontractor: when customers were told about it.').optional(),
  countries: list(
    'For a subcontractor: countries that customers were told about. Default: any.',
    country('A country, ISO 3166-1 alpha-2.'),
  )
    .min(1)
    .optional(),
  flowDown: record(
    'For a subcontractor: the period in which the duties towards customers are passed on in writing.',
    {
      from: instant('When the contract starts to bind it.'),
      to: instant('When it ends. Leave it out if it has no end.').optional(),
    },
  ).optional(),
  rank: wholeNumber(
    'For a subcontractor: 1 if the vendor has contracted it, 2 if one of rank 1 has, and so on. Default: not said.',
    [1, 9],
    1,
  ).optional(),
  citizenship: citizenship(
    'Each of its staff is a citizen of at least one of these countries. Default: not said.',
  ).optional(),
  control: list(
    'Who controls it. []: nobody does. Default: not said; for an affiliate, the vendor and those who control the vendor.',
    record('Somebody who controls it.', {
      by: country('The state, or the country of the person or company.'),
      from: instant('When the control starts.'),
      to: instant('When it ends. Leave it out if it has no end.').optional(),
    }),
  ).optional(),
});

/** A span of time: `to` or `for`. */
export const span = fixedMap(null, {
  from: instant('When it starts.'),
  to: instant('When it ends. Give this, or for.').optional(),
  for: duration('How long it lasts. Give this, or to.', { example: '6 h' }).optional(),
});

const outageKeys = {
  planned: list('Planned outages.', span).prefault([]),
  random: record('Random outages, from their own random stream.', {
    every: duration('Mean time from one repair to the next failure, exponential.', {
      above: 0,
      example: '60 days',
    }),
    for: duration('Mean time to repair, exponential.', { above: 0, example: '4 h' }),
  }).optional(),
};

export const outages = record('When it is down.', outageKeys);

const names = (description: string, example: string) =>
  list(description, reference(description, example)).prefault([]);

const commonOutage = record('Outages that several places have at the same time, from one cause.', {
  regions: names('All service centres of these regions.', 'emea'),
  centres: names('Service centres: keys of centres.', 'dublin'),
  dataCentres: names('Data centres: keys of dataCentres.', 'dublin-dc'),
  ...outageKeys,
});

const dataCentre = record('A place where copies of cases are stored.', {
  title: title('Name for reports. Default: the id.').optional(),
  country: country('Where the data rests, ISO 3166-1 alpha-2.'),
  entity: assumed(
    reference('The company that runs it: a key of entities. Assumed if left out: the only one.', 'vendor'),
  ),
  outages: outages.optional(),
});

const places = (description: string) => list(description, reference('A key of dataCentres.', 'us-west'));

const placement = record('Where copies are put.', {
  primary: places('Data centres for the primary copy, in order of choice.').min(1),
  replica: places('Data centres for the replica, in order of choice; none: no replica.').prefault([]),
});

const zones = (description: string) =>
  perWord(description, PROMISE_DIMENSIONS, (dimension) => zone(DIMENSION_MEANINGS[dimension]).optional());

const DIMENSION_MEANINGS: Readonly<Record<(typeof PROMISE_DIMENSIONS)[number], string>> = {
  storage: 'Where primary copies and replicas may rest.',
  backup: 'Where backups may rest.',
  workingCopy: 'Where a copy on a local support system may rest.',
  processing: 'Where machines may handle the data.',
  access: 'Where the person who sees it may be.',
  personnel: 'Where that person must reside.',
};

const breakGlass = record(
  'Emergency access: cases that nobody inside can take may be seen from outside, by remote view.',
  {
    strandedFor: duration(
      'How long a case of severity A must wait because residency leaves no eligible centre.',
      { above: 0, example: '30 min' },
    ),
    window: duration('How long it stays open then; at most 28 days.', { above: 0, example: '2 h' }),
    approvers: reference(
      'The group of which two agents on duty approve it, as centre/group.',
      'dublin/leads',
    ),
    notice: duration('How long after the opening its customer is told.', { example: '1 day' }),
    review: duration('How long after the window it is reviewed.', { example: '3 days' }),
  },
);

const access = record(
  'How somebody outside may see a case. Default: not at all. With both keys, both conditions hold.',
  {
    approved: record(
      'Somebody outside may see a case, by remote view, once the customer has approved it. The customer is asked once, when nobody inside is free.',
      {
        answer: distribution('How long the customer takes to answer. Meanwhile the case waits.'),
        refused: share('Probability that the customer refuses. Then the case is worked on inside only.', 0.2),
      },
    ).optional(),
    escorted: record(
      'Somebody outside may see a case, by remote view, but only while an agent inside watches, from the first moment to the last.',
      {
        by: zone('Where the escort must be: an agent who may see the case.'),
        part: numberAbove(
          'The part of the work for which the agent outside sees the case. The rest is after-contact work. Default: 1.',
          [0, 1],
          0.6,
        ).optional(),
      },
    ).optional(),
  },
);

const promise = record('A promise to customers about places.', {
  title: title('Name for reports. Default: that of the profile, or the id.').optional(),
  profile: word(
    'A promise that was really made, by its name.',
    Object.keys(PROMISE_PROFILES) as readonly PromiseProfileId[],
    'unknown-promise-profile',
    'premier-eea-2014',
  ).optional(),
  zones: zones(
    'Zones for every item class. Default: ANY. With a profile: the differences from it.',
  ).optional(),
  except: perWord('Item classes with a different promise.', ITEM_CLASSES, (itemClass) =>
    zones(`The differences for the item class ${itemClass}.`).optional(),
  ).optional(),
  storedFirst: zone(
    'Where customer data is stored first, before any copy is made elsewhere. Default: anywhere. With a profile: the difference from it.',
  ).optional(),
  certified: word(
    'Data is stored only by companies with a certificate on this standard.',
    CERTIFIED_STANDARDS,
  ).optional(),
  certifiedSupport: word(
    "Cases are worked on only by companies with a certificate on this standard that covers the support of the case's product.",
    CERTIFIED_STANDARDS,
  ).optional(),
  subcontractorStandard: word(
    'equivalent: subcontractors hold certificates on the standards on which the vendor does, for the same services and products. Default: not said.',
    ['equivalent'] as const,
  ).optional(),
  subcontractors: word(
    'Which subcontractors may hold or see data. any; announced: customers were told, in the countries listed, bound in writing; none. Default: any.',
    SUBCONTRACTOR_RULES,
  ).optional(),
  subcontractorsOnly: word(
    'Subcontractors take a case, or are consulted about it, only when required: while nobody of the vendor or an affiliate who is able and permitted is free. Default: not said.',
    ['when required'],
  ).optional(),
  learning: word('Whether software may learn from the cases. Default: forbidden.', [
    'forbidden',
    'allowed',
  ]).prefault('forbidden'),
  breakGlass: breakGlass.optional(),
  access: access.optional(),
});

const evacuation = record('An evacuation of a data centre.', {
  dataCentre: reference('The data centre that is emptied.', 'london'),
  at: instant('From this moment on, nothing is placed there, and every copy moves.'),
  to: places('Where the copies go, in order of choice.').min(1),
});

export const networkSections = {
  entities: assumed(
    byId(
      'Companies: vendor, affiliates, subcontractors. Assumed if left out: one, in the country of the first centre.',
      entity,
      yaml`
          entities:
            vendor:
              title: The vendor
              kind: vendor
              country: US
              role: processor
              instruments:
                - { framework: SAFE_HARBOR_EU_US, from: 2001-06-29, to: 2015-10-06 }
                - { clauses: SCC_2010_C2P, from: 2010-05-15, signedFor: customers, assessed: 2010-05-15 }
                - { bindingRules: Rules of the group, from: 2012-01-01, approved: { EEA: 2012-01-01 }, covers: processor }
              certificates:
                - { edition: ISO27001_2013, from: 2014-01-01, to: 2017-01-01, services: [storage, support], products: [azure] }
              adequacy:
                - { decision: ADEQUACY_CA, covered: yes, from: 2004-01-01, to: 2030-01-01 }
              gdpr:
                - { applies: no, from: 2018-05-25, to: 2030-01-01 }
            partner:
              kind: subcontractor
              country: AU
              announced: 2014-01-01
              countries: [AU]
              flowDown: { from: 2014-01-01, to: 2016-01-01 }
              rank: 1
              citizenship: [AU, NZ]
              control: [{ by: JP, from: 2012-07-01, to: 2020-01-01 }]
        `,
    ),
  ),
  dataCentres: assumed(
    byId(
      'Data centres. Assumed if left out: one, in the country of the first centre.',
      dataCentre,
      yaml`
          dataCentres:
            virginia-dc:
              title: Virginia
              country: US
              entity: vendor
              outages:
                planned:
                  - { from: 2014-11-04T00:00:00Z, for: 6 h }
                  - { from: 2014-11-08T22:00:00Z, to: 2014-11-09T02:00:00Z }
                random: { every: 60 days, for: 4 h }
        `,
    ),
  ),
  commonOutages: byId(
    'Outages that several places have in common.',
    commonOutage,
    yaml`
          commonOutages:
            cable:
              centres: [dublin]
              dataCentres: [dublin-dc]
              random: { every: 90 days, for: 2 h }
            strike:
              regions: [emea]
              planned: [{ from: 2014-11-05T06:00:00Z, for: 4 h }, { from: 2014-11-06T06:00:00Z, to: 2014-11-06T09:00:00Z }]
        `,
  ).prefault({}),
  placements: assumed(
    byId(
      'Where copies are put. Assumed if left out: in any data centre.',
      placement,
      yaml`
          placements:
            default: { primary: [dublin-dc, amsterdam-dc], replica: [amsterdam-dc] }
        `,
    ),
  ),
  promises: assumed(
    byId(
      'Residency promises. Assumed if left out: one that promises nothing.',
      promise,
      yaml`
          promises:
            eea:
              title: In the EEA
              zones: { storage: EEA, backup: EEA, workingCopy: EEA, processing: EEA, access: EEA, personnel: ANY }
              except:
                telemetry: { storage: ANY, backup: ANY, workingCopy: ANY, processing: ANY, access: ANY, personnel: ANY }
                case metadata: { backup: EU }
              storedFirst: EEA
              certified: ISO27001
              certifiedSupport: ISO27001
              subcontractorStandard: equivalent
              subcontractors: announced
              subcontractorsOnly: when required
              learning: allowed
              breakGlass: { strandedFor: 30 min, window: 2 h, approvers: redmond/experts, notice: 1 day, review: 3 days }
              access: { approved: { answer: lognormal 20 min cv 1, refused: 0.2 }, escorted: { by: EEA, part: 0.6 } }
          ---
          promises:
            default: { profile: premier-eea-2014 }
        `,
    ),
  ),
  evacuations: list(
    'Planned evacuations of data centres.',
    evacuation,
    yaml`
          evacuations:
            - { dataCentre: amsterdam-dc, at: 2014-11-10T00:00:00Z, to: [dublin-dc] }
        `,
  ).prefault([]),
};
