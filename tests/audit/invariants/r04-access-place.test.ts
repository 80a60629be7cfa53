import { describe, expect, it } from 'vitest';
import { tinyPromise, tinyScenario } from '../../generators/tiny-scenario.ts';
import { LedgerBuilder, quietDay, resultOf, violated, withNightfall } from '../ledger-builder.ts';

describe('R4 access place', () => {
  it('judges each view by the zones for access and processing', () => {
    expect(resultOf(quietDay(), 'R4')).toMatchObject({ checks: 2, violations: 0 });
  });

  it('reports a strict case that is seen from the United States, and no other invariant does', () => {
    const ledger = new LedgerBuilder().begin().at(1).intake(0, { stream: 2 });
    ledger.redmondTakes(0).at(2).redmondSolves(0);
    expect(violated(withNightfall(ledger))).toEqual(['R4', 'R10']);
    expect(resultOf(ledger, 'R4').counterexample?.message).toContain('redmond (US)');
  });

  it('reports processing outside the zone if only access is free', () => {
    const promises = [tinyPromise('a', {}), tinyPromise('b', {}), tinyPromise('c', { processing: 'EEA' })];
    const ledger = new LedgerBuilder(tinyScenario({ promises })).begin().at(1).intake(0, { stream: 2 });
    ledger.redmondTakes(0).at(2).redmondSolves(0);
    expect(violated(withNightfall(ledger))).toEqual(['R4', 'R10']);
  });

  it('judges an ongoing view again when a country leaves the zone', () => {
    const base = tinyScenario({ startEpochMs: Date.parse('2020-12-31T19:00:00Z') });
    const centres = base.centres.map((centre, i) => (i === 0 ? { ...centre, country: 'GB' } : centre));
    const promises = base.promises.map((p, i) => (i === 2 ? tinyPromise('strict', { access: 'EEA' }) : p));
    const ledger = new LedgerBuilder({ ...base, centres, promises }).begin().at(1).intake(0, { stream: 2 });
    ledger.dublinTakes(0).at(5).dublinSolves(0);
    expect(violated(withNightfall(ledger))).toEqual(['R4']);
    expect(resultOf(ledger, 'R4')).toMatchObject({ checks: 2, violations: 1 });
    expect(resultOf(ledger, 'R4').counterexample).toMatchObject({ caseNumber: 0, timeMs: 4 * 3_600_000 });
  });

  it('no longer judges a view that the ledger never ended once its case has been erased', () => {
    const scenario = tinyScenario({ startEpochMs: Date.parse('2020-12-31T19:00:00Z') });
    const ledger = new LedgerBuilder(scenario).begin().at(1).intake(0, { stream: 2 }).dublinTakes(0);
    ledger.at(2).delete(0, 'primary', 0).delete(0, 'replica', 1);
    ledger.move(0, 'retention', 'open.working', 'erased');
    expect(resultOf(ledger, 'R4')).toMatchObject({ checks: 1, violations: 0 });
  });
});
