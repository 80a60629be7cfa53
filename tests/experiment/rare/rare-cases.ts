import { erlangB, mmc } from '../../validation/theory.ts';
import { type QueueWorld, queueWorld, type Splitting, split } from './queue-worlds.ts';

/** Rare events of queues with an exact answer. Each world forgets its start within the warm-up, to about 1 % of the answer. */
export interface RareCase {
  readonly title: string;
  readonly world: QueueWorld;
  readonly event: string;
  readonly exact: number;
}

const lossAt = (c: number): RareCase => ({
  title: `M/M/${c}/${c}, load 3: share lost`,
  world: { agents: c, load: 3, lines: c, warmUp: 8, counted: 8 },
  event: 'each loss of all',
  exact: erlangB(c, 3),
});

/** Customers wait longer than `minutes` with probability C(c, a) e^−(c − a)t. */
const waitBeyond = (c: number, load: number, minutes: number): RareCase => ({
  title: `M/M/${c}, load ${load}: share that waits longer than ${minutes} min`,
  world: { agents: c, load, lines: null, warmUp: 14, counted: 8 },
  event: `each wait of all > ${minutes} min`,
  exact: mmc({ lambda: load, mu: 1, c }).waits * Math.exp(-(c - load) * minutes),
});

export const LOST_AT_10 = lossAt(10);
export const LOST_AT_15 = lossAt(15);
export const LONG_WAIT = waitBeyond(5, 2, 2);
export const SHORTER_WAIT = waitBeyond(5, 2, 1);
/** Not rare, so that repetitions are cheap. */
export const LOST_AT_6: RareCase = {
  ...lossAt(6),
  world: { agents: 6, load: 3, lines: 6, warmUp: 6, counted: 3 },
};

export function judgeRare({ event, exact, world }: RareCase, effort: Omit<Splitting, 'event'>) {
  const before = process.cpuUsage();
  const { estimates, pilot, result } = split(queueWorld(world), world.warmUp, { ...effort, event });
  const { system, user } = process.cpuUsage(before);
  const { deviation, halfWidth, mean } = result.estimate;
  const error = deviation / Math.sqrt(estimates.length);
  return {
    pilot,
    result,
    estimates,
    error,
    exact,
    mean,
    halfWidth,
    z: (mean - exact) / error,
    cpuSeconds: (user + system) / 1e6,
  };
}
