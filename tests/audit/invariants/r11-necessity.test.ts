import { describe, expect, it } from 'vitest';
import type { Preference, Scenario, TakingGuard } from '#domain';
import { preferring } from '../../generators/routing.ts';
import { tinyScenario } from '../../generators/tiny-scenario.ts';
import { LedgerBuilder, quietDay, resultOf, withNightfall } from '../ledger-builder.ts';

function withPreference(preference: Preference, changes: Partial<Scenario> = {}): Scenario {
  const base = tinyScenario();
  return { ...base, routing: { ...base.routing, ...preferring(preference, 5) }, ...changes };
}

const LOCAL_FIRST = withPreference('local specialist');

/** A German case at hour 1 that Redmond takes. `before`: what the agents of Dublin do until then. */
function goesOverseas(scenario: Scenario, before: (ledger: LedgerBuilder) => void = () => {}): LedgerBuilder {
  const ledger = new LedgerBuilder(scenario).begin().at(1);
  before(ledger);
  return withNightfall(ledger.intake(9).redmondTakes(9).at(2).redmondSolves(9));
}

describe('R11 necessity', () => {
  it('is judged only if local specialists come first', () => {
    expect(resultOf(quietDay(), 'R11').checks).toBe(0);
    expect(resultOf(goesOverseas(withPreference('longest idle')), 'R11')).toMatchObject({
      checks: 0,
      violations: 0,
    });
    expect(resultOf(quietDay(LOCAL_FIRST), 'R11')).toMatchObject({ checks: 1, violations: 1 });
  });

  it('reports a case that goes overseas although an agent inside the boundary is free', () => {
    const { counterexample, violations } = resultOf(goesOverseas(LOCAL_FIRST), 'R11');
    expect(violations).toBe(1);
    expect(counterexample?.message).toContain('although agent 0 of group dublin-t1 is free');
  });

  it.each<[string, (ledger: LedgerBuilder) => void]>([
    ['are busy', (ledger) => [0, 1].map((n) => ledger.intake(n).dublinTakes(n, n))],
    ['are away', (ledger) => ledger.presence(false, 0, 0).presence(false, 0, 1)],
    ['cannot be reached because their centre is down', (ledger) => ledger.centre(false, 0)],
    ['became reachable only in this instant', (ledger) => ledger.centre(false, 0).centre(true, 0)],
  ])('accepts it if the agents inside %s', (_, before) => {
    expect(resultOf(goesOverseas(LOCAL_FIRST, before), 'R11')).toMatchObject({ checks: 1, violations: 0 });
  });

  it('ignores agents who became free in the same instant', () => {
    const ledger = new LedgerBuilder(LOCAL_FIRST).begin().at(0.5);
    for (const n of [0, 1]) ledger.intake(n).dublinTakes(n, n);
    ledger.at(1).dublinSolves(0, 0).intake(2).redmondTakes(2);
    expect(resultOf(ledger, 'R11')).toMatchObject({ checks: 1, violations: 0 });
  });

  it('considers whether a group may take such a case under its conditions', () => {
    const [dublin, ...others] = LOCAL_FIRST.groups;
    if (dublin === undefined) throw new Error('the tiny world has groups');
    const guard: TakingGuard = {
      product: null,
      segment: null,
      severities: null,
      channels: null,
      idle: 3,
      down: null,
    };
    const groups = [{ ...dublin, takesOnlyWhile: [guard] }, ...others];
    expect(resultOf(goesOverseas({ ...LOCAL_FIRST, groups }), 'R11')).toMatchObject({
      checks: 1,
      violations: 0,
    });
  });
});
