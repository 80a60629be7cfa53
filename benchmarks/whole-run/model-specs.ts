/** A figure that a model has to give, with the standard error of the expected value itself. */
export interface ExpectedStatistic {
  readonly id: string;
  readonly title: string;
  readonly expected: number;
  readonly standardError: number;
}

export interface ModelSpec {
  readonly id: 'mmc' | 'skills';
  readonly title: string;
  readonly unit: string;
  readonly defaultSize: number;
  /** Where the expected values come from. */
  readonly source: string;
  readonly statistics: readonly ExpectedStatistic[];
}

const SERVERS = 50;
const LOAD = 45;

/** Erlang C, by the recursion of Erlang B: the probability that a customer has to wait. */
function waitProbability(servers: number, load: number): number {
  let blocked = 1;
  for (let n = 1; n <= servers; n++) blocked = (load * blocked) / (n + load * blocked);
  return blocked / (1 - (load / servers) * (1 - blocked));
}

const WAIT_PROBABILITY = waitProbability(SERVERS, LOAD);

const MMC: ModelSpec = {
  id: 'mmc',
  title: 'M1 mmc: M/M/50 at 90 % load',
  unit: 'customers',
  defaultSize: 20_000_000,
  source: 'Erlang C, stationary',
  statistics: [
    {
      id: 'mean_wait',
      title: 'mean wait, min',
      expected: WAIT_PROBABILITY / (SERVERS - LOAD),
      standardError: 0,
    },
    { id: 'p_wait', title: 'share that waits', expected: WAIT_PROBABILITY, standardError: 0 },
  ],
};

/** Expected values: mean of 20 seeds of 2,000 days (13.8 M cases each) of a model hand-written in C++. */
const SKILLS: ModelSpec = {
  id: 'skills',
  title: 'M2 skills: skill-based routing that follows the sun',
  unit: 'days',
  defaultSize: 2_000,
  source: 'a hand-written model, 20 seeds of 2,000 days',
  statistics: [
    { id: 'p_abandon', title: 'abandoned, of phone', expected: 0.04812, standardError: 0.00003 },
    { id: 'w1_hi', title: 'wait tier 1 high, min', expected: 0.12939, standardError: 0.00006 },
    { id: 'w1_lo', title: 'wait tier 1 low, min', expected: 0.27165, standardError: 0.00017 },
    { id: 'w2_hi', title: 'wait tier 2 high, min', expected: 0.8328, standardError: 0.0009 },
    { id: 'w2_lo', title: 'wait tier 2 low, min', expected: 4.332, standardError: 0.007 },
    { id: 'u1', title: 'load tier 1', expected: 0.83905, standardError: 0.00005 },
    { id: 'u2', title: 'load tier 2', expected: 0.8294, standardError: 0.0001 },
  ],
};

export const MODEL_SPECS: Readonly<Record<ModelSpec['id'], ModelSpec>> = { mmc: MMC, skills: SKILLS };
