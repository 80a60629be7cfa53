import { definite } from '#base';
import {
  BATCHES,
  type BucketCounts,
  batchMeans,
  boundsOf,
  type Estimate,
  estimateMean,
  estimateOfBatches,
  estimatePooled,
  estimateQuantile,
  packHistogram,
  poolQuantile,
  pseudoValues,
  QuantileHistogram,
  transientOf,
  unpackHistogram,
} from '#statistics';
import { measuredRun, scenarioOf } from '../judge.ts';
import { waitMin } from '../measures.ts';
import { isAbandoned } from '../run-log.ts';
import { MINUTE_MS } from '../scenario-text.ts';
import type { MeasuredRun, Setup } from '../validation-case.ts';
import type { CoveredModel } from './covered-models.ts';

export const COVERAGE_METHODS = ['replications', 'long run'] as const;
export type CoverageMethod = (typeof COVERAGE_METHODS)[number];

/** How often intervals of one kind covered the truth. */
export interface CoverageRow {
  readonly model: string;
  readonly method: string;
  readonly measure: string;
  readonly truth: number;
  readonly experiments: number;
  readonly held: number;
  /** Mean half-width as a share of the truth. */
  readonly halfWidth: number;
  /** Mean of the estimates as a share of the truth, minus one. */
  readonly bias: number;
  /** False for runs that are known to be too short. They are shown so that nobody trusts them. */
  readonly isJudged: boolean;
}

export interface CoverageEffort {
  readonly methods: readonly CoverageMethod[];
  readonly experiments: number;
  readonly seed: string;
  /** Arrivals of the long runs. */
  readonly longRuns: readonly number[];
  /** Share of the arrivals of replications, 1 in full. */
  readonly share: number;
}

export const LEVEL = 0.95;
/** Replications of an experiment, as many as `compare` makes by default. */
export const REPLICATIONS = 10;
const QUANTILE = 0.9;
/**
 * A run of so many arrivals is long enough. In M/M/1 at a load of 80 %, 82 waits carry as much information as one independent wait: 20,000
 * arrivals are worth 240, and 5,000 are worth 61, whose mean is still skewed.
 */
const LONG_ENOUGH = 20_000;

export const FULL_COVERAGE: CoverageEffort = {
  methods: COVERAGE_METHODS,
  experiments: 400,
  seed: 'coverage',
  longRuns: [5000, LONG_ENOUGH],
  share: 1,
};

/** An interval that an experiment gives. */
interface Answer extends Pick<CoverageRow, 'method' | 'measure' | 'truth' | 'isJudged'> {
  readonly estimate: Estimate;
}

export function measureCoverage(
  model: CoveredModel,
  effort: CoverageEffort,
  progress: (text: string) => void = () => {},
): readonly CoverageRow[] {
  const all = Array.from({ length: effort.experiments }, (_, experiment) => {
    progress(`${model.id}: experiment ${experiment + 1} of ${effort.experiments}`);
    const seed = `${effort.seed}/${model.id}/${experiment}`;
    return effort.methods.flatMap((method) =>
      method === 'replications' ? byReplications(model, effort, seed) : byLongRuns(model, effort, seed),
    );
  });
  return (all[0] ?? []).map(({ isJudged, measure, method, truth }, i) => {
    const estimates = all.map((answers) => (answers[i] as Answer).estimate);
    const meanOf = (of: (estimate: Estimate) => number) => estimateMean(estimates.map(of), LEVEL).mean;
    return {
      model: model.id,
      method,
      measure,
      truth,
      experiments: effort.experiments,
      isJudged,
      held: estimates.filter((estimate) => {
        const { high, low } = boundsOf(estimate);
        return low <= truth && truth <= high;
      }).length,
      halfWidth: meanOf(({ halfWidth }) => halfWidth) / truth,
      bias: meanOf(({ mean }) => mean) / truth - 1,
    };
  });
}

export function isTooLow({ experiments, held, isJudged }: CoverageRow): boolean {
  return isJudged && isFewer(held, experiments, LEVEL);
}

