import { failure, type Result, success } from '#base';
import { auditedEvidence, type Evidence } from '#exports';
import type { LedgerPrefix } from '#ledger';
import { hashes } from '../../shared/host.ts';
import { holdMemory, releaseMemory } from '../../shared/memory.ts';
import { type Problem, refuse } from '../../shared/problem.ts';
import { openRunFolder, type RunFolder } from './run-folder.ts';
import { damaged, FROM_THE_START, onlyAPart, openRunLedger } from './run-ledger.ts';

/** A run with an intact ledger and its audit: the source of evidence. */
export function evidenceOfRun(
  folder: string,
): Result<{ readonly run: RunFolder; readonly evidence: Evidence }, Problem> {
  const opened = openWholeRun(folder);
  if (!opened.ok) return opened;
  const { ledger, run } = opened.value;
  const evidence = auditedEvidence(run.scenario, ledger, hashes);
  releaseMemory();
  return success({ run, evidence });
}

export function openWholeRun(
  folder: string,
): Result<{ readonly run: RunFolder; readonly ledger: LedgerPrefix }, Problem> {
  holdMemory();
  const run = openRunFolder(folder);
  if (!run.ok) return run;
  const ledger = openRunLedger(run.value);
  if (!ledger.ok) return failure(ledger.problem.problem);
  if (ledger.value.damage !== null) return damaged(ledger.value.damage);
  const { continues } = ledger.value.header;
  if (continues !== undefined) return refuse(onlyAPart(run.value, continues), FROM_THE_START);
  return success({ run: run.value, ledger: ledger.value });
}
