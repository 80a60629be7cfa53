import { validationText } from '#report';
import { validationAgainst } from '../../shared/calibration/calibration-results.ts';
import { sha256 } from '../../shared/host.ts';
import { openScenario } from '../../shared/scenario/load-scenario.ts';
import { type CaseLogOptions, openCaseLog } from '../calibration/case-log-options.ts';
import { giveFiles } from '../give-files.ts';

export interface ValidateAgainstOptions extends CaseLogOptions {
  readonly scenario: string;
  readonly out?: string;
  readonly json?: true;
}

/** `meridian validate-against`: how far a scenario is from the part of a log that it was not calibrated from. */
export async function validateAgainst(folder: string, options: ValidateAgainstOptions): Promise<void> {
  const named = openScenario(options.scenario);
  const log = await openCaseLog(folder, options);
  const underWay = validationAgainst(named, log, { digest: sha256, engine: 'compiled' });
  for (let run = 0; run < log.runs; run++) underWay.simulate();
  const { files, result } = underWay.results();
  giveFiles(options.out ?? `${folder.replace(/\/+$/, '')}.validation`, files, {
    json: options.json,
    result,
    text: () => [...result.answer, '', ...validationText(result.validation)],
  });
}
