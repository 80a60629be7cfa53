import { basename, join, resolve } from 'node:path';
import { baseOf, writeScenario } from '#calibration';
import type { Scenario } from '#domain';
import { validationText } from '#report';
import { parseScenario } from '#scenario';
import { calibrationResults } from '../../shared/calibration/calibration-results.ts';
import { calibrationOf } from '../../shared/calibration/dated-log.ts';
import { judgingOf, scenarioNames } from '../../shared/calibration/log-window.ts';
import { extendsPath, inputFor, outFor } from '../../shared/calibration/overlay-place.ts';
import { steadyPart } from '../../shared/calibration/steady-part.ts';
import { sha256 } from '../../shared/host.ts';
import { orRefuse, refuse } from '../../shared/problem.ts';
import { openScenario } from '../../shared/scenario/load-scenario.ts';
import { type CaseLogOptions, openCaseLog, wordsFor } from '../calibration/case-log-options.ts';
import { withSessions } from '../calibration/with-sessions.ts';
import { giveFiles } from '../give-files.ts';

export interface CalibrateOptions extends CaseLogOptions {
  readonly scenario?: string;
  readonly sessions?: string;
  readonly names?: true;
  readonly out?: string;
  readonly json?: true;
}

const WHAT_IS_ASSUMED = 'What the log cannot tell, and what is assumed:';

/** `meridian calibrate`: a scenario, or an overlay over one, from a case log. */
export async function calibrateFromLog(folder: string, options: CalibrateOptions): Promise<void> {
  const base = options.scenario === undefined ? null : openScenario(options.scenario);
  if (base !== null && options.sessions !== undefined)
    return refuse(
      `--sessions ${options.sessions} makes a group of software, and an overlay has no groups`,
      'leave --scenario out, or --sessions',
    );
  const out = options.out ?? outFor(folder, base, 'calibrated');
  const extended = base === null ? null : extendsPath(out, base.input.path);
  const opened = await openCaseLog(folder, options);
  const steady = { ...opened, ...steadyPart(opened, options, wordsFor(folder)) };
  const log = options.sessions === undefined ? steady : withSessions(steady, options.sessions, options);
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
  const called = { ...scenarioNames(log, basename(resolve(out))), keepsNames: options.names === true };
  const written = writeScenario(calibration, called, known);
  const inputOf = (text: string) => inputFor(join(out, 'scenario.yaml'), text, base?.input);
  const whole = inputOf(written.text);
  orRefuse(parseScenario(whole));
  const judged = { whole, history: calibration.stories };
  const judging = judgingOf(
    log,
    judged,
    { zones, base: known, inputOf },
    { digest: sha256, engine: 'compiled' },
  );
  for (let run = 0; run < log.runs; run++) judging.simulate();
  const { files, result } = calibrationResults({
    calibration,
    ...written,
    validation: judging.compared(),
    missing: missing.map(({ id }) => id),
  });
  giveFiles(out, files, {
    json: options.json,
    result,
    text: () => {
      const assumed = [WHAT_IS_ASSUMED, ...result.assumptions.map((line) => `- ${line}`)];
      const parts = calibration.software === null ? [result.answer, assumed] : [assumed, result.answer];
      return [...parts.flatMap((lines) => [...lines, '']), ...validationText(result.validation)];
    },
  });
}

function zonesOf(base: Scenario | undefined): readonly (readonly [string, string])[] {
  return (base?.streams ?? []).map(({ country, timeZone }) => [country, timeZone] as const);
}
