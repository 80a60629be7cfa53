import type { Scenario } from '#domain';
import { type Estimate, estimateMean, pseudoValues } from '#statistics';
import type { Executor } from './executor.ts';
import type { Measure } from './measures.ts';
import { withMoreAgents } from './price.ts';

/** A number of added agents that was tried, and what it came to. */
export interface StaffPoint {
  readonly added: number;
  readonly estimate: Estimate;
}

export interface BuyBack {
  /** In the order of added agents; the first is 0. */
  readonly tried: readonly StaffPoint[];
  /** The fewest added agents, among those tried, with which the mean reaches the goal; null when none did. */
  readonly added: number | null;
}

/**
 * How many more agents in these groups bring the measure up to the goal. Added agents are doubled until the goal is met,
 * or `most` is passed; then the interval is halved. All under the same random numbers, so that the curve is smooth.
 */
export async function buyBack(
  scenario: Scenario,
  groups: readonly number[],
  options: {
    readonly measure: Measure;
    readonly goal: number;
    readonly most: number;
    readonly replications: number;
    readonly seed: string;
    readonly level: number;
    readonly createExecutor: () => Executor;
    readonly watch: (added: number) => boolean;
  },
): Promise<BuyBack | null> {
  const tried = new Map<number, Estimate>();
  const measureAt = async (added: number): Promise<number | null> => {
    if (!options.watch(added)) return null;
    const estimate = await estimateAt(withMoreAgents(scenario, groups, added), options);
    if (estimate === null) return null;
    tried.set(added, estimate);
    return estimate.mean;
  };
  let low = 0;
  let value = await measureAt(0);
  let high = 1;
  while (value !== null && value < options.goal && high <= options.most) {
    value = await measureAt(high);
    if (value !== null && value < options.goal) {
      low = high;
      high *= 2;
    }
  }
  if (value === null) return null;
  const isMet = value >= options.goal;
  if (isMet && (tried.get(0) as Estimate).mean < options.goal) {
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      value = await measureAt(middle);
      if (value === null) return null;
      if (value < options.goal) low = middle;
      else high = middle;
    }
  } else high = 0;
  const points = [...tried].map(([added, estimate]) => ({ added, estimate }));
  return {
    tried: points.sort((one, other) => one.added - other.added),
    added: isMet ? high : null,
  };
}

async function estimateAt(
  scenario: Scenario,
  options: Parameters<typeof buyBack>[2],
): Promise<Estimate | null> {
  const executor = options.createExecutor();
  await executor.begin([scenario]);
  try {
    const jobs = Array.from({ length: options.replications }, (_, replication) =>
      executor.run({ scenario: 0, seed: options.seed, replication }),
    );
    const contributions = (await Promise.all(jobs)).flatMap((result) => {
      const contribution = 'failed' in result ? null : options.measure.contribution(result.summary);
      return contribution === null ? [] : [contribution];
    });
    const values = contributions.length === 0 ? null : pseudoValues(contributions);
    return values === null ? null : estimateMean(values, options.level);
  } finally {
    await executor.end();
  }
}
