import { givenLaws } from '#domain';
import { writeParquetTable } from '#evidence';
import { commonCurrency, estimateOf, goalsFor, sweepPoints, withGoals } from '#experiment';
import { renderSweep, renderSweepCsv, type SweepResult, shownGoal, sweepAnswer, sweepTable } from '#report';
import { BAD_INPUT, CLEAN } from '../../shared/exit-codes.ts';
import type { FileContent } from '../../shared/files/whole-files.ts';
import { versions } from '../../shared/host.ts';
import { complain, print, printJson, printLaw, printText } from '../../shared/print.ts';
import {
  chosenMeasures,
  type Experiment,
  type ExperimentOptions,
  runExperiment,
  settingsOfExperiment,
} from '../experiment/experiment-run.ts';
import { leaveResults, placeOf } from '../experiment/result-place.ts';
import { readSweepFile, scenariosAt, sweepName, valueText } from '../experiment/varied-scenarios.ts';

export interface SweepOptions extends Omit<ExperimentOptions, 'replications'> {
  readonly replications?: string;
  readonly measures?: string;
  readonly goal: readonly string[];
}

/** `meridian sweep`: a scenario at many points of its parameters, under common random numbers. */
export async function sweep(path: string, options: SweepOptions): Promise<void> {
  process.exitCode = BAD_INPUT;
  const file = readSweepFile(path, 'points');
  if (file === null) return;
  const { base, design } = file;
  const seed = options.seed ?? base.seed;
  const points = sweepPoints(design, seed);
  const scenarios = scenariosAt(
    file,
    points.map((values) => ({ parameters: design.parameters, values })),
  );
  if (scenarios === null) return;
  const settings = settingsOfExperiment(
    { ...options, replications: options.replications ?? String(design.replications) },
    ['service level'],
  );
  if (settings === null) return;
  const folder = options.out ?? `runs/sweep-${sweepName(path)}`;
  const place = placeOf(folder);
  const currency = commonCurrency(scenarios.map(({ scenario }) => scenario));
  const measures = chosenMeasures(scenarios[0]?.scenario.segments ?? [], currency, options.measures);
  if (measures === null) return;
  const goals = goalsFor(base, options.goal, currency, options.measures === undefined ? null : measures);
  if (!goals.ok) return complain(goals.problem.message, goals.problem.remedy);
  const all = withGoals(measures, goals.value);
  const experiment: Experiment = {
    kind: 'sweep',
    seed,
    scenarios,
    measures: scenarios.map(() => all),
  };
  const outcome = await runExperiment(experiment, settings, place, options);
  if (outcome === null) return;
  const result: SweepResult = {
    title: base.title,
    law: givenLaws(scenarios),
    design: design.design,
    parameters: design.parameters.map((parameter) => parameter.name),
    measures: all.map(({ id, title, unit }) => ({ id, title, unit })),
    goals: goals.value.map(({ measure, value }) => shownGoal(measure, value)),
    points: points.map((values, i) => ({
      values: values.map(valueText),
      estimates: all.map(({ id }) => estimateOf(outcome.records[i] ?? [], id, settings.level)),
    })),
    replications: outcome.records[0]?.length ?? 0,
    level: settings.level,
  };
  const files: Record<string, FileContent> = {
    'sweep.json': `${JSON.stringify(result, null, 2)}\n`,
    'sweep.csv': renderSweepCsv(result),
    'sweep.parquet': (sink) => writeParquetTable(sweepTable(result), sink, `meridian ${versions.engine}`),
    'sweep.html': renderSweep(result),
  };
  if (!leaveResults(place, files)) return;
  if (options.json === true) printJson({ folder, ...result });
  else if (options.quiet === undefined) {
    const answer = sweepAnswer(result);
    if (answer.length > 0) printText(`${answer.join('\n')}\n\n`);
    print(`${result.points.length} points, ${result.replications} replications each`);
    printLaw(result.law);
    print(`${folder}: sweep.html, sweep.csv, sweep.parquet, sweep.json`);
  }
  process.exitCode = CLEAN;
}
