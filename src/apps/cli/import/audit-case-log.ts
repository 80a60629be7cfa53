import { auditHistory } from '#foreign';
import { renderHistory, renderHistoryText } from '#report';
import { writeAll } from '../../shared/files/write-all.ts';
import { colour, print, printJson, printText } from '../../shared/print.ts';
import { type Outcome, refuse } from '../../shared/problem.ts';
import { type HistoryOptions, openHistory, resultsOf } from './open-history.ts';

interface Options extends HistoryOptions {
  readonly out?: string;
  readonly json?: true;
  readonly nearMisses?: true;
}

/** Judges what really happened, as far as a case log shows it, by the promises of a scenario. */
export async function auditCaseLog(folder: string, options: Options): Promise<Outcome> {
  if (options.nearMisses === true)
    return refuse('--near-misses is for a run, and this is a case log', 'leave it out');
  const { cases, chosen, name, scenario } = await openHistory(folder, options);
  const report = auditHistory(name, cases, scenario, chosen);
  const written = writeAll(options.out ?? resultsOf(folder, 'audit'), {
    'audit.json': `${JSON.stringify(report, null, 2)}\n`,
    'audit.html': renderHistory(report, scenario.title),
  });
  if (options.json === true) printJson(report);
  else {
    printText(renderHistoryText(report, { colour }));
    print(`Written: ${written.join(', ')}`);
  }
  return report.results.some(({ violations }) => violations > 0) ? 'violation' : 'clean';
}
