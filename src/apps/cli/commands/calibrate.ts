import { basename, join, resolve } from 'node:path';
import { success } from '#base';
import { baseOf, writeScenario } from '#calibration';
import type { Scenario } from '#domain';
import { validationText } from '#report';
import { parseScenario } from '#scenario';
import { type CalibrationResults, calibrationResults } from '../../shared/calibration/calibration-results.ts';
import { compareWithLog } from '../../shared/calibration/compare-with-log.ts';
import { calibrationOf } from '../../shared/calibration/dated-log.ts';
import { windowOf } from '../../shared/calibration/log-window.ts';
import { scenarioNames } from '../../shared/calibration/scenario-names.ts';
import { writeAll } from '../../shared/files/write-all.ts';
import { print, printJson } from '../../shared/print.ts';
import { complained, refuse } from '../../shared/problem.ts';
import type { CommandResult } from '../../shared/run-command.ts';
import { openScenario } from '../../shared/scenario/load-scenario.ts';
import { type CaseLogOptions, openCaseLog, wordsFor } from '../calibration/case-log-options.ts';
import { extendsPath, inputFor, outFor } from '../calibration/overlay-place.ts';

export interface CalibrateOptions extends CaseLogOptions {
  readonly scenario?: string;
  readonly out?: string;
  readonly json?: true;
}

/** `meridian calibrate`: a scenario, or an overlay over one, from a case log. */
export async function calibrateFromLog(folder: string, options: CalibrateOptions): Promise<CommandResult> {
  const base = options.scenario === undefined ? success(null) : openScenario(options.scenario);
  if (!base.ok) return base;
  const out = options.out ?? outFor(folder, base.value, 'calibrated');
  const extended = base.value === null ? success(null) : extendsPath(out, base.value.input.path);
  if (!extended.ok) return extended;
  const opened = await openCaseLog(folder, options);
  if (!opened.ok) return opened;
  const log = opened.value;
  const found = calibrationOf(log, zonesOf(base.value?.scenario), wordsFor(folder));
  if (!found.ok) return found;
  const calibration = found.value;
  const known = base.value === null ? null : baseOf(base.value.scenario, extended.value ?? '');
  const missing =
    known === null ? [] : calibration.arrivals.segments.filter(({ id }) => !known.segments.has(id));
  if (known !== null && missing.length === calibration.arrivals.segments.length) {
    const some = missing
      .map(({ id }) => id)
      .slice(0, 5)
      .join(', ');
    return refuse(
      `${options.scenario} has none of the segments of the log: ${some}`,
      `translate segments in the mapping into ${[...known.segments.keys()].join(', ')}, or leave --scenario out`,
    );
  }
  const written = writeScenario(calibration, scenarioNames(log, basename(resolve(out))), known);
  const input = inputFor(join(out, 'scenario.yaml'), written.text, base.value?.input);
  const parsed = parseScenario(input);
  if (!parsed.ok) return complained('bad input', parsed.problem);
  const window = windowOf(log);
  const compared = compareWithLog(input, calibration.stories, { ...log, ...window }, log.fromMs);
  if (!compared.ok) return compared;
  const results = calibrationResults({
    calibration,
    ...written,
    validation: compared.value,
    missing: missing.map(({ id }) => id),
  });
  return give(out, results, options);
}

function zonesOf(base: Scenario | undefined): readonly (readonly [string, string])[] {
  return (base?.streams ?? []).map(({ country, timeZone }) => [country, timeZone] as const);
}

function give(out: string, { files, result }: CalibrationResults, { json }: CalibrateOptions): CommandResult {
  const written = writeAll(out, files);
  if (!written.ok) return written;
  if (json === true) printJson(result);
  else {
    for (const line of result.answer) print(line);
    print('');
    for (const line of validationText(result.validation)) print(line);
    print('');
    print('What the log cannot tell, and what is assumed:');
    for (const line of result.assumptions) print(`- ${line}`);
    print(`Written: ${written.value.join(', ')}`);
  }
  return success('clean');
}
