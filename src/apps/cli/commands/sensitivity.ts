import { givenLaws } from '#domain';
import {
  commonCurrency,
  designSensitivity,
  type InputPoint,
  type SensitivityMethod,
  withGoals,
  withWaitsByChannel,
} from '#experiment';
import type { SweepParameter } from '#planning';
import { levelsOf, valueAt } from '#planning';
import {
  renderSensitivity,
  renderSensitivityCsv,
  renderSensitivityText,
  type SensitivityPage,
  shownGoal,
} from '#report';
import { type PointChange, valueText } from '../../shared/experiment/sweep-points.ts';
import { type Outcome, together } from '../../shared/problem.ts';
import type { CommandContext } from '../../shared/run-command.ts';
import { runExperiment } from '../experiment/experiment-run.ts';
import { placeOf } from '../experiment/result-place.ts';
import { giveResults, type Results } from '../experiment/results.ts';
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
): Promise<Outcome> {
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
  const inputs = design.parameters.map(({ name, values }) => ({ name, levels: levelsOf(values) }));
  const size = method === 'morris' ? numbers.trajectories : numbers.samples;
  const plan = designSensitivity(method, inputs, size, seed);
  const { changes, changeOf } = differentChanges(plan.points, design.parameters);
  const scenarios = scenariosAt(numbers.file, changes);
  const place = placeOf(options.out, `runs/sensitivity-${sweepName(path)}-${method}`);
  const kind = `sensitivity ${method}`;
  const experiment = { kind, seed, scenarios, measures: scenarios.map(() => measures) };
  const outcome = await runExperiment(experiment, { settings, place, options, context });
  const made = outcome.records;
  const records = changeOf.map((change) => made[change] ?? []);
  const page: SensitivityPage = {
    title: base.title,
    law: givenLaws(scenarios),
    method,
    inputs: design.parameters.map(boundsOf),
    goals: goals.map(({ measure, value }) => shownGoal(measure, value)),
    measures: measures.map((measure) => plan.sensitivityOf(measure, records, level)),
    points: plan.points.length,
    scenarios: scenarios.length,
    replications: made[0]?.length ?? 0,
    level,
    seed,
  };
  const files = {
    'sensitivity.json': `${JSON.stringify(page, null, 2)}\n`,
    'sensitivity.csv': renderSensitivityCsv(page),
    'sensitivity.html': renderSensitivity(page),
  };
  const text: Results['text'] = (style) => renderSensitivityText(page, style);
  return giveResults(place, { files, json: page, text, law: page.law }, options);
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

function boundsOf({ name, values }: SweepParameter): SensitivityPage['inputs'][number] {
  return { name, low: valueText(valueAt(values, 0)), high: valueText(valueAt(values, 1)) };
}

/**
 * The different kinds of changes of all points, and for each point its kind. Few distinct values make many points
 * alike.
 */
function differentChanges(points: readonly InputPoint[], parameters: readonly SweepParameter[]) {
  const indices = new Map<string, number>();
  const changes: PointChange[] = [];
  const changeOf = points.map((point) => {
    const varied = parameters.flatMap((parameter, i) => {
      const share = point[i] ?? null;
      return share === null ? [] : [{ parameter, value: valueAt(parameter.values, share) }];
    });
    const key = JSON.stringify(varied.map(({ parameter, value }) => [parameter.name, value]));
    const known = indices.get(key);
    if (known !== undefined) return known;
    indices.set(key, changes.length);
    changes.push({
      parameters: varied.map(({ parameter }) => parameter),
      values: varied.map(({ value }) => value),
    });
    return changes.length - 1;
  });
  return { changes, changeOf };
}
