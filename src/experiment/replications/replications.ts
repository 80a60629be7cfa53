import { assert, sumOf } from '#base';
import type { Scenario } from '#domain';
import {
  type Contribution,
  decidingLevel,
  type Estimate,
  estimateMean,
  estimatePooled,
  estimateRatio,
  FIRST_LOOK,
  levelOfWider,
  pseudoValues,
  skewnessOf,
  valuesOfPooled,
  widening,
} from '#statistics';
import type { Measure } from '../measures/measure.ts';
import { askedOf } from '../measures/measures.ts';
import { quantileNamed } from '../measures/quantiles.ts';
import type { Executor, Job, JobResult, JobSummary } from './executor.ts';
import { pooledOf, seenOf } from './pooled-quantiles.ts';
import type { ReplicationRecord } from './replication-record.ts';

/** Replications of several scenarios under common random numbers: replication i of each has the same seed. */
export interface ReplicationPlan {
  /** The measures of each scenario. */
  readonly measures: readonly (readonly Measure[])[];
  readonly seed: string;
  readonly level: number;
  readonly stopping: StoppingRule;
}

/** Decides when there are enough replications. */
export interface StoppingRule {
  readonly minimum: number;
  readonly maximum: number;
  /**
   * Relative half-width that `measures` (ids) of every scenario must reach, looked at from `FIRST_LOOK` replications on; null: `minimum` are
   * enough.
   */
  readonly precision: number | null;
  readonly measures: readonly string[];
  /** Replaces the precision: `isMade` is asked after each of the numbers in `looks` whether that many replications are enough. */
  readonly decision?: {
    readonly looks: readonly number[];
    isMade(records: readonly (readonly ReplicationRecord[])[]): boolean;
  };
}

/** What stands beside replications while they are made. */
export interface ReplicationWatch {
  isInterrupted(): boolean;
  /** Whether no further replication is to begin, though the rule is not met. */
  isOver?(): boolean;
  done(record: ReplicationRecord): void;
}

/** Where records are kept between runs, so that an interrupted run can resume. */
export interface RecordStore {
  readonly known: readonly ReplicationRecord[];
  add(record: ReplicationRecord): void;
}

export interface ReplicationOutcome {
  /** Per scenario, in order of replication: as many as the rule required. */
  readonly records: readonly (readonly ReplicationRecord[])[];
  /** Whether the precision was reached. False at the maximum, or if the run was interrupted. */
  readonly isReached: boolean;
  /**
   * The level of Student's intervals of these records that hold with the plan's level. It is higher than that one if the number of
   * replications was chosen by the width of intervals.
   */
  readonly level: number;
  readonly failures: readonly { readonly job: Job; readonly cause: string }[];
}

/**
 * Makes replications until the rule is met. The rule is applied after each replication in their order, not in the order in which they
 * finish, and replications beyond the first number that meets it are dropped. The outcome is therefore the same for any number of threads,
 * and for any interruption and resumption.
 */
export async function replicate(
  plan: ReplicationPlan,
  executor: Executor,
  store: RecordStore,
  watch: ReplicationWatch,
): Promise<ReplicationOutcome> {
  const { maximum } = plan.stopping;
  const scenarios = plan.measures.length;
  const records = plan.measures.map(() => new Array<ReplicationRecord | undefined>(maximum));
  for (const record of store.known) {
    const ofScenario = records[record.scenario];
    if (ofScenario !== undefined && record.replication < maximum) ofScenario[record.replication] = record;
  }
  const failures: { job: Job; cause: string }[] = [];
  let complete = completeCount(records, 0);
  const { decision, minimum, precision } = plan.stopping;
  const isFixed = precision === null && decision === undefined;
  let enough = isFixed ? minimum : firstEnough(plan, records, 0, complete);
  let next = 0;

  const nextJob = (): Job | null => {
    for (; next < maximum * scenarios; next++) {
      const [replication, scenario] = [Math.floor(next / scenarios), next % scenarios];
      if (enough !== null && replication >= enough) return null;
      if (records[scenario]?.[replication] !== undefined) continue;
      next++;
      return { scenario, seed: plan.seed, replication };
    }
    return null;
  };
  const take = (result: JobResult): void => {
    const { job } = result;
    if ('failed' in result) {
      if (!watch.isInterrupted()) failures.push({ job, cause: result.failed });
      return;
    }
    const record = recordOf(job, result.summary, plan.measures[job.scenario] as readonly Measure[]);
    (records[job.scenario] as (ReplicationRecord | undefined)[])[job.replication] = record;
    store.add(record);
    watch.done(record);
    const before = complete;
    complete = completeCount(records, complete);
    enough ??= firstEnough(plan, records, before, complete);
  };
  await workThrough(executor, () => (watch.isInterrupted() || watch.isOver?.() ? null : nextJob()), take);
  const count = enough === null ? complete : Math.min(enough, complete);
  const isReached = enough !== null && count === enough;
  return {
    records: records.map((all) => all.slice(0, count) as ReplicationRecord[]),
    isReached,
    level:
      isReached && precision !== null
        ? levelOfWider(plan.level, count, wideningOf(plan, records, count))
        : plan.level,
    failures,
  };
}

