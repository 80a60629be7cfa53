import { join } from 'node:path';
import { AUDITOR_INDEPENDENCE } from '#audit';
import { UserProblem } from '#base';
import type { Scenario } from '#domain';
import {
  FOREIGN_VIOLATION_COLUMNS,
  type ForeignReport,
  foreignViolationRows,
  type LogIssue,
  notModelledText,
  ScenarioNames,
  startForeignAudit,
} from '#evidence';
import { plural, textTable } from '#report';
import { parseScenarioJson } from '#scenario';
import { CLEAN, VIOLATION } from '../cli/exit-codes.ts';
import { decodeUtf8, reasonOf } from '../cli/host.ts';
import { loadScenario } from '../cli/load-scenario.ts';
import { colour, complain, print, printIssues, printJson } from '../cli/print.ts';
import { readRegularText } from '../cli/regular-file.ts';
import { tuneForLogs } from '../cli/v8-flags.ts';
import { ViolationFiles } from '../cli/violation-files.ts';
import { WholeFiles } from '../cli/whole-files.ts';
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
    if (options.violations !== undefined) await listViolations(log, scenario, results, options.violations);
    process.exitCode = isViolated || disorder.lines > 0 ? VIOLATION : CLEAN;
    if (options.json === true) printJson(report.value);
    else tell(path, report.value, options.violations);
  } catch (error) {
    if (!(error instanceof UserProblem)) throw error;
    complain(error.message, error.remedy);
  }
}

/** Reads the log again: only the first reading says which invariants it can show. */
async function listViolations(
  log: LogFile,
  scenario: Scenario,
  results: ForeignReport['results'],
  folder: string,
): Promise<void> {
  const judged = new Set(results.filter(({ notCheckable }) => notCheckable === null).map(({ id }) => id));
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
      audit.finish();
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

/** `path` and whatever else the user or the log has named may hold anything. */
function tell(path: string, report: ForeignReport, listFolder: string | undefined): void {
  const { cases, events, leftOut, results, until } = report;
  for (const sentence of report.law) print(sentence);
  const others = leftOut === 0 ? '' : `; ${plural(leftOut, 'line')} of other things left out`;
  print(`${path}: ${plural(events, 'event')} about ${plural(cases, 'case')}, judged up to ${until}${others}`);
  print('');
  for (const line of textTable(COLUMNS, results, Number.MAX_SAFE_INTEGER)) print(line);
  print('');
  for (const { first, id, violations } of results) {
    if (first === null) continue;
    const whose = first.caseId === null ? '' : ` (case ${first.caseId})`;
    const where = `${path}:${first.line}${whose}: ${first.message}`;
    print(colour('bad', `${id}: ${plural(violations, 'violation')}, the first at ${where}`));
  }
  tellLater(results);
  tellUndecided(path, results);
  if (listFolder !== undefined)
    print(`All violations are in ${join(listFolder, 'violations.ndjson')} and .csv.`);
  tellDisorder(path, report);
  tellUnknown(path, report);
  const judged = results.filter(({ notCheckable }) => notCheckable === null);
  const checks = judged.reduce((sum, result) => sum + result.checks, 0);
  const violations = judged.reduce((sum, result) => sum + result.violations, 0);
  print(
    `${plural(violations, 'violation')} in ${plural(checks, 'check')} of ${plural(judged.length, 'invariant')}; ` +
      `${results.length - judged.length} cannot be checked with what the log tells.`,
  );
  print(`Assumed: ${report.assumptions.join('; ')}.`);
  print('Whether the log tells the truth, and all of it, is not shown: it has no seal.');
  print(AUDITOR_INDEPENDENCE);
  print(notModelledText(report.notModelled));
}

/** What the law as it is known today makes of the same transfers. */
function tellLater(results: ForeignReport['results']): void {
  for (const { id, title, violations, violationsNow } of results) {
    if (violationsNow === null || violationsNow === violations) continue;
    print(`${id} ${title}: ${plural(violationsNow, 'violation')} by the law as it is known today.`);
  }
}

function tellUndecided(path: string, results: ForeignReport['results']): void {
  for (const { id, undecided } of results) {
    for (const { count, first, reason } of undecided) {
      const where = `${path}:${first.line}`;
      print(`${id}: ${plural(count, 'act')} cannot be judged, the first at ${where}: ${reason}`);
    }
  }
}

type Row = ForeignReport['results'][number];

const COLUMNS = [
  { head: 'id', kind: 'words' as const, cell: ({ id }: Row) => id },
  { head: 'promise', kind: 'words' as const, cell: ({ title }: Row) => title },
  {
    head: 'checks',
    kind: 'number' as const,
    cell: ({ checks, notCheckable }: Row) => (notCheckable === null ? String(checks) : '–'),
  },
  {
    head: 'violations',
    kind: 'number' as const,
    cell: ({ notCheckable, violations }: Row) => (notCheckable === null ? String(violations) : '–'),
  },
  {
    head: '',
    kind: 'words' as const,
    cell: ({ notCheckable }: Row) => (notCheckable === null ? '' : `not checkable: ${notCheckable}`),
  },
];

function tellDisorder(path: string, { disorder }: ForeignReport): void {
  if (disorder.lines === 0) return;
  print(
    colour(
      'bad',
      `${plural(disorder.lines, 'line')} ${disorder.lines === 1 ? 'contradicts' : 'contradict'} the rest of the log:`,
    ),
  );
  for (const { line, message } of disorder.first) {
    print(colour('bad', `  ${path}:${line}: ${message}`));
  }
  if (disorder.lines > disorder.first.length) print('  … (the first of each sort)');
}

function tellUnknown(path: string, { unknown }: ForeignReport): void {
  if (unknown.names === 0) return;
  print(`The scenario does not know ${plural(unknown.names, 'name')} of the log:`);
  for (const { fields, line, name, what } of unknown.first) {
    print(`  ${what} ${name}: ${plural(fields, 'time')}, the first at ${path}:${line}`);
  }
  if (unknown.names > unknown.first.length) print('  …');
}
