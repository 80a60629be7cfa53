import { HOUR_MS } from '#base';
import { CHANNELS, type Scenario, SEVERITIES, serviceLevelOf } from '#domain';
import { chosenBy, type ServiceQuery } from './case-choice.ts';
import { type CaseColumns, GAVE_UP, IN_TIME, LATE, NO_CENTRE, NOT_JUDGED, REFUSED } from './case-table.ts';
import type { Chronicle } from './chronicle.ts';
import { kindsOfStreams } from './handled-work.ts';
import {
  bump,
  DAY_HOURS,
  type Part,
  ratio,
  staffFigures,
  WEEK_HOURS,
  waitingFigures,
  weekHours,
} from './staff-figures.ts';

export type ServiceAnswer = ReturnType<typeof serviceFigures>;
/** Service to some cases. */
export type ServiceFigures = ServiceAnswer['totals'];
/** Service level targets, as shares. */
export type WantedLevel = NonNullable<ServiceAnswer['wanted']>;

/** Service figures of a run for planners, computed again for each selection. */
export function serviceFigures(chronicle: Chronicle, scenario: Scenario, query: ServiceQuery) {
  const weekHour = weekHours(scenario, query.timeZone);
  const tally = new Tally(chronicle, scenario, query, weekHour);
  const fits = chosenBy(chronicle, scenario, query);
  for (let row = 0; row < chronicle.cases.length; row++) if (fits(row)) tally.take(row);
  const { byCentre, byChannel, byDay, bySegment, hourly, total, weekly } = tally;

  const staff = staffFigures(chronicle, query, weekHour);
  const waiting = waitingFigures(chronicle, scenario, query);
  for (let hour = staff.first; hour < staff.last; hour++)
    bump(weekly.waiting, weekHour((hour + 0.5) * HOUR_MS), waiting.byHour[hour] as number);
  const figures = (counts: Counts, part: Part) => figuresOf(counts, staff.of(part), waiting.of(part));
  return {
    totals: figures(total, {}),
    segments: bySegment.map((counts, segment) => figures(counts, { segment })),
    channels: byChannel.map((counts, channel) => figures(counts, { channel })),
    centres: byCentre.map((counts, centre) => figures(counts, { centre })),
    /** By day of the run, counted from its start. */
    days: byDay.map((counts, day) => figures(counts, { day })),
    /** What `isMixed` says, but over the whole run, for the waits by hour of the run and of the week. */
    hasMixedHours: isMixed(tally.answeredChannels),
    /** Over the whole run, regardless of the selected part; one value per hour, NaN if nothing was observed. */
    hours: {
      arrived: hourly.arrived,
      serviceLevel: ratio(hourly.inTime, hourly.judged),
      waiting: waiting.byHour,
      waitMeanS: inSeconds(ratio(hourly.waitMs, hourly.answered)),
      occupancy: staff.byHour,
    },
    /** By hour of the week, from Monday 00:00: means over such hours in the selected part. NaN if nothing was observed. */
    week: {
      /** Number of such hours; 0 if none was simulated. */
      hours: staff.hoursOfWeek,
      arrived: ratio(weekly.arrived, staff.hoursOfWeek),
      waiting: ratio(weekly.waiting, staff.hoursOfWeek),
      serviceLevel: ratio(weekly.inTime, weekly.judged),
      /** For cases answered in these hours. */
      waitMeanS: inSeconds(ratio(weekly.waitMs, weekly.answered)),
      occupancy: staff.byHourOfWeek,
    },
    /** The same share and its targets by channel, for those of which cases were judged. */
    weekLevels: CHANNELS.flatMap((_, channel) => {
      const { inTime, judged } = tally.weeklyOf[channel] as TallyColumns;
      return judged.every((count) => count === 0)
        ? []
        : [{ channel, serviceLevel: ratio(inTime, judged), wanted: tally.wanted(channel) }];
    }),
    /** Service level targets for the judged cases; null if there are none. */
    wanted: tally.wanted(),
  };
}

/** Counts and waits of some cases. */
class Counts {
  arrived = 0;
  answered = 0;
  gaveUp = 0;
  refused = 0;
  inTime = 0;
  judged = 0;
  waitSumMs = 0;
  /** One bit for each channel of an answered case. */
  channels = 0;
  readonly waits: number[] = [];
}

