import { DAY_MS, HOUR_MS } from '#base';
import { CHANNELS, type Scenario } from '#domain';
import { GAVE_UP, IN_TIME, LATE, NO_CENTRE, NOT_JUDGED, REFUSED } from './case-table.ts';
import type { Chronicle } from './chronicle.ts';
import { waitingFigures } from './waiting-figures.ts';

/** Which cases, and which stretch of the run; null: all. */
export interface ServiceQuery {
  readonly fromMs: number;
  readonly toMs: number;
  readonly segment: number | null;
  readonly channel: number | null;
  /** Cases that the centre answered first, its own agents, and its queue. */
  readonly centre: number | null;
}

/** Service to some cases. Shares are null where nothing was judged. */
export interface ServiceFigures {
  readonly arrived: number;
  readonly answered: number;
  readonly gaveUp: number;
  readonly refused: number;
  readonly serviceLevel: number | null;
  readonly waitMeanMs: number | null;
  readonly waitP50Ms: number | null;
  readonly waitP90Ms: number | null;
  readonly waitP95Ms: number | null;
  readonly occupancy: number | null;
  /** Cases that wait, on average; of a centre: its queue. */
  readonly waitingMean: number | null;
}

export interface ServiceAnswer {
  readonly totals: ServiceFigures;
  readonly segments: readonly ServiceFigures[];
  readonly channels: readonly ServiceFigures[];
  readonly centres: readonly ServiceFigures[];
  /** By day of the run, counted from its start. */
  readonly days: readonly ServiceFigures[];
  /** Over the whole run, whatever stretch is asked for; one value per hour, NaN where nothing was observed. */
  readonly hours: HourColumns;
  /** By hour of the week in UTC, from Monday 00:00; of the stretch. NaN where nothing was observed. */
  readonly week: WeekColumns;
}

export interface WeekColumns {
  /** How many such hours of the run lie in the stretch: 0 where none was simulated. */
  readonly hours: Float64Array;
  /** Mean per hour. */
  readonly arrived: Float64Array;
  /** Mean over the hours. */
  readonly waiting: Float64Array;
  readonly serviceLevel: Float64Array;
  /** Of those answered then. */
  readonly waitMeanS: Float64Array;
  readonly occupancy: Float64Array;
}

export interface HourColumns {
  readonly arrived: Float64Array;
  readonly serviceLevel: Float64Array;
  readonly waiting: Float64Array;
  readonly waitMeanS: Float64Array;
  readonly occupancy: Float64Array;
}

const DAY_HOURS = DAY_MS / HOUR_MS;
const WEEK_HOURS = 7 * DAY_HOURS;
/** Which of the groups of a case is that of the day: first of its arrival, then of its answer. */
const DAY_GROUP = 4;
/** 1970-01-01 was a Thursday. */
const EPOCH_BEHIND_MONDAY = 72;

/** Counts of some cases, and what they waited. */
class Counts {
  arrived = 0;
  answered = 0;
  gaveUp = 0;
  refused = 0;
  inTime = 0;
  judged = 0;
  waitSumMs = 0;
  readonly waits: number[] = [];
}

