import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '#base';
import { tinyScenario } from '../../generators/tiny-scenario.ts';
import { LedgerBuilder, quietDay, resultOf } from '../ledger-builder.ts';

const BASE = tinyScenario();
const SAFE_HARBOR = BASE.entities[1]?.instruments[0];

/** The instrument of Redmond's company ends at hour 3. */
function untilHour3() {
  if (SAFE_HARBOR === undefined) throw new Error('the tiny world has an instrument');
  const instruments = [{ ...SAFE_HARBOR, toEpochMs: BASE.startEpochMs + 3 * HOUR_MS }];
  return tinyScenario({
    entities: BASE.entities.map((entity, e) => (e === 1 ? { ...entity, instruments } : entity)),
  });
}

/** A case before the change and one after it. `asOfHour`: the hour whose rules are recorded at hour 3; null: none recorded. */
function across(asOfHour: number | null): LedgerBuilder {
  const ledger = new LedgerBuilder(untilHour3()).begin().at(1).intake(0).dublinTakes(0).at(2).dublinSolves(0);
  if (asOfHour !== null) ledger.at(3).refresh(asOfHour * HOUR_MS);
  return ledger.at(4).intake(1).dublinTakes(1).at(5).dublinSolves(1);
}

describe('R21 fresh policy', () => {
  it('is not judged if nothing changes', () => {
    expect(resultOf(quietDay(), 'R21')).toMatchObject({ checks: 0, violations: 0 });
  });

  it('accepts rules that are recomputed with the change', () => {
    // The refresh, two stores and an assignment.
    expect(resultOf(across(3), 'R21')).toMatchObject({ checks: 4, violations: 0 });
  });

  it.each([
    ['no refresh is recorded', null],
    ['the rules are an hour old', 2],
  ])('reports every decision after the change if %s', (_, asOfHour) => {
    const { counterexample, violations } = resultOf(across(asOfHour), 'R21');
    expect(violations).toBe(3);
    expect(counterexample?.timeMs).toBe(4 * HOUR_MS);
    expect(counterexample?.message).toContain('which changed on 3 November 2014, 04:00 in Brussels');
  });

  it('reports rules of a time to come', () => {
    expect(resultOf(across(9), 'R21').counterexample?.message).toContain('of a future time');
  });

  it('requires no refresh if the change concerns nobody', () => {
    const scenario = untilHour3();
    const entities = scenario.entities.map((entity) => ({ ...entity, country: 'IE', id: `${entity.id}-x` }));
    const streams = scenario.streams.map((stream) => ({ ...stream, country: 'US' }));
    const ledger = new LedgerBuilder({ ...scenario, entities, streams }).begin().at(4).intake(0);
    expect(resultOf(ledger, 'R21').checks).toBe(0);
  });
});
