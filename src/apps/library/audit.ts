import { type AuditReport, auditLedger } from '#audit';
import { failure, hexOf, type Result, success, utf8Of } from '#base';
import type { Scenario } from '#domain';
import type { ForeignReport } from '#foreign';
import { entryLimits, openLedger } from '#ledger';
import { scenarioJson } from '#scenario';
import { sha256 } from '../shared/host.ts';
import { refusedIn } from '../shared/problem.ts';
import { auditLogFile } from '../shared/verify/verify-log.ts';
import { bytesProblems, kindProblems, scenarioProblems } from './arguments.ts';

/**
 * Judges everything that a ledger records by the scenario that it was made from: each invariant with its checks, its violations and, if
 * broken, a counterexample. Loads no part of the simulator. Fails with a sentence if the bytes are no sound ledger, or of another scenario.
 *
 * @example
 * const report = audit(readFileSync('runs/three-centres/ledger.bin'), scenario);
 * if (report.ok) console.log(report.value.verdict);
 */
export function audit(ledger: Uint8Array, scenario: Scenario): Result<AuditReport, string> {
  const wrong = [...bytesProblems('ledger', ledger), ...scenarioProblems(scenario)];
  if (wrong.length > 0) return failure(wrong.join('; '));
  const hash = hexOf(sha256(utf8Of(scenarioJson(scenario))));
  const opened = openLedger(ledger, sha256, ({ scenarioHash }) =>
    scenarioHash === hash ? entryLimits(scenario) : null,
  );
  if (!opened.ok) {
    const { code, message, offset, remedy } = opened.problem;
    return failure(`the ledger is damaged (${code}) at byte ${offset}: ${message}; ${remedy}`);
  }
  if (opened.value.header.continues !== undefined)
    return failure(
      'the ledger continues another one: judge the run that begins at the start of the scenario',
    );
  if (opened.value.header.scenarioHash !== hash)
    return failure(`the ledger was made from another scenario than ${scenario.name} as it is given`);
  return success(auditLedger(opened.value, scenario));
}

/**
 * Judges a case log from another system by the same invariants, as far as it says what they need: a file of events as `meridian export
 * --format cloudevents`, `xes` or `ocel` writes them. Fails with a sentence, with file and line, for each event that cannot be read.
 *
 * @example
 * const report = await auditLog('events.ndjson', scenario);
 * if (report.ok) for (const { id, violations } of report.value.results) console.log(id, violations);
 */
export async function auditLog(path: string, scenario: Scenario): Promise<Result<ForeignReport, string>> {
  const wrong = [...kindProblems('path', path ?? null, 'string'), ...scenarioProblems(scenario)];
  if (wrong.length > 0) return failure(wrong.join('; '));
  return auditLogFile(path, scenario).then(success, (error: unknown) => failure(refusedIn(error).message));
}
