import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '#base';
import type { Scenario } from '#domain';
import { tinyScenario } from '../../generators/tiny-scenario.ts';
import { LedgerBuilder, quietDay, resultOf, violated, withNightfall } from '../ledger-builder.ts';

type Subcontract = NonNullable<Scenario['entities'][number]['subcontract']>;

const at = (hour: number) => tinyScenario().startEpochMs + hour * HOUR_MS;
const BOUND: Subcontract = {
  announcedEpochMs: at(-10),
  countries: null,
  flowDown: { fromEpochMs: at(-10), toEpochMs: null },
};

/** Premier cases under that rule. The Irish company, which stores and works them, is a subcontractor. */
function under(rule: 'announced' | 'none' | null, changes: Partial<Subcontract> | null): Scenario {
  const base = tinyScenario();
  return {
    ...base,
    entities: base.entities.map((entity, e) =>
      e === 0
        ? {
            ...entity,
            kind: 'subcontractor' as const,
            ...(changes === null ? {} : { subcontract: { ...BOUND, ...changes } }),
          }
        : entity,
    ),
    promises: base.promises.map((promise, i) =>
      i === 1 && rule !== null ? { ...promise, subcontractors: rule } : promise,
    ),
  };
}

/** Stored in Dublin and Amsterdam, seen in Dublin: two stores and a view. */
const worked = (scenario: Scenario) =>
  withNightfall(
    new LedgerBuilder(scenario).begin().at(1).refresh(HOUR_MS).intake(0).dublinTakes(0).at(2).dublinSolves(0),
  );

