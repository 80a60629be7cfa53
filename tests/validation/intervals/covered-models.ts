import { meanWait, shareAnsweredWithin, shareThatAbandons, shareThatWaits } from '../measures.ts';
import { longRun, minutes, type QueueText, queueInLongRun, queueText } from '../scenario-text.ts';
import { type MmcRates, mmc } from '../theory.ts';
import { erlangA } from '../theory-chains.ts';
import type { MeasureOf, Setup } from '../validation-case.ts';

/** A queue with a known truth that intervals are to cover. */
export interface CoveredModel {
  readonly id: string;
  readonly title: string;
  /** One replication, warmed up, with `share` of its arrivals. */
  readonly replication: Setup;
  /** One long run from empty, of so many arrivals. */
  readonly longRun: (arrivals: number) => Setup;
  /** Means and ratios, by the ratio of sums over replications. */
  readonly ratios: readonly { readonly name: string; readonly of: MeasureOf; readonly truth: number }[];
  /** Mean wait of all, minutes: the measure of the long run. */
  readonly meanWait: number;
  /** The wait that 90 % of the answered do not exceed, minutes. */
  readonly waitP90: number;
}

const QUANTILE = 0.9;
/** Arrivals of a replication. */
const ARRIVALS = 3000;

function waitingModel(id: string, title: string, rates: MmcRates, within: number): CoveredModel {
  const { c, lambda, mu } = rates;
  const theory = mmc(rates);
  const queue = { agents: c, rate: lambda, handle: `exponential ${minutes(1 / mu)}` };
  return {
    id,
    title,
    replication: queueInLongRun(queue, 1 / mu, ARRIVALS),
    longRun: fromEmpty(queue, 40 / (c * mu - lambda) + 30 / mu),
    ratios: [
      { name: 'mean wait', of: (run) => meanWait(run), truth: theory.meanWait },
      { name: 'share that waits', of: shareThatWaits, truth: theory.waits },
      {
        name: `answered within ${within * 60} s`,
        of: (run) => shareAnsweredWithin(run, within),
        truth: theory.waitWithin(within),
      },
    ],
    meanWait: theory.meanWait,
    waitP90: quantileOf(theory.waitWithin),
  };
}

function impatientModel(id: string, title: string, rates: MmcRates, patience: number): CoveredModel {
  const { c, lambda, mu } = rates;
  const theory = erlangA({ ...rates, theta: 1 / patience });
  const queue = {
    agents: c,
    rate: lambda,
    handle: `exponential ${minutes(1 / mu)}`,
    patience: `exponential ${minutes(patience)}`,
  };
  const within = 1 / 3;
  return {
    id,
    title,
    replication: queueInLongRun(queue, 1 / mu, ARRIVALS, patience),
    longRun: fromEmpty(queue, 10 * (1 / mu + patience)),
    ratios: [
      { name: 'mean wait', of: (run) => meanWait(run), truth: theory.meanWait },
      { name: 'share that abandons', of: (run) => shareThatAbandons(run), truth: theory.abandons },
      {
        name: 'answered within 20 s',
        of: (run) => shareAnsweredWithin(run, within),
        truth: theory.servedWithin(within),
      },
    ],
    meanWait: theory.meanWait,
    waitP90: quantileOf((t) => theory.servedWithin(t) / (1 - theory.abandons)),
  };
}

function fromEmpty(queue: QueueText, drain: number): CoveredModel['longRun'] {
  return (arrivals) => longRun(queueText(queue), { arrivals, rate: queue.rate, warmUp: 0, drain });
}

/** The point at which a distribution function reaches the probability, by bisection. */
function quantileOf(distribution: (t: number) => number): number {
  let [low, high] = [0, 1];
  while (distribution(high) < QUANTILE) high *= 2;
  for (let i = 0; i < 50; i++) {
    const middle = (low + high) / 2;
    if (distribution(middle) < QUANTILE) low = middle;
    else high = middle;
  }
  return high;
}

export const COVERED_MODELS: readonly CoveredModel[] = [
  waitingModel('M/M/1', 'one agent, load 80 %', { lambda: 0.8, mu: 1, c: 1 }, 1),
  waitingModel('M/M/4', 'four agents, load 80 %', { lambda: 3.2, mu: 1, c: 4 }, 1),
  impatientModel(
    'Erlang A',
    '10 agents, load 95 %, patience 5 min',
    { lambda: (0.95 * 10) / 3, mu: 1 / 3, c: 10 },
    5,
  ),
];
