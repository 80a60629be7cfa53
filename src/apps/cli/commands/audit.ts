import { reportUnreadable } from '#audit';
import { failure, success } from '#base';
import type { Knowledge } from '#domain';
import { notModelled, notModelledText } from '#exports';
import { renderAuditText, verdictOf } from '#report';
import { auditWithStories } from '../../shared/evidence/audit-run.ts';
import { print, printJson, printText, textOptions } from '../../shared/print.ts';
import type { CommandResult } from '../../shared/run-command.ts';
import { auditCaseLog } from '../import/audit-case-log.ts';
import { isCaseLog, refusedForRuns } from '../import/read-case-log.ts';
import { printStories } from '../run/print-stories.ts';
import { openRunFolder } from '../run/run-folder.ts';
import { damaged, readWholeRun } from '../run/run-ledger.ts';

export interface AuditOptions {
  readonly json?: true;
  /** Folder of the run that this one continues. */
  readonly after?: string;
  readonly law: Knowledge;
  readonly nearMisses?: true;
  /** For a case log: the scenario with the promises, the period, and the folder of the page. */
  readonly scenario?: string;
  readonly from?: string;
  readonly until?: string;
  readonly out?: string;
}

/** `meridian audit`: judges the invariants over a run, or over a case log that `meridian import` has written. */
export async function audit(folder: string, options: AuditOptions): Promise<CommandResult> {
  if (isCaseLog(folder)) return auditCaseLog(folder, options);
  return refusedForRuns(folder, options, ['scenario', 'from', 'until', 'out']) ?? auditRun(folder, options);
}

/** Judges the invariants over the ledger of a run, as far as it can be read. */
function auditRun(folder: string, { after, json, law, nearMisses: isClose }: AuditOptions): CommandResult {
  const run = openRunFolder(folder);
  if (!run.ok) return run;
  const { scenario } = run.value;
  const ledger = readWholeRun(run.value, after, (whole) =>
    auditWithStories(whole, scenario, { looksForNearMisses: isClose === true }),
  );
  if (!ledger.ok) {
    const { damage, problem } = ledger.problem;
    if (json !== true || damage === null) return failure(problem);
    printJson(reportUnreadable(damage, scenario));
    return success('violation');
  }
  const { damage, read: audited } = ledger.value;
  const { nearMisses, report } = audited;
  const isViolated = verdictOf(report, law).kind === 'violations' || damage !== null;
  if (json === true) {
    const close = isClose === true ? { nearMisses } : {};
    printJson({ ...report, ...close, notModelled: notModelled(scenario) });
    return success(isViolated ? 'violation' : 'clean');
  }
  printText(renderAuditText(audited, scenario.startEpochMs, textOptions(), law));
  printStories(audited, law);
  print(notModelledText(notModelled(scenario)));
  if (damage !== null) return damaged(damage);
  return success(isViolated ? 'violation' : 'clean');
}