describe('R9 subcontractor', () => {
  it('is not judged if promises say nothing about subcontractors', () => {
    expect(resultOf(quietDay(), 'R9')).toMatchObject({ checks: 0, violations: 0 });
    expect(resultOf(worked(under(null, null)), 'R9')).toMatchObject({ checks: 0, violations: 0 });
  });

  it('lets a subcontractor store and see data if it is announced for the country and bound', () => {
    expect(violated(worked(under('announced', {})))).toEqual([]);
    expect(violated(worked(under('announced', { countries: ['IE', 'NL'] })))).toEqual([]);
    expect(resultOf(worked(under('announced', {})), 'R9').checks).toBe(3);
  });

  it.each([
    ['without a known contract', 'announced', null, 'has not been announced', 3],
    ['that are announced later', 'announced', { announcedEpochMs: at(1) + 1 }, 'has not been announced', 3],
    ['that are announced for another country', 'announced', { countries: ['IE'] }, 'for NL', 1],
    ['that are not bound', 'announced', { flowDown: null }, 'not bound', 3],
    [
      'that are no longer bound',
      'announced',
      { flowDown: { fromEpochMs: at(-9), toEpochMs: at(1) } },
      'not bound',
      3,
    ],
    ['if none are allowed', 'none', {}, 'is a subcontractor', 3],
  ] as const)('reports subcontractors %s', (_, rule, changes, words, violations) => {
    const ledger = worked(under(rule, changes));
    const result = resultOf(ledger, 'R9');
    expect(result.violations).toBe(violations);
    expect(result.counterexample?.message).toContain(words);
    // The group that got a case was not eligible, except where only the replica's country is excluded.
    expect(violated(ledger)).toEqual(violations === 1 ? ['R9'] : ['R9', 'R10']);
  });

  it('also checks the employer of agents if it is not the company of their centre', () => {
    const scenario = under('announced', { announcedEpochMs: null });
    const own = {
      ...scenario,
      entities: scenario.entities.map((e) => ({ ...e, kind: 'affiliate' as const })),
    };
    expect(violated(worked(own))).toEqual([]);
    const [first, ...others] = own.entities;
    if (first === undefined) throw new Error('no entity');
    const contractor = { ...first, id: 'contractor', kind: 'subcontractor' as const };
    const groups = own.groups.map((group, g) =>
      g === 0 ? { ...group, employer: others.length + 1 } : group,
    );
    const lent = { ...own, entities: [...own.entities, contractor], groups };
    expect(violated(worked(lent))).toEqual(['R9', 'R10']);
    expect(resultOf(worked(lent), 'R9').violations).toBe(1);
  });

  it('ignores a place or group that does not exist, which R1 and R20 report', () => {
    const ledger = new LedgerBuilder(under('none', {}))
      .begin()
      .at(1)
      .open(0)
      .store(0, 'cache', 90)
      .view(0, 0, 40, 0, 0);
    expect(resultOf(ledger, 'R9').checks).toBe(0);
    expect([resultOf(ledger, 'R1').violations, resultOf(ledger, 'R20').violations]).toEqual([1, 1]);
  });

  describe('agreements with customers', () => {
    type Agreements = Scenario['segments'][number]['agreements'];
    /** Premier customers in that country, with these agreements. */
    const signed = (country: string, agreements: Agreements): Scenario => {
      const base = tinyScenario();
      return {
        ...base,
        segments: base.segments.map((segment) => ({ ...segment, agreements })),
        streams: base.streams.map((stream) => ({ ...stream, country })),
      };
    };
    const from = (hour: number, to: number | null = null) => ({
      fromEpochMs: at(hour),
      toEpochMs: to === null ? null : at(to),
    });

    it('are judged at each store and view if the law asks for them and the scenario says when they are in force', () => {
      const result = (country: string, agreements: Agreements) =>
        resultOf(worked(signed(country, agreements)), 'R9');
      expect(result('DE', { dataProcessing: [from(-10)] })).toMatchObject({ checks: 3, violations: 0 });
      expect(result('DE', { dataProcessing: [] })).toMatchObject({ checks: 3, violations: 3 });
      expect(result('DE', { dataProcessing: [from(-10, 1), from(5)] })).toMatchObject({ violations: 3 });
      expect(result('DE', { dataProcessing: [from(1)] })).toMatchObject({ violations: 0 });
      expect(result('DE', { businessAssociate: [] })).toMatchObject({ checks: 0, violations: 0 });
      expect(result('DE', {})).toMatchObject({ checks: 0, violations: 0 });
      expect(result('US', { businessAssociate: [] })).toMatchObject({ checks: 3, violations: 3 });
      expect(result('US', { businessAssociate: [from(0)], dataProcessing: [] })).toMatchObject({
        checks: 3,
        violations: 0,
      });
      expect(result('CH', { businessAssociate: [], dataProcessing: [] })).toMatchObject({ checks: 0 });
    });

    it('are named with the law that asks for them', () => {
      const [why] = ['DE', 'US'].map((country) =>
        resultOf(worked(signed(country, { businessAssociate: [], dataProcessing: [] })), 'R9'),
      );
      expect(why?.counterexample?.message).toContain(
        'have no data processing agreement in force, which Directive 95/46/EC, Art. 17(3) and (4) asks for',
      );
    });
  });

  describe('certificates for what companies do', () => {
    type Certificates = Scenario['entities'][number]['certificates'];
    const HELD = { edition: 'ISO27001_2013', fromEpochMs: at(-10), toEpochMs: at(100) };
    /** Premier cases of that promise. The Irish company works and stores them; the one in the United States is the vendor. */
    const held = (
      promised: Partial<Scenario['promises'][number]>,
      irish: Certificates,
      { kind = 'affiliate', vendor }: { kind?: 'affiliate' | 'subcontractor'; vendor?: Certificates } = {},
    ): Scenario => {
      const base = tinyScenario();
      return {
        ...base,
        entities: [
          ...base.entities.map((one, e) => (e === 0 ? { ...one, kind, certificates: irish } : one)),
          { id: 'owner', title: '', kind: 'vendor', country: 'US', instruments: [], certificates: vendor },
        ],
        promises: base.promises.map((one, i) => (i === 1 ? { ...one, ...promised } : one)),
      };
    };
    const result = (...of: Parameters<typeof held>) => resultOf(worked(held(...of)), 'R9');
    const SUPPORT = { certifiedSupport: 'ISO27001' } as const;
    const EQUIVALENT = { subcontractorStandard: 'equivalent' } as const;

    it('for support are asked of those who see a case, for its product and while they last', () => {
      expect(result(SUPPORT, [HELD])).toMatchObject({ checks: 3, violations: 0 });
      expect(result(SUPPORT, [{ ...HELD, services: ['support'], products: [0] }])).toMatchObject({
        violations: 0,
      });
      expect(result(SUPPORT, undefined)).toMatchObject({ checks: 3, violations: 1 });
      expect(result(SUPPORT, [{ ...HELD, products: [1] }])).toMatchObject({ violations: 1 });
      expect(result(SUPPORT, [{ ...HELD, services: ['storage'] }])).toMatchObject({ violations: 1 });
      expect(result(SUPPORT, [{ ...HELD, toEpochMs: at(0.5) }])).toMatchObject({ violations: 1 });
      expect(result(SUPPORT, [{ ...HELD, edition: 'ISO27001_2022' }])).toMatchObject({ violations: 0 });
    });

    it('of the vendor are asked of subcontractors for the same work, and of nobody else', () => {
      const asSubcontractor = (irish: Certificates, vendor: Certificates) =>
        result(EQUIVALENT, irish, { kind: 'subcontractor', vendor });
      expect(asSubcontractor(undefined, undefined)).toMatchObject({ checks: 3, violations: 0 });
      expect(asSubcontractor(undefined, [HELD])).toMatchObject({ checks: 3, violations: 3 });
      expect(asSubcontractor(undefined, [{ ...HELD, services: ['support'] }])).toMatchObject({
        violations: 1,
      });
      expect(asSubcontractor(undefined, [{ ...HELD, services: ['storage'] }])).toMatchObject({
        violations: 2,
      });
      expect(asSubcontractor([{ ...HELD, services: ['support'] }], [HELD])).toMatchObject({ violations: 2 });
      expect(asSubcontractor(undefined, [{ ...HELD, services: ['support'], products: [1] }])).toMatchObject({
        violations: 0,
      });
      expect(asSubcontractor([HELD], [HELD])).toMatchObject({ checks: 3, violations: 0 });
      expect(asSubcontractor(undefined, [{ ...HELD, fromEpochMs: at(50) }])).toMatchObject({ violations: 0 });
      expect(result(EQUIVALENT, undefined, { vendor: [HELD] })).toMatchObject({ checks: 3, violations: 0 });
    });

    it('are named with what they do not cover', () => {
      const why = result(SUPPORT, [{ ...HELD, products: [1] }]).counterexample?.message;
      expect(why).toContain('has no certificate for ISO27001 that covers support of');
      const lesser = result(EQUIVALENT, undefined, { kind: 'subcontractor', vendor: [HELD] });
      expect(lesser.counterexample?.message).toContain('has no certificate for ISO27001, as the vendor has');
    });
  });
});
