import { join } from 'node:path';
import { reportUnreadable } from '#audit';
import type { Knowledge, Scenario } from '#domain';
import { omissionSentences, omissionsOf } from '#exports';
import { auditHistory } from '#foreign';
import type { LedgerDamage } from '#ledger';
import { renderAuditText, renderHistory, renderHistoryText, verdictOf } from '#report';
import { auditWithStories } from '../../shared/evidence/audit-run.ts';
import { listedIn } from '../../shared/evidence/violation-files.ts';
import { STANDARD, standardInput } from '../../shared/files/standard-input.ts';
import { colour, print, printJson, printText, textOptions } from '../../shared/print.ts';
import { attempt, type Outcome, orRefuse, refuse } from '../../shared/problem.ts';
import { loadScenario } from '../../shared/scenario/load-scenario.ts';
import { giveFiles } from '../give-files.ts';
import { type HistoryOptions, openHistory, resultsOf } from '../import/open-history.ts';
import { isCaseLog, refuseForRuns } from '../import/read-case-log.ts';
import { printStories } from '../run/print-stories.ts';
import { openRunFolder, type RunFolder, violationPaths } from '../run/run-folder.ts';
import { damaged, openLooseLedger, readWholeRun, UnreadableLedger } from '../run/run-ledger.ts';

interface AuditOptions {
  readonly json?: true;
  readonly after?: string;
  readonly law: Knowledge;
  readonly nearMisses?: true;
  readonly list?: true;
  readonly scenario?: string;
  readonly from?: string;
  readonly until?: string;
  readonly out?: string;
}

/** `meridian audit`: judges the invariants over a run, or over a case log that `meridian import` has written. */
export async function audit(folder: string, options: AuditOptions): Promise<Outcome> {
  if (folder === STANDARD) return auditStandardInput(options);
  if (isCaseLog(folder)) return auditCaseLog(folder, options);
  refuseForRuns(folder, options, ['scenario', 'from', 'until', 'out']);
  const run = openRunFolder(folder);
  try {
    return auditRun(run, options);
  } catch (error) {
    const isOfRun = error instanceof UnreadableLedger && error.folder === run.folder;
    if (!isOfRun || options.json !== true) throw error;
    printJson(reportUnreadable(error.damage, run.scenario));
    return 'violation';
  }
}

/** Judges a ledger that comes without its run. */
function auditStandardInput({ scenario: named, ...options }: AuditOptions): Outcome {
  const { after, from, list, nearMisses, out, until } = options;
  const stray = Object.entries({ after, from, list, out, until }).find(([, value]) => value !== undefined);
  if (stray !== undefined)
    return refuse(`--${stray[0]} is for a folder, not for standard input`, 'leave it out');
  if (named === undefined) {
    const remedy = 'name with --scenario the scenario from which it was made';
    return refuse('a ledger does not say what was promised', remedy);
  }
  const { scenario } = orRefuse(loadScenario(named));
  const bytes = attempt('standard input', 'pass on a ledger', () => standardInput('the ledger'));
  const ledger = openLooseLedger(bytes, scenario);
  const audited = auditWithStories(ledger, scenario, { looksForNearMisses: nearMisses === true });
  return tell(audited, ledger.damage, scenario, options);
}

/** Judges the invariants over the ledger of a run, as far as it can be read. */
function auditRun(run: RunFolder, options: AuditOptions): Outcome {
  const { after, law, list, nearMisses } = options;
  const { folder, scenario } = run;
  const looksForNearMisses = nearMisses === true;
  const { damage, read: audited } = readWholeRun(run, after, (whole) =>
    list === true
      ? listedIn(
          violationPaths((name) => join(folder, name), law),
          scenario,
          (takeViolation) => auditWithStories(whole, scenario, { looksForNearMisses, takeViolation }),
          law,
        )
      : auditWithStories(whole, scenario, { looksForNearMisses }),
  );
  const listed = list === true ? Object.values(violationPaths((name) => join(folder, name), law)) : [];
  return tell(audited, damage, scenario, options, listed);
}

/** `listed`: files that list every violation. */
function tell(
  audited: ReturnType<typeof auditWithStories>,
  damage: LedgerDamage | null,
  scenario: Scenario,
  { json, law, nearMisses: isClose }: AuditOptions,
  listed: readonly string[] = [],
): Outcome {
  const { nearMisses, report } = audited;
  const isViolated = verdictOf(report, law).kind === 'violations' || damage !== null;
  if (json === true) {
    const close = isClose === true ? { nearMisses } : {};
    printJson({ ...report, ...close, ...omissionsOf(scenario) });
    return isViolated ? 'violation' : 'clean';
  }
  printText(renderAuditText(audited, scenario.startEpochMs, textOptions(), law));
  printStories(audited, law);
  for (const sentence of omissionSentences(omissionsOf(scenario))) print(sentence);
  if (listed.length > 0) print(`Every violation: ${listed.join(', ')}`);
  if (damage !== null) return damaged(damage);
  return isViolated ? 'violation' : 'clean';
}

interface Options extends HistoryOptions {
  readonly out?: string;
  readonly json?: true;
  readonly nearMisses?: true;
}

/** Judges what really happened, as far as a case log shows it, by the promises of a scenario. */
async function auditCaseLog(folder: string, options: Options): Promise<Outcome> {
  if (options.nearMisses === true)
    return refuse('--near-misses is for a run, and this is a case log', 'leave it out');
  const { cases, chosen, name, scenario } = await openHistory(folder, options);
  const report = auditHistory(name, cases, scenario, chosen);
  const files = {
    'audit.json': `${JSON.stringify(report, null, 2)}\n`,
    'audit.html': renderHistory(report, scenario.title),
  };
  giveFiles(options.out ?? resultsOf(folder, 'audit'), files, {
    json: options.json,
    result: report,
    text: () => renderHistoryText(report, { colour }),
  });
  return report.results.some(({ violations }) => violations > 0) ? 'violation' : 'clean';
}
