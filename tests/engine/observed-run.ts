import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { failure, success } from '#base';
import type { Observer, Scenario } from '#domain';
import { createSimulation, prepareEngine } from '#engine';
import { parseScenario } from '#scenario';
import { createMeter, type Summary, summarise } from '#statistics';
import { ROOT } from '../running.ts';

/** Scenarios based on `bench-mmc`, whose runs the test observes. */

/** `bench-mmc` (one centre, one first-come queue, everything exponential) with the changes in the text. */
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

export interface Estimated {
  readonly mean: number;
  readonly standardError: number;
}

/** Mean and standard error of a series of dependent values, by the means of successive batches. */
export function batchMeans(values: readonly number[], batches = 30): Estimated {
  const size = Math.floor(values.length / batches);
  const means = Array.from({ length: batches }, (_, batch) =>
    meanOf(values.slice(batch * size, (batch + 1) * size)),
  );
  return independent(means);
}

/** Mean and standard error of independent values. */
export function independent(values: readonly number[]): Estimated {
  const mean = meanOf(values);
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  return { mean, standardError: Math.sqrt(variance / values.length) };
}

/** By how many standard errors the simulated figure differs from the exact one. */
export function scoreOf({ mean, standardError }: Estimated, exact: number): number {
  const score = (mean - exact) / standardError;
  if (process.env.SHOW_FIGURES === '1') {
    process.stdout.write(`exact ${exact}: ${mean.toPrecision(6)} ± ${standardError.toPrecision(3)}\n`);
  }
  return score;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