/** So few would be seen in less than 1 of 1,000 tries if each had this chance: the tail of the binomial distribution. */
export function isFewer(held: number, experiments: number, chance: number): boolean {
  // By logarithms: 0.05^400 underflows.
  let logarithm = experiments * Math.log(1 - chance);
  let tail = 0;
  for (let k = 0; k <= held; k++) {
    tail += Math.exp(logarithm);
    logarithm += Math.log(((experiments - k) / (k + 1)) * (chance / (1 - chance)));
  }
  return tail < CHANCE;
}

const CHANCE = 0.001;

function byReplications(model: CoveredModel, { share }: CoverageEffort, seed: string): readonly Answer[] {
  const runs = Array.from({ length: REPLICATIONS }, (_, replication) =>
    runOf(model.replication, share, seed, replication),
  );
  const about = { method: `Student's t, ${REPLICATIONS} replications`, isJudged: true };
  const ratios = model.ratios.map(({ name, of, truth }): Answer => {
    const values = pseudoValues(runs.map((run) => of(run)));
    if (values === null) throw new RangeError(`${model.id}: nothing was seen of ${name}`);
    return { ...about, measure: name, truth, estimate: estimateMean(values, LEVEL) };
  });
  const pooled = poolQuantile(runs.map(countsOf), QUANTILE);
  if (pooled === null) throw new RangeError(`${model.id}: nobody was answered in a replication`);
  const quantile = inMinutes(estimatePooled(pooled, LEVEL), SECONDS_PER_MINUTE);
  const method = `pooled, ${REPLICATIONS} replications`;
  const isJudged = true;
  return [
    ...ratios,
    { method, isJudged, measure: 'wait, 90 % within', truth: model.waitP90, estimate: quantile },
  ];
}

function byLongRuns(model: CoveredModel, { longRuns }: CoverageEffort, seed: string): readonly Answer[] {
  return longRuns.flatMap((arrivals, i) => {
    const all = runOf(model.longRun(arrivals), 1, seed, REPLICATIONS + i).counted;
    const logged = all.slice(transientOf(all.map(waitMin)));
    const run = `a run of ${arrivals.toLocaleString('en-GB')} from empty`;
    const isJudged = arrivals >= LONG_ENOUGH;
    const means = { method: `batch means, ${run}`, measure: 'mean wait', truth: model.meanWait, isJudged };
    const ofMean = { ...means, estimate: estimateOfBatches(batchMeans(logged.map(waitMin), BATCHES), LEVEL) };
    if (!isJudged) return [ofMean];
    const ranks = { method: `order statistics, ${run}`, measure: 'wait, 90 % within', isJudged };
    return [ofMean, { ...ranks, truth: model.waitP90, estimate: quantileInBatches(logged) }];
  });
}

/** For a long run, from the histograms of its batches, minutes. */
function quantileInBatches(logged: MeasuredRun['counted']): Estimate {
  const size = Math.floor(logged.length / BATCHES);
  const first = logged.length - BATCHES * size;
  const batches = Array.from({ length: BATCHES }, (_, batch) =>
    histogramOf(logged.slice(first + batch * size, first + (batch + 1) * size)),
  );
  const whole = new QuantileHistogram();
  for (const batch of batches) whole.add(batch);
  const estimate = estimateQuantile(batches, whole, QUANTILE, LEVEL);
  if (estimate === null) throw new RangeError('a run too short for a quantile');
  return inMinutes(estimate, MINUTE_MS);
}

function inMinutes(estimate: Estimate, unitsPerMinute: number): Estimate {
  const { high, low } = boundsOf(estimate);
  return {
    ...estimate,
    mean: estimate.mean / unitsPerMinute,
    halfWidth: estimate.halfWidth / unitsPerMinute,
    bounds: { low: low / unitsPerMinute, high: high / unitsPerMinute },
  };
}

const SECONDS_PER_MINUTE = 60;

function runOf(setup: Setup, share: number, seed: string, replication: number): MeasuredRun {
  const plan = setup(share);
  return measuredRun(plan, scenarioOf(plan), seed, replication);
}

function countsOf({ counted }: MeasuredRun): BucketCounts {
  return definite(unpackHistogram(packHistogram(histogramOf(counted))), 'a packed histogram can be unpacked');
}

function histogramOf(logged: MeasuredRun['counted']): QuantileHistogram {
  const waits = new QuantileHistogram();
  for (const one of logged) if (!isAbandoned(one)) waits.record(one.firstWaitMs);
  return waits;
}
