import { assert, type Result, success } from '#base';
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
import type { LateCell, TargetVerdict } from '#planning';
import { lateKeyOfTarget, replicatedVerdicts } from '#planning';
import { type ReplicatedMeasure, type ReplicationsPage, replicatedAnswer } from '#report';
import { parseDuration } from '#scenario';
import { type Contribution, looksUntil } from '#statistics';
import { type Problem, refuse } from '../../shared/problem.ts';
import type { CommandContext, CommandResult } from '../../shared/run-command.ts';
import { estimates } from '../experiment/estimates.ts';
import { runExperiment } from '../experiment/experiment-run.ts';
import { lateCount, lateOverReplications } from '../experiment/late-over-replications.ts';
import { placeOf } from '../experiment/result-place.ts';
import { giveResults } from '../experiment/results.ts';
import {
  type ExperimentOptions,
  type ExperimentSettings,
  settingsOfExperiment,
} from '../experiment/settings.ts';
import { type Extent, loadForExperiment } from '../options/extent.ts';
import { chosenQuantiles } from '../options/values.ts';

export type ReplicateOptions = ExperimentOptions &
  Extent & {
    readonly quantiles?: string;
    /** How long to go on until each target is decided; true for the default. */
    readonly decide?: string | true;
  };

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
  const all = [...common, ...alsoOfAll(scenario)];
  const byChannel = waitsByChannel(all, scenario);
  const measures = [...all, ...byChannel];
  const settings = settingsOfExperiment(options, ['service level', 'speed of answer']);
  if (!settings.ok) return settings;
  const { level, stopping } = settings.value;
  const longest = options.decide === undefined ? success(null) : longestOf(options.decide, scenario);
  if (!longest.ok) return longest;
  const judge = (records: readonly ReplicationRecord[], at: number) =>
    replicatedVerdicts(scenario, records.length, (id) =>
      longest.value === null ? estimateOfSeen(records, id, at) : estimateForDecision(records, id, at),
    );
  const wanted =
    longest.value === null
      ? settings.value
      : untilDecided(settings.value, longest.value, (records) => isDecided(judge(records, level)));
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
  const outcome = await runExperiment(experiment, wanted, place, options, context);
  if (!outcome.ok) return outcome;
  const { isReached, level: intervalLevel } = outcome.value;
  const records = outcome.value.records[0] ?? [];
  const replications = records.length;
  const verdicts = judge(records, intervalLevel);
  const late = await lateOfWorst(
    verdicts,
    { scenario, seed, records },
    {
      isQuiet: options.quiet === true,
      signal: context.signal,
      threads: settings.value.threads,
      unfinished: place.unfinished,
    },
  );
  if (!late.ok) return late;
  const page: ReplicationsPage = {
    answer: replicatedAnswer(verdicts, {
      ...{ level, name, replications, scenario, late: late.value },
      decision: longest.value === null ? null : { isReached: isDecided(verdicts), longestMs: longest.value },
    }),
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
  const given = giveResults(place, estimates(page), options);
  return given.ok ? success('clean') : given;
}

const DECIDE_DEFAULT = '60 s';

/** How long replications may be begun, ms. Refuses what is no duration, and a scenario without targets. */
function longestOf(decide: string | true, scenario: Scenario): Result<number, Problem> {
  const text = decide === true ? DECIDE_DEFAULT : decide;
  const duration = parseDuration(text);
  if (!duration.ok || duration.value <= 0)
    return refuse(`--decide ${text} is not a duration`, 'write a number with a unit, e.g. --decide "5 min"');
  if (wantedShares(scenario).length === 0)
    return refuse('--decide: the scenario has no target', 'name some under `serviceLevels` or `targets`');
  return duration;
}

/** Settings for replications that go on until `isMade`, or until the time is over. */
function untilDecided(
  settings: ExperimentSettings,
  longestMs: number,
  isMade: (records: readonly ReplicationRecord[]) => boolean,
): ExperimentSettings {
  const { maximum } = settings.stopping;
  const decision = {
    looks: looksUntil(maximum),
    isMade: ([records = []]: readonly (readonly ReplicationRecord[])[]) => isMade(records),
  };
  return { ...settings, longestMs, stopping: { ...settings.stopping, precision: null, decision } };
}

function isDecided(verdicts: readonly TargetVerdict[]): boolean {
  return verdicts.every(({ state }) => state === 'met' || state === 'missed');
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
): Promise<Result<{ readonly cell: LateCell; readonly replications: number } | null, Problem>> {
  if (worst === undefined || worst.state === 'met' || records.length < 2) return success(null);
  const replications = Math.min(records.length, LATE_MOST);
  if (lateCount(records.slice(0, replications), worst.measure) < LATE_LEAST) return success(null);
  const target = lateKeyOfTarget(worst);
  const cell = await lateOverReplications({ ...run, replications, target }, circumstances);
  if (!cell.ok) return cell;
  return success(cell.value === null ? null : { cell: cell.value, replications });
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
