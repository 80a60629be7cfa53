import { success } from '#base';
import { givenLaw } from '#domain';
import {
  commonCurrency,
  estimateOf,
  estimateOfSeen,
  isWaitOfAll,
  type Measure,
  measuresOf,
  waitsByChannel,
  wantedShares,
} from '#experiment';
import { type ReplicatedMeasure, type ReplicationsPage, replicatedAnswer, replicatedVerdicts } from '#report';
import type { CommandContext, CommandResult } from '../../shared/run-command.ts';
import { estimates } from '../experiment/estimates.ts';
import { runExperiment } from '../experiment/experiment-run.ts';
import { placeOf } from '../experiment/result-place.ts';
import { giveResults } from '../experiment/results.ts';
import { type ExperimentOptions, settingsOfExperiment } from '../experiment/settings.ts';
import { type Extent, loadForExperiment } from '../options/extent.ts';
import { chosenQuantiles } from '../options/values.ts';

export type ReplicateOptions = ExperimentOptions & Extent & { readonly quantiles?: string };

/** `meridian run --replications`: one scenario many times, every figure with its interval. */
export async function replicateScenario(
  name: string,
  options: ReplicateOptions,
  context: CommandContext,
): Promise<CommandResult> {
  const loaded = loadForExperiment(name, options);
  if (!loaded.ok) return loaded;
  const scenario = loaded.value;
  const quantiles = chosenQuantiles(options.quantiles);
  if (!quantiles.ok) return quantiles;
  const common = measuresOf(scenario.segments, commonCurrency([scenario]), quantiles.value);
  const byChannel = waitsByChannel(common, scenario);
  const measures = [...common, ...byChannel];
  const settings = settingsOfExperiment(options, ['service level', 'speed of answer']);
  if (!settings.ok) return settings;
  const { level, stopping } = settings.value;
  const place = placeOf(options.out, `runs/${scenario.name}-replications`);
  const seed = options.seed ?? scenario.seed;
  const scenarios = [{ name: scenario.name, scenario }];
  const experiment = {
    kind: 'replications',
    seed,
    scenarios,
    measures: [[...measures, ...wantedShares(scenario).map(({ measure }) => measure)]],
  };
  const outcome = await runExperiment(experiment, settings.value, place, options, context);
  if (!outcome.ok) return outcome;
  const records = outcome.value.records[0] ?? [];
  const replications = records.length;
  const verdicts = replicatedVerdicts(scenario, replications, (id) => estimateOfSeen(records, id, level));
  const page: ReplicationsPage = {
    answer: replicatedAnswer(verdicts, { level, name, replications }),
    title: scenario.title,
    law: givenLaw(scenario),
    seed,
    level,
    replications,
    precision: stopping.precision,
    isReached: outcome.value.isReached,
    warmUpHours: records[0]?.warmUpHours,
    measures: measures.map(({ id, title, unit }) => ({
      ...{ id, title, unit },
      of: partOf(id, byChannel),
      estimate: estimateOf(records, id, level),
      values: records.map(({ contributions }) => {
        const contribution = contributions[id] ?? null;
        const isSeen = contribution !== null && contribution.denominator !== 0;
        return isSeen ? contribution.numerator / contribution.denominator : null;
      }),
    })),
  };
  const given = giveResults(place, estimates(page), options);
  return given.ok ? success('clean') : given;
}

function partOf(id: string, byChannel: readonly Measure[]): ReplicatedMeasure['of'] {
  if (byChannel.some((measure) => measure.id === id)) return 'all';
  if (id.includes('/')) return 'segment';
  return byChannel.length > 0 && isWaitOfAll({ id }) ? 'mixed' : 'all';
}
