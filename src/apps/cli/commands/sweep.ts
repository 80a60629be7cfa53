import type { Scenario } from '#domain';
import { commonCurrency, withGoals } from '#experiment';
import { writeParquetTable } from '#exports';
import { sweepPoints } from '#planning';
import { type SweepResult, sweepAnswer, sweepJson, sweepTable } from '#report';
import { sweepFiles, sweepMeasures, sweepResult } from '../../shared/experiment/sweep-points.ts';
import { versions } from '../../shared/host.ts';
import type { CommandContext } from '../../shared/run-command.ts';
import { runExperiment } from '../experiment/experiment-run.ts';
import { giveResults, placeOf, type Results } from '../experiment/result-place.ts';
import { type Experiment, type ExperimentOptions, settingsOfExperiment } from '../experiment/settings.ts';
import { readSweepFile, scenariosAt, sweepName, sweepOfSettings } from '../experiment/varied-scenarios.ts';
import { chosenGoals, chosenMeasures } from '../options/values.ts';

export interface SweepOptions extends ExperimentOptions {
  readonly measures?: string;
  readonly goal: readonly string[];
  readonly set?: readonly string[];
}

/** `meridian sweep`: a scenario at many points of its parameters, under common random numbers. */
export async function sweep(path: string, options: SweepOptions, context: CommandContext): Promise<void> {
  const { set = [] } = options;
  const file = set.length === 0 ? readSweepFile(path, 'points') : sweepOfSettings(path, set);
  const { base, design } = file;
  const seed = options.seed ?? base.seed;
  const points = sweepPoints(design, seed);
  const scenarios = scenariosAt(
    file,
    points.map((values) => ({ parameters: design.parameters, values })),
  );
  const settings = settingsOfExperiment(options, ['service level'], design.replications);
  const place = placeOf(options.out, `runs/sweep-${sweepName(path)}`);
  const { goals, measures } = askedOf(
    base,
    scenarios.map(({ scenario }) => scenario),
    options,
  );
  const experiment: Experiment = {
    kind: 'sweep',
    seed,
    scenarios,
    measures: scenarios.map(() => measures),
  };
  const outcome = await runExperiment(experiment, {
    settings,
    place,
    options,
    context,
  });
  const result = sweepResult({
    design,
    title: base.title,
    points,
    scenarios,
    measures,
    level: settings.level,
    goals,
    records: outcome.records,
    intervalLevel: outcome.level,
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
  const goals = chosenGoals(base, goal, currency, measures === undefined ? null : chosen);
  const all = measures === undefined ? sweepMeasures(chosen, base) : chosen;
  return { measures: withGoals(all, goals), goals };
}

function filesOf(result: SweepResult): Results['files'] {
  const { 'sweep.json': json, ...texts } = sweepFiles(result);
  return {
    'sweep.json': json,
    'sweep.parquet': (sink) =>
      writeParquetTable(sweepTable(result), sink, { createdBy: `meridian ${versions.engine}` }),
    ...texts,
  };
}

function textOf(result: SweepResult): string {
  const answer = sweepAnswer(result);
  const size = `${result.points.length} points, ${result.replications} replications each`;
  return [...answer, ...(answer.length > 0 ? [''] : []), size].join('\n');
}
