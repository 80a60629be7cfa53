import { DAY_MS, HOUR_MS } from '#base';
import type { ServiceQuery } from './case-choice.ts';
import type { Chronicle } from './chronicle.ts';
import type { HourlyLevels } from './hourly-levels.ts';
import { WEEK_HOURS } from './week-hours.ts';

const DAY_HOURS = DAY_MS / HOUR_MS;

/**
 * Occupancy: time at work on duty ÷ time on duty, for the selected centres and part of the run. For a segment or channel, it
 * is the share of duty time spent on its cases, so the shares of all add up.
 */
export interface StaffFigures {
  /** Hours of the run in the selected part: from the first to before the last. */
  readonly first: number;
  readonly last: number;
  readonly byHour: Float64Array;
  readonly byHourOfWeek: Float64Array;
  /** Number of hours in the selected part, by hour of the week. */
  readonly hoursOfWeek: Float64Array;
  readonly mean: number | null;
  ofDay(day: number): number | null;
  ofCentre(centre: number): number | null;
  ofSegment(segment: number): number | null;
  ofChannel(channel: number): number | null;
}

type Columns = readonly Float64Array[];

export function staffFigures(
  chronicle: Chronicle,
  query: ServiceQuery,
  weekHour: (timeMs: number) => number,
): StaffFigures {
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
    first,
    last,
    byHour: ratio(busy, duty),
    hoursOfWeek: week.hours,
    byHourOfWeek: ratio(week.busy, week.duty),
    mean: shareOf(busy, duty),
    ofDay: (day) =>
      shareOf(busy, duty, Math.max(first, day * DAY_HOURS), Math.min(last, (day + 1) * DAY_HOURS)),
    ofCentre: (one) => shareOf(atWork[one] as Float64Array, onDuty[one] as Float64Array),
    ofSegment: (one) => ofKind((ofSegment) => ofSegment === one),
    ofChannel: (one) => ofKind((_, ofChannel) => ofChannel === one),
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
