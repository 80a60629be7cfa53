import { givenLaws } from '#domain';
import {
  commonCurrency,
  designSensitivity,
  goalsFor,
  type InputPoint,
  levelsOf,
  type SensitivityMethod,
  valueAt,
  withGoals,
} from '#experiment';
import {
  renderSensitivity,
  renderSensitivityCsv,
  renderSensitivityText,
  type SensitivityPage,
  shownGoal,
} from '#report';
import type { SweepParameter } from '#scenario';
import { BAD_INPUT, CLEAN } from '../../shared/exit-codes.ts';
import {
  colour,
  complain,
  print,
  printJson,
  printLaw,
  printText,
  terminalWidth,
} from '../../shared/print.ts';
import {
  chosenMeasures,
  type ExperimentOptions,
  runExperiment,
  settingsOfExperiment,
  wholeNumber,
} from '../experiment/experiment-run.ts';
import { leaveResults, placeOf } from '../experiment/result-place.ts';
import {
  type PointChange,
  readSweepFile,
  scenariosAt,
  sweepName,
  valueText,
} from '../experiment/varied-scenarios.ts';

export interface SensitivityOptions extends Omit<ExperimentOptions, 'replications'> {
  readonly replications?: string;
  readonly method: SensitivityMethod;
  readonly trajectories: string;
  readonly samples: string;
  readonly measures?: string;
  readonly goal: readonly string[];
}

/** More would be a mistake rather than a wish. */
const SIZE_MAX = 100_000;

/** `meridian sensitivity`: which of the inputs of a sweep file move the answer. */
export async function sensitivity(path: string, options: SensitivityOptions): Promise<void> {
  process.exitCode = BAD_INPUT;
  const trajectories = wholeNumber('--trajectories', options.trajectories, 2, SIZE_MAX);
  const samples = wholeNumber('--samples', options.samples, 2, SIZE_MAX);
  const file = readSweepFile(path, 'inputs');
  if (file === null || trajectories === null || samples === null) return;
  const { base, design } = file;
  const { method } = options;
  const settings = settingsOfExperiment(
    { ...options, replications: options.replications ?? String(design.replications) },
    [],
  );
  const currency = commonCurrency([base]);
  const chosen = chosenMeasures(base.segments, currency, options.measures);
  if (settings === null || chosen === null) return;
  const goals = goalsFor(base, options.goal, currency, options.measures === undefined ? null : chosen);
  if (!goals.ok) return complain(goals.problem.message, goals.problem.remedy);
  const measures = withGoals(chosen, method === 'oat' || options.goal.length > 0 ? goals.value : []);

  const seed = options.seed ?? base.seed;
  const inputs = design.parameters.map(({ name, values }) => ({ name, levels: levelsOf(values) }));
  const plan = designSensitivity(method, inputs, method === 'morris' ? trajectories : samples, seed);
  const { changes, changeOf } = differentChanges(plan.points, design.parameters);
  const scenarios = scenariosAt(file, changes);
  if (scenarios === null) return;
  const folder = options.out ?? `runs/sensitivity-${sweepName(path)}-${method}`;
  const place = placeOf(folder);
  const experiment = {
    kind: `sensitivity ${method}`,
    seed,
    scenarios,
    measures: scenarios.map(() => measures),
  };
  const outcome = await runExperiment(experiment, settings, place, options);
  if (outcome === null) return;
  const records = changeOf.map((change) => outcome.records[change] ?? []);
  const page: SensitivityPage = {
    title: base.title,
    law: givenLaws(scenarios),
    method,
    inputs: design.parameters.map(({ name, values }) => ({
      name,
      low: valueText(valueAt(values, 0)),
      high: valueText(valueAt(values, 1)),
    })),
    goals: goals.value.map(({ measure, value }) => shownGoal(measure, value)),
    measures: measures.map((measure) => plan.sensitivityOf(measure, records, settings.level)),
    points: plan.points.length,
    scenarios: scenarios.length,
    replications: outcome.records[0]?.length ?? 0,
    level: settings.level,
    seed,
  };
  const files = {
    'sensitivity.json': `${JSON.stringify(page, null, 2)}\n`,
    'sensitivity.csv': renderSensitivityCsv(page),
    'sensitivity.html': renderSensitivity(page),
  };
  if (!leaveResults(place, files)) return;
  if (options.json === true) printJson({ folder, ...page });
  else if (options.quiet === undefined) {
    printText(renderSensitivityText(page, { width: terminalWidth(), colour }));
    printLaw(page.law);
    print(`${folder}: sensitivity.html, sensitivity.csv, sensitivity.json`);
  }
  process.exitCode = CLEAN;
}

/** What the points change, each kind of change once, and which of them each point has: few values make many points alike. */
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
