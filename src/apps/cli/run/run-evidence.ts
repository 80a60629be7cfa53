import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { BUNDLE, type Manifest, readManifest } from '#bundle';
import { auditedEvidence, type Evidence } from '#exports';
import { entryLimits, type LedgerPrefix, openLedger } from '#ledger';
import { parseScenarioJson } from '#scenario';
import { readRegularText } from '../../shared/files/regular-file.ts';
import { hashes, openFile, readJson, sha256 } from '../../shared/host.ts';
import { holdMemory, releaseMemory } from '../../shared/memory.ts';
import { attempt, refuse } from '../../shared/problem.ts';
import { FILES, openRunFolder, type RunFolder } from './run-folder.ts';
import { damaged, FROM_THE_START, onlyAPart, openRunLedger } from './run-ledger.ts';

/** A run with an intact ledger and its audit: the source of evidence. */
export function evidenceOfRun(folder: string): { readonly run: RunFolder; readonly evidence: Evidence } {
  const { ledger, run } = openWholeRun(folder);
  const evidence = auditedEvidence(run.scenario, ledger, hashes);
  releaseMemory();
  return { run, evidence };
}

export function openWholeRun(folder: string): { readonly run: RunFolder; readonly ledger: LedgerPrefix } {
  holdMemory();
  const run = openRunFolder(folder);
  const ledger = openRunLedger(run);
  if (ledger.damage !== null) return damaged(ledger.damage);
  const { continues } = ledger.header;
  if (continues !== undefined) return refuse(onlyAPart(run, continues), FROM_THE_START);
  return { run, ledger };
}

/** The evidence in a bundle that follows from ledger and scenario. */
export function evidenceOfBundle(folder: string) {
  const { ledger, manifest, scenario } = openBundle(folder);
  return { evidence: auditedEvidence(scenario, ledger, hashes), manifest };
}

export function manifestIn(folder: string): Manifest {
  const path = join(folder, BUNDLE.manifest);
  const read = readManifest(readRegularText(path));
  return read.ok ? read.value : refuse(`${path} ${read.problem}`, '`meridian verify` shows where');
}

export function openBundle(folder: string) {
  const spoilt = (what: string, how = '') =>
    refuse(`${join(folder, what)} is damaged${how}`, '`meridian verify` shows where');
  return attempt(folder, 'name a folder that `meridian bundle` has written', () => {
    const manifest = manifestIn(folder);
    const scenario = parseScenarioJson(readRegularText(join(folder, BUNDLE.scenario)));
    if (!scenario.ok) return spoilt(BUNDLE.scenario);
    const limits = entryLimits(scenario.value);
    const ledger = openLedger(openFile(join(folder, BUNDLE.ledger)), sha256, () => limits);
    if (!ledger.ok) return spoilt(BUNDLE.ledger, `: ${ledger.problem.message}`);
    if (ledger.value.header.continues !== undefined) return spoilt(BUNDLE.ledger);
    return { manifest, scenario: scenario.value, ledger: ledger.value };
  });
}

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
