import { definite, openStream } from '#base';
import type { Scenario } from '#domain';
import {
  compare,
  createLocalExecutor,
  type Executor,
  estimateOf,
  type Measure,
  measuresOf,
  type ReplicationRecord,
  replicate,
} from '#experiment';
import { boundsOf, type Contribution, type Estimate, type Summary } from '#statistics';
import { sha256 } from '../../running.ts';
import { scenarioOf } from '../judge.ts';
import { longRun, minutes, queueText, warmUpOf } from '../scenario-text.ts';
import { mmc } from '../theory.ts';
import type { Setup } from '../validation-case.ts';
import { isFewer, LEVEL } from './coverage.ts';
import { COVERED_MODELS } from './covered-models.ts';

/** Replications whose number `--precision` chooses, and how often the interval of all of them holds the truth. */
export interface StoppingRow {
  readonly values: string;
  readonly precision: number;
  readonly experiments: number;
  readonly held: number;
  /** Mean number of replications. */
  readonly runs: number;
  /** What the plain rule gives in the same experiments: Student's interval is looked at from 5 replications on, until it is short enough. */
  readonly plainHeld: number;
  readonly plainRuns: number;
}

/** What intervals after stopping promise: no less, and no more, since more would cost replications for nothing. */
const PROMISED = { low: 0.94, high: 0.96 };

export function isOutside({ experiments, held }: StoppingRow): boolean {
  const missed = experiments - held;
  return isFewer(held, experiments, PROMISED.low) || isFewer(missed, experiments, 1 - PROMISED.high);
}

/** The results, as a Markdown table. */
export function stoppingTable(rows: readonly StoppingRow[]): string {
  const heads = [
    'Values',
    'Precision',
    'Held',
    'Runs',
    'Held by the plain rule',
    'Runs',
    'Added runs',
    'Verdict',
  ];
  const lines = rows.map((row) => {
    const { experiments, held, plainHeld, plainRuns, precision, runs, values } = row;
    const share = (count: number) => `${((100 * count) / experiments).toFixed(1)} %`;
    return [
      ...[values, `± ${Number((100 * precision).toFixed(1))} %`, `${share(held)} of ${experiments}`],
      ...[runs.toFixed(1), share(plainHeld), plainRuns.toFixed(1), (runs - plainRuns).toFixed(1)],
      isOutside(row) ? 'OUTSIDE' : '94 to 96 %',
    ];
  });
  return `${[heads, heads.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n')}\n`;
}

export interface StoppedValues {
  readonly id: string;
  readonly precisions: readonly number[];
  readonly truth: number;
  readonly measure: Measure;
  readonly executor: (seed: string) => Executor;
  /** Scenarios that must all be known with this precision, as in `compare` and `sweep`; the first is judged. Left out: 1. */
  readonly scenarios?: number;
  /** Judged is the difference of the second scenario from the first, as `compare` gives it. */
  readonly isCompared?: true;
}

const PLAIN_FIRST = 5;
/** Replications of one experiment at most. */
const MOST = 1000;

export async function measureStopping(
  values: StoppedValues,
  precision: number,
  experiments: number,
  seed: string,
): Promise<StoppingRow> {
  let [held, runs, plainHeld, plainRuns] = [0, 0, 0, 0];
  for (let experiment = 0; experiment < experiments; experiment++) {
    const { executor, measure, scenarios = 1 } = values;
    const plan = {
      measures: Array.from({ length: scenarios }, () => [measure]),
      seed: `${seed}/${values.id}/${experiment}`,
      level: LEVEL,
      stopping: { minimum: PLAIN_FIRST, maximum: MOST, precision, measures: [measure.id] },
    };
    const store = { known: [], add: () => {} };
    const watch = { isInterrupted: () => false, done: () => {} };
    const { isReached, level, records } = await replicate(plan, executor(plan.seed), store, watch);
    if (!isReached) throw new RangeError(`${values.id}: ±${precision} was not reached`);
    runs += records[0]?.length ?? 0;
    if (holds(values, records, level)) held++;
    const plain = plainCount(records, measure.id, precision);
    plainRuns += plain;
    const ofPlain = records.map((all) => all.slice(0, plain));
    if (holds(values, ofPlain, LEVEL)) plainHeld++;
  }
  return {
    values: values.id,
    precision,
    experiments,
    held,
    plainHeld,
    runs: runs / experiments,
    plainRuns: plainRuns / experiments,
  };
}

type Records = readonly (readonly ReplicationRecord[])[];

function holds(values: StoppedValues, records: Records, level: number): boolean {
  const estimate = judgedOf(values, records, level);
  const { truth } = values;
  if (estimate === null) return false;
  const { high, low } = boundsOf(estimate);
  return low <= truth && truth <= high;
}

function judgedOf({ isCompared, measure }: StoppedValues, records: Records, level: number): Estimate | null {
  if (isCompared !== true) return estimateOf(records[0] ?? [], measure.id, level);
  const { measures } = compare(['first', 'second'], [measure], records, { level });
  return measures[0]?.others[0]?.difference ?? null;
}

/** The rule that `widening` replaces never stops later. */
function plainCount(records: Records, id: string, precision: number): number {
  const most = records[0]?.length ?? 0;
  for (let count = PLAIN_FIRST; count < most; count++) {
    const isShort = records.every((all) => {
      const estimate = estimateOf(all.slice(0, count), id, LEVEL);
      return estimate !== null && estimate.halfWidth <= precision * Math.abs(estimate.mean);
    });
    if (isShort) return count;
  }
  return most;
}