/** What is kept of a replication. */
export function recordOf(
  { replication, scenario }: Job,
  summary: JobSummary,
  measures: readonly Measure[],
): ReplicationRecord {
  const { controls, durations, figures, overload, warmUp } = summary;
  return {
    scenario,
    replication,
    contributions: Object.fromEntries(measures.map((measure) => [measure.id, measure.contribution(summary)])),
    isUnstable: overload !== null,
    ...(durations === undefined ? {} : { durations }),
    ...(figures === undefined ? {} : { figures }),
    ...(figures === undefined || controls === undefined ? {} : { controls }),
    ...(warmUp === undefined ? {} : { warmUpHours: warmUp.hours }),
  };
}

/** A fixed number of replications of each scenario: a step of a search. */
export interface Step {
  readonly measures: readonly Measure[];
  readonly seed: string;
  readonly replications: number;
  /** False if no interval is made of them: see `Asked`. Left out: true. */
  readonly hasControls?: boolean;
}

/** A step of a search with one scenario. Null if it was interrupted, or if a replication failed. */
export async function replicateOnce(
  scenario: Scenario,
  step: Step,
  executor: Executor,
  watch: ReplicationWatch,
): Promise<readonly ReplicationRecord[] | null> {
  return (await replicateEach([{ scenario, records: [] }], step, executor, watch))?.[0] ?? null;
}

/**
 * A step of a search with several scenarios at once, so that the executor has enough to do. `records`: the first replications, if they were
 * made before. Per scenario; null if it was interrupted, or if a replication failed.
 */
export async function replicateEach(
  all: readonly { readonly scenario: Scenario; readonly records: readonly ReplicationRecord[] }[],
  { hasControls = true, measures, replications, seed }: Step,
  executor: Executor,
  watch: ReplicationWatch,
): Promise<readonly (readonly ReplicationRecord[])[] | null> {
  const scenarios = all.map(({ scenario }) => scenario);
  await executor.begin(scenarios, { ...askedOf(measures), ...(hasControls ? {} : { hasControls }) });
  const stopping = { minimum: replications, maximum: replications, precision: null, measures: [] };
  // No estimate is made here, so that the level does not matter.
  const plan = { measures: all.map(() => measures), seed, level: 0.95, stopping };
  const known = all.flatMap(({ records }, s) => records.map((record) => ({ ...record, scenario: s })));
  const { failures, records } = await replicate(plan, executor, { known, add: () => {} }, watch);
  return watch.isInterrupted() || failures.length > 0 ? null : records;
}

/** Keeps the executor busy until there are no more jobs and all in hand are answered. */
async function workThrough(
  executor: Executor,
  nextJob: () => Job | null,
  take: (result: JobResult) => void,
): Promise<void> {
  const inHand = new Set<Promise<void>>();
  const fill = (): void => {
    while (inHand.size < executor.parallel) {
      const job = nextJob();
      if (job === null) return;
      const answered = executor.run(job).then((result) => {
        inHand.delete(answered);
        take(result);
        fill();
      });
      inHand.add(answered);
    }
  };
  fill();
  while (inHand.size > 0) await Promise.all(inHand);
}

/** The number of replications that every scenario has, without a gap, from the first on. */
function completeCount(
  records: readonly (readonly (ReplicationRecord | undefined)[])[],
  from: number,
): number {
  let count = from;
  while (records.every((all) => all[count] !== undefined)) count++;
  return count;
}

/** The smallest number of replications that meets the rule, among those after `before` and up to `complete`. */
function firstEnough(
  plan: ReplicationPlan,
  records: readonly (readonly (ReplicationRecord | undefined)[])[],
  before: number,
  complete: number,
): number | null {
  const { decision, measures, precision } = plan.stopping;
  const isDecided = (count: number) =>
    count > before &&
    count <= complete &&
    decision?.isMade(records.map((all) => all.slice(0, count) as ReplicationRecord[]));
  if (decision !== undefined) return decision.looks.find(isDecided) ?? null;
  if (precision === null) return null;
  for (let count = Math.max(firstLookOf(plan), before + 1); count <= complete; count++) {
    const wider = wideningOf(plan, records, count);
    const isPrecise = records.every((all) => {
      const first = all.slice(0, count) as ReplicationRecord[];
      return measures.every((id) => {
        const estimate = estimateOf(first, id, plan.level);
        return estimate === null || wider * estimate.halfWidth <= precision * Math.abs(estimate.mean);
      });
    });
    if (isPrecise) return count;
  }
  return null;
}

