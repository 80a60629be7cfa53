import { assert, HOUR_MS, WEEK_MS } from '#base';
import {
  CHANNELS,
  ESCALATION_REASONS,
  type Meter,
  type Scenario,
  SEVERITIES,
  TIERS,
  WAITING_CAUSES,
} from '#domain';
import { countriesOfPlaces, DIMENSION_INDEX_OF_ROLE, RESTING_DIMENSIONS } from './copy-places.ts';
import { firstCellOf, ServiceCells } from './service-cells.ts';
import { TimeWeightedLevels } from './time-weighted-levels.ts';
import { binOf, waitingBinBounds } from './waiting-bins.ts';

export const HOURS_PER_WEEK = 168;
/** 1970-01-01 was a Thursday: a week of UTC hours that starts on Monday began 3 days before. */
const EPOCH_LIES_BEHIND_MONDAY_MS = 72 * HOUR_MS;

/**
 * Measures one run. Its memory is set by the scenario (segments, centres, hours of the horizon) and does not grow
 * with the number of cases; a call creates no object and takes some nanoseconds.
 *
 * A case is counted under the severity that it has at that moment: one that is raised from C to A while it waits
 * arrives as C and is answered as A.
 */
export class RunMeter implements Meter {
  readonly cells: ServiceCells;
  readonly horizonMs: number;
  endMs: number | null = null;

  /** Per hour of the horizon. */
  readonly arrivedByHour: Float64Array;
  readonly answeredByHour: Float64Array;
  readonly answeredInTimeByHour: Float64Array;
  readonly abandonedByHour: Float64Array;
  /** Cases waiting, per tier; hours of the horizon. */
  readonly waiting: TimeWeightedLevels;
  /** Agents on duty (level 0) and busy (level 1) in all centres; hours of the horizon. */
  readonly staff: TimeWeightedLevels;
  /** Agents on duty (even) and busy (odd levels), per centre; hours of the week, UTC. */
  readonly centreStaff: TimeWeightedLevels;
  /** A level of 1 throughout: how long the run spent in each hour of the week. */
  readonly exposure: TimeWeightedLevels;
  /** Live copies: promise × country × resting dimension; weeks of the horizon. */
  readonly copies: TimeWeightedLevels;

  /** Tier × severity. */
  readonly contactsOfTier = new Float64Array(TIERS.length * SEVERITIES.length);
  readonly waitSumMsOfTier = new Float64Array(TIERS.length * SEVERITIES.length);
  readonly endedOfTier = new Float64Array(TIERS.length);
  readonly handleSumMsOfTier = new Float64Array(TIERS.length);
  readonly contactsOfCentre: Float64Array;
  readonly endedOfCentre: Float64Array;
  readonly handleSumMsOfCentre: Float64Array;
  /** Reason × (from + 1) × to. */
  readonly handOvers: Float64Array;
  readonly causes = new Float64Array(WAITING_CAUSES.length);
  /** Waits until the first answer: segment × bin. */
  readonly waitingBinCounts: Float64Array;
  readonly waitingBinBoundsMs: Float64Array;

  private readonly hours: number;
  private readonly centres: number;
  private readonly countries: number;
  private readonly firstCellOfStream: Int32Array;
  private readonly segmentOfStream: Int32Array;
  private readonly promiseOfStream: Int32Array;
  private readonly centreOfGroup: Int32Array;
  private readonly countryOfPlace: Int32Array;
  /** Acceptable waiting time (ms) per cell; NaN where the scenario names none, so that no comparison holds. */
  private readonly withinMs: Float64Array;

