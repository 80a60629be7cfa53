import { failure, type Result, success } from '#base';
import { type Figure, type Validation, validationSentences, writeScenario } from '#calibration';
import { isCountryCode, isTimeZone, type Scenario } from '#domain';
import { parseScenario, type ScenarioInput } from '#scenario';
import { findingsOf, validationAgainst } from '../shared/calibration/calibration-results.ts';
import {
  calibrationOf,
  type DatedCaseLog,
  datedLog,
  type LogWords,
} from '../shared/calibration/dated-log.ts';
import { judgingOf, scenarioNames } from '../shared/calibration/log-window.ts';
import { steadyPart } from '../shared/calibration/steady-part.ts';
import { orRefuse, refusedIn, sentencesOf } from '../shared/problem.ts';
import { type Answer, answered, Failed, numberProblems } from './arguments.ts';
import { failIfAborted } from './experiment.ts';
import type { ImportedLog } from './import.ts';
import { engine, sha256 } from './machine/node.ts';
import { type ScenarioInput as Input, openInput } from './scenario-input.ts';

/** How to calibrate. */
export interface CalibrateOptions {
  /**
   * Only cases opened from here: a date (`2016-04-18`, by the clock of the log), or an instant with its offset. Left out: from the last date on
   * which the number of cases changed by a step, or else from the first case.
   */
  readonly from?: string;
  /** What happens from here on counts as not seen. Left out: the end of the log, without last days that lack cases. */
  readonly until?: string;
  /** Zone of people, and of customers without a zone of their own. Left out: the zone of the log's times, or else `UTC`. */
  readonly timeZone?: string;
  /** Time zones of customers by country: `{ DE: 'Europe/Berlin' }`. */
  readonly zones?: Readonly<Record<string, string>>;
  /** Where the log names no country or no channel of a case. Left out: `IE` and `phone`. */
  readonly country?: string;
  readonly channel?: string;
  /** Name of the scenario. Left out: the name of the log. */
  readonly name?: string;
  readonly title?: string;
  /** Whether comments name agents as the log does. Left out: they are numbered. */
  readonly names?: boolean;
  /** When the scenario begins, ISO 8601. Left out: at the end of what was seen. */
  readonly start?: string;
  /** How long it lasts, with its unit. Left out: `4 weeks`. */
  readonly horizon?: string;
  /** Runs that are compared with the last weeks of the log, 2 to 100; 0: none. Left out: 5, which take most of the time. */
  readonly runs?: number;
}

/** A scenario from a log, and what its figures rest on. */
export interface CalibratedScenario {
  /** The file in YAML. A comment beside each figure names its source, the number of observations and the 95 % interval. */
  readonly text: string;
  readonly scenario: Scenario;
  /** Every figure: its key, value and 95 % interval in `unit`, the number of observations, what was counted, and how it was estimated. */
  readonly figures: readonly Figure[];
  /** What the log cannot tell, each with what is assumed instead. */
  readonly assumptions: readonly string[];
  /**
   * The last quarter of the log, at most four weeks, and what a scenario makes of it that was calibrated from what comes before: distances
   * beside those of chance and of a replay, and what the model may be used for. Null for `runs: 0`.
   */
  readonly validation: Validation | null;
  /** In three or four sentences: what the model may be used for, the trend if the scenario has one, how close it comes, and its weakest part. */
  readonly answer: readonly string[];
}

/**
 * Estimates a scenario from a log: arrivals by hour and weekday, handle times, patience, shifts, escalations. It needs at least 50 cases and
 * seven whole days. Fails with a sentence for each option that cannot be used, or for what the log lacks.
 *
 * @example
 * const made = calibrate(imported, { until: '2025-03-12', zones: { DE: 'Europe/Berlin' } });
 * if (made.ok) writeFileSync('desk.yaml', made.value.text);
 */
export function calibrate(
  log: ImportedLog,
  options: CalibrateOptions = {},
): Result<CalibratedScenario, readonly string[]> {
  const { runs = 5, zones = {} } = options;
  const wrong = [...wrongRuns(runs), ...wrongZones(zones)];
  if (wrong.length > 0) return failure(wrong);
  try {
    return success(calibrated(log, { ...options, runs, zones }));
  } catch (error) {
    return failure(sentencesOf(refusedIn(error).problem));
  }
}

