import { join } from 'node:path';
import { success } from '#base';
import { readStories, settle, validationSentences } from '#calibration';
import { renderCalibrationPage, validationText } from '#report';
import { WholeFiles } from '../../shared/files/whole-files.ts';
import { print, printJson } from '../../shared/print.ts';
import { attempt, complained, refuse } from '../../shared/problem.ts';
import type { CommandResult } from '../../shared/run-command.ts';
import { inputOf, loadScenario } from '../../shared/scenario/load-scenario.ts';
import { type CaseLogOptions, dateIn, openCaseLog } from '../calibration/case-log-options.ts';
import { compareWithLog } from '../calibration/compare-with-log.ts';

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
  const [input, loaded] = [inputOf(options.scenario), loadScenario(options.scenario)];
  if (!input.ok) return complained('bad input', input.problem);
  if (!loaded.ok) return complained('bad input', loaded.problem);
  const opened = await openCaseLog(folder, options);
  if (!opened.ok) return opened;
  const log = opened.value;
  const { scenario } = loaded.value;
  const read = readStories(log.cases, { untilMs: log.untilMs });
  const settled = settle(read.stories, log.defaults);
  const known = new Set(scenario.segments.map(({ id }) => id));
  const strange = [...new Set(settled.stories.map(({ segment }) => segment))].filter((id) => !known.has(id));
  if (strange.length > 0) {
    return refuse(
      `${scenario.name} has no segment ${strange.slice(0, 5).join(', ')}, which the log has`,
      `translate segments in the mapping into ${[...known].join(', ')}`,
    );
  }
  const compared = compareWithLog(input.value, settled.stories, log, read.fromMs);
  if (!compared.ok) return compared;
  const validation = compared.value;
  const [from, until] = [log.fromMs, log.untilMs].map((ms) => dateIn(log.clockZone, ms));
  const answer = [
    `${scenario.name} against ${log.name}, cases opened from ${from} until ${until}.`,
    ...validationSentences(validation),
  ];
  const result = { 'meridian-validation': 1, log: log.name, scenario: scenario.name, answer, validation };
  const out = options.out ?? `${folder.replace(/\/+$/, '')}.validation`;
  const page = renderCalibrationPage({
    title: `${scenario.title} against ${log.name}`,
    answer,
    isHoldOut: true,
    calibration: null,
    validation,
    figures: [],
    assumptions: settled.assumptions,
  });
  const files = new WholeFiles();
  const written = attempt(out, 'choose another folder with --out, or make room', () => {
    files.write(join(out, 'validation.json'), `${JSON.stringify(result, null, 1)}\n`);
    files.write(join(out, 'validation.html'), page);
    files.commit();
    return success(['validation.json', 'validation.html'].map((file) => join(out, file)));
  });
  if (!written.ok) {
    files.discard();
    return written;
  }
  if (options.json === true) printJson(result);
  else {
    for (const line of answer) print(line);
    print('');
    for (const line of validationText(validation)) print(line);
    print(`Written: ${written.value.join(', ')}`);
  }
  return success('clean');
}
