import { describe, expect, it } from 'vitest';
import { BASIS_KINDS, type BasisInstrument, type LegalEntity, NONE_32 } from '#domain';
import { ScenarioTables } from '../../src/audit/scenario-tables.ts';
import { TransferLaw } from '../../src/audit/transfer-law.ts';
import { tinyScenario } from '../generators/tiny-scenario.ts';

const REDMOND = 4;
/** Stream 1 is German; the centre in place 4 and its entity are set for each question. */
function lawFor(
  day: string,
  country: string,
  instruments: readonly BasisInstrument[],
  customer = 'DE',
): TransferLaw {
  const base = tinyScenario();
  const centres = base.centres.map((centre, i) => (i === 1 ? { ...centre, country } : centre));
  const entities = base.entities.map(
    (entity, i): LegalEntity => (i === 1 ? { ...entity, instruments } : entity),
  );
  const streams = base.streams.map((stream) => ({ ...stream, country: customer }));
  const law = new TransferLaw(new ScenarioTables({ ...base, centres, entities, streams }));
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
