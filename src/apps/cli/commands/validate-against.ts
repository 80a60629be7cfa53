import { validationText } from '#report';
import { validationAgainst } from '../../shared/calibration/validation-results.ts';
import { writeAll } from '../../shared/files/write-all.ts';
import { sha256 } from '../../shared/host.ts';
import { print, printJson } from '../../shared/print.ts';
import type { Outcome } from '../../shared/problem.ts';
import { openScenario } from '../../shared/scenario/load-scenario.ts';
import { type CaseLogOptions, openCaseLog } from '../calibration/case-log-options.ts';

export interface ValidateAgainstOptions extends CaseLogOptions {
  readonly scenario: string;
  readonly out?: string;
  readonly json?: true;
}

/** `meridian validate-against`: how far a scenario is from the part of a log that it was not calibrated from. */
export async function validateAgainst(folder: string, options: ValidateAgainstOptions): Promise<Outcome> {
  const named = openScenario(options.scenario);
  const log = await openCaseLog(folder, options);
  const underWay = validationAgainst(named, log, { digest: sha256, engine: 'compiled' });
  for (let run = 0; run < log.runs; run++) underWay.simulate();
  const { files, result } = underWay.results();
  const written = writeAll(options.out ?? `${folder.replace(/\/+$/, '')}.validation`, files);
  if (options.json === true) printJson(result);
  else {
    for (const line of result.answer) print(line);
    print('');
    for (const line of validationText(result.validation)) print(line);
    print(`Written: ${written.join(', ')}`);
  }
  return 'clean';
}
