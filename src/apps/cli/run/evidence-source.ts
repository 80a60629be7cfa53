import { setImmediate } from 'node:timers/promises';
import { joinBytes } from '#base';
import type { Scenario } from '#domain';
import type { Faults } from '#engine';
import { startReplication } from '#experiment';
import { auditedEvidence, type Evidence } from '#exports';
import { openLedger } from '#ledger';
import { type ProofOptions, type Prover, startProof } from '#prover';
import type { Summary } from '#statistics';
import { hashes, sha256, versions } from '../../shared/host.ts';
import { holdMemory } from '../../shared/memory.ts';
import { refuse } from '../../shared/problem.ts';
import { withProgress } from '../progress.ts';

/** Simulates a replication of a scenario, and audits it. */
export async function simulatedEvidence(
  scenario: Scenario,
  faults: Faults,
  isQuiet: boolean,
  replication = 0,
): Promise<{ readonly evidence: Evidence; readonly summary: Summary }> {
  const chunks: Uint8Array[] = [];
  const run = startReplication(scenario, {
    seed: scenario.seed,
    replication,
    engine: 'compiled',
    digest: sha256,
    faults,
    engineVersion: versions.engine,
    writeLedger: (bytes) => chunks.push(bytes.slice()),
  });
  const summary = await withProgress('simulating', isQuiet, 'cases', async (progress) => {
    const stepMs = Math.max(1, scenario.horizonMs / 100);
    for (let untilMs = stepMs; !run.advance(untilMs); untilMs += stepMs) {
      progress.at(Math.min(1, untilMs / scenario.horizonMs), 0);
      await setImmediate();
    }
    return run.finish().summary;
  });
  holdMemory();
  const ledger = openLedger(joinBytes(chunks), sha256);
  if (!ledger.ok) return refuse('the ledger that was just made cannot be read', 'run the scenario again');
  return { evidence: auditedEvidence(scenario, ledger.value, hashes), summary };
}

/** Explores stream by stream, with progress, and returns what `ended` gives at the end. */
export function withProof<Made>(
  scenario: Scenario,
  conduct: ProofOptions,
  isQuiet: boolean,
  ended: (prover: Prover) => Made,
): Promise<Made> {
  const prover = startProof(scenario, conduct);
  return withProgress('proving', isQuiet, 'states', async (progress) => {
    for (let done = 0; prover.next(); done++) {
      progress.at((done + 1) / prover.streams, prover.states);
      await setImmediate();
    }
    return ended(prover);
  });
}
