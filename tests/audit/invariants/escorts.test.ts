import { describe, expect, it } from 'vitest';
import { ACCESS_PURPOSES, type Scenario } from '#domain';
import { tinyScenario } from '../../generators/tiny-scenario.ts';
import { LedgerBuilder, resultOf, violated, withNightfall } from '../ledger-builder.ts';

const ESCORT = ACCESS_PURPOSES.indexOf('escort');

/** Customers of the strict promise are seen from outside only while somebody in the EEA watches. */
function watched(): Scenario {
  const { promises, ...scenario } = tinyScenario();
  return {
    ...scenario,
    promises: promises.map((promise) =>
      promise.id === 'strict-eea' ? { ...promise, escortedBy: 'EEA' as const } : promise,
    ),
  };
}

/** At hour 1, a strict case waits. */
const waiting = (scenario = watched()) => new LedgerBuilder(scenario).begin().at(1).intake(0, { stream: 2 });
/** Agent 6 of Dublin's second tier watches case 0, or ceases to. */
const watches = (ledger: LedgerBuilder) => ledger.view(0, 0, 4, 6, 0, ESCORT);
const leaves = (ledger: LedgerBuilder) => ledger.endView(0, 0, 4, 6, 0, ESCORT);
const whatBreaks = (ledger: LedgerBuilder) => violated(withNightfall(ledger));

describe('access from outside', () => {
  it('is permitted while an agent inside watches, from the first moment to the last', () => {
    const ledger = watches(waiting()).redmondTakes(0).at(2).redmondSolves(0);
    expect(whatBreaks(leaves(ledger))).toEqual([]);
  });

  it('violates R4 without an escort, and R10', () => {
    const ledger = waiting().redmondTakes(0).at(2).redmondSolves(0);
    expect(whatBreaks(ledger)).toEqual(['R4', 'R10']);
  });

  it('violates R4 when the escort leaves first, and R18 when the escort stays', () => {
    const early = leaves(watches(waiting()).redmondTakes(0).at(1.5)).at(2).redmondSolves(0);
    expect(whatBreaks(early)).toEqual(['R4']);
    expect(resultOf(early, 'R4').counterexample?.message).toContain('the escort leaves while the case');
    const late = leaves(watches(waiting()).redmondTakes(0).at(2).redmondSolves(0).at(2.5));
    expect(whatBreaks(late)).toEqual(['R18']);
    const alone = leaves(watches(waiting()).at(1.5)).dublinTakes(0).at(2).dublinSolves(0);
    expect(whatBreaks(alone)).toContain('R18');
  });

  it('needs an escort who may see the case, where the promise wants one', () => {
    const ledger = waiting().view(0, 1, 3, 5, 0, ESCORT).redmondTakes(0).at(2).redmondSolves(0);
    expect(whatBreaks(ledger.endView(0, 1, 3, 5, 0, ESCORT))).toEqual(['R4', 'R7', 'R10']);
    const unpromised = watches(waiting(tinyScenario())).redmondTakes(0).at(2).redmondSolves(0);
    expect(whatBreaks(leaves(unpromised))).toEqual(['R4', 'R10']);
    expect(resultOf(unpromised, 'R10').counterexample?.message).toContain('nobody outside see cases');
  });

  it('keeps the escort from other cases, and a second escort away', () => {
    const taken = waiting().view(0, 0, 0, 0, 0, ESCORT).redmondTakes(0);
    const busy = taken.intake(1).dublinTakes(1, 0);
    expect(resultOf(busy, 'R10').counterexample?.message).toContain('looks on at another case');
    const two = watches(waiting()).view(0, 0, 0, 1, 0, ESCORT);
    expect(resultOf(two, 'R6').counterexample?.message).toContain('another escort watches already');
  });
});
