import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '#base';
import type { Scenario } from '#domain';
import { tinyPromise, tinyScenario } from '../../generators/tiny-scenario.ts';
import { LedgerBuilder, quietDay, resultOf, violated, withNightfall } from '../ledger-builder.ts';

/** Only residents of the EEA may see premier cases. The agents of Dublin's first tier reside in the given country. */
function residing(residence: string | null, startEpochMs = tinyScenario().startEpochMs): Scenario {
  const base = tinyScenario({ startEpochMs });
  return {
    ...base,
    promises: base.promises.map((promise, i) =>
      i === 1 ? tinyPromise('residents', { storage: 'EEA', personnel: 'EEA' }) : promise,
    ),
    groups: base.groups.map((group, g) => (g === 0 && residence !== null ? { ...group, residence } : group)),
  };
}

const worked = (scenario: Scenario) =>
  withNightfall(new LedgerBuilder(scenario).begin().at(1).intake(0).dublinTakes(0).at(2).dublinSolves(0));

describe('R5 person rule', () => {
  it('is not judged if promises say nothing about persons', () => {
    expect(resultOf(quietDay(), 'R5')).toMatchObject({ checks: 0, violations: 0 });
  });

  it('assumes that agents reside in the country of their centre unless another is given', () => {
    expect(violated(worked(residing(null)))).toEqual([]);
    expect(violated(worked(residing('NO')))).toEqual([]);
    expect(resultOf(worked(residing(null)), 'R5')).toMatchObject({ checks: 1, violations: 0 });
  });

  it('reports an agent who resides elsewhere, while R10 reports that the group was not eligible', () => {
    const ledger = worked(residing('US'));
    expect(violated(ledger)).toEqual(['R5', 'R10']);
    expect(resultOf(ledger, 'R5').counterexample?.message).toContain('dublin-t1 reside in US');
  });

  it('judges an open view again when a country leaves the zone', () => {
    const scenario = residing('GB', Date.parse('2020-12-31T20:00:00Z'));
    const ledger = new LedgerBuilder(scenario).begin().at(1).intake(0).dublinTakes(0).at(4).dublinSolves(0);
    const result = resultOf(withNightfall(ledger), 'R5');
    expect(result).toMatchObject({ checks: 2, violations: 1 });
    expect(result.counterexample).toMatchObject({ caseNumber: 0, timeMs: 3 * HOUR_MS });
  });

  it('ignores a group that does not exist, which R20 reports', () => {
    const ledger = new LedgerBuilder(residing('US')).begin().at(1).intake(0).view(0, 0, 40, 0, 0);
    expect(resultOf(ledger, 'R5').checks).toBe(0);
    expect(resultOf(ledger, 'R20').violations).toBe(1);
  });
});
