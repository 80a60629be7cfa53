import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '#base';
import { NONE_16 } from '#domain';
import { tinyScenario } from '../../generators/tiny-scenario.ts';
import { LedgerBuilder, QUEUED, quietDay, resultOf, violated, withNightfall } from '../ledger-builder.ts';

const REDMOND = 4;
const afterRedmond = (ledger: LedgerBuilder) =>
  withNightfall(ledger.view(0, 1, 1, 2, 0).move(0, 'ASSIGN', QUEUED, 'open.working').at(2).redmondSolves(0));
const assigned = () => new LedgerBuilder().begin().at(1).intake(0).assign(0, 1, 2);

describe('R7 basis', () => {
  it('requires nothing within the free flow and a valid basis outside it, and counts only what needs one', () => {
    expect(resultOf(quietDay(), 'R7')).toMatchObject({ checks: 1, violations: 0 });
  });

  it('requires nothing for customers whose country has no regime', () => {
    const ledger = new LedgerBuilder()
      .begin()
      .at(1)
      .intake(0, { stream: 0 })
      .assign(0, 1, 2)
      .view(0, 1, 1, 2, 2);
    ledger.move(0, 'ASSIGN', QUEUED, 'open.working').at(2).endView(0, 1, 1, 2, 2);
    expect(violated(withNightfall(ledger))).toEqual([]);
  });

  it('reports a view from outside without a recorded transfer, and no other invariant does', () => {
    const ledger = afterRedmond(assigned());
    expect(violated(ledger)).toEqual(['R7']);
    expect(resultOf(ledger, 'R7').counterexample?.message).toContain('no transfer is recorded');
  });

  it('reports a store outside without a recorded transfer', () => {
    const ledger = new LedgerBuilder().begin().at(1).intake(0).dublinTakes(0).at(2).store(0, 'cache', 2, 0);
    expect(violated(withNightfall(ledger))).toContain('R7');
  });

  it('reports a transfer that was not recorded immediately before', () => {
    const ledger = assigned()
      .transfer(0, 'framework', 0, 1, REDMOND, 0)
      .move(0, 'ASSIGN', QUEUED, 'open.working');
    ledger.view(0, 1, 1, 2, 0).at(2).redmondSolves(0);
    expect(violated(withNightfall(ledger))).toEqual(['R7']);
  });

  it.each([
    ['no basis', 'none', 0, 1, REDMOND, 0xffffffff],
    ['an instrument of another kind', 'standard-clauses', 0, 1, REDMOND, 0],
    ['an instrument that the importer does not have', 'framework', 0, 1, REDMOND, 1],
    ['a country that is not adequate', 'adequacy', 0, 1, REDMOND, 0xffffffff],
    ['two entities recorded as one', 'same-entity', 0, 1, REDMOND, 0xffffffff],
    ['consent, which is no ground for routine', 'consent', 0, 1, REDMOND, 0xffffffff],
    ['another exporter', 'framework', NONE_16, 1, REDMOND, 0],
    ['another place', 'framework', 0, 1, 2, 0],
  ] as const)('reports %s', (_, kind, exporter, importer, place, instrument) => {
    const ledger = afterRedmond(assigned().transfer(0, kind, exporter, importer, place, instrument));
    expect(violated(ledger)).toEqual(['R7']);
    expect(resultOf(ledger, 'R7').violations).toBe(1);
  });

  it('requires that a transfer within one entity is recorded as such', () => {
    const base = tinyScenario();
    const centres = base.centres.map((centre, i) => (i === 1 ? { ...centre, entity: 0 } : centre));
    const ledger = (kind: 'same-entity' | 'binding-rules') =>
      afterRedmond(
        new LedgerBuilder({ ...base, centres })
          .begin()
          .at(1)
          .intake(0)
          .assign(0, 1, 2)
          .transfer(0, kind, 0, 0, REDMOND),
      );
    expect(violated(ledger('same-entity'))).toEqual([]);
    expect(violated(ledger('binding-rules'))).toEqual(['R7']);
  });

  it('requires a transfer to the employer, before that to the company of the centre', () => {
    const base = tinyScenario();
    const staff = { ...base.entities[1], id: 'staff', kind: 'subcontractor' as const, instruments: [] };
    const lent = (own: readonly (typeof base.entities)[number]['instruments'][number][]) => ({
      ...base,
      entities: [...base.entities, { ...staff, instruments: own }] as typeof base.entities,
      groups: base.groups.map((group, g) => (g === 1 ? { ...group, employer: base.entities.length } : group)),
    });
    const employer = base.entities.length;
    const { instruments = [] } = base.entities[1] ?? {};
    const seen = (...to: readonly (readonly [number, number])[]) => {
      const ledger = new LedgerBuilder(lent(instruments)).begin().at(1).intake(0).assign(0, 1, 2);
      for (const [importer, place] of to) ledger.transfer(0, 'framework', 0, importer, place, 0);
      return afterRedmond(ledger);
    };
    expect(violated(seen([employer, REDMOND], [1, REDMOND]))).toEqual([]);
    for (const wrong of [
      seen([1, REDMOND]),
      seen([employer, 2], [1, REDMOND]),
      seen([1, REDMOND], [employer, REDMOND]),
    ])
      expect(violated(wrong)).toContain('R7');
    expect(resultOf(seen([1, REDMOND]), 'R7').counterexample?.message).toContain(
      'no transfer to staff is recorded',
    );
    const without = new LedgerBuilder(lent([])).begin().at(1).intake(0).assign(0, 1, 2);
    without.transfer(0, 'none', 0, employer, REDMOND).transfer(0, 'framework', 0, 1, REDMOND, 0);
    expect(violated(afterRedmond(without))).toEqual(['R7', 'R10']);
  });

  it('rejects Safe Harbor from the day of Schrems I on', () => {
    const scenario = tinyScenario({ startEpochMs: Date.parse('2015-10-05T20:00:00Z') });
    const worked = (hour: number) => {
      const ledger = new LedgerBuilder(scenario)
        .begin()
        .at(hour)
        .refresh(hour * HOUR_MS)
        .intake(0)
        .redmondTakes(0)
        .at(hour + 1)
        .redmondSolves(0);
      return withNightfall(ledger);
    };
    expect(violated(worked(1.5))).toEqual([]);
    expect(violated(worked(2))).toEqual(['R7', 'R10']);
  });

  it('accepts adequacy if a decision covers the country', () => {
    const base = tinyScenario();
    const centres = base.centres.map((centre, i) => (i === 1 ? { ...centre, country: 'CH' } : centre));
    const ledger = new LedgerBuilder({ ...base, centres }).begin().at(1).intake(0).assign(0, 1, 2);
    expect(violated(afterRedmond(ledger.transfer(0, 'adequacy', 0, 1, REDMOND)))).toEqual([]);
  });
});
