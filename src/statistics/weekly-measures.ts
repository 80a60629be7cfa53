import { SECOND_MS, WEEK_MS } from '#base';
import {
  CHANNELS,
  type Channel,
  LocalClock,
  type Scenario,
  SEVERITIES,
  type Severity,
  type WeeklyMeasure,
} from '#domain';
import { ratio } from './rounding.ts';
import type { WeeklyRow } from './summary.ts';

/** 1970-01-01 was a Thursday: the week that began on a Monday began so long before. */
const BEFORE_EPOCH_MS = (3 / 7) * WEEK_MS;

/** Counts by interval of the local week. Times are those of the run, ms. */
export class WeekCount {
  readonly measure: WeeklyMeasure;
  readonly arrived: Float64Array;
  readonly answered: Float64Array;
  readonly answeredInTime: Float64Array;
  readonly abandoned: Float64Array;
  readonly abandonedJudged: Float64Array;
  readonly answeredJudged: Float64Array;
  readonly waitSumMs: Float64Array;
  readonly ended: Float64Array;
  readonly handleSumMs: Float64Array;
  private readonly startEpochMs: number;
  private readonly local: LocalClock;

  constructor(measure: WeeklyMeasure, { horizonMs, startEpochMs }: Scenario) {
    const column = () => new Float64Array(WEEK_MS / measure.intervalMs);
    this.measure = measure;
    this.startEpochMs = startEpochMs;
    this.local = LocalClock.of(measure.timeZone, startEpochMs, startEpochMs + horizonMs);
    this.arrived = column();
    this.answered = column();
    this.answeredInTime = column();
    this.abandoned = column();
    this.abandonedJudged = column();
    this.answeredJudged = column();
    this.waitSumMs = column();
    this.ended = column();
    this.handleSumMs = column();
  }

  add(column: Float64Array, timeMs: number, amount: number): void {
    const interval = this.intervalAt(timeMs);
    column[interval] = (column[interval] as number) + amount;
  }

  forget(): void {
    const { abandoned, abandonedJudged, answered, answeredInTime, answeredJudged, arrived } = this;
    for (const column of [abandoned, abandonedJudged, answered, answeredInTime, answeredJudged, arrived])
      column.fill(0);
    for (const column of [this.waitSumMs, this.ended, this.handleSumMs]) column.fill(0);
  }

  intervalAt(timeMs: number): number {
    const epochMs = this.startEpochMs + timeMs;
    const wallMs = epochMs + this.local.offsetAt(epochMs) + BEFORE_EPOCH_MS;
    return Math.floor((((wallMs % WEEK_MS) + WEEK_MS) % WEEK_MS) / this.measure.intervalMs);
  }
}

export function weekCountsOf(scenario: Scenario): readonly WeekCount[] {
  return (scenario.measures ?? []).map((measure) => new WeekCount(measure, scenario));
}

/** The counts that concern a cell of a segment: channel × severity, in its order. */
export function countsOfCell(
  counts: readonly WeekCount[],
  segment: number,
  cell: number,
): readonly WeekCount[] {
  const channel = CHANNELS[Math.floor(cell / SEVERITIES.length)] as Channel;
  const severity = SEVERITIES[cell % SEVERITIES.length] as Severity;
  return counts.filter(
    ({ measure: { channels, segments, severities = SEVERITIES } }) =>
      channels.includes(channel) && segments.includes(segment) && severities.includes(severity),
  );
}

export function weeklyRows(
  counts: readonly WeekCount[],
  fromMs: number,
  endMs: number,
): readonly WeeklyRow[] {
  return counts.map((count): WeeklyRow => {
    const { id, centres, intervalMs, timeZone } = count.measure;
    const times = new Float64Array(WEEK_MS / intervalMs);
    for (let at = Math.ceil(fromMs / intervalMs) * intervalMs; at < endMs; at += intervalMs)
      count.add(times, at, 1);
    const ratios = (sums: Float64Array, by: Float64Array, unit = 1) =>
      Array.from(by, (divisor, k) => ratio((sums[k] as number) / unit, divisor));
    const judged = count.answeredJudged.map((answers, k) => answers + (count.abandonedJudged[k] as number));
    const week = { id, timeZone, intervalS: intervalMs / SECOND_MS, times: [...times] };
    const waitMeanS = ratios(count.waitSumMs, count.answered, SECOND_MS);
    if (centres.length > 0) {
      const handleMeanS = ratios(count.handleSumMs, count.ended, SECOND_MS);
      return { ...week, of: 'contacts', columns: { contacts: [...count.answered], waitMeanS, handleMeanS } };
    }
    const columns = {
      arrived: [...count.arrived],
      answered: [...count.answered],
      abandoned: [...count.abandoned],
      serviceLevel: ratios(count.answeredInTime, judged),
      speedOfAnswerS: waitMeanS,
    };
    return { ...week, of: 'cases', columns };
  });
}