function firstLookOf({ stopping }: ReplicationPlan): number {
  return Math.max(FIRST_LOOK, stopping.minimum);
}

/** For the precise measure that is skewed most: itself, or the differences from the first scenario. */
function wideningOf(
  plan: ReplicationPlan,
  records: readonly (readonly (ReplicationRecord | undefined)[])[],
  count: number,
): number {
  const first = records.map((all) => all.slice(0, count) as ReplicationRecord[]);
  const skewness = plan.stopping.measures.flatMap((id) => {
    const values = first.flatMap((all) => {
      const own = valuesOf(all, id);
      return own === null ? [] : [own];
    });
    const [baseline = [], ...others] = values;
    const differences = others.map((other) => other.map((value, i) => value - (baseline[i] as number)));
    return [skewness2Of(values), skewness2Of(differences)];
  });
  return widening({
    count,
    firstLook: firstLookOf(plan),
    scenarios: records.length,
    skewness2: Math.max(0, ...skewness),
  });
}

/** Squared skewness, mean of the series; 0 if there are none. */
function skewness2Of(series: readonly (readonly number[])[]): number {
  return sumOf(series.map((values) => skewnessOf(values) ** 2)) / Math.max(1, series.length);
}

/** Values of a measure that can be averaged, one per replication; null if a replication observed nothing of it. */
export function valuesOf(records: readonly ReplicationRecord[], id: string): readonly number[] | null {
  const pooled = pooledOf(records, id);
  if (pooled !== undefined) return pooled === null ? null : valuesOfPooled(pooled);
  const contributions = contributionsOf(records, id);
  return contributions === null ? null : pseudoValues(contributions);
}

function contributionsOf(records: readonly ReplicationRecord[], id: string): readonly Contribution[] | null {
  assert(records.length > 0, 'a measure is estimated from replications');
  const all = records.flatMap(({ contributions }) => contributions[id] ?? []);
  return all.length === records.length ? all : null;
}

/** The replications that observed something of a measure. */
export function observedIn(records: readonly ReplicationRecord[], id: string): readonly ReplicationRecord[] {
  if (quantileNamed(id) !== null) return seenOf(records, id);
  return records.filter(({ contributions }) => (contributions[id] ?? null) !== null);
}

export function estimateOf(
  records: readonly ReplicationRecord[],
  id: string,
  level: number,
): Estimate | null {
  if (records.length === 0) return null;
  const pooled = pooledOf(records, id);
  if (pooled !== undefined) return pooled === null ? null : estimatePooled(pooled, level);
  const contributions = contributionsOf(records, id);
  return contributions === null ? null : estimateRatio(contributions, level);
}

/**
 * Estimates a measure from contributions. Those of replications that observed nothing of it may be null, and have no weight. Null if none
 * observed any of it; without an interval if only one did.
 */
export function estimateOfContributions(
  contributions: readonly (Contribution | null)[],
  level: number,
): Estimate | null {
  const seen = contributions.filter((one) => one !== null && one.denominator !== 0) as Contribution[];
  const [first] = seen;
  if (first === undefined) return null;
  if (seen.length === 1) return estimateMean([first.numerator / first.denominator], level);
  const isPlain = seen.every(({ denominator }) => denominator === 1);
  const values = seen.map(({ numerator }) => numerator);
  return isPlain ? estimateMean(values, level) : estimateRatio(seen, level);
}

/** Like `estimateOfSeen`, at the level with which a verdict holds if it is looked at until it is decided. */
export function estimateForDecision(
  records: readonly ReplicationRecord[],
  id: string,
  level: number,
): Estimate | null {
  const seen = records.filter(({ contributions }) => (contributions[id]?.denominator ?? 0) > 0);
  const values = seen.length < 3 ? null : valuesOf(seen, id);
  const skewness = values === null ? 0 : skewnessOf(values);
  return estimateOfSeen(records, id, decidingLevel(level, records.length, skewness));
}

/** Estimates a measure that some replications did not observe; these have no weight. Null if none observed it. */
export function estimateOfSeen(
  records: readonly ReplicationRecord[],
  id: string,
  level: number,
): Estimate | null {
  if (quantileNamed(id) !== null) return estimateOf(seenOf(records, id), id, level);
  const nothing: Contribution = { numerator: 0, denominator: 0 };
  const contributions = records.map((record) => record.contributions[id] ?? nothing);
  return estimateRatio(contributions, level);
}
