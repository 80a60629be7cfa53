import { DAY_MS, HOUR_MS, WEEK_MS } from '#base';
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

export const DAY_HOURS = DAY_MS / HOUR_MS;

/** One segment, channel or day of what is selected; or a centre, even if another one is selected. */
export interface Part {
  readonly segment?: number;
  readonly channel?: number;
  readonly centre?: number;
  readonly day?: number;
}

/** Hours of the run in the selected stretch, or on a day of it: from the first to before the last. */
function hoursIn({ fromMs, toMs }: ServiceQuery, hours: number, day?: number) {
  const [first, last] = [Math.floor(fromMs / HOUR_MS), Math.min(hours, Math.ceil(toMs / HOUR_MS))];
  if (day === undefined) return [first, last] as const;
  return [Math.max(first, day * DAY_HOURS), Math.min(last, (day + 1) * DAY_HOURS)] as const;
}

/** Whether cases of a segment and channel are selected and in the part. */
function isIn(query: ServiceQuery, part: Part) {
  return (segment: number, channel: number) =>
    [query, part].every((of) => (of.segment ?? segment) === segment && (of.channel ?? channel) === channel);
}

type Columns = readonly Float64Array[];

/**
 * Occupancy: time at work on duty ÷ time on duty, for the selected centres and part of the run. For a segment or channel, it
 * is the share of duty time spent on its cases, so the shares of all add up.
 */
export function staffFigures(
  { staff, work }: Chronicle,
  query: ServiceQuery,
  weekHour: (timeMs: number) => number,
) {
  const { hours } = staff;
  const [first, last] = hoursIn(query, hours);
  const centres = Array.from({ length: staff.now.length }, (_, i) => i);
  const chosen = query.centre === null ? centres : [query.centre];
  const columnsOf = (levels: HourlyLevels) =>
    centres.map((one) => Float64Array.from({ length: hours }, (_, hour) => levels.area(one, hour)));
  const onDuty = columnsOf(staff);
  const isOfAll = query.segment === null && query.channel === null;
  const atWork = isOfAll ? columnsOf(work.atWork) : work.areas(0, hours, isIn(query, {}));
  const byHour = (columns: Columns) =>
    Float64Array.from({ length: hours }, (_, hour) => sum(columns, chosen, hour, hour + 1));
  const [duty, busy] = [byHour(onDuty), byHour(atWork)];
  const week = [1, 2, 3].map(() => new Float64Array(WEEK_HOURS));
  const [hoursOfWeek, dutyOfWeek, busyOfWeek] = week as [Float64Array, Float64Array, Float64Array];
  for (let hour = first; hour < last; hour++) {
    const at = weekHour((hour + 0.5) * HOUR_MS);
    bump(hoursOfWeek, at, 1);
    bump(dutyOfWeek, at, duty[hour] as number);
    bump(busyOfWeek, at, busy[hour] as number);
  }
  return {
    first,
    last,
    byHour: ratio(busy, duty),
    /** Number of hours in the selected part, by hour of the week. */
    hoursOfWeek,
    byHourOfWeek: ratio(busyOfWeek, dutyOfWeek),
    /** Null without time on duty. */
    of(part: Part): number | null {
      const [from, to] = hoursIn(query, hours, part.day);
      const rows = part.centre === undefined ? chosen : [part.centre];
      const isWhole = part.segment === undefined && part.channel === undefined;
      const time = sum(onDuty, rows, from, to);
      const some = isWhole ? atWork : work.areas(from, to, isIn(query, part));
      return time === 0 ? null : sum(some, rows, from, to) / time;
    },
  };
}

function sum(columns: Columns, rows: readonly number[], from: number, to: number): number {
  let all = 0;
  for (const row of rows) for (let hour = from; hour < to; hour++) all += columns[row]?.[hour] ?? 0;
  return all;
}

export function bump(column: Float64Array, at: number, by: number): void {
  column[at] = (column[at] as number) + by;
}

/** NaN if nothing was observed. */
export function ratio(above: Float64Array, below: Float64Array): Float64Array {
  return above.map((value, i) => value / (below[i] as number));
}

/** Number of waiting cases, in all or in the queue of one centre. */
export function waitingFigures({ queues }: Chronicle, scenario: Scenario, query: ServiceQuery) {
  const { hours } = queues;
  const levelsOf = (part: Part) => {
    const isOf = isIn(query, part);
    return queues.of(part.centre ?? query.centre).filter(({ channel, segment }) => isOf(segment, channel));
  };
  const area = (levels: readonly WaitingLevel[], from: number, to: number) => {
    let all = 0;
    for (const level of levels) for (let hour = from; hour < to; hour++) all += level.area(hour);
    return all;
  };
  const selected = levelsOf({});
  return {
    /** Mean over each hour of the run. */
    byHour: Float64Array.from({ length: hours }, (_, hour) => area(selected, hour, hour + 1)),
    /** Mean; null if no hour of the part is selected. The last hour of the run may be incomplete. */
    of(part: Part): number | null {
      const [from, to] = hoursIn(query, hours, part.day);
      const lengthMs = Math.min(to * HOUR_MS, scenario.horizonMs) - from * HOUR_MS;
      return lengthMs <= 0 ? null : (area(levelsOf(part), from, to) * HOUR_MS) / lengthMs;
    },
  };
}
