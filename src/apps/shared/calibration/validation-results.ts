import type { Digest } from '#base';
import { readStories, settle, trendInWindow, type Validation, validationSentences } from '#calibration';
import type { Scenario } from '#domain';
import { type CalibrationPage, renderCalibrationPage } from '#report';
import type { ScenarioInput } from '#scenario';
import { refuse } from '../problem.ts';
import { dateIn } from './calibration-results.ts';
import type { DatedCaseLog } from './dated-log.ts';
import { comparisonInWindow, scenarioOfWindow } from './log-window.ts';

export interface ComparedScenario {
  readonly input: ScenarioInput;
  readonly scenario: Scenario;
}

/** Prepares the comparison with a part of a log that the scenario was not made from, run by run. `engine`: `table` where no code may be generated. */
export function validationAgainst(
  { input, scenario }: ComparedScenario,
  log: DatedCaseLog,
  host: { readonly digest: Digest; readonly engine: 'compiled' | 'table' },
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
      const result = resultOf(scenario, log, trendInWindow(window, log), compared());
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

function resultOf(
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
