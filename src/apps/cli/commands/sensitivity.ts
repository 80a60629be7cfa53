import { commonCurrency, type SensitivityMethod, withGoals, withWaitsByChannel } from '#experiment';
import { renderSensitivity, renderSensitivityCsv, renderSensitivityText } from '#report';
import { resultFiles } from '../../shared/experiment/result-files.ts';
import { sensitivityPage, sensitivityPlan } from '../../shared/experiment/sensitivity-of-inputs.ts';
import { together } from '../../shared/problem.ts';
import type { CommandContext } from '../../shared/run-command.ts';
import { runExperiment } from '../experiment/experiment-run.ts';
import { giveResults, placeOf, resultsOf } from '../experiment/result-place.ts';
import { type ExperimentOptions, settingsOfExperiment } from '../experiment/settings.ts';
import { readSweepFile, type SweepFile, scenariosAt, sweepName } from '../experiment/varied-scenarios.ts';
import { chosenGoals, chosenMeasures, wholeNumber } from '../options/values.ts';

export interface SensitivityOptions extends ExperimentOptions {
  readonly method: SensitivityMethod;
  readonly trajectories: string;
  readonly samples: string;
  readonly measures?: string;
  readonly goal: readonly string[];
}

/** Larger sizes are assumed to be mistakes. */
const SIZE_MAX = 100_000;

/** `meridian sensitivity`: which inputs of a sweep file affect the answer. */
export async function sensitivity(
  path: string,
  options: SensitivityOptions,
  context: CommandContext,
): Promise<void> {
  const { method } = options;
  const numbers = together({
    trajectories: () => wholeNumber('--trajectories', options.trajectories, 2, SIZE_MAX),
    samples: () => wholeNumber('--samples', options.samples, 2, SIZE_MAX),
    file: () => readSweepFile(path, 'inputs'),
  });
  const { base, design } = numbers.file;
  const { goals, measures, settings } = askedOf(numbers.file, options);
  const { level } = settings;

  const seed = options.seed ?? base.seed;
  const size = method === 'morris' ? numbers.trajectories : numbers.samples;
  const plan = sensitivityPlan(design, method, size, seed);
  const scenarios = scenariosAt(numbers.file, plan.changes);
  const place = placeOf(options.out, `runs/sensitivity-${sweepName(path)}-${method}`);
  const kind = `sensitivity ${method}`;
  const experiment = { kind, seed, scenarios, measures: scenarios.map(() => measures) };
  const { records } = await runExperiment(experiment, { settings, place, options, context });
  const page = sensitivityPage(plan, { base, scenarios, measures, goals, records, level, seed });
  const files = resultFiles('sensitivity', page, renderSensitivityCsv(page), renderSensitivity(page));
  giveResults(place, resultsOf(page, files, renderSensitivityText), options);
}

/** The measures, and the bounds to draw. */
function askedOf({ base, design }: SweepFile, options: SensitivityOptions) {
  const currency = commonCurrency([base]);
  const chosen = together({
    settings: () => settingsOfExperiment(options, [], design.replications),
    measures: () => chosenMeasures(base, currency, options.measures),
  });
  const { settings } = chosen;
  const measures =
    options.measures === undefined ? withWaitsByChannel(chosen.measures, [base]) : chosen.measures;
  const goals = chosenGoals(base, options.goal, currency, options.measures === undefined ? null : measures);
  const isAskedFor = options.method === 'oat' || options.goal.length > 0;
  return {
    settings,
    measures: withGoals(measures, isAskedFor ? goals : []),
    goals,
  };
}