/** Columns for hours of the run, or of the week. */
function hourColumns(length: number) {
  const [arrived, waiting, answered, inTime, judged, waitMs] = Array.from(
    { length: 6 },
    () => new Float64Array(length),
  ) as [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array, Float64Array];
  return { arrived, waiting, answered, inTime, judged, waitMs };
}
type TallyColumns = ReturnType<typeof hourColumns>;

/**
 * Counts cases by everything that tables and charts distinguish. A case counts when it arrives, and again when its
 * wait ends.
 */
class Tally {
  readonly total = new Counts();
  readonly bySegment: readonly Counts[];
  readonly byChannel = CHANNELS.map(() => new Counts());
  readonly byCentre: readonly Counts[];
  readonly byDay: readonly Counts[];
  /** Over the whole run, one bit for each channel of an answered case. */
  answeredChannels = 0;
  readonly hourly: TallyColumns;
  readonly weekly = hourColumns(WEEK_HOURS);
  /** Like `weekly`, by channel. */
  readonly weeklyOf = CHANNELS.map(() => hourColumns(WEEK_HOURS));
  private readonly scenario: Scenario;
  private readonly query: ServiceQuery;
  private readonly weekHour: (timeMs: number) => number;
  private readonly columns: CaseColumns;
  private readonly hours: number;
  private readonly kinds: ReturnType<typeof kindsOfStreams>;
  /** Judged cases by stream, then product, then severity. */
  private readonly judged: Float64Array;

  constructor(
    { cases, staff }: Chronicle,
    scenario: Scenario,
    query: ServiceQuery,
    weekHour: (timeMs: number) => number,
  ) {
    this.scenario = scenario;
    this.judged = new Float64Array(scenario.streams.length * this.kindsOfStream);
    this.query = query;
    this.weekHour = weekHour;
    this.columns = cases.columns;
    this.hours = staff.hours;
    this.kinds = kindsOfStreams(scenario);
    this.bySegment = scenario.segments.map(() => new Counts());
    this.byCentre = scenario.centres.map(() => new Counts());
    this.byDay = Array.from({ length: Math.ceil(staff.hours / DAY_HOURS) }, () => new Counts());
    this.hourly = hourColumns(staff.hours);
  }

  take(row: number): void {
    const { answeredMs, contacts, judged, openedMs, outcome } = this.columns;
    this.arrive(row, openedMs[row] as number);
    const isOver = (contacts[row] as number) > 0 || outcome[row] === GAVE_UP;
    if (isOver || judged[row] === LATE) this.endWait(row, answeredMs[row] as number);
  }

  /** The mean weights each target by the cases that it judged. `of`: only this channel; left out: all. */
  wanted(of?: number) {
    const { scenario } = this;
    const isOf = (stream: number) => of === undefined || this.kinds.channelOf[stream] === of;
    const found = scenario.streams.flatMap(({ channel, segment }, stream) => {
      if (!isOf(stream)) return [];
      return scenario.products.flatMap((_, product) =>
        SEVERITIES.flatMap((severity, s) => {
          const kind = product * SEVERITIES.length + s;
          const count = this.judged[stream * this.kindsOfStream + kind] ?? 0;
          const level =
            count === 0 ? undefined : serviceLevelOf(scenario, segment, channel, severity, product);
          return level === undefined ? [] : [{ count, target: level.target }];
        }),
      );
    });
    if (found.length === 0) return null;
    const all = found.reduce((sum, { count }) => sum + count, 0);
    const targets = found.map(({ target }) => target);
    return {
      mean: found.reduce((sum, { count, target }) => sum + count * target, 0) / all,
      least: Math.min(...targets),
      most: Math.max(...targets),
    };
  }

  private arrive(row: number, timeMs: number): void {
    bump(this.hourly.arrived, this.hourOf(timeMs), 1);
    if (!this.isInStretch(timeMs)) return;
    bump(this.weekly.arrived, this.weekHour(timeMs), 1);
    const isRefused = this.columns.outcome[row] === REFUSED;
    for (const group of this.groupsOf(row, timeMs)) {
      group.arrived++;
      if (isRefused) group.refused++;
    }
  }

