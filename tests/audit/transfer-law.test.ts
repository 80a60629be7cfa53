import { describe, expect, it } from 'vitest';
import {
  BASIS_KINDS,
  type BasisDates,
  type BasisInstrument,
  KNOWLEDGE,
  type Knowledge,
  type LegalEntity,
  NONE_32,
} from '#domain';
import { ScenarioTables } from '../../src/audit/scenario-tables.ts';
import { TransferLaw } from '../../src/audit/transfer-law.ts';
import { tinyScenario } from '../generators/tiny-scenario.ts';

const REDMOND = 4;

/** What a scenario makes of the law, and by what is known it is judged. */
interface Made {
  readonly bases?: readonly BasisDates[];
  readonly knowledge?: Knowledge;
}

/** Stream 1 is German; the centre in place 4 and its entity are set for each question. */
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
const claim = (kind: (typeof BASIS_KINDS)[number], index = NONE_32) => ({
  kind: BASIS_KINDS.indexOf(kind),
  exporter: 0,
  importer: 1,
  place: REDMOND,
  instrument: index,
});

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
    expect(lawFor(day, country, [], customer).needsBasis(1, REDMOND)).toBe(expected);
  });

  it.each([
    ['Safe Harbor before Schrems I', '2015-10-05', 'US', SAFE_HARBOR, true],
    ['Safe Harbor on the day of Schrems I', '2015-10-06', 'US', SAFE_HARBOR, false],
    ['Safe Harbor for another country', '2014-11-03', 'IN', SAFE_HARBOR, false],
    [
      'a certificate that has run out',
      '2014-11-03',
      'US',
      instrument('framework', 'SAFE_HARBOR_EU_US', '2001-06-29', '2014-11-01'),
      false,
    ],
    [
      'a framework before it opened for importers',
      '2016-07-20',
      'US',
      instrument('framework', 'PRIVACY_SHIELD_EU_US', '2016-07-12'),
      false,
    ],
    [
      'the Swiss framework for a German customer',
      '2014-11-03',
      'US',
      instrument('framework', 'SAFE_HARBOR_CH_US', '2009-02-16'),
      false,
    ],
    [
      'clauses in force',
      '2014-11-03',
      'IN',
      instrument('standard-clauses', 'SCC_2010_C2P', '2011-01-01'),
      true,
    ],
    [
      'clauses that have lapsed',
      '2023-01-01',
      'IN',
      instrument('standard-clauses', 'SCC_2010_C2P', '2011-01-01'),
      false,
    ],
    [
      'clauses that nobody has published',
      '2014-11-03',
      'IN',
      instrument('standard-clauses', 'SCC_X', '2011-01-01'),
      false,
    ],
    ['binding rules', '2014-11-03', 'IN', instrument('binding-rules', 'ours', '2013-01-01'), true],
    [
      'binding rules before their approval',
      '2012-11-03',
      'IN',
      instrument('binding-rules', 'ours', '2013-01-01'),
      false,
    ],
  ] as const)('%s: on %s in %s', (_, day, country, relied, expected) => {
    const law = lawFor(day, country, [relied]);
    expect(law.isValid(1, claim(relied.kind, 0))).toBe(expected);
    expect(law.hasBasis(1, REDMOND)).toBe(expected);
  });

  it('finds adequacy by country and date', () => {
    expect(lawFor('2014-11-03', 'NZ', []).isValid(1, claim('adequacy'))).toBe(true);
    expect(lawFor('2011-11-03', 'NZ', []).isValid(1, claim('adequacy'))).toBe(false);
    expect(lawFor('2021-06-27', 'GB', []).hasBasis(1, REDMOND)).toBe(false);
    expect(lawFor('2021-06-28', 'GB', []).hasBasis(1, REDMOND)).toBe(true);
    expect(lawFor('2014-11-03', 'US', []).isValid(1, claim('adequacy'))).toBe(false);
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
    expect(law.isValid(1, claim('framework', 0))).toBe(true);
    law.setInstant(Date.parse('2015-10-06T12:00:00Z'));
    expect(law.isValid(1, claim('framework', 0))).toBe(false);
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
    expect(law.hasBasis(1, REDMOND)).toBe(law.isValid(1, told));
    return law.hasBasis(1, REDMOND);
  };
  const shield = instrument('framework', 'PRIVACY_SHIELD_EU_US', '2010-01-01');
  const clauses = instrument('standard-clauses', 'SCC_2021', '2010-01-01');

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
      'a decision on Japan comes earlier',
      'JP',
      null,
      from('ADEQUACY_JP', '2014-06-19', null),
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
  ] as const)(
    '%s: by what was known then, and by what is known now',
    (_, country, relied, dates, lawful, unlawful) => {
      for (const knowledge of KNOWLEDGE) {
        for (const day of lawful) expect(holds(day, country, relied, dates, knowledge), day).toBe(true);
        for (const day of unlawful) expect(holds(day, country, relied, dates, knowledge), day).toBe(false);
      }
    },
  );

  it('leaves the other bases as they are in history: Safe Harbor never held, by what is known now', () => {
    const other = { bases: [from('PRIVACY_SHIELD_EU_US', '2014-06-19', null)] };
    const onSafeHarbor = (knowledge: Knowledge) =>
      lawFor('2014-11-03', 'US', [SAFE_HARBOR], 'DE', { ...other, knowledge }).hasBasis(1, REDMOND);
    expect([onSafeHarbor('then'), onSafeHarbor('now')]).toEqual([true, false]);
  });

  it('keeps what it says of a place that there is not apart from the places that there are', () => {
    const law = lawFor('2014-11-03', 'US', []);
    const fresh = lawFor('2014-11-03', 'US', []);
    const places = tinyScenario().dataCentres.length + tinyScenario().centres.length;
    // Numbers of places beyond the last of a stream are those of the next stream in a table.
    for (let place = places; place < 2 * places; place++) {
      law.needsBasis(0, place);
      law.isValid(0, { ...claim('framework', 0), place });
      expect(law.needsBasis(1, place - places), `${place}`).toBe(fresh.needsBasis(1, place - places));
      const same = { ...claim('adequacy'), place: place - places };
      expect(law.isValid(1, same), `${place}`).toBe(fresh.isValid(1, same));
    }
  });
});
