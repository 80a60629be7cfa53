import { auditedEvidence, type Evidence } from '#exports';
import type { LedgerPrefix } from '#ledger';
import { hashes } from '../../shared/host.ts';
import { holdMemory, releaseMemory } from '../../shared/memory.ts';
import { refuse } from '../../shared/problem.ts';
import { openRunFolder, type RunFolder } from './run-folder.ts';
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
