import { definite, openStream } from '#base';
import {
  type BucketCounts,
  boundsOf,
  differenceOfPooled,
  type Estimate,
  estimateMean,
  estimatePooled,
  type PooledQuantile,
  packHistogram,
  poolQuantile,
  QuantileHistogram,
  unpackHistogram,
} from '#statistics';
import { MINUTE_MS } from '../scenario-text.ts';
import { erlangC, relaxationTime } from '../theory.ts';
import { type CoverageRow, LEVEL } from './coverage.ts';

/** Waits of one replication of each of two systems that share random numbers, in ms. */
type Draw = (cases: number, uniform: () => number) => readonly [Float64Array, Float64Array];

/** Two queues, or two distributions, whose quantiles are known. The first is also looked at alone. */
export interface PooledModel {
  readonly id: string;
  readonly draw: Draw;
  /** The wait (ms) that the share does not exceed, of the first and of the second. */
  readonly truth: (probability: number) => readonly [number, number];
}

export interface PooledEffort {
  readonly experiments: number;
  readonly seed: string;
  readonly replications: readonly number[];
  readonly cases: readonly number[];
}

export const FULL_POOLED: PooledEffort = {
  experiments: 1000,
  seed: 'pooled',
  replications: [5, 10, 50],
  cases: [30, 72, 1000],
};

const QUANTILES = [0.5, 0.9, 0.95];

const exponential = (uniform: number): number => -MINUTE_MS * Math.log(uniform);

/** A share of `none` does not wait, the others wait for an exponential time with a mean of `mean` minutes. */
function waitAt(probability: number, none: number, mean: number): number {
  return probability <= none ? 0 : mean * exponential((1 - probability) / (1 - none));
}

interface Independent {
  readonly none: number;
  readonly mean: number;
}

/** Independent waits. A share `common` of the pairs has the same random numbers. */
function independent(id: string, first: Independent, second: Independent, common: number): PooledModel {
  return {
    id,
    draw(cases, uniform) {
      const [one, other] = [new Float64Array(cases), new Float64Array(cases)];
      for (let i = 0; i < cases; i++) {
        const u = uniform();
        one[i] = waitAt(u, first.none, first.mean);
        other[i] = waitAt(uniform() < common ? u : uniform(), second.none, second.mean);
      }
      return [one, other];
    },
    truth: (p) => [waitAt(p, first.none, first.mean), waitAt(p, second.none, second.mean)],
  };
}

/**
 * M/M/c in steady state at two loads: handle times have a mean of one minute at the first load, and are shorter in proportion at the second.
 * By Kiefer and Wolfowitz's recursion: the agents' remaining work in ascending order.
 */
function queue(id: string, agents: number, loads: readonly [number, number]): PooledModel {
  const [first, second] = loads;
  const warmUp = Math.max(
    WARM_UP,
    RELAXATIONS * relaxationTime({ c: agents, lambda: agents * first, mu: 1 }) * agents * first,
  );
  const shorter = second / first;
  const step = (work: Float64Array, handle: number, gap: number): void => {
    const taken = (work[0] as number) + handle;
    let i = 1;
    for (; i < agents && (work[i] as number) < taken; i++) work[i - 1] = work[i] as number;
    work[i - 1] = taken;
    for (let agent = 0; agent < agents; agent++) work[agent] = Math.max(0, (work[agent] as number) - gap);
  };
  const truthOf = (load: number, handle: number) => (probability: number) =>
    waitAt(probability, 1 - erlangC(agents, agents * load), handle / (agents * (1 - load)));
  const [ofFirst, ofSecond] = [truthOf(first, 1), truthOf(second, shorter)];
  return {
    id,
    draw(cases, uniform) {
      const [one, other] = [new Float64Array(cases), new Float64Array(cases)];
      const [work, less] = [new Float64Array(agents), new Float64Array(agents)];
      for (let i = -Math.ceil(warmUp); i < cases; i++) {
        const [handle, gap] = [exponential(uniform()), exponential(uniform()) / (agents * first)];
        if (i >= 0) {
          one[i] = work[0] as number;
          other[i] = less[0] as number;
        }
        step(work, handle, gap);
        step(less, handle * shorter, gap);
      }
      return [one, other];
    },
    truth: (p) => [ofFirst(p), ofSecond(p)],
  };
}

/** Both queues have forgotten that they started empty after this many cases, and this many relaxation times of the busier one. */
const WARM_UP = 600;
const RELAXATIONS = 8;

