import { describe, expect, it } from 'vitest';
import {
  BASIS_KINDS,
  type BasisDates,
  type BasisInstrument,
  KNOWLEDGE,
  type Knowledge,
  type LegalEntity,
  NONE_16,
  NONE_32,
} from '#domain';
import { TransferLaw } from '../../../src/audit/law/transfer-law.ts';
import { ScenarioTables } from '../../../src/audit/tables/scenario-tables.ts';
import { tinyScenario } from '../../generators/tiny-scenario.ts';

const REDMOND = 4;

/** What a scenario changes about the law, and the knowledge by which it is judged. */
interface Made {
  readonly bases?: readonly BasisDates[];
  readonly knowledge?: Knowledge;
}

/** Stream 1 is German. The centre in place 4 and its entity are set for each question. */
function lawFor(
  day: string,
  country: string,
  instruments: readonly BasisInstrument[],
  customer = 'DE',
  { bases, knowledge }: Made = {},
): TransferLaw {
  const base = tinyScenario();
  const centres = base.centres.map((centre, i) => (i === 1 ? { ...centre, country } : centre));
  const entities = base.entities.map(
    (entity, i): LegalEntity => (i === 1 ? { ...entity, instruments } : entity),
  );
  const streams = base.streams.map((stream) => ({ ...stream, country: customer }));
  const made = bases === undefined ? {} : { law: { bases } };
  const tables = new ScenarioTables({ ...base, ...made, centres, entities, streams });
  const law = new TransferLaw(tables, knowledge);
  law.setInstant(Date.parse(`${day}T12:00:00Z`));
  return law;
}
const instrument = (kind: BasisInstrument['kind'], id: string, from: string, to: string | null = null) => ({
  kind,
  instrument: id,
  fromEpochMs: Date.parse(from),
  toEpochMs: to === null ? null : Date.parse(to),
});
const SAFE_HARBOR = instrument('framework', 'SAFE_HARBOR_EU_US', '2001-06-29');
const CLAUSES_2010 = instrument('standard-clauses', 'SCC_2010_C2P', '2011-01-01');
const RULES = {
  ...instrument('binding-rules', 'ours', '2013-02-01'),
  covers: 'processor' as const,
  approvedEpochMs: { EEA: Date.parse('2013-06-01') },
};

/** The instrument with one of its records missing. */
function instrumentWithout(relied: BasisInstrument, key: 'covers'): BasisInstrument {
  const { [key]: _, ...rest } = relied;
  return rest;
}

const claim = (kind: (typeof BASIS_KINDS)[number], index = NONE_32) => ({
  kind: BASIS_KINDS.indexOf(kind),
  exporter: 0,
  importer: 1,
  place: REDMOND,
  instrument: index,
});

/** The verdict on the recorded basis if the customers send the data themselves, or if exporter 0, a processor in Ireland, does. */
function verdictOf(law: TransferLaw, relied: BasisInstrument, exporter = NONE_16): string {
  const judgement = law.judge(1, { ...claim(relied.kind, 0), exporter });
  return judgement.verdict === 'valid' ? 'valid' : `${judgement.verdict}: ${judgement.reason}`;
}

