import type { Digest } from '#base';
import type { Scenario } from '#domain';
import type { EngineKind } from '#engine';
import { settledBy, type WarmUp } from '#statistics';
import { type Replication, startReplication } from './replication.ts';

/** A replication made beforehand, which tells the warm-up of all replications of the seed. */
export interface Pilot {
  readonly replication: Replication;
  /** To be asked for once, when the replication has come to its end. */
  warmUp(): WarmUp;
}

/**
 * Replication 0 of the seed, where the scenario wants its warm-up to be found; null elsewhere. One pilot for all: what is left out does
 * not depend on the chance of the replication that is measured, but for replication 0 itself.
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
    ...{ seed, replication: 0, digest, engine, writeLedger: null },
    engineVersion: '',
  });
  return { replication, warmUp: () => settledBy(rule, replication.finish().summary.hourly) };
}
