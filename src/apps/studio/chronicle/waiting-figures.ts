import { DAY_MS, HOUR_MS, rowAt } from '#base';
import { CHANNELS, type Scenario } from '#domain';
import type { ServiceQuery } from './case-choice.ts';
import type { WaitingLevel } from './centre-queues.ts';
import type { Chronicle } from './chronicle.ts';

/** Number of waiting cases, in all or in the queue of one centre. */
export interface WaitingFigures {
  /** Mean over each hour of the run. */
  readonly byHour: Float64Array;
  /** Means over the selected part; for a day, over the part of it that is selected, null if none is. */
  readonly mean: number | null;
  ofSegment(segment: number): number | null;
  ofChannel(channel: number): number | null;
  /** The queue of the centre, even if another centre is selected. */
  ofCentre(centre: number): number | null;
  ofDay(day: number): number | null;
}

export function waitingFigures(
  { queues, waiting }: Chronicle,
  scenario: Scenario,
  { centre, channel, fromMs, segment, toMs }: ServiceQuery,
): WaitingFigures {
  const { hours } = waiting;
  const [first, last] = [Math.floor(fromMs / HOUR_MS), Math.min(hours, Math.ceil(toMs / HOUR_MS))];
  const fits = (level: WaitingLevel) =>
    (segment === null || level.segment === segment) && (channel === null || level.channel === channel);
  const all = scenario.streams.map(
    (stream, index): WaitingLevel => ({
      segment: stream.segment,
      channel: CHANNELS.indexOf(stream.channel),
      area: (hour) => waiting.area(index, hour),
    }),
  );
  const levels = (centre === null ? all : queues.of(centre)).filter(fits);
  const byHour = new Float64Array(hours);
  for (const { area } of levels) {
    for (let hour = 0; hour < hours; hour++) byHour[hour] = (byHour[hour] as number) + area(hour);
  }

  /** Mean over hours of the selected part. The last hour of the run may be incomplete. */
  const meanOf = (areas: readonly number[], from: number, to: number): number | null => {
    const lengthMs = Math.min(to * HOUR_MS, scenario.horizonMs) - from * HOUR_MS;
    return lengthMs <= 0 ? null : (areas.reduce((sum, area) => sum + area, 0) * HOUR_MS) / lengthMs;
  };
  const areaOf = ({ area }: WaitingLevel): number => {
    let sum = 0;
    for (let hour = first; hour < last; hour++) sum += area(hour);
    return sum;
  };
  const sums = levels.map(areaOf);
  const of = (belongs: (level: WaitingLevel) => boolean) =>
    meanOf(
      sums.filter((_, i) => belongs(rowAt(levels, i))),
      first,
      last,
    );
  return {
    byHour,
    mean: of(() => true),
    ofSegment: (wanted) => of((level) => level.segment === wanted),
    ofChannel: (wanted) => of((level) => level.channel === wanted),
    ofCentre: (wanted) => meanOf(queues.of(wanted).filter(fits).map(areaOf), first, last),
    ofDay(day) {
      const from = Math.max(first, (day * DAY_MS) / HOUR_MS);
      const to = Math.min(last, ((day + 1) * DAY_MS) / HOUR_MS);
      return meanOf([...byHour.subarray(from, Math.max(from, to))], from, to);
    },
  };
}
