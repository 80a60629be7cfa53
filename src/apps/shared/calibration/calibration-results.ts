import { formatCount, plural } from '#base';
import {
  type Calibration,
  clockOf,
  type Figure,
  readStories,
  settle,
  trendInWindow,
  trendSentences,
  type Validation,
  validationSentences,
} from '#calibration';
import { civilDateOf, type Scenario } from '#domain';
import { type CalibrationPage, renderCalibrationPage } from '#report';
import type { ScenarioInput } from '#scenario';
import { refuse } from '../problem.ts';
import type { DatedCaseLog } from './dated-log.ts';
import { type CalibrationHost, comparisonInWindow, scenarioOfWindow } from './log-window.ts';

interface CalibrationFindings {
  readonly calibration: Calibration;
  readonly figures: readonly Figure[];
  readonly assumptions: readonly string[];
  /** The scenario, or the overlay over one. */
  readonly text: string;
  readonly validation: Validation;
  /** Segments of the log that the extended scenario lacks. */
  readonly missing: readonly string[];
}

/** A calibration as all programs show it. */
export interface CalibrationResults {
  readonly page: CalibrationPage;
  /** What `calibration.json` holds. */
  readonly result: CalibrationResult;
  readonly files: Readonly<Record<string, string>>;
}

type CalibrationResult = ReturnType<typeof resultOf>;

export function calibrationResults(found: CalibrationFindings): CalibrationResults {
  const { calibration, figures, text, validation } = found;
  const result = resultOf(found);
  const page: CalibrationPage = {
    title: `Calibration from ${calibration.options.log}`,
    answer: result.answer,
    calibration,
    validation,
    figures,
    assumptions: result.assumptions,
  };
  const files = {
    'scenario.yaml': text,
    'calibration.json': `${JSON.stringify(result, null, 1)}\n`,
    'calibration.html': renderCalibrationPage(page),
  };
  return { page, result, files };
}

function resultOf({ assumptions, calibration, figures, missing, validation }: CalibrationFindings) {
  const { options, software, stories } = calibration;
  const [from, until] = [options.fromMs, options.untilMs].map((ms) => dateIn(options.timeZone, ms));
  const extent = `${options.log}: ${formatCount(figures.length)} figures from ${plural(stories.length, 'case')} opened from ${from} until ${until}; ${plural(assumptions.length, 'thing')} that the log cannot tell ${assumptions.length === 1 ? 'is' : 'are'} assumed.`;
  const unused = missing.map((id) => `The scenario has no segment ${id}: its cases are left out.`);
  return {
    'meridian-calibration': 1,
    log: options.log,
    from: new Date(options.fromMs).toISOString(),
    until: new Date(options.untilMs).toISOString(),
    answer: [
      ...(software?.answer ?? []),
      ...validationSentences(validation, findingsOf(calibration)),
      extent,
    ],
    cases: stories.length,
    work: calibration.work.reading,
    assumptions: [...unused, ...assumptions],
    figures,
    validation,
  };
}

/** What a log shows of drift, selection and trend, in sentences. */
export function findingsOf({ arrivals, options }: Calibration): readonly string[] {
  return [...(options.found ?? []), ...trendSentences(arrivals.trend)];
}

/** The date of an instant on the clock of a zone. */
function dateIn(zone: string, epochMs: number): string {
  return civilDateOf(clockOf(zone, { fromMs: epochMs, untilMs: epochMs }).dayAt(epochMs));
}

interface ComparedScenario {
  readonly input: ScenarioInput;
  readonly scenario: Scenario;
}

/** Prepares the comparison with a part of a log that the scenario was not made from, run by run. */
export function validationAgainst(
  { input, scenario }: ComparedScenario,
  log: DatedCaseLog,
  host: CalibrationHost,
) {
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
  const { compared, simulate } = comparisonInWindow(input, settled.stories, log, {
    ...host,
    historyFromMs: read.fromMs,
    isHeldOut: true,
  });
  return {
    /** Simulates the next replication. */
    simulate,
    /** How far the runs so far are from what happened, as all programs show it: the page, `validation.json`, and files by name. */
    results() {
      const result = validationResultOf(scenario, log, trendInWindow(window, log), compared());
      const page: CalibrationPage = {
        title: `${scenario.title} against ${log.name}`,
        answer: result.answer,
        calibration: null,
        validation: result.validation,
        figures: [],
        assumptions: settled.assumptions,
      };
      const files = {
        'validation.json': `${JSON.stringify(result, null, 1)}\n`,
        'validation.html': renderCalibrationPage(page),
      };
      return { page, result, files };
    },
  };
}

function validationResultOf(
  { name }: Scenario,
  { clockZone, fromMs, name: log, untilMs }: DatedCaseLog,
  ofTrend: readonly string[],
  validation: Validation,
) {
  const [from, until] = [fromMs, untilMs].map((ms) => dateIn(clockZone, ms));
  const about = `${name} against ${log}, cases opened from ${from} until ${until}.`;
  const answer = validationSentences(validation, [about, ...ofTrend]);
  return { 'meridian-validation': 1, log, scenario: name, answer, validation };
}
