import { success } from '#base';
import { givenLaws } from '#domain';
import { writeParquetTable } from '#evidence';
import { commonCurrency, estimateOf, sweepPoints, withGoals } from '#experiment';
import { renderSweep, renderSweepCsv, type SweepResult, shownGoal, sweepAnswer, sweepTable } from '#report';
import { versions } from '../../shared/host.ts';
import type { CommandContext, CommandResult } from '../../shared/run-command.ts';
import { type Experiment, runExperiment } from '../experiment/experiment-run.ts';
import { placeOf } from '../experiment/result-place.ts';
import { giveResults, type Results } from '../experiment/results.ts';
import { type ExperimentOptions, settingsOfExperiment } from '../experiment/settings.ts';
import { readSweepFile, scenariosAt, sweepName, valueText } from '../experiment/varied-scenarios.ts';
import { chosenGoals, chosenMeasures } from '../options/values.ts';

export interface SweepOptions extends Omit<ExperimentOptions, 'replications'> {
  readonly replications?: string;
  readonly measures?: string;
  readonly goal: readonly string[];
}

/** `meridian sweep`: a scenario at many points of its parameters, under common random numbers. */
export async function sweep(
  path: string,
  options: SweepOptions,
  context: CommandContext,
): Promise<CommandResult> {
  const file = readSweepFile(path, 'points');
  if (!file.ok) return file;
  const { base, design } = file.value;
  const seed = options.seed ?? base.seed;
  const points = sweepPoints(design, seed);
  const varied = scenariosAt(
    file.value,
    points.map((values) => ({ parameters: design.parameters, values })),
  );
  if (!varied.ok) return varied;
  const scenarios = varied.value;
  const settings = settingsOfExperiment(
    { ...options, replications: options.replications ?? String(design.replications) },
    ['service level'],
  );
  if (!settings.ok) return settings;
  const { level } = settings.value;
  const place = placeOf(options.out, `runs/sweep-${sweepName(path)}`);
  const currency = commonCurrency(scenarios.map(({ scenario }) => scenario));
  const chosen = chosenMeasures(
    scenarios[0]?.scenario ?? { segments: [], centres: [] },
    currency,
    options.measures,
  );
  if (!chosen.ok) return chosen;
  const goals = chosenGoals(
    base,
    options.goal,
    currency,
    options.measures === undefined ? null : chosen.value,
  );
  if (!goals.ok) return goals;
  const measures = withGoals(chosen.value, goals.value);
  const experiment: Experiment = {
    kind: 'sweep',
    seed,
    scenarios,
    measures: scenarios.map(() => measures),
  };
  const outcome = await runExperiment(experiment, settings.value, place, options, context);
  if (!outcome.ok) return outcome;
  const { records } = outcome.value;
  const result: SweepResult = {
    title: base.title,
    law: givenLaws(scenarios),
    design: design.design,
    parameters: design.parameters.map((parameter) => parameter.name),
    measures: measures.map(({ better, id, title, unit }) => ({ id, title, unit, better })),
    goals: goals.value.map(({ measure, value }) => shownGoal(measure, value)),
    points: points.map((values, i) => ({
      values: values.map(valueText),
      estimates: measures.map(({ id }) => estimateOf(records[i] ?? [], id, level)),
    })),
    replications: records[0]?.length ?? 0,
    level,
  };
  const files: Results['files'] = {
    'sweep.json': `${JSON.stringify(result, null, 2)}\n`,
    'sweep.parquet': (sink) => writeParquetTable(sweepTable(result), sink, `meridian ${versions.engine}`),
    'sweep.csv': renderSweepCsv(result),
    'sweep.html': renderSweep(result),
  };
  const text = () => {
    const answer = sweepAnswer(result);
    const size = `${result.points.length} points, ${result.replications} replications each`;
    return [...answer, ...(answer.length > 0 ? [''] : []), size].join('\n');
  };
  const given = giveResults(place, { files, json: result, text, law: result.law }, options);
  return given.ok ? success('clean') : given;
}
