import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { failure, success } from '#base';
import type { Observer, Scenario } from '#domain';
import { createSimulation, prepareEngine } from '#engine';
import { parseScenario } from '#scenario';
import { createMeter, type Summary, summarise } from '#statistics';
import { ROOT } from '../running.ts';

/** Scenarios over `bench-mmc`, whose runs are told to an observer of the test. */

/** `bench-mmc` (one centre, one first-come queue, everything exponential) with what the text says otherwise. */
export function overQueue(yaml: string): Scenario {
  const head = 'meridian: 1\nname: observed\nextends: ../bench-mmc\n';
  const readFile = (file: string) => {
    try {
      return success(readFileSync(join(ROOT, file), 'utf8'));
    } catch {
      return failure('no such file');
    }
  };
  const parsed = parseScenario({ path: 'scenarios/observed/scenario.yaml', text: head + yaml, readFile });
  if (parsed.ok) return parsed.value.scenario;
  throw new Error(parsed.problem.map(({ line, message }) => `${line}: ${message}`).join('; '));
}

export function runObserved(scenario: Scenario, act: Observer['act'] | null = null): Summary {
  const meter = createMeter(scenario);
  const { seed } = scenario;
  const simulation = createSimulation(scenario, {
    seed,
    replication: 0,
    ...prepareEngine('compiled'),
    observer: act === null ? null : { act },
    meter,
  });
  while (!simulation.advance(scenario.horizonMs));
  return summarise(meter, { seed, replication: 0, scenario });
}