  constructor(scenario: Scenario) {
    const { centres, groups, horizonMs, promises, segments, startEpochMs, streams } = scenario;
    const { countries, ofPlace } = countriesOfPlaces(scenario);
    this.horizonMs = horizonMs;
    this.hours = Math.ceil(horizonMs / HOUR_MS);
    this.centres = centres.length;
    this.countries = countries.length;
    this.countryOfPlace = Int32Array.from(ofPlace);
    this.centreOfGroup = Int32Array.from(groups, ({ centre }) => centre);
    this.segmentOfStream = Int32Array.from(streams, ({ segment }) => segment);
    this.promiseOfStream = Int32Array.from(streams, ({ segment }) => segments[segment]?.promise ?? -1);
    this.firstCellOfStream = Int32Array.from(streams, ({ segment, channel }) =>
      firstCellOf(segment, CHANNELS.indexOf(channel)),
    );
    this.cells = new ServiceCells(segments.length * CHANNELS.length * SEVERITIES.length);
    this.withinMs = acceptableWaits(scenario);
    this.waitingBinBoundsMs = Float64Array.from(waitingBinBounds(scenario));
    this.waitingBinCounts = new Float64Array(segments.length * this.waitingBinBoundsMs.length);

    this.arrivedByHour = new Float64Array(this.hours);
    this.answeredByHour = new Float64Array(this.hours);
    this.answeredInTimeByHour = new Float64Array(this.hours);
    this.abandonedByHour = new Float64Array(this.hours);
    const hourly = { bins: this.hours, binMs: HOUR_MS };
    const offsetMs = (((startEpochMs + EPOCH_LIES_BEHIND_MONDAY_MS) % WEEK_MS) + WEEK_MS) % WEEK_MS;
    const weekly = { bins: HOURS_PER_WEEK, binMs: HOUR_MS, offsetMs };
    this.waiting = new TimeWeightedLevels({ levels: TIERS.length, ...hourly });
    this.staff = new TimeWeightedLevels({ levels: 2, ...hourly });
    this.centreStaff = new TimeWeightedLevels({ levels: 2 * centres.length, ...weekly });
    this.exposure = new TimeWeightedLevels({ levels: 1, ...weekly });
    this.exposure.change(0, 0, 1);
    this.copies = new TimeWeightedLevels({
      levels: promises.length * countries.length * RESTING_DIMENSIONS.length,
      bins: Math.ceil(horizonMs / WEEK_MS),
      binMs: WEEK_MS,
    });

    this.contactsOfCentre = new Float64Array(centres.length);
    this.endedOfCentre = new Float64Array(centres.length);
    this.handleSumMsOfCentre = new Float64Array(centres.length);
    this.handOvers = new Float64Array(ESCALATION_REASONS.length * (centres.length + 1) * centres.length);
  }

  arrived(timeMs: number, stream: number, severity: number): void {
    add(this.cells.arrived, this.cellOf(stream, severity), 1);
    add(this.arrivedByHour, this.hourOf(timeMs), 1);
  }

  queueChanged(timeMs: number, _stream: number, tier: number, delta: 1 | -1): void {
    this.waiting.change(tier - 1, timeMs, delta);
  }

  answered(
    timeMs: number,
    stream: number,
    severity: number,
    tier: number,
    contact: number,
    waitMs: number,
    group: number,
  ): void {
    const row = (tier - 1) * SEVERITIES.length + severity;
    add(this.contactsOfTier, row, 1);
    add(this.waitSumMsOfTier, row, waitMs);
    add(this.contactsOfCentre, this.centreOfGroup[group] as number, 1);
    if (contact === 1) this.answeredFirst(timeMs, stream, severity, waitMs);
  }

  contactEnded(_timeMs: number, _stream: number, tier: number, group: number, handledMs: number): void {
    const centre = this.centreOfGroup[group] as number;
    add(this.endedOfTier, tier - 1, 1);
    add(this.handleSumMsOfTier, tier - 1, handledMs);
    add(this.endedOfCentre, centre, 1);
    add(this.handleSumMsOfCentre, centre, handledMs);
  }

  abandoned(timeMs: number, stream: number, severity: number, waitMs: number): void {
    const cell = this.cellOf(stream, severity);
    const withinMs = this.withinMs[cell] as number;
    add(this.cells.abandoned, cell, 1);
    if (withinMs >= 0) add(this.cells.abandonedWithLevel, cell, 1);
    if (waitMs <= withinMs) add(this.cells.abandonedInTime, cell, 1);
    add(this.abandonedByHour, this.hourOf(timeMs), 1);
  }

  resolved(_timeMs: number, stream: number, severity: number, sojournMs: number): void {
    const cell = this.cellOf(stream, severity);
    add(this.cells.resolved, cell, 1);
    add(this.cells.sojournSumMs, cell, sojournMs);
    this.cells.sojourns[cell]?.record(sojournMs);
  }

  reopened(_timeMs: number, stream: number, severity: number): void {
    add(this.cells.reopened, this.cellOf(stream, severity), 1);
  }

