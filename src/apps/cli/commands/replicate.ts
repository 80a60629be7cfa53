import { assert } from '#base';
import { givenLaw, type Scenario } from '#domain';
import {
  commonCurrency,
  estimateFigures,
  estimateOf,
  isWaitOfAll,
  type Measure,
  measureNamed,
  measuresOf,
  type ReplicationRecord,
  waitsByChannel,
  wantedShares,
} from '#experiment';
import type { LateCell, replicatedVerdicts } from '#planning';
import { lateKeyOfTarget } from '#planning';
import { type ReplicatedMeasure, type ReplicationsPage, replicatedAnswer } from '#report';
import type { Contribution } from '#statistics';
import type { Outcome } from '../../shared/problem.ts';
import type { CommandContext } from '../../shared/run-command.ts';
import { withThreads } from '../../shared/threads/thread-pool.ts';
import { type DecidingOptions, judgingOf } from '../experiment/deciding.ts';
import { estimates } from '../experiment/estimates.ts';
import { runExperiment } from '../experiment/experiment-run.ts';
import { lateCount, lateOverReplications } from '../experiment/late-over-replications.ts';
import { placeOf } from '../experiment/result-place.ts';
import { giveResults } from '../experiment/results.ts';
import { type Extent, loadForExperiment } from '../options/extent.ts';
import { chosenQuantiles } from '../options/values.ts';
import { type CheckOptions, failOnOf, reportChecks } from '../run/checks.ts';

export type ReplicateOptions = DecidingOptions & Extent & CheckOptions & { readonly quantiles?: string };

/** `meridian run --replications`: one scenario many times, every figure with its interval. */
export async function replicateScenario(
  name: string,
  options: ReplicateOptions,
  context: CommandContext,
): Promise<Outcome> {
  failOnOf(options);
  const scenario = loadForExperiment(name, options);
  const quantiles = chosenQuantiles(options.quantiles);
  const common = measuresOf(scenario.segments, commonCurrency([scenario]), quantiles);
  const all = [...common, ...alsoOfAll(scenario)];
  const byChannel = waitsByChannel(all, scenario);
  const measures = [...all, ...byChannel];
  const { decisionFrom, judge, settings } = judgingOf(options, scenario);
  const { level, stopping, threads } = settings;
  const place = placeOf(options.out, `runs/${scenario.name}-replications`);
  const seed = options.seed ?? scenario.seed;
  const scenarios = [{ name: scenario.name, scenario }];
  const experiment = {
    kind: 'replications',
    seed,
    scenarios,
    measures: [[...measures, ...wantedShares(scenario).map(({ measure }) => measure)]],
    isDetailed: true,
  } as const;
  const { intervalLevel, isReached, late, records, verdicts } = await withThreads(threads, async (pool) => {
    const outcome = await runExperiment(experiment, { settings, place, options, context, pool });
    const records = outcome.records[0] ?? [];
    const verdicts = judge(records, outcome.level);
    const { signal } = context;
    const circumstances = { isQuiet: options.quiet === true, pool, signal, unfinished: place.unfinished };
    const late = await lateOfWorst(verdicts, { scenario, seed, records }, circumstances);
    return { intervalLevel: outcome.level, isReached: outcome.isReached, late, records, verdicts };
  });
  const replications = records.length;
  const decision = decisionFrom(verdicts);
  const known = { decision, late, level, name, replications, scenario };
  const answer = replicatedAnswer(verdicts, known);
  const page: ReplicationsPage = {
    answer,
    title: scenario.title,
    law: givenLaw(scenario),
    seed,
    level,
    replications,
    precision: stopping.precision,
    isReached,
    warmUpHours: records[0]?.warmUpHours,
    measures: measures.map((measure) => ({
      id: measure.id,
      title: measure.title,
      unit: measure.unit,
      of: partOf(measure, byChannel),
      estimate: estimateOf(records, measure.id, intervalLevel),
      values: records.map(({ contributions }) => seenValue(contributions[measure.id] ?? null)),
    })),
    tables: estimateFigures(records, scenario, intervalLevel),
  };
  const outcome = giveResults(place, estimates(page), options);
  return reportChecks({ title: scenario.title, answer, audit: null }, options) ? 'violation' : outcome;
}

/** Figures of the whole scenario that are shown first, beside those that every experiment has. */
const ALSO_OF_ALL = ['waited', 'wait of all', 'queue length', 'occupancy', 'availability'];

function alsoOfAll(scenario: Scenario): readonly Measure[] {
  return ALSO_OF_ALL.map((name) => {
    const measure = measureNamed(name, scenario.segments, null, scenario);
    assert(measure.ok, `${name} is a measure`);
    return measure.value;
  });
}

/** Upper limit for the replications that are repeated to find the worst hours. */
const LATE_MOST = 5;
/** With fewer late cases, the hours in which they arrived may be due to chance. */
const LATE_LEAST = 30;

/**
 * Late cases of the worst target, if it is not met. Workers elsewhere do not send single cases, so this machine repeats these replications,
 * whatever the executor: the answer is the same with each.
 */
async function lateOfWorst(
  [worst]: ReturnType<typeof replicatedVerdicts>,
  {
    records,
    ...run
  }: { readonly scenario: Scenario; readonly seed: string; readonly records: readonly ReplicationRecord[] },
  circumstances: Parameters<typeof lateOverReplications>[1],
): Promise<{ readonly cell: LateCell; readonly replications: number } | null> {
  if (worst === undefined || worst.state === 'met' || records.length < 2) return null;
  const replications = Math.min(records.length, LATE_MOST);
  if (lateCount(records.slice(0, replications), worst.measure) < LATE_LEAST) return null;
  const target = lateKeyOfTarget(worst);
  const cell = await lateOverReplications({ ...run, replications, target }, circumstances);
  return cell === null ? null : { cell, replications };
}

/** Waits that are also given by channel are `mixed`: over all channels, they appear in the files only. */
function partOf(measure: Measure, byChannel: readonly Measure[]): ReplicatedMeasure['of'] {
  const { filter } = measure;
  const isSame = (one: Measure) => one.filter?.segment === filter?.segment;
  if (isWaitOfAll(measure) && byChannel.some(isSame)) return 'mixed';
  return filter?.segment === undefined ? 'all' : 'segment';
}

function seenValue(contribution: Contribution | null): number | null {
  const isSeen = contribution !== null && contribution.denominator !== 0;
  return isSeen ? contribution.numerator / contribution.denominator : null;
}
