import { auditedEvidence, type Evidence } from '#evidence';
import type { LedgerPrefix } from '#ledger';
import { BAD_INPUT, VIOLATION } from '../../shared/exit-codes.ts';
import { hashes } from '../../shared/host.ts';
import { complain } from '../../shared/print.ts';
import { tuneForTables } from '../../shared/v8-flags.ts';
import { openRunFolder, type RunFolder } from './run-folder.ts';
import { describeDamage, openRunLedger } from './run-ledger.ts';

/** A run whose ledger is whole, and its audit: what evidence is made of. Null after a complaint, with the exit code set. */
export function evidenceOfRun(
  folder: string,
): { readonly run: RunFolder; readonly evidence: Evidence } | null {
  const opened = openWholeRun(folder);
  if (opened === null) return null;
  const { ledger, run } = opened;
  return { run, evidence: auditedEvidence(run.scenario, ledger, hashes) };
}

/** A run whose ledger is whole. Null after a complaint, with the exit code set. */
export function openWholeRun(
  folder: string,
): { readonly run: RunFolder; readonly ledger: LedgerPrefix } | null {
  process.exitCode = BAD_INPUT;
  const run = openRunFolder(folder);
  if (!run.ok) {
    complain(run.problem.message, run.problem.remedy);
    return null;
  }
  const ledger = openRunLedger(run.value);
  if (!ledger.ok) {
    if (ledger.problem.kind !== 'unreadable') process.exitCode = VIOLATION;
    complain(ledger.problem.message, ledger.problem.remedy);
    return null;
  }
  if (ledger.value.damage !== null) {
    process.exitCode = VIOLATION;
    const { message, remedy } = describeDamage(ledger.value.damage);
    complain(message, remedy);
    return null;
  }
  tuneForTables();
  return { run: run.value, ledger: ledger.value };
}
