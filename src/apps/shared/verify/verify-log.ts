import { join } from 'node:path';
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
import { attempt, complained, type Outcome, orRefuse, refusalOf, refuse } from '../problem.ts';
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
export async function verifyLog(path: string, options: LogOptions): Promise<Outcome> {
  const scenario = openScenario(options.scenario);
  holdMemory();
  const log = openLog(path);
  const report = await auditOf(log, path, scenario);
  const { violations: folder } = options;
  // If a list cannot be written, that is bad input, whatever the log shows.
  if (folder !== undefined) {
    await listViolations(log, path, scenario, { report, folder });
  }
  if (options.json === true) printJson(report);
  else {
    printText(renderForeignAuditText(path, report, { colour }));
    if (folder !== undefined) print(`All violations are in ${join(folder, 'violations.ndjson')} and .csv.`);
  }
  const isViolated = report.results.some(({ violations }) => violations > 0);
  return isViolated || report.disorder.lines > 0 ? 'violation' : 'clean';
}

/** Judges a case log from another system by a scenario. `before`: called before each piece of the log; it may refuse to go on. */
export async function auditLogFile(
  path: string,
  scenario: Scenario,
  before: () => void,
): Promise<ForeignReport> {
  const log = openLog(path);
  const read: LogFile['read'] = (take) =>
    log.read((bytes) => {
      before();
      return take(bytes);
    });
  return auditOf({ ...log, read }, path, scenario);
}

async function auditOf(
  log: LogFile,
  path: string,
  scenario: Scenario,
  options: Parameters<typeof startForeignAudit>[2] = {},
): Promise<ForeignReport> {
  const audit = startForeignAudit(scenario, { format: log.format, decode: decodeUtf8 }, options);
  await log.read(audit.take);
  const report = audit.finish();
  if (report.ok) return report.value;
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
    let again: ForeignReport;
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
    if (JSON.stringify(again) !== JSON.stringify(report))
      refuse(`${path} changed while it was read`, 'run the command again');
    files.commit();
  } catch (error) {
    files.discard();
    throw refusalOf(error, folder, 'choose another folder with --violations');
  }
}

/** Opens a scenario file or folder, or the tables next to a ledger (scenario.json). */
function openScenario(name: string): Scenario {
  if (!name.endsWith('.json')) return orRefuse(loadScenario(name)).scenario;
  const remedy = 'name a scenario, or the scenario.json of a run';
  return attempt(name, remedy, () => {
    const parsed = parseScenarioJson(readRegularText(name));
    return parsed.ok ? parsed.value : refuse(`${name}: ${parsed.problem[0] ?? 'it is damaged'}`, remedy);
  });
}
