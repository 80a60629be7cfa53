import { readFileSync } from 'node:fs';
import { AUDITOR_INDEPENDENCE } from '#audit';
import { neutralise } from '#base';
import type { Scenario } from '#domain';
import { auditForeign, type ForeignReport, type LogIssue, notModelledText, readForeignLog } from '#evidence';
import { plural, textTable } from '#report';
import { parseScenarioJson } from '#scenario';
import { CLEAN, VIOLATION } from '../cli/exit-codes.ts';
import { reasonOf } from '../cli/host.ts';
import { loadScenario } from '../cli/load-scenario.ts';
import { colour, complain, print, printIssues, printJson } from '../cli/print.ts';
import { readLogText } from './log-text.ts';

/** `meridian verify <log> --scenario`: a case log that was not made here, judged by the same invariants as far as it tells. */
export function verifyLog(path: string, scenarioName: string, asJson: boolean): void {
  const scenario = openScenario(scenarioName);
  if (scenario === null) return;
  const read = readLogText(path);
  if (!read.ok) return complain(read.problem.message, read.problem.remedy);
  const log = readForeignLog(read.value.text, read.value.format, scenario);
  if (!log.ok) return tellIssues(path, log.problem);
  const report = auditForeign(log.value, scenario);
  const violated = report.results.some(({ violations }) => violations > 0);
  process.exitCode = violated || report.disorder.lines > 0 ? VIOLATION : CLEAN;
  if (asJson) printJson(report);
  else tell(path, report);
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
    const parsed = parseScenarioJson(readFileSync(name, 'utf8'));
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

function tell(path: string, report: ForeignReport): void {
  const { cases, disorder, events, leftOut, results, until } = report;
  for (const sentence of report.law) print(neutralise(sentence));
  const others = leftOut === 0 ? '' : `; ${plural(leftOut, 'line')} of other things left out`;
  print(
    `${path}: ${plural(events, 'event')} about ${plural(cases, 'case')}, judged up to ${until}${others}\n`,
  );
  const columns = [
    { head: 'id', kind: 'words' as const, cell: ({ id }: ForeignReport['results'][number]) => id },
    { head: 'promise', kind: 'words' as const, cell: ({ title }: ForeignReport['results'][number]) => title },
    {
      head: 'checks',
      kind: 'number' as const,
      cell: ({ checks, notCheckable }: ForeignReport['results'][number]) =>
        notCheckable === null ? String(checks) : '–',
    },
    {
      head: 'violations',
      kind: 'number' as const,
      cell: ({ notCheckable, violations }: ForeignReport['results'][number]) =>
        notCheckable === null ? String(violations) : '–',
    },
    {
      head: '',
      kind: 'words' as const,
      cell: ({ notCheckable }: ForeignReport['results'][number]) =>
        notCheckable === null ? '' : `not checkable: ${notCheckable}`,
    },
  ];
  for (const line of textTable(columns, results, Number.MAX_SAFE_INTEGER)) print(line);
  print('');
  for (const { first, id, violations } of results) {
    if (first === null) continue;
    const whose = first.caseId === null ? '' : ` (case ${first.caseId})`;
    print(
      colour(
        'bad',
        `${id}: ${plural(violations, 'violation')}, the first at ${path}:${first.line}${whose}: ${first.message}`,
      ),
    );
  }
  if (disorder.lines > 0) {
    print(colour('bad', `${plural(disorder.lines, 'line')} cannot have been written as things happened:`));
    for (const { line, message } of disorder.first) print(colour('bad', `  ${path}:${line}: ${message}`));
  }
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