export const POOLED_MODELS: readonly PooledModel[] = [
  independent('independent', { none: 0, mean: 1 }, { none: 0, mean: 1.1 }, 0.7),
  independent('95 % do not wait', { none: 0.95, mean: 1 }, { none: 0.85, mean: 1 }, 1),
  independent('90 % do not wait', { none: 0.9, mean: 1 }, { none: 0.9, mean: 1.2 }, 0.5),
  independent('88 % do not wait', { none: 0.88, mean: 1 }, { none: 0.92, mean: 1 }, 0.8),
  queue('M/M/10, load 70 %', 10, [0.7, 0.65]),
  queue('M/M/4, load 80 %', 4, [0.8, 0.75]),
  queue('M/M/1, load 90 %', 1, [0.9, 0.85]),
];

/** How often intervals of pooled quantiles, and of their paired differences, hold the truth. */
export function coverPooled(model: PooledModel, effort: PooledEffort): readonly CoverageRow[] {
  return effort.cases.flatMap((cases) =>
    effort.replications.flatMap((replications) => coverCell(model, effort, { cases, replications })),
  );
}

function coverCell(
  { draw, id, truth }: PooledModel,
  { experiments, seed }: PooledEffort,
  { cases, replications }: { readonly cases: number; readonly replications: number },
): readonly CoverageRow[] {
  const found = QUANTILES.map((quantile) => ({
    quantile,
    alone: [] as Estimate[],
    paired: [] as Estimate[],
  }));
  for (let experiment = 0; experiment < experiments; experiment++) {
    const stream = openStream(seed, experiment, `${id}/${cases}/${replications}`);
    const pairs = Array.from({ length: replications }, () =>
      draw(cases, () => stream.uniform()).map(countsOf),
    );
    for (const { alone, paired, quantile } of found) {
      const [first, second] = [pooledOf(pairs, 0, quantile), pooledOf(pairs, 1, quantile)];
      alone.push(estimatePooled(first, LEVEL));
      paired.push(differenceOfPooled(first, second, LEVEL));
    }
  }
  const about = {
    model: id,
    method: `pooled, ${replications} × ${cases.toLocaleString('en-GB')}`,
    isJudged: true,
  };
  return found.flatMap(({ alone, paired, quantile }) => {
    const [one, other] = truth(quantile).map((ms) => ms / 1000) as [number, number];
    const measure = `wait, ${100 * quantile} % within`;
    return [
      { ...about, measure, ...covered(alone, one) },
      { ...about, measure: `${measure}: paired difference`, ...covered(paired, other - one) },
    ].filter((row) => row.experiments > 0);
  });
}

function pooledOf(
  pairs: readonly (readonly BucketCounts[])[],
  side: 0 | 1,
  quantile: number,
): PooledQuantile {
  const counts = pairs.map((pair) => pair[side] as BucketCounts);
  return definite(poolQuantile(counts, quantile), 'every replication has waits');
}

function countsOf(waits: Float64Array): BucketCounts {
  const histogram = new QuantileHistogram();
  for (const ms of waits) histogram.record(ms);
  return definite(unpackHistogram(packHistogram(histogram)), 'a packed histogram can be unpacked');
}

/**
 * Counts the experiments that gave an interval with at least one end. A truth of 0 has no shares: half-width and bias are then per mean handle
 * time. The half-width is that of intervals with both ends.
 */
function covered(
  estimates: readonly Estimate[],
  truth: number,
): Pick<CoverageRow, 'bias' | 'experiments' | 'halfWidth' | 'held' | 'truth'> {
  const scale = truth === 0 ? MINUTE_MS / 1000 : Math.abs(truth);
  const given = estimates.filter(({ bounds }) => bounds !== undefined);
  const closed = given.flatMap(({ halfWidth }) => (Number.isFinite(halfWidth) ? [halfWidth] : []));
  const meanOf = (values: readonly number[]) => (values.length === 0 ? 0 : estimateMean(values, LEVEL).mean);
  return {
    truth,
    experiments: given.length,
    // Waits are whole milliseconds.
    held: given.filter((one) => {
      const { high, low } = boundsOf(one);
      return low - WHOLE_MS <= truth && truth <= high + WHOLE_MS;
    }).length,
    halfWidth: meanOf(closed) / scale,
    bias: (meanOf(estimates.map(({ mean }) => mean)) - truth) / scale,
  };
}

const WHOLE_MS = 0.001;