const normalValue = (uniform: () => number): Contribution => ({
  numerator: 1 + 0.3 * normal(uniform),
  denominator: 1,
});

/** Values with known means: drawn, which costs nothing, and from runs of a queue. */
export const STOPPED_VALUES: readonly StoppedValues[] = [
  drawn('normal', 1, [0.25, 0.13, 0.09], normalValue),
  { ...drawn('normal', 1, [0.13], normalValue), id: 'normal, 6 scenarios', scenarios: 6 },
  drawn('skewness 0.6', 1, [0.25, 0.13, 0.09], (uniform) => ({
    numerator: gamma(11, uniform) / 11,
    denominator: 1,
  })),
  drawn('skewness 1', 1, [0.25, 0.13, 0.09], (uniform) => ({
    numerator: 1 + 0.15 * (gamma(4, uniform) - 4),
    denominator: 1,
  })),
  // A day's calls, of which four fifths are answered in time, and fewer on busy days: the mean of the product is 160 − 0.1.
  drawn('share of calls', 159.9 / 200, [0.05, 0.03, 0.018], (uniform) => {
    const denominator = 200 + 60 * (uniform() - 0.5);
    const share = 0.8 + 0.05 * normal(uniform) - (0.02 * (denominator - 200)) / 60;
    return { numerator: denominator * share, denominator };
  }),
  // One week in five is unlike the others.
  drawn('two kinds of weeks', 1, [0.12, 0.07], (uniform) => ({
    numerator: (uniform() < 0.2 ? 1.4 : 0.9) * (1 + 0.11 * normal(uniform)),
    denominator: 1,
  })),
  {
    ...drawn('difference of skewness 2', -0.1, [0.13, 0.09], (own, { common, scenario }) => ({
      numerator: 1 + 0.3 * normal(common) - 0.1 * scenario * gamma(1, own),
      denominator: 1,
    })),
    scenarios: 2,
    isCompared: true,
  },
];

export function queueValues(): StoppedValues {
  const model = COVERED_MODELS.find(({ id }) => id === 'M/M/4');
  const measure = measuresOf([]).find(({ id }) => id === 'speed of answer');
  if (model === undefined || measure === undefined) throw new RangeError('there are such model and measure');
  const scenario = measuredScenario(model.replication);
  return {
    id: 'M/M/4, mean wait',
    truth: model.meanWait * 60,
    precisions: [0.1],
    measure,
    executor: () => localExecutor([scenario]),
  };
}

/** Arrivals of a replication of queues that are compared. */
const FEW_ARRIVALS = 1400;

/** Queues with four and five agents, which get the same cases: how much shorter the mean wait is. */
export function comparedQueues(): readonly StoppedValues[] {
  const rates = { lambda: 3.2, mu: 1 };
  const [four, five] = [mmc({ ...rates, c: 4 }), mmc({ ...rates, c: 5 })];
  const scenarios = [4, 5].map((agents) => {
    const queue = queueText({ agents, rate: rates.lambda, handle: `exponential ${minutes(1 / rates.mu)}` });
    const warmUp = warmUpOf({ ...rates, c: 4 });
    return measuredScenario(longRun(queue, { arrivals: FEW_ARRIVALS, rate: rates.lambda, warmUp, drain: 0 }));
  });
  const of = (id: string, truth: number, precisions: readonly number[]): StoppedValues => ({
    id: `5 and 4 agents, ${id}`,
    truth,
    precisions,
    measure: definite(
      measuresOf([]).find((one) => one.id === id),
      'such a measure',
    ),
    scenarios: 2,
    isCompared: true,
    executor: () => localExecutor(scenarios),
  });
  return [of('speed of answer', 60 * (five.meanWait - four.meanWait), [0.2])];
}

/** Measures leave out what the plan does not count at the beginning: the truth is that of the steady state. */
function measuredScenario(setup: Setup): Scenario {
  const { fromMs, text } = setup(1);
  return scenarioOf({ text: `${text}\nwarmUp: { for: ${fromMs} ms }\n` });
}

function localExecutor(scenarios: Parameters<Executor['begin']>[0]): Executor {
  const executor = createLocalExecutor(sha256);
  void executor.begin(scenarios);
  return executor;
}

function drawn(id: string, truth: number, precisions: readonly number[], draw: Draw): StoppedValues {
  const measure: Measure = {
    id: 'value',
    title: 'Value',
    unit: 'cases',
    better: 'more',
    filter: null,
    contribution: (summary) => summary as unknown as Contribution,
  };
  return { id, truth, precisions, measure, executor: (seed) => drawnExecutor(seed, draw) };
}

/** The value of a replication of a scenario, from random numbers of its own, and from those that all scenarios have in common. */
type Draw = (
  own: () => number,
  others: { readonly common: () => number; readonly scenario: number },
) => Contribution;

function drawnExecutor(seed: string, draw: Draw): Executor {
  return {
    parallel: 1,
    begin: async () => {},
    interrupt: () => {},
    end: async () => {},
    async run({ replication, scenario, ...job }) {
      const own = openStream(seed, replication, scenario === 0 ? 'value' : `value ${scenario}`);
      const common = openStream(seed, replication, 'common');
      const value = draw(() => own.uniform(), { common: () => common.uniform(), scenario });
      return { job: { ...job, replication, scenario }, summary: value as unknown as Summary };
    },
  };
}

function normal(uniform: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}

/** A sum of exponential values. */
function gamma(shape: number, uniform: () => number): number {
  let sum = 0;
  for (let i = 0; i < shape; i++) sum -= Math.log(1 - uniform());
  return sum;
}
