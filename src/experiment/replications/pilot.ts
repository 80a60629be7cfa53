import type { Digest } from '#base';
import type { Scenario } from '#domain';
import type { EngineKind } from '#engine';
import { settledBy, type WarmUp } from '#statistics';
import { type Replication, startReplication } from './replication.ts';

/** A replication simulated in advance, which determines the warm-up of all replications of the seed. */
export interface Pilot {
  readonly replication: Replication;
  /** Call once, when the replication has ended. */
  warmUp(): WarmUp;
}

/**
 * Replication 0 of the seed, if the scenario asks for its warm-up to be determined; otherwise null. One pilot serves all replications, so
 * the warm-up does not depend on the chance of the replication being measured, except for replication 0 itself.
 */
export function pilotFor(
  scenario: Scenario,
  seed: string,
  digest: Digest,
  engine: EngineKind = 'compiled',
): Pilot | null {
  const rule = scenario.warmUp;
  if (rule === undefined || !('by' in rule)) return null;
  const replication = startReplication(scenario, {
    seed,
    replication: 0,
    digest,
    engine,
    writeLedger: null,
    engineVersion: '',
  });
  return { replication, warmUp: () => settledBy(rule, replication.finish().summary.hourly) };
}
