import { expect, it } from 'vitest';
import { DAY_MS } from '#base';
import type { ActNumber, Scenario } from '#domain';
import { createSimulation, prepareEngine } from '#engine';
import { createMeter, createNullMeter } from '#statistics';
import { loadScenario } from '../running.ts';

/** All acts of two days, as numbers. */
function actsOf(scenario: Scenario, meter = createNullMeter()): readonly string[] {
  const acts: string[] = [];
  const run = createSimulation(scenario, {
    seed: 'null',
    replication: 0,
    observer: { act: (...act: [number, ActNumber, ...number[]]) => acts.push(act.join()) },
    meter,
    ...prepareEngine('compiled'),
  });
  run.advance(2 * DAY_MS);
  return acts;
}

it.each(['ai-first-line', 'one-cause'])(
  'a run of %s that measures nothing has the acts of one that is measured',
  (name) => {
    const scenario = loadScenario(name);
    const acts = actsOf(scenario);
    expect(acts.length).toBeGreaterThan(1000);
    expect(acts).toEqual(actsOf(scenario, createMeter(scenario)));
  },
);