describe('TransferLaw', () => {
  it.each([
    ['2014-11-03', 'US', 'DE', true],
    ['2014-11-03', 'NO', 'DE', false],
    ['2014-11-03', 'CH', 'DE', true],
    ['2020-12-31', 'GB', 'DE', false],
    ['2021-01-01', 'GB', 'DE', true],
    ['2014-11-03', 'DE', 'CH', true],
    ['2014-11-03', 'CH', 'CH', false],
    ['2021-01-01', 'DE', 'GB', true],
    ['2014-11-03', 'IN', 'US', false],
  ])('on %s, %s needs a basis for a customer in %s: %s', (day, country, customer, expected) => {
    expect(lawFor(day, country, [], customer).needsBasis(1, NONE_16, REDMOND)).toBe(expected);
  });

  it.each([
    ['Safe Harbor before Schrems I', '2015-10-05', 'US', SAFE_HARBOR, 'valid'],
    ['Safe Harbor on the day of Schrems I', '2015-10-06', 'US', SAFE_HARBOR, 'invalid: is not in force'],
    [
      'Safe Harbor for another country',
      '2014-11-03',
      'IN',
      SAFE_HARBOR,
      'invalid: does not cover transfers under the law of EEA to IN',
    ],
    [
      'a certificate that has run out',
      '2014-11-03',
      'US',
      instrument('framework', 'SAFE_HARBOR_EU_US', '2001-06-29', '2014-11-01'),
      'invalid: has ended',
    ],
    [
      'a framework before it opened for importers',
      '2016-07-20',
      'US',
      instrument('framework', 'PRIVACY_SHIELD_EU_US', '2016-07-12'),
      'invalid: is not in force',
    ],
    [
      'the Swiss framework for a German customer',
      '2014-11-03',
      'US',
      instrument('framework', 'SAFE_HARBOR_CH_US', '2009-02-16'),
      'invalid: does not cover transfers under the law of EEA to US',
    ],
    ['clauses for processors', '2014-11-03', 'IN', CLAUSES_2010, 'valid'],
    [
      'clauses for processors to the US in 2021, without an assessment',
      '2021-03-01',
      'US',
      CLAUSES_2010,
      'open: no assessment of the law of US is on record, but SCC_2010_C2P needs one by then',
    ],
    [
      'the same, assessed in time',
      '2021-03-01',
      'US',
      { ...CLAUSES_2010, assessedEpochMs: Date.parse('2020-11-01') },
      'valid',
    ],
    [
      'the same, assessed too late',
      '2021-03-01',
      'US',
      { ...CLAUSES_2010, assessedEpochMs: Date.parse('2021-06-01') },
      'invalid: needs an assessment of the law of US, which came later',
    ],
    ['the day before assessments were needed', '2020-07-15', 'US', CLAUSES_2010, 'valid'],
    [
      'clauses of 2010 signed in February 2022',
      '2022-03-01',
      'IN',
      instrument('standard-clauses', 'SCC_2010_C2P', '2022-02-01'),
      'invalid: could not yet, or no longer, be signed under the law of EEA when it was',
    ],
    [
      'clauses that have lapsed',
      '2023-01-01',
      'IN',
      CLAUSES_2010,
      'invalid: is not in force under the law of EEA',
    ],
    [
      'clauses for controllers, relied on by a processor',
      '2014-11-03',
      'IN',
      instrument('standard-clauses', 'SCC_2004_C2C', '2011-01-01'),
      'invalid: is for C2C, and this is C2P',
    ],
    [
      'clauses that nobody has published',
      '2014-11-03',
      'IN',
      instrument('standard-clauses', 'SCC_X', '2011-01-01'),
      'invalid: is no basis under the law of EEA',
    ],
    [
      "binding rules named 'anything', of 1980",
      '2014-11-03',
      'IN',
      instrument('binding-rules', 'anything', '1980-01-01'),
      "open: no approval of 'anything' under the law of EEA is on record",
    ],
    [
      'the same, approved in 1980',
      '2014-11-03',
      'IN',
      { ...RULES, approvedEpochMs: { EEA: Date.parse('1980-01-01') } },
      'invalid: claims an approval from before there were such rules under the law of EEA',
    ],
    ['binding rules for processors, approved in time', '2014-11-03', 'IN', RULES, 'valid'],
    [
      'binding rules before their approval',
      '2013-02-03',
      'IN',
      RULES,
      'invalid: has not been approved yet under the law of EEA',
    ],
    [
      "binding rules for the group's own data",
      '2014-11-03',
      'IN',
      { ...RULES, covers: 'controller' as const },
      'invalid: covers data as controller, not as processor',
    ],
    [
      'binding rules that do not say whose data they cover',
      '2014-11-03',
      'IN',
      instrumentWithout(RULES, 'covers'),
      "open: it is not on record whose data 'ours' covers",
    ],
  ] as const)('%s: on %s in %s', (_, day, country, relied, expected) => {
    const law = lawFor(day, country, [relied]);
    expect(verdictOf(law, relied)).toBe(expected);
  });

  it('depends on the exporting law: the EU clauses of 2021 carry nothing out of the United Kingdom', () => {
    const clauses = { ...instrument('standard-clauses', 'SCC_2021', '2022-05-01'), assessedEpochMs: 0 };
    const addendum = { ...instrument('standard-clauses', 'UK_ADDENDUM', '2022-05-01'), assessedEpochMs: 0 };
    const british = (instruments: readonly BasisInstrument[]) =>
      lawFor('2022-06-01', 'IN', instruments, 'GB');
    expect(verdictOf(british([clauses]), clauses)).toBe('invalid: is no basis under the law of UK');
    expect(verdictOf(lawFor('2022-06-01', 'IN', [clauses]), clauses)).toBe('valid');
    expect(verdictOf(british([addendum]), addendum)).toBe(
      'invalid: is an addendum to SCC_2021, which is not signed',
    );
    expect(verdictOf(british([addendum, clauses]), addendum)).toBe('valid');
    expect(verdictOf(lawFor('2022-06-01', 'IN', [addendum, clauses]), addendum)).toBe(
      'invalid: is no basis under the law of EEA',
    );
  });

  it('depends on the exporter: for a processor in the EEA, clauses for controllers leave it open, unless signed for its customers', () => {
    const law = lawFor('2014-11-03', 'IN', [CLAUSES_2010]);
    expect(verdictOf(law, CLAUSES_2010, 0)).toBe(
      'open: SCC_2010_C2P is for controllers: a processor inside the zone can rely on it only on behalf of its customers, ' +
        'and no mandate is on record',
    );
    const signed = { ...CLAUSES_2010, signedFor: 'customers' as const };
    expect(verdictOf(lawFor('2014-11-03', 'IN', [signed]), signed, 0)).toBe('valid');
    // Clauses of 2021 have a module for it.
    const module3 = { ...instrument('standard-clauses', 'SCC_2021', '2021-07-01'), assessedEpochMs: 0 };
    expect(verdictOf(lawFor('2022-06-01', 'IN', [module3]), module3, 0)).toBe('valid');
  });

  it('lets an importer under such clauses pass data on to a subprocessor that has also signed them', () => {
    const base = tinyScenario();
    const entities = base.entities.map((entity, i): LegalEntity => {
      if (i === 0) return { ...entity, country: 'US', instruments: [CLAUSES_2010] };
      return i === 1 ? { ...entity, country: 'IN', instruments: [CLAUSES_2010] } : entity;
    });
    const centres = base.centres.map((centre, i) => (i === 1 ? { ...centre, country: 'IN' } : centre));
    const passedOn = (changed: readonly LegalEntity[]) => {
      const law = new TransferLaw(new ScenarioTables({ ...base, centres, entities: changed }));
      law.setInstant(base.startEpochMs);
      return verdictOf(law, CLAUSES_2010, 0);
    };
    expect(passedOn(entities)).toBe('valid');
    expect(passedOn(entities.with(0, { ...(entities[0] as LegalEntity), instruments: [] }))).toBe(
      'invalid: is for C2P, and its exporter has not signed it itself',
    );
  });

  it('also considers the law of the exporting company: the GDPR protects what a processor in the EEA does', () => {
    const american = (day: string, instruments: readonly BasisInstrument[] = []) =>
      lawFor(day, 'IN', instruments, 'US');
    expect(american('2019-01-01').needsBasis(1, 0, REDMOND)).toBe(true);
    expect(american('2019-01-01').needsBasis(1, NONE_16, REDMOND)).toBe(false);
    expect(american('2019-01-01').judge(1, claim('none')).verdict).toBe('invalid');
    const clauses = { ...instrument('standard-clauses', 'SCC_2021', '2021-07-01'), assessedEpochMs: 0 };
    expect(verdictOf(american('2022-01-01', [clauses]), clauses, 0)).toBe('valid');
    // Before the GDPR, it is open whether the directive did so.
    const before = american('2014-11-03').judge(1, claim('none'));
    expect(before).toMatchObject({ verdict: 'open' });
    expect(before.verdict === 'open' ? before.reason : '').toContain('Directive 95/46/EC, Art. 4(1)');
  });

  it('leaves transfers within a company open until the authorities said that they are none, unless it could show a basis', () => {
    const own = { ...claim('same-entity'), exporter: 1 };
    const german = (day: string, instruments: readonly BasisInstrument[] = []) =>
      lawFor(day, 'US', instruments);
    expect(german('2014-11-03').judge(1, own)).toMatchObject({ verdict: 'open' });
    expect(german('2022-06-01').judge(1, own)).toMatchObject({ verdict: 'open' });
    expect(german('2024-01-01').judge(1, own)).toEqual({ verdict: 'valid' });
    expect(german('2014-11-03', [SAFE_HARBOR]).judge(1, own)).toEqual({ verdict: 'valid' });
    // As the law is known today, the guidelines of 2023 still say nothing about 2014.
    expect(lawFor('2014-11-03', 'US', [], 'DE', { knowledge: 'now' }).judge(1, own).verdict).toBe('open');
    expect(german('2024-01-01').judge(1, { ...claim('framework', 0), exporter: 1 }).verdict).toBe('invalid');
    expect(german('2024-01-01').judge(1, claim('same-entity')).verdict).toBe('invalid');
  });

  it('finds adequacy by country and date', () => {
    const isAdequate = (day: string, country: string) =>
      lawFor(day, country, []).judge(1, claim('adequacy')).verdict === 'valid';
    expect(isAdequate('2014-11-03', 'NZ')).toBe(true);
    expect(isAdequate('2011-11-03', 'NZ')).toBe(false);
    expect(lawFor('2021-06-27', 'GB', []).hasBasis(1, REDMOND)).toBe(false);
    expect(lawFor('2021-06-28', 'GB', []).hasBasis(1, REDMOND)).toBe(true);
    expect(isAdequate('2026-06-01', 'GB')).toBe(true);
    expect(isAdequate('2014-11-03', 'US')).toBe(false);
  });

  it('lets a place have data on a valid or open basis, but not on an invalid one', () => {
    expect(lawFor('2014-11-03', 'US', [SAFE_HARBOR]).hasBasis(1, REDMOND)).toBe(true);
    expect(lawFor('2014-11-03', 'IN', [CLAUSES_2010]).hasBasis(1, REDMOND)).toBe(true);
    expect(lawFor('2015-10-06', 'US', [SAFE_HARBOR]).hasBasis(1, REDMOND)).toBe(false);
    expect(lawFor('2014-11-03', 'US', []).hasBasis(1, REDMOND)).toBe(false);
  });

  it('lets an entity that holds every data centre of the placement see its own data', () => {
    const base = tinyScenario();
    const centres = base.centres.map((centre, i) =>
      i === 1 ? { ...centre, country: 'IN', entity: 0 } : centre,
    );
    const hasBasis = (dataCentres: typeof base.dataCentres) => {
      const law = new TransferLaw(new ScenarioTables({ ...base, centres, dataCentres }));
      law.setInstant(base.startEpochMs);
      return law.hasBasis(1, REDMOND);
    };
    expect(hasBasis(base.dataCentres)).toBe(true);
    expect(hasBasis(base.dataCentres.map((d, i) => (i === 1 ? { ...d, entity: 1 } : d)))).toBe(false);
  });

  it('forgets its answers when the instant changes', () => {
    const law = lawFor('2015-10-05', 'US', [SAFE_HARBOR]);
    expect(verdictOf(law, SAFE_HARBOR)).toBe('valid');
    law.setInstant(Date.parse('2015-10-06T12:00:00Z'));
    expect(verdictOf(law, SAFE_HARBOR)).toBe('invalid: is not in force');
  });
});

