import { success } from '#base';
import { auditHistory } from '#foreign';
import { renderHistory, renderHistoryText } from '#report';
import { writeAll } from '../../shared/files/write-all.ts';
import { colour, print, printJson, printText } from '../../shared/print.ts';
import { refuse } from '../../shared/problem.ts';
import type { CommandResult } from '../../shared/run-command.ts';
import { type HistoryOptions, openHistory, resultsOf } from './open-history.ts';

interface Options extends HistoryOptions {
  readonly out?: string;
  readonly json?: true;
  readonly nearMisses?: true;
}

/** Judges what really happened, as far as a case log shows it, by the promises of a scenario. */
export async function auditCaseLog(folder: string, options: Options): Promise<CommandResult> {
  if (options.nearMisses === true)
    return refuse('--near-misses is for a run, and this is a case log', 'leave it out');
  const opened = await openHistory(folder, options);
  if (!opened.ok) return opened;
  const { cases, chosen, name, scenario } = opened.value;
  const report = auditHistory(name, cases, scenario, chosen);
  const written = writeAll(options.out ?? resultsOf(folder, 'audit'), {
    'audit.json': `${JSON.stringify(report, null, 2)}\n`,
    'audit.html': renderHistory(report, scenario.title),
  });
  if (!written.ok) return written;
  if (options.json === true) printJson(report);
  else {
    printText(renderHistoryText(report, { colour }));
    print(`Written: ${written.value.join(', ')}`);
  }
  return success(report.results.some(({ violations }) => violations > 0) ? 'violation' : 'clean');
}
