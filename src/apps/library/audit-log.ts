import { failure, type Result, success } from '#base';
import type { Scenario } from '#domain';
import type { ForeignReport } from '#foreign';
import { refusedIn } from '../shared/problem.ts';
import { auditLogFile } from '../shared/verify/verify-log.ts';
import { kindProblems, scenarioProblems } from './arguments.ts';

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
