import { describe, expect, it } from 'vitest';
import { actKind, NO_CASE } from '#domain';
import { tinyScenario } from '../../generators/tiny-scenario.ts';
import { LedgerBuilder, quietDay, resultOf } from '../ledger-builder.ts';

const [DUBLIN, VIRGINIA] = [0, 2];

/** A premier case at hour 1, in a scenario that says where the ledger is kept. The acts record other places, one an hour. */
function kept(places: readonly number[], startEpochMs = tinyScenario().startEpochMs): LedgerBuilder {
  const ledger = new LedgerBuilder(tinyScenario({ startEpochMs, ledger: { dataCentres: [DUBLIN] } })).begin();
  places.forEach((place, hour) => {
    ledger.at(hour).raw(actKind('ledger kept'), 0, NO_CASE, place, 0, 0, 0);
    if (hour === 0) ledger.at(0.5).intake(0);
  });
  return places.length === 0 ? ledger.at(0.5).intake(0) : ledger;
}

describe('R19 residency of the log', () => {
  it('is not judged if the scenario says nothing about it', () => {
    expect(resultOf(quietDay(), 'R19')).toMatchObject({ checks: 0, violations: 0 });
  });

  it('accepts a ledger inside the promise of every case', () => {
    expect(resultOf(kept([DUBLIN]), 'R19')).toMatchObject({ checks: 1, violations: 0 });
  });

  it('reports a ledger outside, one that moves outside later, and one without a recorded place', () => {
    const outside = resultOf(kept([VIRGINIA]), 'R19');
    expect(outside).toMatchObject({ checks: 1, violations: 1 });
    expect(outside.counterexample?.message).toContain('kept at virginia (US); promise premier-eea, storage');
    expect(resultOf(kept([DUBLIN, VIRGINIA]), 'R19')).toMatchObject({ checks: 2, violations: 1 });
    expect(resultOf(kept([]), 'R19').counterexample?.message).toContain('does not say where it is kept');
  });

  it('judges it again when a country leaves the zone', () => {
    const scenario = tinyScenario({
      startEpochMs: Date.parse('2020-12-31T00:00:00Z'),
      ledger: { dataCentres: [DUBLIN] },
    });
    const dataCentres = scenario.dataCentres.map((one, d) =>
      d === DUBLIN ? { ...one, country: 'GB' } : one,
    );
    const ledger = new LedgerBuilder({ ...scenario, dataCentres }).begin();
    ledger.raw(actKind('ledger kept'), 0, NO_CASE, DUBLIN, 0, 0, 0).at(1).intake(0);
    expect(resultOf(ledger, 'R19')).toMatchObject({ checks: 2, violations: 1 });
  });
});
