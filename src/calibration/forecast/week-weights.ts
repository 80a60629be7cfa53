import { sumOf } from '#base';
import type { Observed } from './level-filter.ts';

/** A count on a day of the week, with the exposure of its day. */
export interface WeekdayCount {
  readonly count: number | null;
  readonly weekday: number;
  readonly part: number;
}

/** Weights of Monday to Sunday with mean 1 over the days that have any, and how many cases stand behind each. */
export interface WeekWeights {
  readonly weights: readonly number[];
  /** Effective number of days of each weekday: older ones count less. */
  readonly days: readonly number[];
}

/** The weight of a week relative to the week after it. */
const MEMORY_OF_WEEK = 0.9;
/** The weight of a day, in the level around another, relative to a day that is one day nearer. */
const MEMORY_OF_DAY = 0.95;
const ROUNDS = 8;
/** Cases that the weights of all series together count for in each of them. */
const SHARED_CASES = 20;

/**
 * Weights of weekdays: counts ÷ the level around them, in turns, since the level needs the weights. `shared` are weights of more cases, to which
 * those of few cases are drawn.
 */
export function weekWeightsOf(days: readonly WeekdayCount[], shared: readonly number[] | null): WeekWeights {
  let weights: readonly number[] = shared ?? new Array<number>(7).fill(1);
  let counts: readonly (number | null)[] = days.map(({ count }) => count);
  let seen = new Array<number>(7).fill(0);
  for (let round = 0; round < ROUNDS; round++) {
    const usualOf = ({ part, weekday }: WeekdayCount) => part * (weights[weekday] ?? 0);
    const levels = levelsAround(days.map((day, k) => ({ count: counts[k] ?? null, weight: usualOf(day) })));
    counts = withoutExtremes(days, (day, k) => (levels[k] ?? 0) * usualOf(day));
    const cases = new Array<number>(7).fill(0);
    const usual = new Array<number>(7).fill(0);
    seen = new Array<number>(7).fill(0);
    days.forEach(({ part, weekday }, k) => {
      const [count, level] = [counts[k] ?? null, levels[k] ?? null];
      if (count === null || level === null || !(part > 0)) return;
      const memory = MEMORY_OF_WEEK ** ((days.length - 1 - k) / 7);
      cases[weekday] = (cases[weekday] ?? 0) + memory * count;
      usual[weekday] = (usual[weekday] ?? 0) + memory * level * part;
      seen[weekday] = (seen[weekday] ?? 0) + memory;
    });
    const next = cases.map((count, k) => {
      const expected = usual[k] ?? 0;
      if (expected === 0) return 0;
      return shared === null
        ? count / expected
        : (count + SHARED_CASES * (shared[k] ?? 0)) / (expected + SHARED_CASES);
    });
    const open = next.filter((weight) => weight > 0).length;
    const mean = open === 0 ? 1 : sumOf(next) / open;
    weights = next.map((weight) => weight / mean);
  }
  return { weights, days: seen };
}

/** Counts further away from what is usual than this many standard deviations are taken to be so far away. */
const DEVIATIONS_MOST = 2.5;
/** Standard deviation ÷ median absolute deviation of a normal variate. */
const DEVIATION_OF_MEDIAN = 1.4826;

/** The counts, with those that are far from the usual ones drawn towards them: a day of an outage says nothing of its weekday. */
function withoutExtremes(
  days: readonly WeekdayCount[],
  usualOf: (day: WeekdayCount, k: number) => number,
): readonly (number | null)[] {
  const usual = days.map(usualOf);
  const deviations = days.flatMap(({ count }, k) => {
    const expected = usual[k] ?? 0;
    return count === null || !(expected > 0) ? [] : [Math.abs(count / expected - 1)];
  });
  const middle = deviations.sort((a, b) => a - b)[Math.floor(deviations.length / 2)] ?? 0;
  return days.map(({ count }, k) => {
    const expected = usual[k] ?? 0;
    if (count === null || !(expected > 0)) return count;
    const most = DEVIATIONS_MOST * Math.max(DEVIATION_OF_MEDIAN * middle, 1 / Math.sqrt(expected));
    return Math.min(expected * (1 + most), Math.max(expected * (1 - most), count));
  });
}

/** The level around each day, from the days before and after it, without itself. */
function levelsAround(days: readonly Observed[]): readonly (number | null)[] {
  const sums = days.map(() => ({ count: 0, weight: 0 }));
  const pass = (order: readonly number[]) => {
    let [count, weight] = [0, 0];
    for (const k of order) {
      const day = days[k];
      const sum = sums[k];
      if (day === undefined || sum === undefined) continue;
      sum.count += count;
      sum.weight += weight;
      count *= MEMORY_OF_DAY;
      weight *= MEMORY_OF_DAY;
      if (day.count === null || !(day.weight > 0)) continue;
      count += day.count;
      weight += day.weight;
    }
  };
  const order = days.map((_, k) => k);
  pass(order);
  pass([...order].reverse());
  return sums.map(({ count, weight }) => (weight > 0 ? count / weight : null));
}
