import { success } from '#base';
import { readStories, settle, trendInWindow, validationSentences } from '#calibration';
import { renderCalibrationPage, validationText } from '#report';
import { dateIn } from '../../shared/calibration/calibration-results.ts';
import { compareWithLog } from '../../shared/calibration/compare-with-log.ts';
import { scenarioOfWindow } from '../../shared/calibration/log-window.ts';
import { print, printJson } from '../../shared/print.ts';
import { refuse } from '../../shared/problem.ts';
import type { CommandResult } from '../../shared/run-command.ts';
import { type CaseLogOptions, openCaseLog } from '../calibration/case-log-options.ts';
import { openScenario } from '../calibration/open-scenario.ts';
import { writeResults } from '../calibration/write-results.ts';

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
  const { input, scenario } = named.value;
  const opened = await openCaseLog(folder, options);
  if (!opened.ok) return opened;
  const log = opened.value;
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
  const window = scenarioOfWindow(input, log.fromMs, log.untilMs);
  if (!window.ok) return window;
  const compared = compareWithLog(input, settled.stories, log, read.fromMs);
  if (!compared.ok) return compared;
  const validation = compared.value;
  const [from, until] = [log.fromMs, log.untilMs].map((ms) => dateIn(log.clockZone, ms));
  const answer = [
    `${scenario.name} against ${log.name}, cases opened from ${from} until ${until}.`,
    ...trendInWindow(window.value, log),
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
  const written = writeResults(out, {
    'validation.json': `${JSON.stringify(result, null, 1)}\n`,
    'validation.html': page,
  });
  if (!written.ok) return written;
  if (options.json === true) printJson(result);
  else {
    for (const line of answer) print(line);
    print('');
    for (const line of validationText(validation)) print(line);
    print(`Written: ${written.value.join(', ')}`);
  }
  return success('clean');
}
