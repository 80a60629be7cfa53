import { setImmediate } from 'node:timers/promises';
import { assert } from '#base';
import { givenLaw, type Scenario } from '#domain';
import {
  commonCurrency,
  growsWithin,
  isOfAllCases,
  type LongRunOutcome,
  type Measure,
  measuresNamed,
  measuresOf,
  startLongRun,
  weeksMissing,
  withWaitsByChannel,
} from '#experiment';
import type { ReplicationsPage } from '#report';
import { BATCHES, BATCHES_LEAST } from '#statistics';
import { sha256 } from '../../shared/host.ts';
import { complained, interrupted, type Outcome, refuse, together } from '../../shared/problem.ts';
import type { CommandContext } from '../../shared/run-command.ts';
import { note } from '../../shared/terminal.ts';
import { estimates } from '../experiment/estimates.ts';
import { giveResults, placeOf } from '../experiment/result-place.ts';
import { type Extent, loadForExperiment } from '../options/extent.ts';
import { chosenQuantiles, share, wholeNumber } from '../options/values.ts';
import { withProgress } from '../progress.ts';

export interface LongRunOptions extends Extent {
  /** True if the program chooses the number. */
  readonly batchMeans: string | true;
  readonly replication: string;
  readonly quantiles?: string;
  readonly level: string;
  readonly seed?: string;
  readonly out?: string;
  readonly quiet?: true;
  readonly json?: true;
}

const BATCHES_MOST = 1000;

/** `meridian run --batch-means`: service, queues and agents with intervals, from one run split into batches. */
export async function longRun(
  name: string,
  options: LongRunOptions,
  context: CommandContext,
): Promise<Outcome> {
  const wanted = options.batchMeans === true ? String(BATCHES) : options.batchMeans;
  const { batches, level, quantiles, replication } = together({
    batches: () => wholeNumber('--batch-means', wanted, BATCHES_LEAST, BATCHES_MOST),
    replication: () => wholeNumber('--replication', options.replication, 0, Number.MAX_SAFE_INTEGER),
    level: () => share('--level', options.level),
    quantiles: () => chosenQuantiles(options.quantiles),
  });
  const scenario = loadForExperiment(name, options);
  if (growsWithin(scenario)) {
    return refuse(
      'rates change from week to week by the trend, so batches of one run are not alike',
      "write 'perWeek: 0' in each 'trend', or use --replications",
    );
  }
  const missing = weeksMissing(scenario, batches);
  if (missing !== null) {
    return refuse(
      `demand or duty change within the week, so batches are whole weeks; the run has ${missing.has} for ${batches} batches`,
      "write a longer 'horizon', or use --replications",
    );
  }
  const seed = options.seed ?? scenario.seed;
  const place = placeOf(options.out, `runs/${scenario.name}-batches`);
  const all = [
    ...measuresOf(scenario.segments, commonCurrency([scenario]), quantiles),
    ...levelsOf(scenario),
  ];
  const measures = withWaitsByChannel(all, [scenario]);
  const run = startLongRun(scenario, { batches, digest: sha256, level, measures, replication, seed });
  const outcome = await madeOf(run, scenario, options.quiet === true, context);
  if (outcome === null) {
    const message = 'the run was ended because its queue grew without bound';
    return complained('unstable', [{ message, remedy: 'give it more agents' }]);
  }
  const page = pageOf(outcome, scenario, seed, level);
  giveResults(place, estimates(page), options, []);
  if (outcome.isUnstable) {
    note(
      'warning: the run is unstable: its queue grew without bound, and its figures depend on how long it ran',
    );
  }
  return 'clean';
}

/** Waits of all, queues and agents: figures that batches have, although experiments only measure them if somebody names them. */
function levelsOf(scenario: Scenario): readonly Measure[] {
  const { centres, groups, segments } = scenario;
  const tiers = [...new Set(groups.map(({ tier }) => tier))].sort();
  const named = measuresNamed(
    [
      ...['waited', 'wait of all'].flatMap((name) => [name, ...segments.map(({ id }) => `${name}/${id}`)]),
      ...['queue length', ...tiers.map((tier) => `queue length/tier:${tier}`)],
      ...['occupancy', 'availability'].flatMap((name) => [
        ...[name, ...centres.map(({ id }) => `${name}/centre:${id}`)],
        ...groups.map(({ id }) => `${name}/group:${id}`),
      ]),
    ],
    scenario,
    null,
  );
  assert(named.ok, 'the scenario has these segments, centres, groups and tiers');
  return named.value;
}

/**
 * Simulates to the horizon, with progress. Null if the run was stopped early because its queue grew without bound.
 */
async function madeOf(
  run: ReturnType<typeof startLongRun>,
  scenario: Scenario,
  isQuiet: boolean,
  { signal }: CommandContext,
): Promise<LongRunOutcome | null> {
  return withProgress('long run', isQuiet, 'cases', async (progress) => {
    while (run.advance()) {
      progress.at(run.replication.nowMs / scenario.horizonMs, run.replication.counts.cases);
      await setImmediate();
      if (signal.aborted) return interrupted('nothing was written');
    }
    return run.finish();
  });
}

function pageOf(outcome: LongRunOutcome, scenario: Scenario, seed: string, level: number): ReplicationsPage {
  const { batchHours, isGiven, isUndecided, measures, wanted, warmUpHours } = outcome;
  const found = isUndecided ? 'too short to tell' : 'found';
  return {
    title: scenario.title,
    law: givenLaw(scenario),
    seed,
    level,
    warmUpHours,
    replications: measures[0]?.values.length ?? 0,
    precision: null,
    isReached: true,
    batches: {
      hours: batchHours,
      warmUp: isGiven ? 'given' : found,
      wanted,
      dependent: measures.filter(({ hangTogether }) => hangTogether).map(({ measure }) => measure.title),
    },
    measures: measures.map(({ estimate, isTooShort, measure, values }) => ({
      id: measure.id,
      title: measure.title,
      unit: measure.unit,
      estimate,
      values,
      of: isOfAllCases(measure) || !measure.id.includes('/') ? 'all' : 'segment',
      isTooShort,
    })),
  };
}
