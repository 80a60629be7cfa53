import type { ServiceQuery } from '../../../src/apps/studio/chronicle/case-choice.ts';
import type { Chronicle } from '../../../src/apps/studio/chronicle/chronicle.ts';
import type { Observer } from '../../../src/domain/acts/observer.ts';
import type { Scenario } from '../../../src/domain/scenario/scenario.ts';
import { faultsOf } from '../../../src/engine/faults/breaches.ts';
import { startReplication } from '../../../src/experiment/replications/replication.ts';
import { observerOf } from '../../../src/ledger/entry.ts';
import { sha256 } from '../../running.ts';

/** Runs the scenario as the page does, without a ledger: the observer passes every act to the chronicle. */
export function simulateInto(
  chronicle: Chronicle,
  scenario: Scenario,
  {
    breach = null,
    observer = observerOf(chronicle.visit),
  }: { breach?: string | null; observer?: Observer } = {},
) {
  const replication = startReplication(scenario, {
    seed: scenario.seed,
    replication: 0,
    engine: 'table',
    digest: sha256,
    writeLedger: null,
    engineVersion: 'test',
    observer,
    faults: breach === null ? {} : (faultsOf(breach) ?? {}),
  });
  while (!replication.advance(scenario.horizonMs));
  chronicle.finish(scenario.horizonMs);
  return replication.finish();
}

/** Everything about the service of a run. */
export function whole(scenario: Scenario): ServiceQuery {
  return { fromMs: 0, toMs: scenario.horizonMs, segment: null, channel: null, centre: null, timeZone: null };
}