  handedOver(
    _timeMs: number,
    stream: number,
    severity: number,
    reason: number,
    fromCentre: number,
    toCentre: number,
  ): void {
    add(this.cells.handOvers, this.cellOf(stream, severity), 1);
    add(this.handOvers, (reason * (this.centres + 1) + fromCentre + 1) * this.centres + toCentre, 1);
  }

  /** How often cases came to a halt at intake is counted; how long they stayed there is not. */
  stalledChanged(_timeMs: number, stream: number, severity: number, delta: 1 | -1): void {
    if (delta === 1) add(this.cells.stalled, this.cellOf(stream, severity), 1);
  }

  waitingCause(_timeMs: number, _stream: number, cause: number): void {
    add(this.causes, cause, 1);
  }

  dutyChanged(timeMs: number, group: number, delta: number): void {
    this.staff.change(0, timeMs, delta);
    this.centreStaff.change(2 * (this.centreOfGroup[group] as number), timeMs, delta);
  }

  busyChanged(timeMs: number, group: number, delta: 1 | -1): void {
    this.staff.change(1, timeMs, delta);
    this.centreStaff.change(2 * (this.centreOfGroup[group] as number) + 1, timeMs, delta);
  }

  copiesChanged(timeMs: number, stream: number, role: number, place: number, delta: 1 | -1): void {
    const promise = this.promiseOfStream[stream] as number;
    const country = this.countryOfPlace[place] as number;
    const dimension = DIMENSION_INDEX_OF_ROLE[role] as number;
    this.copies.change(this.copyLevel(promise, country, dimension), timeMs, delta);
  }

  ended(timeMs: number): void {
    assert(this.endMs === null, 'a run ends once');
    assert(timeMs <= this.horizonMs, 'a run ends at its horizon');
    this.endMs = timeMs;
    for (const levels of [this.waiting, this.staff, this.centreStaff, this.exposure, this.copies]) {
      levels.settle(timeMs);
    }
  }

  /** The level of `copies` for a promise, a country and a resting dimension. */
  copyLevel(promise: number, country: number, dimension: number): number {
    return (promise * this.countries + country) * RESTING_DIMENSIONS.length + dimension;
  }

  /** Hand-overs counted for a reason and a pair of centres; `fromCentre` −1: no centre had the case yet. */
  handOverCount(reason: number, fromCentre: number, toCentre: number): number {
    return this.handOvers[(reason * (this.centres + 1) + fromCentre + 1) * this.centres + toCentre] as number;
  }

  private answeredFirst(timeMs: number, stream: number, severity: number, waitMs: number): void {
    const cell = this.cellOf(stream, severity);
    const hour = this.hourOf(timeMs);
    const withinMs = this.withinMs[cell] as number;
    const { cells } = this;
    add(cells.answered, cell, 1);
    if (waitMs === 0) add(cells.answeredAtOnce, cell, 1);
    add(this.answeredByHour, hour, 1);
    if (withinMs >= 0) add(cells.answeredWithLevel, cell, 1);
    if (waitMs <= withinMs) {
      add(cells.answeredInTime, cell, 1);
      add(this.answeredInTimeByHour, hour, 1);
    }
    add(cells.waitSumMs, cell, waitMs);
    cells.waits[cell]?.record(waitMs);
    const bounds = this.waitingBinBoundsMs;
    const bin = (this.segmentOfStream[stream] as number) * bounds.length + binOf(bounds, waitMs);
    add(this.waitingBinCounts, bin, 1);
  }

  private cellOf(stream: number, severity: number): number {
    return (this.firstCellOfStream[stream] as number) + severity;
  }

  /** What happens at the very end of the horizon belongs to its last hour. */
  private hourOf(timeMs: number): number {
    return Math.min(Math.floor(timeMs / HOUR_MS), this.hours - 1);
  }
}

/** A meter for one run of the scenario. */
export function createMeter(scenario: Scenario): RunMeter {
  return new RunMeter(scenario);
}

function add(column: Float64Array, index: number, amount: number): void {
  column[index] = (column[index] as number) + amount;
}

function acceptableWaits(scenario: Scenario): Float64Array {
  const perSegment = CHANNELS.flatMap((channel) =>
    SEVERITIES.map(
      (severity) =>
        scenario.serviceLevels.find((level) => level.channel === channel && level.severity === severity)
          ?.withinMs ?? Number.NaN,
    ),
  );
  return Float64Array.from(scenario.segments.flatMap(() => perSegment));
}
