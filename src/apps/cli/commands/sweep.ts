import { success } from '#base';
import type { Scenario } from '#domain';
import { commonCurrency, withGoals } from '#experiment';
import { writeParquetTable } from '#exports';
import { sweepPoints } from '#planning';
import { type SweepResult, sweepAnswer, sweepJson, sweepTable } from '#report';
import { sweepFiles, sweepMeasures, sweepResult } from '../../shared/experiment/sweep-points.ts';
import { versions } from '../../shared/host.ts';
import type { CommandContext, CommandResult } from '../../shared/run-command.ts';
import { runExperiment } from '../experiment/experiment-run.ts';
import { placeOf } from '../experiment/result-place.ts';
import { giveResults, type Results } from '../experiment/results.ts';
import type { Experiment } from '../experiment/settings.ts';
import { type ExperimentOptions, settingsOfExperiment } from '../experiment/settings.ts';
import { readSweepFile, scenariosAt, sweepName } from '../experiment/varied-scenarios.ts';
import { chosenGoals, chosenMeasures } from '../options/values.ts';

export interface SweepOptions extends ExperimentOptions {
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
  const settings = settingsOfExperiment(options, ['service level'], design.replications);
  if (!settings.ok) return settings;
  const place = placeOf(options.out, `runs/sweep-${sweepName(path)}`);
  const asked = askedOf(
    base,
    scenarios.map(({ scenario }) => scenario),
    options,
  );
  if (!asked.ok) return asked;
  const { goals, measures } = asked.value;
  const experiment: Experiment = {
    kind: 'sweep',
    seed,
    scenarios,
    measures: scenarios.map(() => measures),
  };
  const outcome = await runExperiment(experiment, {
    settings: settings.value,
    place,
    options,
    context,
  });
  if (!outcome.ok) return outcome;
  const result = sweepResult({
    design,
    title: base.title,
    points,
    scenarios,
    measures,
    level: settings.value.level,
    goals,
    records: outcome.value.records,
    intervalLevel: outcome.value.level,
  });
  return giveResults(
    place,
    { files: filesOf(result), json: sweepJson(result), text: () => textOf(result), law: result.law },
    options,
  );
}

/** The measures to compare the points by, and the goals among them. */
function askedOf(base: Scenario, scenarios: readonly Scenario[], { goal, measures }: SweepOptions) {
  const currency = commonCurrency(scenarios);
  const chosen = chosenMeasures(
    scenarios[0] ?? { segments: [], centres: [], groups: [], products: [] },
    currency,
    measures,
  );
  if (!chosen.ok) return chosen;
  const goals = chosenGoals(base, goal, currency, measures === undefined ? null : chosen.value);
  if (!goals.ok) return goals;
  const all = measures === undefined ? sweepMeasures(chosen.value, base) : chosen.value;
  return success({ measures: withGoals(all, goals.value), goals: goals.value });
}

function filesOf(result: SweepResult): Results['files'] {
  const { 'sweep.json': json, ...texts } = sweepFiles(result);
  return {
    'sweep.json': json,
    'sweep.parquet': (sink) => writeParquetTable(sweepTable(result), sink, `meridian ${versions.engine}`),
    ...texts,
  };
}

function textOf(result: SweepResult): string {
  const answer = sweepAnswer(result);
  const size = `${result.points.length} points, ${result.replications} replications each`;
  return [...answer, ...(answer.length > 0 ? [''] : []), size].join('\n');
}
