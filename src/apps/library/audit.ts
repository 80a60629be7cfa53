import { type AuditReport, auditLedger } from '#audit';
import { failure, hexOf, type Result, success, utf8Of } from '#base';
import type { Scenario } from '#domain';
import { entryLimits, type OpenedLedger, openLedger } from '#ledger';
import { scenarioJson } from '#scenario';
import { bytesProblems, scenarioProblems } from './arguments.ts';
import { sha256 } from './machine/node.ts';

/**
 * Judges everything that a ledger records by the scenario that it was made from: each invariant with its checks, its violations and, if
 * broken, a counterexample. Loads no part of the simulator. Fails with a sentence if the bytes are no sound ledger, or of another scenario.
 *
 * @example
 * const report = audit(readFileSync('runs/three-centres/ledger.bin'), scenario);
 * if (report.ok) console.log(report.value.verdict);
 */
export function audit(ledger: Uint8Array, scenario: Scenario): Result<AuditReport, string> {
  const opened = openRecorded(ledger, scenario);
  return opened.ok ? success(auditLedger(opened.value, scenario)) : opened;
}

/** The ledger, if it is sound, and of this scenario from its start. */
export function openRecorded(ledger: Uint8Array, scenario: Scenario): Result<OpenedLedger, string> {
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
  return success(opened.value);
}
