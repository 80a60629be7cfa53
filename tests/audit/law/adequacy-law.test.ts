import { describe, expect, it } from 'vitest';
import {
  ADEQUACY_DECISIONS,
  type AdequacyStatement,
  BASIS_KINDS,
  type BasisDates,
  type BasisInstrument,
  coverageOf,
  exportRegimeOf,
  type GdprStatement,
  type LegalEntity,
  NONE_16,
  NONE_32,
} from '#domain';
import { TransferLaw } from '../../../src/audit/law/transfer-law.ts';
import { ScenarioTables } from '../../../src/audit/tables/scenario-tables.ts';
import { tinyScenario } from '../../generators/tiny-scenario.ts';

/** The centre in place 4, run by entity 1, which receives data of the customers of stream 1. */
const REDMOND = 4;

interface Asked {
  readonly at: string;
  readonly to: string;
  readonly customer?: string;
  readonly company?: Partial<LegalEntity>;
  readonly exporter?: Partial<LegalEntity>;
  readonly bases?: readonly BasisDates[];
}

function lawOf({ at, bases, company = {}, customer = 'DE', exporter = {}, to }: Asked): TransferLaw {
  const base = tinyScenario();
  const others = [
    { country: 'IE', instruments: [], ...exporter },
    { instruments: [], ...company },
  ];
  const law = new TransferLaw(
    new ScenarioTables({
      ...base,
      ...(bases === undefined ? {} : { law: { bases } }),
      centres: base.centres.map((centre, i) => (i === 1 ? { ...centre, country: to } : centre)),
      entities: base.entities.map((entity, i) => ({ ...entity, ...others[i] })),
      streams: base.streams.map((stream) => ({ ...stream, country: customer })),
    }),
  );
  law.setInstant(Date.parse(at));
  return law;
}

/** The verdict on a transfer that relies on adequacy, or on the first instrument of the company. */
function verdictOn(asked: Asked, from = NONE_16): string {
  const relied = asked.company?.instruments?.[0];
  const judgement = lawOf(asked).judge(1, {
    kind: BASIS_KINDS.indexOf(relied?.kind ?? 'adequacy'),
    exporter: from,
    importer: 1,
    place: REDMOND,
    instrument: relied === undefined ? NONE_32 : 0,
  });
  return judgement.verdict === 'valid' ? 'valid' : `${judgement.verdict}: ${judgement.reason}`;
}

const kindOf = (verdict: string) => verdict.split(':')[0];

function said(decision: string, isCovered: boolean, from = '1990-01-01', to?: string): AdequacyStatement {
  return {
    decision,
    isCovered,
    fromEpochMs: Date.parse(from),
    toEpochMs: to === undefined ? null : Date.parse(to),
  };
}

/** Each limited decision, in a country of its list, at a time when it is in force, for a customer whom its law protects. */
const LIMITED = ADEQUACY_DECISIONS.filter(({ scope }) => coverageOf(scope) === 'as said').map((decision) => {
  const customer = { EEA: 'DE', CH: 'CH', UK: 'GB' }[decision.fromZone];
  const at = new Date(decision.validFromMs + 60_000).toISOString();
  return { at, customer, id: decision.id, to: decision.toCountries[0] as string };
});

const CLAUSES: BasisInstrument = {
  kind: 'standard-clauses',
  instrument: 'SCC_2021',
  toEpochMs: null,
  assessedEpochMs: 0,
  fromEpochMs: Date.parse('2021-07-01'),
};

