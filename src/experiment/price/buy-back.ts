import type { Scenario } from '#domain';
import type { Estimate } from '#statistics';
import type { Measure } from '../measures/measure.ts';
import type { Executor } from '../replications/executor.ts';
import { estimateOf, observedIn, replicateOnce } from '../replications/replications.ts';
import { withMoreAgents } from './price.ts';

/** A number of added agents that was tried, and its result. */
export interface StaffPoint {
  readonly added: number;
  readonly estimate: Estimate;
}

export interface BuyBack {
  /** In the order of added agents; the first is 0. */
  readonly tried: readonly StaffPoint[];
  /** The fewest added agents, among those tried, with which the mean reaches the goal; null if none did. */
  readonly added: number | null;
  /** The groups that need them: without their added agents the goal is missed. Empty if no number was found. */
  readonly places: readonly { readonly group: number; readonly agents: number }[];
  /** The result with agents at these places; null if all places keep what they got in `tried`. */
  readonly atPlaces: StaffPoint | null;
}

/**
 * Finds how many more agents in these groups bring the measure to the goal. Added agents are doubled until the goal is met or `most` is
 * passed; then the interval is halved. All under the same random numbers, so that the curve is smooth. Finally each group in turn, the one
 * with most added agents first, gives its agents back, and keeps them if the goal would be missed.
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
    /** Makes the replications. The caller ends it. */
    readonly executor: Executor;
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
  const sorted = points.sort((one, other) => one.added - other.added);
  if (!isMet || high === 0) return { tried: sorted, added: isMet ? 0 : null, places: [], atPlaces: null };
  const needed = await neededPlaces(scenario, placesOf(scenario, groups, high), options);
  return needed === null ? null : { tried: sorted, added: high, ...needed };
}

type Places = BuyBack['places'];

/** How many of the agents each group gets. */
function placesOf(scenario: Scenario, groups: readonly number[], added: number): Places {
  const more = withMoreAgents(scenario, groups, added);
  const agentsIn = (of: Scenario, group: number) =>
    (of.groups[group]?.shifts ?? []).reduce((sum, { agents }) => sum + agents, 0);
  return groups
    .map((group) => ({ group, agents: agentsIn(more, group) - agentsIn(scenario, group) }))
    .filter(({ agents }) => agents > 0);
}

/** Drops places without which the goal is still met, and returns the rest; null if interrupted. */
async function neededPlaces(
  scenario: Scenario,
  all: Places,
  options: Parameters<typeof buyBack>[2],
): Promise<Pick<BuyBack, 'places' | 'atPlaces'> | null> {
  let places = all;
  let atPlaces: StaffPoint | null = null;
  if (all.length < 2) return { places, atPlaces };
  for (const { group } of [...all].sort((one, other) => other.agents - one.agents)) {
    const fewer = places.filter((place) => place.group !== group);
    const added = fewer.reduce((sum, { agents }) => sum + agents, 0);
    if (fewer.length === 0) break;
    if (!options.watch(added)) return null;
    const changed = fewer.reduce((so, place) => withMoreAgents(so, [place.group], place.agents), scenario);
    const estimate = await estimateAt(changed, options);
    if (estimate === null) return null;
    if (estimate.mean < options.goal) continue;
    places = fewer;
    atPlaces = { added, estimate };
  }
  return { places, atPlaces };
}

async function estimateAt(
  scenario: Scenario,
  options: Parameters<typeof buyBack>[2],
): Promise<Estimate | null> {
  const { executor, level, measure, replications, seed } = options;
  const asked = { measures: [measure], seed, replications };
  const watched = { isInterrupted: () => false, done: () => {} };
  const records = await replicateOnce(scenario, asked, executor, watched);
  return records === null ? null : estimateOf(observedIn(records, measure.id), measure.id, level);
}
