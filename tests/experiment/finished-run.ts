import { HOUR_MS } from '#base';
import type { Scenario } from '#domain';
import { createSimulation, prepareEngine, type Simulation } from '#engine';
import { createMeter, type RunMeter } from '#statistics';
import { loadScenario } from '../running.ts';

interface FinishedRun {
  readonly scenario: Scenario;
  readonly meter: RunMeter;
  readonly run: Simulation;
}

/** A run that has ended, with its meter, for tests that change what was counted. */
export function finishedRun(name: string, hours: number): FinishedRun {
  return runOf(loadScenario(name), hours);
}

export function runOf(whole: Scenario, hours: number): FinishedRun {
  const scenario = { ...whole, horizonMs: hours * HOUR_MS };
  const meter = createMeter(scenario);
  const run = createSimulation(scenario, {
    seed: scenario.seed,
    replication: 0,
    ...prepareEngine('compiled'),
    observer: null,
    meter,
  });
  while (!run.advance(scenario.horizonMs));
  return { scenario, meter, run };
}
