import { DAY_MS } from '#base';
import type { Trend } from '#domain';
import type { ScenarioFile, SegmentFile } from '../shape/scenario-file.ts';

type TrendFile = NonNullable<ScenarioFile['trend']>;

/** The trend of a segment: its own, or else that of all; null if rates do not change. */
export function trendOf(file: Pick<ScenarioFile, 'start' | 'trend'>, { trend }: SegmentFile): Trend | null {
  const written = trend ?? file.trend;
  return written === undefined || written.perWeek === 0 ? null : datedTrend(written, file.start);
}

/** Rates are as of `asOf`, otherwise of `from`, otherwise of the date (UTC) on which the run starts. */
export function datedTrend({ asOf, from, perWeek, until }: TrendFile, startEpochMs: number): Trend {
  const asOfDay = dayOf(asOf ?? from) ?? Math.floor(startEpochMs / DAY_MS);
  const [fromDay, untilDay] = [dayOf(from), dayOf(until)];
  return {
    perWeek,
    asOfDay,
    ...(fromDay === undefined ? {} : { fromDay }),
    ...(untilDay === undefined ? {} : { untilDay }),
  };
}

function dayOf(date: string | undefined): number | undefined {
  return date === undefined ? undefined : Date.parse(date) / DAY_MS;
}
