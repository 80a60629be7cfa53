import { DAY_MS, MINUTE_MS } from '#base';
import { minutes, queueText, scenarioText } from '../scenario-text.ts';
import { mmc, relaxationTime } from '../theory.ts';
import { erlangA } from '../theory-chains.ts';

/** A ratio that a target is of, at most so much of which is wanted: of what is late, of customers who give up, or a mean wait. */
export interface JudgedRatio {
  readonly name: string;
  /** The id of the series in the summary; `waits` for the mean wait of all. */
  readonly series: string;
  /** Null if no theory knows it: then all runs of the model together do. */
  readonly truth: number | null;
}

/** A queue, and what its targets are about. */
export interface JudgedModel {
  readonly id: string;
  readonly title: string;
  /** A scenario that lasts so many days after its warm-up. */
  readonly text: (days: number) => string;
  readonly days: readonly number[];
  /** Relaxation times in a day. */
  readonly relaxations: number;
  /** Days after which everything repeats; 0 if nothing varies. */
  readonly cycleDays: number;
  readonly ratios: readonly JudgedRatio[];
}

interface Queue {
  readonly agents: number;
  readonly load: number;
  /** Means, min; exponential. Without patience, customers wait for ever. */
  readonly handle: number;
  readonly patience?: number;
}

/** Acceptable waiting times, min, by name: the last but one is about the wait of 90 % of cases. */
type Limits = readonly number[];

function answerTargets(limits: Limits, severities = 'all'): readonly string[] {
  return limits.map(
    (limit, i) =>
      `within-${i}-${severities.toLowerCase()}: { of: answer, channel: phone, severity: ${severities === 'all' ? 'all' : `[${severities}]`}, within: ${minutes(limit)}, target: 0.5 }`,
  );
}

const GIVES_UP = 'gives-up: { of: abandonment, channel: phone, severity: all, atMost: 0.5 }';

function textOf(
  { agents, handle, load, patience }: Queue,
  {
    more = '',
    severities,
    targets,
    warmUp,
  }: { more?: string; severities?: string; targets: readonly string[]; warmUp: number },
) {
  const rate = (load * agents) / handle;
  const queue = queueText({
    agents,
    rate,
    handle: `exponential ${minutes(handle)}`,
    ...(patience === undefined ? {} : { patience: `exponential ${minutes(patience)}` }),
    ...(severities === undefined ? {} : { severities }),
    more: `warmUp: { for: ${warmUp} h }\ntargets:\n${targets.map((target) => `  ${target}`).join('\n')}\n${more}`,
  });
  return (days: number) => scenarioText(queue, days * DAY_MS + warmUp * 60 * MINUTE_MS);
}

function seriesOf(i: number, severities = 'all'): string {
  return `target within-${i}-${severities.toLowerCase()}/customers`;
}

const MEAN = { name: 'mean wait', series: 'waits' };
const LENGTHS = [1, 7, 28];
const DAY_MIN = 1440;

function waiting(id: string, queue: Queue, limits: Limits, warmUp: number): JudgedModel {
  const rates = { c: queue.agents, lambda: (queue.load * queue.agents) / queue.handle, mu: 1 / queue.handle };
  const theory = mmc(rates);
  return {
    id,
    title: `${queue.agents} agents at a load of ${queue.load}, ${queue.handle} min a case, no patience`,
    text: textOf(queue, { targets: answerTargets(limits), warmUp }),
    days: LENGTHS,
    relaxations: DAY_MIN / relaxationTime(rates),
    cycleDays: 0,
    ratios: [
      ...limits.map((limit, i) => ({
        name: `answered within ${limit.toPrecision(2)} min`,
        series: seriesOf(i),
        truth: 1 - theory.waitWithin(limit),
      })),
      { ...MEAN, truth: theory.meanWait },
    ],
  };
}

function impatient(id: string, queue: Queue & { readonly patience: number }, limits: Limits): JudgedModel {
  const { agents, handle, load, patience } = queue;
  const theory = erlangA({
    c: agents,
    lambda: (load * agents) / handle,
    mu: 1 / handle,
    theta: 1 / patience,
  });
  return {
    id,
    title: `${agents} agents at a load of ${load}, ${handle} min a case, mean patience ${patience} min`,
    text: textOf(queue, { targets: [...answerTargets(limits), GIVES_UP], warmUp: 2 }),
    days: LENGTHS,
    relaxations: DAY_MIN / Math.max(handle, patience),
    cycleDays: 0,
    ratios: [
      ...limits.map((limit, i) => ({
        name: `answered within ${limit.toPrecision(2)} min`,
        series: seriesOf(i),
        truth: 1 - theory.servedWithin(limit),
      })),
      { name: 'abandonment', series: 'target gives-up/customers', truth: theory.abandons },
      { ...MEAN, truth: theory.meanWait },
    ],
  };
}

