import { Counter, normalQuantile, quantileOf } from '#base';
import type { DailySeries } from '#calibration';

/** How made counts come about. */
export interface Making {
  readonly seed: string;
  readonly days: number;
  /** Cases of a usual day at the start. */
  readonly level: number;
  /** Standard deviation of the change of the level from day to day. */
  readonly drift: number;
  /** Coefficient of variation of a day beyond chance. */
  readonly busy: number;
  /** Growth of the level from day to day. */
  readonly growth?: number;
}

/** Weights of Monday to Sunday, with mean 1. */
export const WEEK = [1.4, 1.3, 1.2, 1.15, 1.05, 0.5, 0.4];
/** 2015-01-05, a Monday. */
export const FIRST_DAY = 16_440;

/** Counts whose truth is known, and the expected cases of each day, by a level that is a random walk. */
export function madeCounts({ busy, days, drift, growth = 0, level, seed }: Making): {
  readonly counts: readonly number[];
  readonly rates: readonly number[];
} {
  const draws = new Counter(seed, 0, 'made');
  let log = Math.log(level);
  const rates: number[] = [];
  const counts = Array.from({ length: days }, (_, day) => {
    log += growth + drift * normalQuantile(draws.uniform(day, 0));
    const rate = Math.exp(log) * (WEEK[day % 7] ?? 0);
    rates.push(rate);
    const factor =
      busy === 0 ? 1 : quantileOf({ kind: 'gamma', mean: 1, shape: 1 / busy ** 2 }, draws.uniform(day, 1));
    return poissonOf(rate * factor, draws.uniform(day, 2));
  });
  return { counts, rates };
}

/** The quantile of a Poisson number by adding up chances. */
function poissonOf(mean: number, share: number): number {
  let [chance, sum] = [Math.exp(-mean), 0];
  for (let count = 0; ; count++) {
    sum += chance;
    if (sum >= share || count > 20 * mean + 50) return count;
    chance *= mean / (count + 1);
  }
}

export function seriesWith(counts: readonly (number | null)[], more: Partial<DailySeries> = {}): DailySeries {
  return {
    segment: 'desk',
    channel: 'phone',
    firstDay: FIRST_DAY,
    dayCount: counts.length,
    hours: new Array<number>(24).fill(1 / 24),
    customers: [{ country: 'IE', timeZone: 'UTC', counts }],
    ...more,
  };
}
