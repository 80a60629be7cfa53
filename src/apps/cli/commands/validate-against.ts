import { success } from '#base';
import { validationText } from '#report';
import { validationAgainst } from '../../shared/calibration/validation-results.ts';
import { writeAll } from '../../shared/files/write-all.ts';
import { sha256 } from '../../shared/host.ts';
import { print, printJson } from '../../shared/print.ts';
import type { CommandResult } from '../../shared/run-command.ts';
import { openScenario } from '../../shared/scenario/load-scenario.ts';
import { type CaseLogOptions, openCaseLog } from '../calibration/case-log-options.ts';

export interface ValidateAgainstOptions extends CaseLogOptions {
  readonly scenario: string;
  readonly out?: string;
  readonly json?: true;
}

/** `meridian validate-against`: how far a scenario is from the part of a log that it was not calibrated from. */
export async function validateAgainst(
  folder: string,
  options: ValidateAgainstOptions,
): Promise<CommandResult> {
  const named = openScenario(options.scenario);
  if (!named.ok) return named;
  const opened = await openCaseLog(folder, options);
  if (!opened.ok) return opened;
  const log = opened.value;
  const underWay = validationAgainst(named.value, log, { digest: sha256, engine: 'compiled' });
  if (!underWay.ok) return underWay;
  for (let run = 0; run < log.runs; run++) underWay.value.simulate();
  const { files, result } = underWay.value.results();
  const written = writeAll(options.out ?? `${folder.replace(/\/+$/, '')}.validation`, files);
  if (!written.ok) return written;
  if (options.json === true) printJson(result);
  else {
    for (const line of result.answer) print(line);
    print('');
    for (const line of validationText(result.validation)) print(line);
    print(`Written: ${written.value.join(', ')}`);
  }
  return success('clean');
}
