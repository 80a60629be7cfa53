import { assert } from '#base';
import { givenLaw, type Scenario } from '#domain';
import {
  commonCurrency,
  estimateFigures,
  estimateForDecision,
  estimateOf,
  estimateOfSeen,
  isWaitOfAll,
  type Measure,
  measureNamed,
  measuresOf,
  type ReplicationRecord,
  waitsByChannel,
  wantedShares,
} from '#experiment';
import { LateCell, lateKeyOfTarget, replicatedVerdicts, type TargetVerdict } from '#planning';
import { type ReplicatedMeasure, type ReplicationsPage, replicatedAnswer } from '#report';
import { parseDuration } from '#scenario';
import { type Contribution, looksUntil } from '#statistics';
import { interrupted, type Outcome, refuse } from '../../shared/problem.ts';
import { aborted, type CommandContext } from '../../shared/run-command.ts';
import { type ThreadPool, withThreads } from '../../shared/threads/thread-pool.ts';
import { estimates } from '../experiment/estimates.ts';
import { runExperiment } from '../experiment/experiment-run.ts';
import { giveResults, placeOf } from '../experiment/result-place.ts';
import {
  type ExperimentOptions,
  type ExperimentSettings,
  settingsOfExperiment,
} from '../experiment/settings.ts';
import { type Extent, loadForExperiment } from '../options/extent.ts';
import { chosenQuantiles } from '../options/values.ts';
import { withProgress } from '../progress.ts';
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
  const { judged = null } = options;
  const known = { decision, judged, late, level, name, replications, scenario };
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
  giveResults(place, estimates(page), options);
  return reportChecks({ title: scenario.title, answer, audit: null }, options) ? 'violation' : 'clean';
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

interface DecidingOptions extends ExperimentOptions {
  /** How long to go on until each target is decided; true for the default, undefined if the number of replications is given. */
  readonly decide?: string | true;
}

/** How replications are judged, and how many there are to be. */
interface Judging {
  readonly settings: ExperimentSettings;
  judge(records: readonly ReplicationRecord[], level: number): readonly TargetVerdict[];
  /** How a search for a decision has ended; null if the number of replications was given. */
  decisionFrom(
    verdicts: readonly TargetVerdict[],
  ): { readonly isReached: boolean; readonly longestMs: number } | null;
}

const DEFAULT = '60 s';
const GIVEN_DEFAULT = 5;
/** Unless the time is over before. */
const DECIDING_MOST = 10_000;

/** Refuses a duration that is none, and a scenario without targets. */
function judgingOf(options: DecidingOptions, scenario: Scenario): Judging {
  const { decide } = options;
  const settings = settingsOfExperiment(
    options,
    ['service level', 'speed of answer'],
    decide === undefined ? GIVEN_DEFAULT : DECIDING_MOST,
  );
  const estimate = decide === undefined ? estimateOfSeen : estimateForDecision;
  const judge: Judging['judge'] = (records, level) =>
    replicatedVerdicts(scenario, records.length, (id) => estimate(records, id, level));
  if (decide === undefined) return { settings, judge, decisionFrom: () => null };
  const text = decide === true ? DEFAULT : decide;
  const longest = parseDuration(text);
  if (!longest.ok || longest.value <= 0)
    return refuse(`--decide ${text} is not a duration`, 'write a number with a unit, e.g. --decide "5 min"');
  if (wantedShares(scenario).length === 0)
    return refuse('--decide: the scenario has no target', 'name some under `serviceLevels` or `targets`');
  const longestMs = longest.value;
  const decision = {
    looks: looksUntil(settings.stopping.maximum),
    isMade: ([records = []]: readonly (readonly ReplicationRecord[])[]) =>
      isDecided(judge(records, settings.level)),
  };
  const stopping = { ...settings.stopping, precision: null, decision };
  return {
    settings: { ...settings, longestMs, stopping },
    judge,
    decisionFrom: (verdicts) => ({ isReached: isDecided(verdicts), longestMs }),
  };
}

function isDecided(verdicts: readonly TargetVerdict[]): boolean {
  return verdicts.every(({ state }) => state === 'met' || state === 'missed');
}

interface Sought {
  readonly scenario: Scenario;
  readonly seed: string;
  readonly replications: number;
  /** The target, by its key among late answers. */
  readonly target: string;
}

interface Circumstances {
  readonly isQuiet: boolean;
  readonly signal: AbortSignal;
  /** The caller ends it. */
  readonly pool: ThreadPool;
  /** The folder that keeps the replications until the results are written. */
  readonly unfinished: string;
}

/** Late cases of a share. Shares have six digits, so the count of each replication is rounded to the whole number that it stands for. */
export function lateCount(records: readonly ReplicationRecord[], measure: string): number {
  return records.reduce((sum, { contributions }) => {
    const { denominator, numerator } = contributions[measure] ?? { denominator: 0, numerator: 0 };
    return sum + Math.round(denominator - numerator);
  }, 0);
}

/** Repeats the replications and adds up the late cases of a target. Null if there are none. */
export async function lateOverReplications(
  { replications, scenario, seed, target }: Sought,
  { isQuiet, pool, signal, unfinished }: Circumstances,
): Promise<LateCell | null> {
  const number = pool.add(scenario);
  const results = await withProgress('hours', isQuiet, 'replications', (progress) => {
    let made = 0;
    const all = Array.from({ length: replications }, async (_, replication) => {
      const result = await pool.make('late', { scenario: number, seed, replication }, target);
      if (!signal.aborted) progress.at(++made / replications, made);
      return result;
    });
    return Promise.race([Promise.all(all), aborted(signal)]);
  });
  if (results === undefined || signal.aborted)
    return interrupted(`all replications are kept in ${unfinished}; --resume continues`);
  const sum = new LateCell(scenario.centres.length, scenario.groups.length);
  for (const result of results) {
    if ('failed' in result)
      return refuse(
        `replication ${result.job.replication} failed: ${result.failed}`,
        'run it again with --resume',
      );
    if (result.made !== null) sum.join(result.made);
  }
  return sum.lateCount === 0 ? null : sum;
}
