import { reportUnreadable } from '#audit';
import type { Knowledge } from '#domain';
import { notModelled, notModelledText } from '#evidence';
import { renderAuditText, verdictOf } from '#report';
import { auditWithStories } from '../../shared/evidence/audit-run.ts';
import { BAD_INPUT, CLEAN, VIOLATION } from '../../shared/exit-codes.ts';
import {
  colour,
  complain,
  print,
  printJson,
  printStories,
  printText,
  terminalWidth,
} from '../../shared/print.ts';
import { openRunFolder } from '../run/run-folder.ts';
import { describeDamage, readRunLedger } from '../run/run-ledger.ts';

export interface AuditOptions {
  readonly json?: true;
  readonly law: Knowledge;
  readonly nearMisses?: true;
}

/** `meridian audit`: the invariants over the ledger of a run, as far as the ledger can be read. */
export function audit(folder: string, { json, law, nearMisses: isClose }: AuditOptions): void {
  process.exitCode = BAD_INPUT;
  const run = openRunFolder(folder);
  if (!run.ok) return complain(run.problem.message, run.problem.remedy);
  const { scenario } = run.value;
  const ledger = readRunLedger(run.value, (whole) =>
    auditWithStories(whole, scenario, { looksForNearMisses: isClose === true }),
  );
  if (!ledger.ok) {
    const { damage, kind, message, remedy } = ledger.problem;
    if (kind !== 'unreadable') process.exitCode = VIOLATION;
    if (json === true && damage !== null) return printJson(reportUnreadable(damage, scenario));
    return complain(message, remedy);
  }
  const { damage, read: audited } = ledger.value;
  process.exitCode =
    verdictOf(audited.report, law).kind === 'violations' || damage !== null ? VIOLATION : CLEAN;
  const { nearMisses, report } = audited;
  if (json === true) {
    const close = isClose === true ? { nearMisses } : {};
    return printJson({ ...report, ...close, notModelled: notModelled(scenario) });
  }
  printText(renderAuditText(audited, scenario.startEpochMs, { width: terminalWidth(), colour }, law));
  printStories(audited, law);
  print(notModelledText(notModelled(scenario)));
  if (damage !== null) {
    const { message, remedy } = describeDamage(damage);
    complain(message, remedy);
  }
}