describe('TransferLaw of a scenario that dates a basis itself', () => {
  const from = (basis: string, day: string, to: string | null): BasisDates => ({
    basis,
    fromEpochMs: Date.parse(day),
    toEpochMs: to === null ? null : Date.parse(to),
  });
  const holds = (
    day: string,
    country: string,
    relied: BasisInstrument | null,
    dates: BasisDates,
    knowledge: Knowledge,
  ) => {
    const made = { bases: [dates], knowledge };
    const law = lawFor(day, country, relied === null ? [] : [relied], 'DE', made);
    const told = relied === null ? claim('adequacy') : claim(relied.kind, 0);
    return law.judge(1, { ...told, exporter: NONE_16 }).verdict === 'valid';
  };
  const shield = instrument('framework', 'PRIVACY_SHIELD_EU_US', '2010-01-01');
  const clauses = { ...instrument('standard-clauses', 'SCC_2021', '2010-01-01'), assessedEpochMs: 0 };

  it.each([
    [
      'Safe Harbor ends earlier',
      'US',
      SAFE_HARBOR,
      from('SAFE_HARBOR_EU_US', '2000-11-01', '2014-06-16'),
      ['2014-06-15'],
      ['2014-06-16', '2015-01-01'],
    ],
    [
      'Safe Harbor does not fall',
      'US',
      SAFE_HARBOR,
      from('SAFE_HARBOR_EU_US', '2000-11-01', null),
      ['2015-10-05', '2018-01-01'],
      [],
    ],
    [
      'Privacy Shield comes earlier, and goes',
      'US',
      shield,
      from('PRIVACY_SHIELD_EU_US', '2014-06-19', '2015-06-19'),
      ['2014-06-19', '2015-06-18'],
      ['2014-06-18', '2015-06-19', '2016-09-01'],
    ],
    [
      'clauses come earlier',
      'IN',
      clauses,
      from('SCC_2021', '2014-06-19', null),
      ['2014-06-19'],
      ['2014-06-18'],
    ],
    [
      'a decision of adequacy ends',
      'NZ',
      null,
      from('ADEQUACY_NZ', '2012-12-19', '2014-06-16'),
      ['2014-06-15'],
      ['2014-06-16', '2020-01-01'],
    ],
    [
      'a decision on Brazil comes earlier',
      'BR',
      null,
      from('ADEQUACY_BR', '2014-06-19', null),
      ['2014-06-19'],
      ['2014-06-18'],
    ],
    [
      'a basis comes after the day of the data',
      'US',
      shield,
      from('PRIVACY_SHIELD_EU_US', '2030-01-01', '2031-01-01'),
      ['2030-01-01', '2030-12-31'],
      ['2029-12-31', '2031-01-01'],
    ],
  ] as const)('%s: as known then, and as known now', (_, country, relied, dates, lawful, unlawful) => {
    for (const knowledge of KNOWLEDGE) {
      for (const day of lawful) expect(holds(day, country, relied, dates, knowledge), day).toBe(true);
      for (const day of unlawful) expect(holds(day, country, relied, dates, knowledge), day).toBe(false);
    }
  });

  it('leaves the other bases as in history: Safe Harbor never held, as known now', () => {
    const other = { bases: [from('PRIVACY_SHIELD_EU_US', '2014-06-19', null)] };
    const onSafeHarbor = (knowledge: Knowledge) =>
      lawFor('2014-11-03', 'US', [SAFE_HARBOR], 'DE', { ...other, knowledge }).hasBasis(1, REDMOND);
    expect([onSafeHarbor('then'), onSafeHarbor('now')]).toEqual([true, false]);
  });

  it('keeps answers about nonexistent places and companies apart from those about real ones', () => {
    const law = lawFor('2014-11-03', 'US', []);
    const fresh = lawFor('2014-11-03', 'US', []);
    const places = tinyScenario().dataCentres.length + tinyScenario().centres.length;
    // In a table, numbers beyond the last place of a stream belong to the next stream.
    for (let place = places; place < 2 * places; place++) {
      for (const exporter of [NONE_16, 0, 9]) {
        law.needsBasis(0, exporter, place);
        law.judge(0, { ...claim('framework', 0), exporter, place });
      }
      const same = { ...claim('adequacy'), place: place - places };
      expect(law.needsBasis(1, 0, place - places), `${place}`).toBe(fresh.needsBasis(1, 0, place - places));
      expect(law.judge(1, same), `${place}`).toEqual(fresh.judge(1, same));
    }
  });
});
