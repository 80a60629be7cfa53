import { reportUnreadable } from '#audit';
import { openLedgerPrefix } from '#ledger';
import { renderAuditText } from '#report';
import { auditWithStories } from '../audit-run.ts';
import { BAD_INPUT, CLEAN, VIOLATION } from '../exit-codes.ts';
import { sha256 } from '../host.ts';
import { colour, complain, print, printJson, printStories, terminalWidth } from '../print.ts';
import { describeDamage, mismatchOf, openLedgerFile, openRunFolder } from '../run-folder.ts';

/** `meridian audit`: the invariants over the ledger of a run, as far as the ledger can be read. */
export function audit(folder: string, { json }: { json?: true }): void {
  process.exitCode = BAD_INPUT;
  const run = openRunFolder(folder);
  if (!run.ok) return complain(run.problem.message, run.problem.remedy);
  const file = openLedgerFile(folder);
  if (!file.ok) return complain(file.problem.message, file.problem.remedy);

  const { scenario } = run.value;
  const opened = openLedgerPrefix(file.value, sha256);
  if (!opened.ok) {
    process.exitCode = VIOLATION;
    if (json === true) return printJson(reportUnreadable(opened.problem, scenario));
    const { message, remedy } = describeDamage(opened.problem);
    return complain(message, remedy);
  }
  const mismatch = mismatchOf(run.value, opened.value);
  if (mismatch !== null) {
    process.exitCode = VIOLATION;
    return complain(mismatch.message, mismatch.remedy);
  }
  const audited = auditWithStories(opened.value, scenario);
  process.exitCode = audited.report.verdict === 'clean' ? CLEAN : VIOLATION;
  if (json === true) return printJson(audited.report);
  print(renderAuditText(audited.report, { width: terminalWidth(), colour }));
  printStories(audited);
  const { damage } = opened.value;
  if (damage !== null) {
    const { message, remedy } = describeDamage(damage);
    complain(message, remedy);
  }
}
