import { join } from 'node:path';
import { type Result, success } from '#base';
import { ScenarioNames } from '#cases';
import type { Scenario } from '#domain';
import {
  FOREIGN_VIOLATION_COLUMNS,
  type ForeignReport,
  foreignViolationRows,
  startForeignAudit,
} from '#foreign';
import { renderForeignAuditText } from '#report';
import { parseScenarioJson } from '#scenario';
import { ViolationFiles } from '../evidence/violation-files.ts';
import { readRegularText } from '../files/regular-file.ts';
import { WholeFiles } from '../files/whole-files.ts';
import { decodeUtf8 } from '../host.ts';
import { holdMemory } from '../memory.ts';
import { colour, print, printJson, printText } from '../print.ts';
import { attempt, complained, type Problem, refusalOf, refuse } from '../problem.ts';
import type { CommandResult } from '../run-command.ts';
import { loadScenario } from '../scenario/load-scenario.ts';
import { type LogFile, openLog } from './log-bytes.ts';

export interface LogOptions {
  readonly scenario: string;
  /** Folder for the lists of all violations. */
  readonly violations?: string;
  readonly json?: boolean;
}

/**
 * `meridian verify <log> --scenario`: judges a case log from another system by the same invariants, as far as it
 * contains what they need.
 */
export async function verifyLog(path: string, options: LogOptions): Promise<CommandResult> {
  const scenario = openScenario(options.scenario);
  if (!scenario.ok) return scenario;
  holdMemory();
  const log = openLog(path);
  if (!log.ok) return log;
  const audited = await auditOf(log.value, path, scenario.value);
  if (!audited.ok) return audited;
  const report = audited.value;
  const { violations: folder } = options;
  // If a list cannot be written, that is bad input, whatever the log shows.
  if (folder !== undefined) {
    const listed = await listViolations(log.value, path, scenario.value, { report, folder });
    if (!listed.ok) return listed;
  }
  if (options.json === true) printJson(report);
  else {
    printText(renderForeignAuditText(path, report, { colour }));
    if (folder !== undefined) print(`All violations are in ${join(folder, 'violations.ndjson')} and .csv.`);
  }
  const isViolated = report.results.some(({ violations }) => violations > 0);
  return success(isViolated || report.disorder.lines > 0 ? 'violation' : 'clean');
}

/** Judges a case log from another system by a scenario. */
export async function auditLogFile(
  path: string,
  scenario: Scenario,
): Promise<Result<ForeignReport, Problem>> {
  const log = openLog(path);
  return log.ok ? auditOf(log.value, path, scenario) : log;
}

async function auditOf(
  log: LogFile,
  path: string,
  scenario: Scenario,
  options: Parameters<typeof startForeignAudit>[2] = {},
): Promise<Result<ForeignReport, Problem>> {
  const audit = startForeignAudit(scenario, { format: log.format, decode: decodeUtf8 }, options);
  const read = await log.read(audit.take);
  if (!read.ok) return read;
  const report = audit.finish();
  if (report.ok) return report;
  return complained(
    'bad input',
    report.problem.map(({ line, message, remedy }) => ({ message: `${path}:${line}: ${message}`, remedy })),
  );
}

/** Reads the log a second time: only the first pass shows which invariants it supports. */
async function listViolations(
  log: LogFile,
  path: string,
  scenario: Scenario,
  { folder, report }: { readonly report: ForeignReport; readonly folder: string },
): Promise<Result<undefined, Problem>> {
  const judged = new Set(
    report.results.filter(({ notCheckable }) => notCheckable === null).map(({ id }) => id),
  );
  const rowOf = foreignViolationRows(new ScenarioNames(scenario));
  const files = new WholeFiles();
  try {
    const lists = new ViolationFiles(FOREIGN_VIOLATION_COLUMNS, (format) =>
      files.placeFor(join(folder, `violations.${format}`)),
    );
    let again: Result<ForeignReport, Problem>;
    try {
      again = await auditOf(log, path, scenario, {
        takeViolation: (violation) => {
          if (judged.has(violation.id)) lists.take(rowOf(violation));
        },
      });
    } finally {
      lists.close();
    }
    // Otherwise the lists would belong to a different log than the report.
    if (again.ok && JSON.stringify(again.value) === JSON.stringify(report)) files.commit();
    else {
      files.discard();
      return refuse(`${path} changed while it was read`, 'run the command again');
    }
    return success(undefined);
  } catch (error) {
    files.discard();
    return refusalOf(error, folder, 'choose another folder with --violations');
  }
}

/** Opens a scenario file or folder, or the tables next to a ledger (scenario.json). */
function openScenario(name: string): Result<Scenario, Problem> {
  if (!name.endsWith('.json')) {
    const loaded = loadScenario(name);
    return loaded.ok ? success(loaded.value.scenario) : complained('bad input', loaded.problem);
  }
  const remedy = 'name a scenario, or the scenario.json of a run';
  return attempt(name, remedy, () => {
    const parsed = parseScenarioJson(readRegularText(name));
    return parsed.ok ? parsed : refuse(`${name}: ${parsed.problem[0] ?? 'it is damaged'}`, remedy);
  });
}