/** Thirty of a hundred cases are urgent. */
function urgentFirst(): JudgedModel {
  const queue = { agents: 4, load: 0.9, handle: 4 };
  const rates = { c: 4, lambda: 0.9, mu: 0.25 };
  const targets = [...answerTargets([4], 'A'), ...answerTargets([4, 20], 'C')];
  return {
    id: 'priority',
    title: '4 agents at a load of 0.9, 4 min a case, no patience, 30 % of cases first',
    text: textOf(queue, { targets, severities: '{ A: 0.3, C: 0.7 }', warmUp: 48 }),
    days: LENGTHS,
    relaxations: DAY_MIN / relaxationTime(rates),
    cycleDays: 0,
    ratios: [
      { name: 'urgent, answered within 4 min', series: seriesOf(0, 'A'), truth: null },
      { name: 'others, answered within 4 min', series: seriesOf(0, 'C'), truth: null },
      { name: 'others, answered within 20 min', series: seriesOf(1, 'C'), truth: null },
      { ...MEAN, truth: mmc(rates).meanWait },
    ],
  };
}

/** By hour of the day, relative. */
const HOURS = [3, 2, 1.5, 1.5, 2, 3, 6, 10, 14, 17.5, 19, 18, 16, 16, 17, 17.5, 16, 14, 12, 10, 8, 7, 6, 5];

function daily(): JudgedModel {
  const queue = { agents: 10, load: 0.6, handle: 8, patience: 8 };
  const more = `profiles: { phone: { hours: [${HOURS.join(', ')}] } }`;
  return {
    id: 'daily pattern',
    title:
      '10 agents at a load of 0.6 on average and 1.13 in the busiest hour, 8 min a case, mean patience 8 min',
    text: textOf(queue, { targets: [...answerTargets([1 / 3, 6]), GIVES_UP], more, warmUp: 24 }),
    days: [1, 3, 7, 28],
    relaxations: DAY_MIN / 8,
    cycleDays: 1,
    ratios: [
      { name: 'answered within 0.33 min', series: seriesOf(0), truth: null },
      { name: 'answered within 6.0 min', series: seriesOf(1), truth: null },
      { name: 'abandonment', series: 'target gives-up/customers', truth: null },
      { ...MEAN, truth: null },
    ],
  };
}

/** When the runs of validation begin. */
const START_MS = Date.parse('2014-11-03T00:00:00Z');

/** From the middle of the run on, demand is a third higher. */
function changed(): JudgedModel {
  const queue = { agents: 10, load: 0.75, handle: 8, patience: 10 };
  const warmUp = 12;
  const text = (days: number) => {
    const from = new Date(START_MS + warmUp * 60 * MINUTE_MS + (days / 2) * DAY_MS).toISOString();
    const more = `demand: [{ factor: 1.35, from: ${from} }]`;
    return textOf(queue, { targets: [...answerTargets([1 / 3, 5]), GIVES_UP], more, warmUp })(days);
  };
  return {
    id: 'change',
    title: '10 agents at a load of 0.75, and of 1.01 from the middle on, 8 min a case, mean patience 10 min',
    text,
    days: LENGTHS,
    relaxations: DAY_MIN / 10,
    cycleDays: 0,
    ratios: [
      { name: 'answered within 0.33 min', series: seriesOf(0), truth: null },
      { name: 'answered within 5.0 min', series: seriesOf(1), truth: null },
      { name: 'abandonment', series: 'target gives-up/customers', truth: null },
      { ...MEAN, truth: null },
    ],
  };
}

/** Seven models: loads of 0.5 to 0.98, with and without patience, priorities, a daily pattern, and a change in the middle. */
export const JUDGED_MODELS: readonly JudgedModel[] = [
  waiting('load 0.5', { agents: 2, load: 0.5, handle: 8 }, [1 / 3, 8], 12),
  waiting('load 0.9', { agents: 4, load: 0.9, handle: 4 }, [1 / 3, 4, 10, 23], 48),
  waiting('load 0.98', { agents: 4, load: 0.98, handle: 6 }, [1 / 3, 60, 170], 240),
  impatient('patience', { agents: 10, load: 0.98, handle: 10, patience: 20 }, [1 / 3, 4, 10]),
  urgentFirst(),
  daily(),
  changed(),
];
