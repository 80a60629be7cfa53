import { describe, expect, it } from 'vitest';
import { ACCESS_PURPOSES, actKind, type Scenario, WAITING_CAUSES, type WaitingCause } from '#domain';
import { TINY_DATA_CENTRES, tinyScenario } from '../../generators/tiny-scenario.ts';
import { LedgerBuilder, quietDay, resultOf, withNightfall } from '../ledger-builder.ts';

const CONSULTED = ACCESS_PURPOSES.indexOf('consultation');

/** Redmond is run by a subcontractor, who takes cases of the second and third promise only when required. */
function lastResort(changes: Partial<Scenario> = {}): Scenario {
  const base = tinyScenario();
  return {
    ...base,
    entities: base.entities.map((one, e) => (e === 1 ? { ...one, kind: 'subcontractor' as const } : one)),
    promises: base.promises.map((one, p) =>
      p === 0 ? one : { ...one, subcontractorsOnly: 'when required' as const },
    ),
    ...changes,
  };
}

/** A German case that agent 2 of Redmond takes at hour 1. `before`: what the others do until then; `cause`: the reason on record. */
function goesToRedmond(
  cause: WaitingCause | null,
  before: (ledger: LedgerBuilder) => void = () => {},
  scenario = lastResort(),
): LedgerBuilder {
  const ledger = new LedgerBuilder(scenario).begin().at(1);
  before(ledger);
  ledger.intake(9);
  if (cause !== null)
    ledger.raw(actKind('subcontractor needed'), WAITING_CAUSES.indexOf(cause), 9, 1, 0, 2, 0);
  return withNightfall(ledger.redmondTakes(9).at(2).redmondSolves(9));
}

const busy = (ledger: LedgerBuilder) => {
  for (const n of [0, 1]) ledger.intake(n).dublinTakes(n, n);
};

describe('R27 only when required', () => {
  it('is judged only where the promise says so', () => {
    expect(resultOf(quietDay(), 'R27')).toMatchObject({ checks: 0, violations: 0 });
    expect(resultOf(goesToRedmond(null, busy, tinyScenario()), 'R27').checks).toBe(0);
    expect(resultOf(goesToRedmond('no agent free', busy), 'R27').checks).toBe(1);
  });

  it('reports a case that a subcontractor takes although somebody else is free', () => {
    const ledger = goesToRedmond('no agent free');
    expect(resultOf(ledger, 'R27').violations).toBe(1);
    expect(resultOf(ledger, 'R27').counterexample?.message).toBe(
      'group redmond-t1 of a subcontractor takes the case, although agent 0 of group dublin-t1 is free',
    );
  });

  it.each<[string, WaitingCause, (ledger: LedgerBuilder) => void]>([
    ['all others are busy', 'no agent free', busy],
    [
      'became free only in this instant',
      'no agent free',
      (ledger) => {
        ledger.at(0.5);
        busy(ledger);
        ledger.at(1).dublinSolves(0, 0);
      },
    ],
    [
      'are at a centre that is down',
      'residency leaves no eligible centre',
      (ledger) => ledger.centre(false, 0),
    ],
    ['are off duty', 'residency leaves no eligible centre', (ledger) => ledger.duty(false, 0).duty(false, 4)],
  ])('accepts it if %s, for that reason', (_, cause, before) => {
    // Bangalore could take it, but its system keeps a copy.
    expect(resultOf(goesToRedmond(cause, before), 'R27')).toMatchObject({ checks: 1, violations: 0 });
  });

  it('reports a reason that is missing, false, or for another agent', () => {
    const messageOf = (ledger: LedgerBuilder) => resultOf(ledger, 'R27').counterexample?.message;
    expect(messageOf(goesToRedmond(null, busy))).toContain('but no reason is recorded');
    expect(messageOf(goesToRedmond('centre closed', busy))).toContain(
      "for the reason 'centre closed', but the true one is 'no agent free'",
    );
    const other = new LedgerBuilder(lastResort()).begin().at(1);
    busy(other);
    const cause = WAITING_CAUSES.indexOf('no agent free');
    other.intake(9).raw(actKind('subcontractor needed'), cause, 9, 1, 0, 3, 0).redmondTakes(9);
    expect(messageOf(other)).toContain('but no reason is recorded');
  });

  it('reports that a subcontractor is consulted although somebody else who may be is free', () => {
    const base = lastResort();
    const rule = { shares: [1, 1], tier: 2, part: 0.5, waitMs: 0 } as const;
    const consulting = { ...base, work: { ...base.work, consultation: [rule, null, null] } };
    /** Agent 5 of Redmond's second tier is consulted while agent 6, Dublin's only one of that tier, does something else. */
    const consulted = (before: (ledger: LedgerBuilder) => void, scenario: Scenario = consulting) => {
      const ledger = new LedgerBuilder(scenario).begin().at(1);
      before(ledger);
      ledger
        .intake(9)
        .dublinTakes(9)
        .transfer(9, 'framework', 0, 1, TINY_DATA_CENTRES + 1, 0);
      ledger.view(9, 1, 3, 5, 0, CONSULTED).at(1.5).endView(9, 1, 3, 5, 0, CONSULTED);
      return resultOf(withNightfall(ledger.at(2).dublinSolves(9)), 'R27');
    };
    const needless = consulted(() => {});
    expect(needless).toMatchObject({ checks: 1, violations: 1 });
    expect(needless.counterexample?.message).toContain('is consulted, although agent 6 of group');
    expect(consulted((ledger) => ledger.centre(false, 0).centre(true, 0))).toMatchObject({
      checks: 1,
      violations: 0,
    });
    expect(
      consulted(() => {}, {
        ...consulting,
        promises: base.promises.map(({ subcontractorsOnly: _, ...one }) => one),
      }).checks,
    ).toBe(0);
  });

  it('counts people as those of a subcontractor who work for one at the centre of another company', () => {
    const base = lastResort();
    const employed = base.groups.map((group) =>
      group.id === 'dublin-t1' ? { ...group, employer: 1 } : group,
    );
    const ledger = goesToRedmond('no expertise', undefined, { ...base, groups: employed });
    // Of all others, only Bangalore could take it, but its system keeps a copy.
    expect(resultOf(ledger, 'R27').counterexample?.message).toContain(
      "the true one is 'residency leaves no eligible centre'",
    );
  });
});
