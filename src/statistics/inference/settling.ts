import { HOUR_MS } from '#base';
import type { WarmUpRule, WarmUpSeries } from '#domain';
import type { HourlySeries } from '../summary.ts';
import { batchMeans } from './batch-means.ts';
import { mser5, transientOf } from './warm-up.ts';

/** The length of the start that measures leave out, and the reason. */
export interface WarmUp {
  readonly forMs: number;
  readonly by: 'given' | WarmUpSeries;
  /** True if the series was too short to tell. */
  readonly isUndecided: boolean;
}

/** Determines the warm-up by a rule, from the hourly series of a run. */
export function settledBy(rule: Extract<WarmUpRule, { by: unknown }>, hourly: HourlySeries): WarmUp {
  const { by, everyMs } = rule;
  const series = seriesOf(by, hourly);
  const hours = everyMs / HOUR_MS;
  const count = Math.floor(series.length / hours);
  const values = batchMeans(series.slice(0, count * hours), count);
  return { forMs: transientOf(values) * everyMs, by, isUndecided: mser5(values) === null };
}

function seriesOf(by: WarmUpSeries, { answered, busy, waiting }: HourlySeries): readonly number[] {
  if (by === 'busy') return busy;
  if (by === 'answered') return answered;
  const [first = [], ...higher] = waiting;
  return first.map((value, hour) => higher.reduce((sum, tier) => sum + (tier[hour] as number), value));
}