function calibrated(
  log: ImportedLog,
  options: CalibrateOptions & Required<Pick<CalibrateOptions, 'runs' | 'zones'>>,
): CalibratedScenario {
  const { runs } = options;
  const words: LogWords = { log: log.report.log, of: OPTIONS };
  const dated = steadyPart(datedImport(log, options, words), options, words);
  const calibration = calibrationOf(dated, [], words);
  const { assumptions, figures, text } = writeScenario(calibration, namesOf(dated, options), null);
  const inputOf = (written: string) => ({
    path: 'calibrated/scenario.yaml',
    text: written,
    readFile: noOther,
  });
  const whole = inputOf(text);
  const { scenario } = orRefuse(parseScenario(whole));
  const made = { text, scenario, figures, assumptions };
  const findings = findingsOf(calibration);
  if (runs === 0) return { ...made, validation: null, answer: findings };
  const judged = { whole, history: calibration.stories };
  const judging = judgingOf(dated, judged, { zones: [], base: null, inputOf }, { digest: sha256, engine });
  for (let run = 0; run < runs; run++) judging.simulate();
  const validation = judging.compared();
  return { ...made, validation, answer: validationSentences(validation, findings) };
}

/** A part of a log that a scenario is compared with. */
export interface ValidateOptions
  extends Pick<CalibrateOptions, 'channel' | 'country' | 'from' | 'timeZone' | 'until' | 'zones'> {
  /** Runs that are compared, 2 to 100. Left out: 5. */
  readonly runs?: number;
  /** Once it is aborted, no further run begins, and the function fails. */
  readonly signal?: AbortSignal;
}

/** How far a scenario is from what happened. */
export interface ValidatedScenario {
  /** Distances beside those of chance and of a replay, and what the model may be used for. */
  readonly validation: Validation;
  /** In sentences, as `CalibratedScenario` has them. */
  readonly answer: readonly string[];
}

/**
 * Compares a scenario with a part of a log that it was not made from, of which it must have all segments. Fails like `calibrate`.
 *
 * @example
 * const compared = await validateAgainst(desk, imported, { from: '2025-03-12' });
 * if (compared.ok) console.log(compared.value.answer.join('\n'));
 */
export async function validateAgainst(
  scenario: Input,
  log: ImportedLog,
  { runs = 5, signal, zones = {}, ...options }: ValidateOptions = {},
): Answer<ValidatedScenario> {
  return answered(async () => {
    const wrong = [...numberProblems('runs', runs, { least: 2, most: RUNS_MOST }), ...wrongZones(zones)];
    if (wrong.length > 0) throw new Failed(wrong);
    const words: LogWords = { log: log.report.log, of: OPTIONS };
    const dated = datedImport(log, { ...options, zones }, words);
    const underWay = validationAgainst(openInput(scenario), dated, { digest: sha256, engine });
    for (let run = 0; run < runs; run++) {
      await new Promise((resolve) => setTimeout(resolve, 0));
      failIfAborted(signal);
      underWay.simulate();
    }
    const { answer, validation } = underWay.results().result;
    return { answer, validation };
  });
}

/** The part of an imported log that the options name. */
export function datedImport(
  { cases, report }: ImportedLog,
  {
    zones = {},
    ...options
  }: Pick<CalibrateOptions, 'channel' | 'country' | 'from' | 'timeZone' | 'until' | 'zones'>,
  words: LogWords,
): DatedCaseLog {
  const known = { name: report.log, timeZone: report.timeZone, cases };
  return datedLog(known, { ...options, zones: new Map(Object.entries(zones)) }, words);
}

const OPTIONS: LogWords['of'] = {
  from: 'from',
  until: 'until',
  timeZone: 'timeZone',
  country: 'country',
  channel: 'channel',
};

const RUNS_MOST = 100;

function wrongRuns(runs: number): readonly string[] {
  if (runs === 0 || (Number.isSafeInteger(runs) && runs >= 2 && runs <= RUNS_MOST)) return [];
  return [`runs: ${runs} is not 0 or a whole number from 2 to ${RUNS_MOST}`];
}

export function wrongZones(zones: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(zones)
    .filter(([country, zone]) => !isCountryCode(country) || !isTimeZone(zone))
    .map(
      ([country, zone]) =>
        `zones: ${country}: ${zone} is no country with its time zone; write e.g. DE: 'Europe/Berlin'`,
    );
}

/** Fills what the options leave open as the command does. */
function namesOf(
  log: DatedCaseLog,
  { horizon, name, names: keepsNames = false, start, title }: CalibrateOptions,
) {
  const names = scenarioNames(log);
  return {
    name: name ?? names.name,
    title: title ?? names.title,
    start: start ?? names.start,
    horizon: horizon ?? names.horizon,
    keepsNames,
  };
}

/** A calibrated scenario extends nothing. */
const noOther: ScenarioInput['readFile'] = (file) => failure(`${file} does not exist`);