/** What planners ask of a run's service, counted anew for each question. */
export function serviceFigures(chronicle: Chronicle, scenario: Scenario, query: ServiceQuery): ServiceAnswer {
  const { cases } = chronicle;
  const c = cases.columns;
  const hours = chronicle.staff.hours;
  const channelOf = Uint8Array.from(scenario.streams, ({ channel }) => CHANNELS.indexOf(channel));
  const segmentOf = Uint16Array.from(scenario.streams, ({ segment }) => segment);
  const total = new Counts();
  const bySegment = scenario.segments.map(() => new Counts());
  const byChannel = CHANNELS.map(() => new Counts());
  const byCentre = scenario.centres.map(() => new Counts());
  const byDay = Array.from({ length: Math.ceil(hours / DAY_HOURS) }, () => new Counts());
  const weekly = columns(WEEK_HOURS, ['arrived', 'waiting', 'answered', 'inTime', 'judged', 'waitMs']);
  const hourly = columns(hours, ['arrived', 'answered', 'inTime', 'judged', 'waitMs']);
  const weekHour = hourOfWeek(scenario.startEpochMs);

  for (let row = 0; row < cases.length; row++) {
    const stream = c.stream[row] as number;
    const segment = segmentOf[stream] as number;
    const channel = channelOf[stream] as number;
    if (query.segment !== null && query.segment !== segment) continue;
    if (query.channel !== null && query.channel !== channel) continue;
    const centre = c.firstCentre[row] as number;
    if (query.centre !== null && query.centre !== centre) continue;
    const groups = [
      total,
      bySegment[segment],
      byChannel[channel],
      centre === NO_CENTRE ? undefined : byCentre[centre],
    ];
    const openedMs = c.openedMs[row] as number;
    const arrivedHour = Math.min(hours - 1, Math.floor(openedMs / HOUR_MS));
    bump(hourly.arrived, arrivedHour, 1);
    if (openedMs >= query.fromMs && openedMs < query.toMs) {
      groups[DAY_GROUP] = byDay[Math.floor(arrivedHour / DAY_HOURS)];
      for (const group of groups) {
        if (group === undefined) continue;
        group.arrived++;
        if (c.outcome[row] === REFUSED) group.refused++;
      }
      bump(weekly.arrived, weekHour(arrivedHour), 1);
    }
    const answeredMs = c.answeredMs[row] as number;
    const isAnswered = (c.contacts[row] as number) > 0;
    const hasGivenUp = !isAnswered && c.outcome[row] === GAVE_UP;
    if (!isAnswered && !hasGivenUp) continue;
    const judged = c.judged[row] as number;
    const waitMs = c.waitMs[row] as number;
    const hour = Math.min(hours - 1, Math.floor(answeredMs / HOUR_MS));
    if (judged !== NOT_JUDGED) bump(hourly.judged, hour, 1);
    if (judged === IN_TIME) bump(hourly.inTime, hour, 1);
    if (isAnswered) {
      bump(hourly.answered, hour, 1);
      bump(hourly.waitMs, hour, waitMs);
    }
    if (answeredMs < query.fromMs || answeredMs >= query.toMs) continue;
    if (judged !== NOT_JUDGED) bump(weekly.judged, weekHour(hour), 1);
    if (judged === IN_TIME) bump(weekly.inTime, weekHour(hour), 1);
    if (isAnswered) {
      bump(weekly.answered, weekHour(hour), 1);
      bump(weekly.waitMs, weekHour(hour), waitMs);
    }
    groups[DAY_GROUP] = byDay[Math.floor(hour / DAY_HOURS)];
    for (const group of groups) {
      if (group === undefined) continue;
      if (judged === IN_TIME) group.inTime++;
      if (judged === IN_TIME || judged === LATE) group.judged++;
      if (hasGivenUp) group.gaveUp++;
      if (!isAnswered) continue;
      group.answered++;
      group.waitSumMs += waitMs;
      group.waits.push(waitMs);
    }
  }

  const staff = staffOf(chronicle, query, weekHour);
  const waiting = waitingFigures(chronicle, scenario, query);
  for (let hour = staff.first; hour < staff.last; hour++)
    bump(weekly.waiting, weekHour(hour), waiting.byHour[hour] as number);
  return {
    totals: figuresOf(total, staff.occupancyOf(query.centre), waiting.mean),
    segments: bySegment.map((counts, segment) => figuresOf(counts, null, waiting.ofSegment(segment))),
    channels: byChannel.map((counts, channel) => figuresOf(counts, null, waiting.ofChannel(channel))),
    centres: byCentre.map((counts, centre) =>
      figuresOf(counts, staff.occupancyOf(centre), waiting.ofCentre(centre)),
    ),
    days: byDay.map((counts, day) => figuresOf(counts, staff.occupancyOfDay(day), waiting.ofDay(day))),
    hours: {
      arrived: hourly.arrived,
      serviceLevel: ratio(hourly.inTime, hourly.judged),
      waiting: waiting.byHour,
      waitMeanS: inSeconds(ratio(hourly.waitMs, hourly.answered)),
      occupancy: staff.byHour,
    },
    week: {
      hours: staff.hoursOfWeek,
      arrived: ratio(weekly.arrived, staff.hoursOfWeek),
      waiting: ratio(weekly.waiting, staff.hoursOfWeek),
      serviceLevel: ratio(weekly.inTime, weekly.judged),
      waitMeanS: inSeconds(ratio(weekly.waitMs, weekly.answered)),
      occupancy: staff.byHourOfWeek,
    },
  };
}

