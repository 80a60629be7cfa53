import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { joinBytes } from '#base';
import { BUNDLE } from '#bundle';
import type { Scenario } from '#domain';
import type { Faults } from '#engine';
import { startReplication } from '#experiment';
import { auditedEvidence, type Evidence } from '#exports';
import { openLedger } from '#ledger';
import type { Summary } from '#statistics';
import { hashes, readJson, sha256, versions } from '../../shared/host.ts';
import { holdMemory } from '../../shared/memory.ts';
import { refuse } from '../../shared/problem.ts';
import { evidenceOfBundle } from '../bundle/bundle-evidence.ts';
import { withProgress } from '../progress.ts';
import { evidenceOfRun } from './run-evidence.ts';
import { FILES } from './run-folder.ts';

export interface KeptEvidence {
  readonly evidence: Evidence;
  /** Name of the seeded breach of the run; null if it had none. For a bundle, its own record, which nothing recomputes: a proof needs it. */
  readonly breach: string | null;
}

/** The evidence of a run folder or a bundle; null if the name is neither. Refuses options that only a scenario has. */
export function keptEvidence(
  name: string,
  options: Readonly<Record<string, string | undefined>>,
): KeptEvidence | null {
  const isBundle = existsSync(join(name, BUNDLE.manifest));
  const isRun = existsSync(join(name, FILES.run)) && existsSync(join(name, FILES.ledger));
  if (!isBundle && !isRun) return null;
  for (const [option, value] of Object.entries(options)) {
    if (value !== undefined)
      return refuse(
        `--${option} is for a scenario, and ${name} is a run`,
        'leave it out, or name the scenario',
      );
  }
  if (!isBundle) {
    const { evidence, run } = evidenceOfRun(name);
    return { evidence, breach: run.record.breach };
  }
  const { breach } = (readJson(join(name, FILES.run)) ?? {}) as { readonly breach?: unknown };
  return { evidence: evidenceOfBundle(name).evidence, breach: typeof breach === 'string' ? breach : null };
}

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