describe('limited adequacy decisions', () => {
  it('are those on Canada, the Faroes, Israel, Uruguay, Japan, Korea and the United Kingdom, of each regime that has them', () => {
    expect(LIMITED.map(({ customer, to }) => `${customer}-${to}`).sort()).toEqual([
      ...['CH-CA', 'CH-CA', 'CH-IL', 'CH-UY'],
      ...['DE-CA', 'DE-FO', 'DE-GB', 'DE-IL', 'DE-JP', 'DE-KR', 'DE-UY'],
      ...['GB-CA', 'GB-FO', 'GB-IL', 'GB-JP', 'GB-KR'],
    ]);
    for (const { at, customer } of LIMITED)
      expect(exportRegimeOf(customer, Date.parse(at)), at).not.toBeNull();
  });

  it.each(LIMITED)('$id: silent is not judged, yes is valid, no is invalid', ({ at, customer, id, to }) => {
    const ask = (adequacy?: readonly AdequacyStatement[]) =>
      verdictOn({ at, to, customer, company: adequacy === undefined ? {} : { adequacy } });
    expect(ask()).toMatch(
      /^open: .+ is limited \(.+\), and the scenario does not say whether .+ is within it$/,
    );
    expect(ask([said(id, true)])).toBe('valid');
    expect(ask([said(id, false)])).toMatch(/^invalid: does not hold: .+ is said not to be within it$/);
    expect(kindOf(ask([said('ADEQUACY_AR', true)]))).toBe('open');
  });

  it('are judged by what is said for the time of the transfer', () => {
    const adequacy = [
      said('ADEQUACY_CA', true, '2014-01-01', '2014-06-01'),
      said('ADEQUACY_CA', false, '2014-06-01', '2015-01-01'),
    ];
    const on = (day: string) =>
      kindOf(verdictOn({ at: `${day}T12:00:00Z`, to: 'CA', company: { adequacy } }));
    expect([on('2013-12-31'), on('2014-05-31'), on('2014-06-01'), on('2015-01-01')]).toEqual([
      ...['open', 'valid', 'invalid', 'open'],
    ]);
  });

  it('leave a place its basis unless the company is said not to be within the scope and has no other', () => {
    const has = (company: Partial<LegalEntity>) =>
      lawOf({ at: '2022-01-10T00:00:00Z', to: 'CA', company }).hasBasis(1, REDMOND);
    expect(has({})).toBe(true);
    expect(has({ adequacy: [said('ADEQUACY_CA', true)] })).toBe(true);
    expect(has({ adequacy: [said('ADEQUACY_CA', false)] })).toBe(false);
    expect(has({ adequacy: [said('ADEQUACY_CA', false)], instruments: [CLAUSES] })).toBe(true);
  });

  it('are judged so under dates of the scenario, too', () => {
    const bases = [{ basis: 'ADEQUACY_JP', fromEpochMs: Date.parse('2014-06-19'), toEpochMs: null }];
    const asked = { at: '2014-06-19T12:00:00Z', to: 'JP', bases };
    expect(kindOf(verdictOn(asked))).toBe('open');
    expect(verdictOn({ ...asked, company: { adequacy: [said('ADEQUACY_JP', true)] } })).toBe('valid');
  });

  it('cover everybody from the day on which the limit ends: the United Kingdom since 19 December 2025, in Brussels', () => {
    const british = (at: string, company: Partial<LegalEntity> = {}) =>
      kindOf(verdictOn({ at, to: 'GB', company }));
    expect(british('2025-12-18T22:59:00Z')).toBe('open');
    expect(british('2025-12-18T23:00:00Z')).toBe('valid');
    expect(british('2025-12-18T23:00:00Z', { adequacy: [said('ADEQUACY_GB', false)] })).toBe('valid');
  });

  it('make no difference within a company where the authorities say that nothing is transferred', () => {
    const own = { kind: BASIS_KINDS.indexOf('same-entity'), exporter: 1, importer: 1, place: REDMOND };
    const within = (at: string, company: Partial<LegalEntity> = {}) =>
      lawOf({ at, to: 'CA', company }).judge(1, { ...own, instrument: NONE_32 }).verdict;
    expect(within('2014-11-03T00:00:00Z')).toBe('open');
    expect(within('2014-11-03T00:00:00Z', { adequacy: [said('ADEQUACY_CA', true)] })).toBe('valid');
    expect(within('2014-11-03T00:00:00Z', { adequacy: [said('ADEQUACY_CA', false)] })).toBe('open');
    expect(within('2024-01-01T00:00:00Z', { adequacy: [said('ADEQUACY_CA', false)] })).toBe('valid');
  });
});