  /** Records that the case is answered, its customer gives up, or the run ends while it is late already. */
  private endWait(row: number, timeMs: number): void {
    const isAnswered = (this.columns.contacts[row] as number) > 0;
    const gaveUp = this.columns.outcome[row] === GAVE_UP;
    const judged = this.columns.judged[row] as number;
    const waitMs = this.columns.waitMs[row] as number;
    const channel = 1 << (this.kinds.channelOf[this.columns.stream[row] as number] as number);
    if (isAnswered) this.answeredChannels |= channel;
    countWait(this.hourly, this.hourOf(timeMs), judged, isAnswered ? waitMs : null);
    if (!this.isInStretch(timeMs)) return;
    for (const columns of [
      this.weekly,
      this.weeklyOf[this.kinds.channelOf[this.columns.stream[row] as number] as number],
    ])
      if (columns !== undefined)
        countWait(columns, this.weekHour(timeMs), judged, isAnswered ? waitMs : null);
    if (judged !== NOT_JUDGED) bump(this.judged, this.levelOf(row), 1);
    for (const group of this.groupsOf(row, timeMs)) {
      if (judged !== NOT_JUDGED) group.judged++;
      if (judged === IN_TIME) group.inTime++;
      if (!isAnswered) {
        if (gaveUp) group.gaveUp++;
        continue;
      }
      group.answered++;
      group.channels |= channel;
      group.waitSumMs += waitMs;
      group.waits.push(waitMs);
    }
  }

  private groupsOf(row: number, timeMs: number): readonly Counts[] {
    const { firstCentre, stream } = this.columns;
    const { channelOf, segmentOf } = this.kinds;
    const of = stream[row] as number;
    const centre = firstCentre[row] as number;
    return [
      this.total,
      this.bySegment[segmentOf[of] as number],
      this.byChannel[channelOf[of] as number],
      this.byDay[Math.floor(this.hourOf(timeMs) / DAY_HOURS)],
      centre === NO_CENTRE ? undefined : this.byCentre[centre],
    ].filter((group) => group !== undefined);
  }

  /** Products × severities. */
  private get kindsOfStream(): number {
    return this.scenario.products.length * SEVERITIES.length;
  }

  private levelOf(row: number): number {
    const stream = this.columns.stream[row] as number;
    return stream * this.kindsOfStream + (this.columns.judgedKind[row] as number);
  }

  private hourOf(timeMs: number): number {
    return Math.min(this.hours - 1, Math.floor(timeMs / HOUR_MS));
  }

  private isInStretch(timeMs: number): boolean {
    return timeMs >= this.query.fromMs && timeMs < this.query.toMs;
  }
}

/** `waitMs`: null if nobody answered. */
function countWait(columns: TallyColumns, at: number, judged: number, waitMs: number | null): void {
  if (judged !== NOT_JUDGED) bump(columns.judged, at, 1);
  if (judged === IN_TIME) bump(columns.inTime, at, 1);
  if (waitMs === null) return;
  bump(columns.answered, at, 1);
  bump(columns.waitMs, at, waitMs);
}

/** `channels`: one bit for each. */
function isMixed(channels: number): boolean {
  return (channels & (channels - 1)) !== 0;
}

function inSeconds(timesMs: Float64Array): Float64Array {
  return timesMs.map((ms) => ms / 1000);
}

/** `waitingMean`: mean number of waiting cases; for a centre, in its queue. */
function figuresOf(counts: Counts, occupancy: number | null, waitingMean: number | null) {
  const { answered, arrived, gaveUp, inTime, judged, refused, waitSumMs } = counts;
  const waits = Float64Array.from(counts.waits).sort();
  const quantile = (share: number) =>
    waits.length === 0
      ? null
      : (waits[Math.min(waits.length - 1, Math.ceil(share * waits.length) - 1)] ?? null);
  return {
    arrived,
    answered,
    gaveUp,
    refused,
    occupancy,
    waitingMean,
    /** Null if nothing was judged. */
    serviceLevel: judged === 0 ? null : inTime / judged,
    /** Whether cases of several channels were answered. Calls and written cases wait on different scales, so these waits mean little. */
    isMixed: isMixed(counts.channels),
    waitMeanMs: answered === 0 ? null : waitSumMs / answered,
    waitP50Ms: quantile(0.5),
    waitP90Ms: quantile(0.9),
    waitP95Ms: quantile(0.95),
  };
}
