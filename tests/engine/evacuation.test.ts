import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '#base';
import type { Scenario } from '#domain';
import { auditInMemory, loadScenario, runInMemory } from '../running.ts';

/** The data centre is down for so many hours from the moment when London is to be emptied. */
function downAtEvacuation(scenario: Scenario, hours: Readonly<Record<string, number>>): Scenario {
  const atMs = scenario.evacuations[0]?.atMs ?? 0;
  const dataCentres = scenario.dataCentres.map((dataCentre) => {
    const down = hours[dataCentre.id];
    if (down === undefined) return dataCentre;
    return { ...dataCentre, plannedOutages: [{ fromMs: atMs - HOUR_MS, toMs: atMs + down * HOUR_MS }] };
  });
  return { ...scenario, dataCentres };
}

function violationsOf(scenario: Scenario): Readonly<Record<string, number>> {
  const { invariants } = auditInMemory(runInMemory(scenario).ledger, scenario);
  return Object.fromEntries(
    invariants.flatMap(({ id, violations }) => (violations > 0 ? [[id, violations]] : [])),
  );
}

describe('an evacuation', () => {
  const scenario = loadScenario('london-2020-evacuated');

  it('continues when the data centres that were down come up again', () => {
    expect(violationsOf(downAtEvacuation(scenario, { 'dublin-dc': 6, 'amsterdam-dc': 9 }))).toEqual({});
  });

  it('copies nothing from a data centre that is down, and follows when it is up', () => {
    expect(violationsOf(downAtEvacuation(scenario, { london: 5 }))).toEqual({});
  });

  it('comes too late if everything is down until the country has left', () => {
    const late = downAtEvacuation(scenario, { 'dublin-dc': 60, 'amsterdam-dc': 60 });
    expect(Object.keys(violationsOf(late))).toEqual(['R1', 'R22']);
  });
});
