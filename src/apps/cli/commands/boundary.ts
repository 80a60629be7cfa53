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
import { boundaryStatement } from '#statements';
import { hashes, readJson, sha256, versions } from '../../shared/host.ts';
import { holdMemory } from '../../shared/memory.ts';
import { type Outcome, refuse } from '../../shared/problem.ts';
import { evidenceOfBundle } from '../bundle/bundle-evidence.ts';
import { boundaryOfCaseLog, writeBoundary } from '../import/boundary-of-case-log.ts';
import { isCaseLog, refuseForRuns } from '../import/read-case-log.ts';
import { loadForExperiment } from '../options/extent.ts';
import { faultsNamed } from '../options/values.ts';
import { withProgress } from '../progress.ts';
import { withProof } from '../run/prove-by-streams.ts';
import { evidenceOfRun } from '../run/run-evidence.ts';
import { FILES } from '../run/run-folder.ts';

export interface BoundaryOptions {
  readonly proof?: true;
  readonly breach?: string;
  readonly until?: string;
  /** For a case log: the scenario with the promises, and from when. */
  readonly scenario?: string;
  readonly from?: string;
  readonly out?: string;
  readonly quiet?: true;
  readonly json?: true;
}

interface Source {
  readonly evidence: Evidence;
  /** Name of the seeded breach of the run; null if it had none. */
  readonly breach: string | null;
  /** Where the statement goes by default. */
  readonly target: string;
}

/** `meridian boundary`: what stays inside, what leaves and for how long, as a statement whose sentences name what they rest on. */
export async function boundary(name: string, options: BoundaryOptions): Promise<Outcome> {
  if (isCaseLog(name)) return boundaryOfCaseLog(name, options);
  refuseForRuns(name, options, ['scenario', 'from']);
  const isQuiet = options.quiet === true || options.json === true;
  const { breach, evidence, target } = await openSource(name, options, isQuiet);
  const faults = faultsNamed(breach);
  const { scenario } = evidence;
  const proof =
    options.proof === true
      ? await withProof(scenario, { faults }, isQuiet, (prover) => prover.finish())
      : null;
  const statement = boundaryStatement(evidence, proof);
  return writeBoundary(options.out ?? target, statement, options);
}

/** A bundle, a run, or a scenario, which is simulated. */
async function openSource(name: string, options: BoundaryOptions, isQuiet: boolean): Promise<Source> {
  const isBundle = existsSync(join(name, BUNDLE.manifest));
  const isRun = existsSync(join(name, FILES.run)) && existsSync(join(name, FILES.ledger));
  if (!isBundle && !isRun) return simulated(name, options, isQuiet);
  for (const option of ['until', 'breach'] as const) {
    if (options[option] !== undefined)
      return refuse(
        `--${option} is for a scenario, and ${name} is a run`,
        'leave it out, or name the scenario',
      );
  }
  const target = `${name.replace(/\/+$/, '')}.boundary`;
  if (!isBundle) {
    const { evidence, run } = evidenceOfRun(name);
    return { evidence, breach: run.record.breach, target };
  }
  const made = evidenceOfBundle(name);
  return { evidence: made.evidence, breach: breachOfBundle(name), target };
}

/** The bundle's own record of its making, which nothing recomputes: a proof needs it, and nothing else does. */
function breachOfBundle(folder: string): string | null {
  const { breach } = (readJson(join(folder, FILES.run)) ?? {}) as { readonly breach?: unknown };
  return typeof breach === 'string' ? breach : null;
}

async function simulated(name: string, options: BoundaryOptions, isQuiet: boolean): Promise<Source> {
  const breach = options.breach ?? null;
  const faults = faultsNamed(breach);
  const scenario = loadForExperiment(name, options);
  const bytes = await ledgerOf(scenario, faults, isQuiet);
  holdMemory();
  const ledger = openLedger(bytes, sha256);
  if (!ledger.ok) return refuse('the ledger that was just made cannot be read', 'run the scenario again');
  const evidence = auditedEvidence(scenario, ledger.value, hashes);
  return { evidence, breach, target: `runs/${scenario.name}.boundary` };
}

async function ledgerOf(scenario: Scenario, faults: Faults, isQuiet: boolean): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  const run = startReplication(scenario, {
    seed: scenario.seed,
    replication: 0,
    engine: 'compiled',
    digest: sha256,
    faults,
    engineVersion: versions.engine,
    writeLedger: (bytes) => chunks.push(bytes.slice()),
  });
  return withProgress('simulating', isQuiet, 'cases', async (progress) => {
    const stepMs = Math.max(1, scenario.horizonMs / 100);
    for (let untilMs = stepMs; !run.advance(untilMs); untilMs += stepMs) {
      progress.at(Math.min(1, untilMs / scenario.horizonMs), 0);
      await setImmediate();
    }
    run.finish();
    return joinBytes(chunks);
  });
}