describe('a decision that the EEA has not taken over', () => {
  const brazil = (customer: string, at = '2026-01-26T12:00:00Z') => verdictOn({ at, to: 'BR', customer });

  it('is not judged for customers in Norway, Iceland and Liechtenstein, from the day of the decision of the EU on', () => {
    for (const customer of ['NO', 'IS', 'LI']) {
      expect(kindOf(brazil(customer, '2026-01-25T12:00:00Z')), customer).toBe('invalid');
      expect(brazil(customer), customer).toBe(
        `open: the EEA has not yet taken over ADEQUACY_BR: whether it carries data under the law of ${customer} is not settled`,
      );
    }
    expect(brazil('DE')).toBe('valid');
  });

  it('is not judged for a company there that passes on data of customers in the Union', () => {
    const asked = { at: '2026-02-01T00:00:00Z', to: 'BR' };
    expect(kindOf(verdictOn({ ...asked, exporter: { country: 'NO' } }, 0))).toBe('open');
    expect(kindOf(verdictOn({ ...asked, exporter: { country: 'IE' } }, 0))).toBe('valid');
  });

  it('carries data under dates of the scenario, which are the law of its world', () => {
    const bases = [{ basis: 'ADEQUACY_BR', fromEpochMs: Date.parse('2025-01-01'), toEpochMs: null }];
    expect(verdictOn({ at: '2026-02-01T00:00:00Z', to: 'BR', customer: 'NO', bases })).toBe('valid');
  });
});

describe('the clauses of 2021', () => {
  const gdpr = (applies: boolean, from = '2018-05-25'): readonly GdprStatement[] => [
    { applies, fromEpochMs: Date.parse(from), toEpochMs: null },
  ];
  const indian = (company: Partial<LegalEntity>, at = '2024-06-01T00:00:00Z') =>
    verdictOn({ at, to: 'IN', company: { country: 'IN', instruments: [CLAUSES], ...company } });

  it('are not judged for an importer to whom the GDPR applies, by the word of the scenario or as a company in the EU or EEA', () => {
    const recital = 'SCC_2021 is for importers to whom the GDPR does not apply (recital 7), and';
    expect(indian({ gdpr: gdpr(true) })).toMatch(`open: ${recital} it applies to `);
    for (const country of ['IE', 'NO'])
      expect(indian({ country })).toMatch(`open: ${recital} it applies to `);
    expect(indian({ country: 'IE', gdpr: gdpr(false) })).toBe('valid');
    expect(indian({ gdpr: gdpr(true, '2024-07-01') })).toBe('valid');
  });

  it('are not judged for a controller elsewhere of whom nothing is said, and carry data to a processor elsewhere', () => {
    const controller = { role: 'controller' } as const;
    expect(indian(controller)).toMatch('the scenario does not say whether it applies to');
    expect(indian({ ...controller, gdpr: gdpr(false) })).toBe('valid');
    expect(indian({})).toBe('valid');
  });

  it('do not become better by that: for the wrong roles, or without an assessment in time, they carry nothing', () => {
    const late = { ...CLAUSES, assessedEpochMs: Date.parse('2025-01-01') };
    expect(kindOf(indian({ gdpr: gdpr(true), instruments: [late] }))).toBe('invalid');
  });
});

describe('"until" a day', () => {
  const older = (at: string, customer: string) =>
    kindOf(
      verdictOn({
        at,
        customer,
        to: 'IN',
        company: {
          instruments: [
            {
              kind: 'standard-clauses',
              instrument: 'SCC_2010_C2P',
              toEpochMs: null,
              assessedEpochMs: 0,
              fromEpochMs: Date.parse('2012-01-01'),
            },
          ],
        },
      }),
    );

  it('includes the day for the older clauses in the EU and Switzerland, and not in the United Kingdom', () => {
    expect([older('2022-12-27T22:59:00Z', 'DE'), older('2022-12-27T23:00:00Z', 'DE')]).toEqual([
      'valid',
      'invalid',
    ]);
    expect([older('2022-12-31T22:59:00Z', 'CH'), older('2022-12-31T23:00:00Z', 'CH')]).toEqual([
      'valid',
      'invalid',
    ]);
    expect([older('2024-03-20T23:59:00Z', 'GB'), older('2024-03-21T00:00:00Z', 'GB')]).toEqual([
      'valid',
      'invalid',
    ]);
  });
});
