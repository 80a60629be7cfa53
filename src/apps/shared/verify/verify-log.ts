import { join } from 'node:path';
import { UserProblem } from '#base';
import type { Scenario } from '#domain';
import {
  FOREIGN_VIOLATION_COLUMNS,
  type ForeignReport,
  foreignViolationRows,
  type LogIssue,
  ScenarioNames,
  startForeignAudit,
} from '#evidence';
import { renderForeignAuditText } from '#report';
import { parseScenarioJson } from '#scenario';
import { ViolationFiles } from '../evidence/violation-files.ts';
import { CLEAN, VIOLATION } from '../exit-codes.ts';
import { readRegularText } from '../files/regular-file.ts';
import { WholeFiles } from '../files/whole-files.ts';
import { decodeUtf8, reasonOf } from '../host.ts';
import { colour, complain, print, printIssues, printJson, printText } from '../print.ts';
import { loadScenario } from '../scenario/load-scenario.ts';
import { tuneForLogs } from '../v8-flags.ts';
import { type LogFile, openLog } from './log-bytes.ts';

export interface LogOptions {
  readonly scenario: string;
  /** Folder for the lists of all violations. */
  readonly violations?: string;
  readonly json?: boolean;
}

/** `meridian verify <log> --scenario`: a case log that was not made here, judged by the same invariants as far as it tells. */
export async function verifyLog(path: string, options: LogOptions): Promise<void> {
  const scenario = openScenario(options.scenario);
  if (scenario === null) return;
  tuneForLogs();
  try {
    const log = openLog(path);
    const audit = startForeignAudit(scenario, { format: log.format, decode: decodeUtf8 });
    await log.read(audit.take);
    const report = audit.finish();
    if (!report.ok) return tellIssues(path, report.problem);
    const { disorder, results } = report.value;
    const isViolated = results.some(({ violations }) => violations > 0);
    // A list that cannot be written is bad input, whatever the log shows.
    if (options.violations !== undefined)
      await listViolations({ log, path }, scenario, report.value, options.violations);
    process.exitCode = isViolated || disorder.lines > 0 ? VIOLATION : CLEAN;
    if (options.json === true) printJson(report.value);
    else {
      printText(renderForeignAuditText(path, report.value, { colour }));
      const { violations: folder } = options;
      if (folder !== undefined) print(`All violations are in ${join(folder, 'violations.ndjson')} and .csv.`);
    }
  } catch (error) {
    if (!(error instanceof UserProblem)) throw error;
    complain(error.message, error.remedy);
  }
}

/** Reads the log again: only the first reading says which invariants it can show. */
async function listViolations(
  { log, path }: { readonly log: LogFile; readonly path: string },
  scenario: Scenario,
  report: ForeignReport,
  folder: string,
): Promise<void> {
  const judged = new Set(
    report.results.filter(({ notCheckable }) => notCheckable === null).map(({ id }) => id),
  );
  const rowOf = foreignViolationRows(new ScenarioNames(scenario));
  const files = new WholeFiles();
  try {
    const lists = new ViolationFiles(FOREIGN_VIOLATION_COLUMNS, (format) =>
      files.placeFor(join(folder, `violations.${format}`)),
    );
    try {
      const audit = startForeignAudit(
        scenario,
        { format: log.format, decode: decodeUtf8 },
        {
          takeViolation: (violation) => {
            if (judged.has(violation.id)) lists.take(rowOf(violation));
          },
        },
      );
      await log.read(audit.take);
      const again = audit.finish();
      // Otherwise the lists would tell of another log than the report.
      if (!again.ok || JSON.stringify(again.value) !== JSON.stringify(report))
        throw new UserProblem(`${path} changed while it was read`, 'run the command again');
    } finally {
      lists.close();
    }
    files.commit();
  } catch (error) {
    files.discard();
    if (error instanceof UserProblem) throw error;
    throw new UserProblem(reasonOf(error, folder), 'choose another folder with --violations');
  }
}

/** A scenario file or folder, or the tables that stand beside a ledger (scenario.json). Null after a complaint. */
function openScenario(name: string): Scenario | null {
  if (!name.endsWith('.json')) {
    const loaded = loadScenario(name);
    if (loaded.ok) return loaded.value.scenario;
    printIssues(loaded.problem, 'error');
    return null;
  }
  try {
    const parsed = parseScenarioJson(readRegularText(name));
    if (parsed.ok) return parsed.value;
    complain(
      `${name}: ${parsed.problem[0] ?? 'it is damaged'}`,
      'name a scenario, or the scenario.json of a run',
    );
  } catch (error) {
    complain(reasonOf(error, name), 'name a scenario, or the scenario.json of a run');
  }
  return null;
}

function tellIssues(path: string, issues: readonly LogIssue[]): void {
  for (const { line, message, remedy } of issues) complain(`${path}:${line}: ${message}`, remedy);
}
