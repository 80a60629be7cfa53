import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '#base';
import type { Scenario } from '#domain';
import { tinyScenario } from '../../generators/tiny-scenario.ts';
import { LedgerBuilder, quietDay, resultOf, violated } from '../ledger-builder.ts';

/** Dublin's data centre is in the United Kingdom, which leaves the EEA 23 hours after the start. */
function british(leavingLeadMs?: number): Scenario {
  const scenario = tinyScenario({ startEpochMs: Date.parse('2020-12-31T00:00:00Z') });
  return {
    ...scenario,
    dataCentres: scenario.dataCentres.map((d, i) => (i === 0 ? { ...d, country: 'GB' } : d)),
    retention: { ...scenario.retention, ...(leavingLeadMs === undefined ? {} : { leavingLeadMs }) },
  };
}

/** A case stored at one hour, worked, and moved to Amsterdam at the other. */
function moved(scenario: Scenario, storedAt: number, movedAt: number): LedgerBuilder {
  const ledger = new LedgerBuilder(scenario).begin().at(storedAt).intake(0).dublinTakes(0);
  ledger
    .at(storedAt + 1)
    .dublinSolves(0)
    .dublinCloses()
    .at(movedAt);
  ledger.store(0, 'primary', 1, 0).delete(0, 'replica', 1).delete(0, 'primary', 0);
  return ledger.move(0, 'RELOCATE', 'resolved', 'resolved').dublinReopens().end();
}

describe('R22 evacuation', () => {
  it('is not judged if no country leaves', () => {
    expect(resultOf(quietDay(), 'R22')).toMatchObject({ checks: 0, violations: 0 });
  });

  it('examines every live copy at that moment, and accepts it if all have moved', () => {
    expect(violated(moved(british(), 1, 20))).toEqual([]);
    expect(resultOf(moved(british(), 1, 20), 'R22')).toMatchObject({ checks: 1, violations: 0 });
  });

  it('reports what is still there, as R1 does', () => {
    const ledger = new LedgerBuilder(british()).begin().at(1).intake(0).dublinTakes(0).at(2).dublinSolves(0);
    ledger.dublinCloses().dublinReopens().end();
    expect(violated(ledger)).toEqual(['R1', 'R22']);
    const { counterexample } = resultOf(ledger, 'R22');
    expect(counterexample).toMatchObject({ caseNumber: 0, timeMs: 23 * HOUR_MS });
    expect(counterexample?.message).toContain('GB leaves the zone EEA');
  });

  it('alone reports a copy that is put there within the lead, even if it moves in time', () => {
    expect(violated(moved(british(20 * HOUR_MS), 4, 20))).toEqual(['R22']);
    expect(violated(moved(british(20 * HOUR_MS), 1, 20))).toEqual([]);
  });
});