function staffOf({ staff }: Chronicle, query: ServiceQuery, weekHour: (hour: number) => number) {
  const centres = staff.now.length / 2;
  const chosen = query.centre === null ? Array.from({ length: centres }, (_, i) => i) : [query.centre];
  const duty = new Float64Array(staff.hours);
  const busy = new Float64Array(staff.hours);
  for (const centre of chosen) {
    for (let hour = 0; hour < staff.hours; hour++) {
      bump(duty, hour, staff.area(2 * centre, hour));
      bump(busy, hour, staff.area(2 * centre + 1, hour));
    }
  }
  const [first, last] = [
    Math.floor(query.fromMs / HOUR_MS),
    Math.min(staff.hours, Math.ceil(query.toMs / HOUR_MS)),
  ];
  const week = columns(WEEK_HOURS, ['hours', 'duty', 'busy']);
  for (let hour = first; hour < last; hour++) {
    bump(week.hours, weekHour(hour), 1);
    bump(week.duty, weekHour(hour), duty[hour] as number);
    bump(week.busy, weekHour(hour), busy[hour] as number);
  }
  const occupancyOf = (centre: number | null): number | null => {
    let [onDuty, atWork] = [0, 0];
    for (const one of centre === null ? chosen : [centre]) {
      for (let hour = first; hour < last; hour++) {
        onDuty += staff.area(2 * one, hour);
        atWork += staff.area(2 * one + 1, hour);
      }
    }
    return onDuty === 0 ? null : atWork / onDuty;
  };
  const occupancyOfDay = (day: number): number | null => {
    let [onDuty, atWork] = [0, 0];
    for (let hour = Math.max(first, day * DAY_HOURS); hour < Math.min(last, (day + 1) * DAY_HOURS); hour++) {
      onDuty += duty[hour] as number;
      atWork += busy[hour] as number;
    }
    return onDuty === 0 ? null : atWork / onDuty;
  };
  return {
    ...{ first, last },
    byHour: ratio(busy, duty),
    hoursOfWeek: week.hours,
    byHourOfWeek: ratio(week.busy, week.duty),
    occupancyOf,
    occupancyOfDay,
  };
}

function inSeconds(timesMs: Float64Array): Float64Array {
  return timesMs.map((ms) => ms / 1000);
}

function figuresOf(counts: Counts, occupancy: number | null, waitingMean: number | null): ServiceFigures {
  const { answered, arrived, gaveUp, inTime, judged, refused, waitSumMs } = counts;
  const waits = Float64Array.from(counts.waits).sort();
  const quantile = (share: number) =>
    waits.length === 0
      ? null
      : (waits[Math.min(waits.length - 1, Math.ceil(share * waits.length) - 1)] ?? null);
  return {
    ...{ arrived, answered, gaveUp, refused, occupancy, waitingMean },
    serviceLevel: judged === 0 ? null : inTime / judged,
    waitMeanMs: answered === 0 ? null : waitSumMs / answered,
    waitP50Ms: quantile(0.5),
    waitP90Ms: quantile(0.9),
    waitP95Ms: quantile(0.95),
  };
}

/** Hour of the run → hour of the week, UTC. */
export function hourOfWeek(startEpochMs: number): (hour: number) => number {
  const first = Math.floor(startEpochMs / HOUR_MS) + EPOCH_BEHIND_MONDAY;
  return (hour) => (((first + hour) % WEEK_HOURS) + WEEK_HOURS) % WEEK_HOURS;
}

function columns<Name extends string>(length: number, names: readonly Name[]): Record<Name, Float64Array> {
  const made = {} as Record<Name, Float64Array>;
  for (const name of names) made[name] = new Float64Array(length);
  return made;
}

function bump(column: Float64Array, at: number, by: number): void {
  column[at] = (column[at] as number) + by;
}

function ratio(above: Float64Array, below: Float64Array): Float64Array {
  return above.map((value, i) => value / (below[i] as number));
}
