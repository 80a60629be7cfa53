import { givenLaw } from '#domain';
import { commonCurrency, estimateOf, measuresOf } from '#experiment';
import type { ReplicationsPage } from '#report';
import { BAD_INPUT, CLEAN } from '../../shared/exit-codes.ts';
import { type Extent, loadForExperiment } from '../../shared/scenario/load-scenario.ts';
import { type ExperimentOptions, runExperiment, settingsOfExperiment } from '../experiment/experiment-run.ts';
import { chosenQuantiles, estimateFiles, tellEstimates } from '../experiment/replications-results.ts';
import { leaveResults, placeOf } from '../experiment/result-place.ts';

export type ReplicateOptions = ExperimentOptions & Extent & { readonly quantiles?: string };

/** `meridian run --replications`: one scenario many times, every figure with its interval. */
export async function replicateScenario(name: string, options: ReplicateOptions): Promise<void> {
  process.exitCode = BAD_INPUT;
  const scenario = loadForExperiment(name, options);
  if (scenario === null) return;
  const quantiles = chosenQuantiles(options.quantiles);
  if (quantiles === null) return;
  const measures = measuresOf(scenario.segments, commonCurrency([scenario]), quantiles);
  const settings = settingsOfExperiment(options, ['service level', 'speed of answer']);
  if (settings === null) return;
  const folder = options.out ?? `runs/${scenario.name}-replications`;
  const place = placeOf(folder);
  const seed = options.seed ?? scenario.seed;
  const scenarios = [{ name: scenario.name, scenario }];
  const experiment = { kind: 'replications', seed, scenarios, measures: [measures] };
  const outcome = await runExperiment(experiment, settings, place, options);
  if (outcome === null) return;
  const records = outcome.records[0] ?? [];
  const page: ReplicationsPage = {
    title: scenario.title,
    law: givenLaw(scenario),
    seed,
    level: settings.level,
    replications: records.length,
    precision: settings.stopping.precision,
    isReached: outcome.isReached,
    warmUpHours: records[0]?.warmUpHours,
    measures: measures.map(({ id, title, unit }) => ({
      id,
      title,
      unit,
      estimate: estimateOf(records, id, settings.level),
      values: records.map(({ contributions }) => {
        const contribution = contributions[id] ?? null;
        const isSeen = contribution !== null && contribution.denominator !== 0;
        return isSeen ? contribution.numerator / contribution.denominator : null;
      }),
    })),
  };
  if (leaveResults(place, estimateFiles(page))) {
    tellEstimates(folder, page, options);
    process.exitCode = CLEAN;
  }
}
