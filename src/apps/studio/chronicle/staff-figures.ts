import { DAY_MS, HOUR_MS, rowAt, WEEK_MS } from '#base';
import { localClockOf, type Scenario } from '#domain';
import type { ServiceQuery } from './case-choice.ts';
import type { WaitingLevel } from './centre-queues.ts';
import type { Chronicle } from './chronicle.ts';
import type { HourlyLevels } from './hourly-levels.ts';

export const WEEK_HOURS = WEEK_MS / HOUR_MS;
/** 1970-01-01 was a Thursday. */
const EPOCH_BEHIND_MONDAY_MS = 72 * HOUR_MS;

/**
 * Returns a function from a moment of the run (ms) to the hour of the week from Monday 00:00, on the clock of a time
 * zone; null: UTC.
 */
export function weekHours(scenario: Scenario, timeZone: string | null): (timeMs: number) => number {
  const { startEpochMs } = scenario;
  const clock = timeZone === null ? null : localClockOf(scenario, timeZone);
  return (timeMs) => {
    const epochMs = startEpochMs + timeMs;
    const localMs = epochMs + (clock?.offsetAt(epochMs) ?? 0) + EPOCH_BEHIND_MONDAY_MS;
    return Math.floor((((localMs % WEEK_MS) + WEEK_MS) % WEEK_MS) / HOUR_MS);
  };
}

const DAY_HOURS = DAY_MS / HOUR_MS;

type Columns = readonly Float64Array[];

/**
 * Occupancy: time at work on duty ÷ time on duty, for the selected centres and part of the run. For a segment or channel, it
 * is the share of duty time spent on its cases, so the shares of all add up.
 */
export function staffFigures(
  chronicle: Chronicle,
  query: ServiceQuery,
  weekHour: (timeMs: number) => number,
) {
  const { staff, work } = chronicle;
  const { centre, channel, fromMs, segment, toMs } = query;
  const { hours } = staff;
  const centres = Array.from({ length: staff.now.length }, (_, i) => i);
  const chosen = centre === null ? centres : [centre];
  const [first, last] = [Math.floor(fromMs / HOUR_MS), Math.min(hours, Math.ceil(toMs / HOUR_MS))];
  const columnsOf = (levels: HourlyLevels) =>
    centres.map((one) => Float64Array.from({ length: hours }, (_, hour) => levels.area(one, hour)));
  const onDuty = columnsOf(staff);
  const isOfCases = (ofSegment: number, ofChannel: number) =>
    (segment === null || ofSegment === segment) && (channel === null || ofChannel === channel);
  const atWork =
    segment === null && channel === null ? columnsOf(work.atWork) : work.areas(0, hours, isOfCases);
  const duty = added(onDuty, chosen, hours);
  const busy = added(atWork, chosen, hours);

  const week = {
    hours: new Float64Array(WEEK_HOURS),
    duty: new Float64Array(WEEK_HOURS),
    busy: new Float64Array(WEEK_HOURS),
  };
  for (let hour = first; hour < last; hour++) {
    const at = weekHour((hour + 0.5) * HOUR_MS);
    bump(week.hours, at, 1);
    bump(week.duty, at, duty[hour] as number);
    bump(week.busy, at, busy[hour] as number);
  }
  const shareOf = (some: Float64Array, of: Float64Array, from = first, to = last): number | null => {
    const time = sum(of, from, to);
    return time === 0 ? null : sum(some, from, to) / time;
  };
  const ofKind = (isOfKind: (ofSegment: number, ofChannel: number) => boolean) =>
    shareOf(
      added(
        work.areas(first, last, (s, c) => isOfCases(s, c) && isOfKind(s, c)),
        chosen,
        hours,
      ),
      duty,
    );
  return {
    /** Hours of the run in the selected part: from the first to before the last. */
    first,
    last,
    byHour: ratio(busy, duty),
    /** Number of hours in the selected part, by hour of the week. */
    hoursOfWeek: week.hours,
    byHourOfWeek: ratio(week.busy, week.duty),
    mean: shareOf(busy, duty),
    ofDay: (day: number) =>
      shareOf(busy, duty, Math.max(first, day * DAY_HOURS), Math.min(last, (day + 1) * DAY_HOURS)),
    ofCentre: (one: number) => shareOf(atWork[one] as Float64Array, onDuty[one] as Float64Array),
    ofSegment: (one: number) => ofKind((ofSegment) => ofSegment === one),
    ofChannel: (one: number) => ofKind((_, ofChannel) => ofChannel === one),
  };
}

function added(columns: Columns, chosen: readonly number[], hours: number): Float64Array {
  const all = new Float64Array(hours);
  for (const one of chosen) columns[one]?.forEach((value, hour) => bump(all, hour, value));
  return all;
}

function sum(column: Float64Array, from: number, to: number): number {
  return column.subarray(from, Math.max(from, to)).reduce((total, value) => total + value, 0);
}

export function bump(column: Float64Array, at: number, by: number): void {
  column[at] = (column[at] as number) + by;
}

/** NaN if nothing was observed. */
export function ratio(above: Float64Array, below: Float64Array): Float64Array {
  return above.map((value, i) => value / (below[i] as number));
}

/** Number of waiting cases, in all or in the queue of one centre. */
export function waitingFigures(
  { queues }: Chronicle,
  scenario: Scenario,
  { centre, channel, fromMs, segment, toMs }: ServiceQuery,
) {
  const { hours } = queues;
  const [first, last] = [Math.floor(fromMs / HOUR_MS), Math.min(hours, Math.ceil(toMs / HOUR_MS))];
  const fits = (level: WaitingLevel) =>
    (segment === null || level.segment === segment) && (channel === null || level.channel === channel);
  const levels = queues.of(centre).filter(fits);
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
    /** Mean over each hour of the run. */
    byHour,
    /** Means over the selected part; for a day, over the part of it that is selected, null if none is. */
    mean: of(() => true),
    ofSegment: (wanted: number) => of((level) => level.segment === wanted),
    ofChannel: (wanted: number) => of((level) => level.channel === wanted),
    /** The queue of the centre, even if another centre is selected. */
    ofCentre: (wanted: number) => meanOf(queues.of(wanted).filter(fits).map(areaOf), first, last),
    ofDay(day: number) {
      const from = Math.max(first, (day * DAY_MS) / HOUR_MS);
      const to = Math.min(last, ((day + 1) * DAY_MS) / HOUR_MS);
      return meanOf([...byHour.subarray(from, Math.max(from, to))], from, to);
    },
  };
}
