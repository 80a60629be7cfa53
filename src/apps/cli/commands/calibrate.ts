import { basename, join, resolve } from 'node:path';
import { baseOf, writeScenario } from '#calibration';
import type { Scenario } from '#domain';
import { validationText } from '#report';
import { parseScenario } from '#scenario';
import { type CalibrationResults, calibrationResults } from '../../shared/calibration/calibration-results.ts';
import { compareWithLog } from '../../shared/calibration/compare-with-log.ts';
import { calibrationOf } from '../../shared/calibration/dated-log.ts';
import { judgingOf } from '../../shared/calibration/log-window.ts';
import { scenarioNames } from '../../shared/calibration/scenario-names.ts';
import { writeAll } from '../../shared/files/write-all.ts';
import { print, printJson } from '../../shared/print.ts';
import { type Outcome, orRefuse, refuse } from '../../shared/problem.ts';
import { openScenario } from '../../shared/scenario/load-scenario.ts';
import { type CaseLogOptions, openCaseLog, wordsFor } from '../calibration/case-log-options.ts';
import { extendsPath, inputFor, outFor } from '../calibration/overlay-place.ts';

export interface CalibrateOptions extends CaseLogOptions {
  readonly scenario?: string;
  readonly out?: string;
  readonly json?: true;
}

/** `meridian calibrate`: a scenario, or an overlay over one, from a case log. */
export async function calibrateFromLog(folder: string, options: CalibrateOptions): Promise<Outcome> {
  const base = options.scenario === undefined ? null : openScenario(options.scenario);
  const out = options.out ?? outFor(folder, base, 'calibrated');
  const extended = base === null ? null : extendsPath(out, base.input.path);
  const log = await openCaseLog(folder, options);
  const zones = zonesOf(base?.scenario);
  const calibration = calibrationOf(log, zones, wordsFor(folder));
  const known = base === null ? null : baseOf(base.scenario, extended ?? '');
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
  const inputOf = (text: string) => inputFor(join(out, 'scenario.yaml'), text, base?.input);
  const whole = inputOf(written.text);
  orRefuse(parseScenario(whole));
  const { input, window, ...judged } = judgingOf(log, whole, { zones, base: known, inputOf });
  const compared = compareWithLog(input, calibration.stories, { ...window, runs: log.runs }, judged);
  const results = calibrationResults({
    calibration,
    ...written,
    validation: compared,
    missing: missing.map(({ id }) => id),
  });
  return give(out, results, options);
}

function zonesOf(base: Scenario | undefined): readonly (readonly [string, string])[] {
  return (base?.streams ?? []).map(({ country, timeZone }) => [country, timeZone] as const);
}

function give(out: string, { files, result }: CalibrationResults, { json }: CalibrateOptions): Outcome {
  const written = writeAll(out, files);
  if (json === true) printJson(result);
  else {
    for (const line of result.answer) print(line);
    print('');
    print('What the log cannot tell, and what is assumed:');
    for (const line of result.assumptions) print(`- ${line}`);
    print('');
    for (const line of validationText(result.validation)) print(line);
    print(`Written: ${written.join(', ')}`);
  }
  return 'clean';
}
