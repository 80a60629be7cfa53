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
import { firstCellOf, NO_LEVEL, ServiceCell } from './service-cells.ts';
import { TimeWeightedLevels } from './time-weighted-levels.ts';
import { WaitingBins } from './waiting-bins.ts';

export const HOURS_PER_WEEK = 168;
/** 1970-01-01 was a Thursday: a week of UTC hours that starts on Monday began 3 days before. */
const EPOCH_LIES_BEHIND_MONDAY_MS = 72 * HOUR_MS;
/** The cuts of `staff`. */
export const BY_HOUR = 0;
export const BY_HOUR_OF_WEEK = 1;

/** Contacts of an agent group with cases of a severity. Sums begin with no small integer, so that V8 keeps doubles. */
export class ContactTally {
  contacts = 0;
  ended = 0;
  waitSumMs = Number.POSITIVE_INFINITY;
  handleSumMs = Number.POSITIVE_INFINITY;

  constructor() {
    this.waitSumMs = 0;
    this.handleSumMs = 0;
  }
}

/**
 * Measures one run. Its memory is set by the scenario (segments, centres, hours of the horizon) and does not grow
 * with the number of cases; a call creates no object and takes some nanoseconds. What can be added up later (tiers,
 * centres, hours of all cases together) is not counted a second time.
 *
 * A case is counted under the severity that it has at that moment: one that is raised from C to A while it waits
 * arrives as C and is answered as A.
 */
export class RunMeter implements Meter {
  /** Segment × channel × severity. */
  readonly cells: readonly ServiceCell[];
  /** Group × severity. */
  readonly contacts: readonly ContactTally[];
  readonly horizonMs: number;
  endMs: number | null = null;

  /** Per hour of the horizon. */
  readonly arrivedByHour: Float64Array;
  readonly answeredByHour: Float64Array;
  readonly answeredInTimeByHour: Float64Array;
  readonly abandonedByHour: Float64Array;
  /** Cases waiting, per tier; hours of the horizon. */
  readonly waiting: TimeWeightedLevels;
  /**
   * Agents on duty (even) and busy (odd levels), per centre: all centres together by the hours of the horizon, and each
   * centre by the hours of the week, UTC.
   */
  readonly staff: TimeWeightedLevels;
  /** A level of 1 throughout: how long the run spent in each hour of the week. */
  readonly exposure: TimeWeightedLevels;
  /** Live copies: promise × country × resting dimension; weeks of the horizon. */
  readonly copies: TimeWeightedLevels;

  /** Reason × (from + 1) × to. */
  readonly handOvers: Float64Array;
  readonly causes = new Float64Array(WAITING_CAUSES.length);
  /** Waits until the first answer. */
  readonly waitingBins: WaitingBins;

  private nowMs = Number.NEGATIVE_INFINITY;
  private hourEndMs = Number.POSITIVE_INFINITY;
  private hour = 0;
  private readonly hours: number;
  private readonly centreCount: number;
  private readonly countries: number;
  private readonly places: number;
  /** Of each stream: the cell of its cases with the first severity; the others follow it. */
  private readonly firstCellOfStream: Int32Array;
  private readonly segmentOfStream: Int32Array;
  private readonly promiseOfStream: Int32Array;
  private readonly centreOfGroup: Int32Array;
  /** (promise × roles + role) × places + place → level of `copies`. */
  private readonly copyLevels: Int32Array;

  constructor(scenario: Scenario) {
    const { centres, groups, horizonMs, promises, segments, startEpochMs, streams } = scenario;
    const { countries, ofPlace } = countriesOfPlaces(scenario);
    this.horizonMs = horizonMs;
    this.hours = Math.ceil(horizonMs / HOUR_MS);
    this.centreCount = centres.length;
    this.countries = countries.length;
    this.places = ofPlace.length;
    this.centreOfGroup = Int32Array.from(groups, ({ centre }) => centre);
    this.segmentOfStream = Int32Array.from(streams, ({ segment }) => segment);
    this.promiseOfStream = Int32Array.from(streams, ({ segment }) => segments[segment]?.promise ?? -1);
    this.firstCellOfStream = Int32Array.from(streams, ({ segment, channel }) =>
      firstCellOf(segment, CHANNELS.indexOf(channel)),
    );
    const withinMs = acceptableWaits(scenario);
    this.cells = segments.flatMap(() => withinMs.map((within) => new ServiceCell(within)));
    this.contacts = groups.flatMap(() => SEVERITIES.map(() => new ContactTally()));
    this.waitingBins = new WaitingBins(scenario);

    this.arrivedByHour = new Float64Array(this.hours);
    this.answeredByHour = new Float64Array(this.hours);
    this.answeredInTimeByHour = new Float64Array(this.hours);
    this.abandonedByHour = new Float64Array(this.hours);
    const hourly = { bins: this.hours, binMs: HOUR_MS };
    const offsetMs = (((startEpochMs + EPOCH_LIES_BEHIND_MONDAY_MS) % WEEK_MS) + WEEK_MS) % WEEK_MS;
    const weekly = { bins: HOURS_PER_WEEK, binMs: HOUR_MS, offsetMs };
    this.waiting = new TimeWeightedLevels(TIERS.length, [hourly]);
    this.staff = new TimeWeightedLevels(2 * centres.length, [
      { ...hourly, rowOf: (level) => level % 2 },
      weekly,
    ]);
    this.exposure = new TimeWeightedLevels(1, [weekly]);
    this.exposure.change(0, 0, 1);
    this.copies = new TimeWeightedLevels(promises.length * countries.length * RESTING_DIMENSIONS.length, [
      { bins: Math.ceil(horizonMs / WEEK_MS), binMs: WEEK_MS },
    ]);
    this.copyLevels = Int32Array.from(
      promises.flatMap((_, promise) =>
        DIMENSION_INDEX_OF_ROLE.flatMap((dimension) =>
          ofPlace.map((country) => this.copyLevel(promise, country, dimension)),
        ),
      ),
    );

    this.handOvers = new Float64Array(ESCALATION_REASONS.length * (centres.length + 1) * centres.length);
    this.nowMs = 0;
    this.hourEndMs = HOUR_MS;
  }

  advanceTo(timeMs: number): void {
    if (timeMs >= this.hourEndMs) this.closeHours(timeMs);
    this.nowMs = timeMs;
  }

  arrived(stream: number, severity: number): void {
    this.cell(stream, severity).arrived++;
  }

  queueChanged(tier: number, delta: 1 | -1): void {
    this.waiting.change(tier - 1, this.nowMs, delta);
  }

  answered(stream: number, severity: number, contact: number, waitMs: number, group: number): void {
    const tally = this.contacts[group * SEVERITIES.length + severity] as ContactTally;
    tally.contacts++;
    tally.waitSumMs += waitMs;
    if (contact !== 1) return;
    const cell = this.cell(stream, severity);
    cell.answered++;
    if (waitMs <= cell.withinMs) cell.answeredInTime++;
    cell.waitSumMs += waitMs;
    const bucket = cell.waits.record(waitMs);
    this.waitingBins.count(this.segmentOfStream[stream] as number, waitMs, bucket);
  }

  contactEnded(severity: number, group: number, handledMs: number): void {
    const tally = this.contacts[group * SEVERITIES.length + severity] as ContactTally;
    tally.ended++;
    tally.handleSumMs += handledMs;
  }

  abandoned(stream: number, severity: number, waitMs: number): void {
    const cell = this.cell(stream, severity);
    cell.abandoned++;
    if (waitMs <= cell.withinMs) cell.abandonedInTime++;
  }

  resolved(stream: number, severity: number, sojournMs: number): void {
    const cell = this.cell(stream, severity);
    cell.sojournSumMs += sojournMs;
    cell.sojourns.record(sojournMs);
  }

  reopened(stream: number, severity: number): void {
    this.cell(stream, severity).reopened++;
  }

  handedOver(stream: number, severity: number, reason: number, fromCentre: number, toCentre: number): void {
    this.cell(stream, severity).handOvers++;
    const index = this.handOverIndex(reason, fromCentre, toCentre);
    this.handOvers[index] = (this.handOvers[index] as number) + 1;
  }

  /** How often cases came to a halt at intake is counted; how long they stayed there is not. */
  stalledChanged(stream: number, severity: number, delta: 1 | -1): void {
    if (delta === 1) this.cell(stream, severity).stalled++;
  }

  waitingCause(_stream: number, cause: number): void {
    this.causes[cause] = (this.causes[cause] as number) + 1;
  }

  dutyChanged(group: number, delta: number): void {
    this.staff.change(2 * (this.centreOfGroup[group] as number), this.nowMs, delta);
  }

  busyChanged(group: number, delta: 1 | -1): void {
    this.staff.change(2 * (this.centreOfGroup[group] as number) + 1, this.nowMs, delta);
  }

  copiesChanged(stream: number, role: number, place: number, delta: 1 | -1): void {
    const row = (this.promiseOfStream[stream] as number) * DIMENSION_INDEX_OF_ROLE.length + role;
    this.copies.change(this.copyLevels[row * this.places + place] as number, this.nowMs, delta);
  }

  ended(timeMs: number): void {
    assert(this.endMs === null, 'a run ends once');
    assert(timeMs <= this.horizonMs, 'a run ends at its horizon');
    this.endMs = timeMs;
    this.closeHour();
    for (const levels of [this.waiting, this.staff, this.exposure, this.copies]) levels.settle(timeMs);
  }

  /** The level of `copies` for a promise, a country and a resting dimension. */
  copyLevel(promise: number, country: number, dimension: number): number {
    return (promise * this.countries + country) * RESTING_DIMENSIONS.length + dimension;
  }

  /** Hand-overs counted for a reason and a pair of centres; `fromCentre` −1: no centre had the case yet. */
  handOverCount(reason: number, fromCentre: number, toCentre: number): number {
    return this.handOvers[this.handOverIndex(reason, fromCentre, toCentre)] as number;
  }

  private handOverIndex(reason: number, fromCentre: number, toCentre: number): number {
    return (reason * (this.centreCount + 1) + fromCentre + 1) * this.centreCount + toCentre;
  }

  private closeHours(timeMs: number): void {
    this.closeHour();
    this.hour = Math.floor(timeMs / HOUR_MS);
    this.hourEndMs = (this.hour + 1) * HOUR_MS;
  }

  /** What was counted since an hour was closed last belongs to the open one; at the end of the horizon, to its last. */
  private closeHour(): void {
    const hour = Math.min(this.hour, this.hours - 1);
    for (const cell of this.cells) {
      const { told } = cell;
      add(this.arrivedByHour, hour, cell.arrived - told.arrived);
      add(this.answeredByHour, hour, cell.answered - told.answered);
      add(this.answeredInTimeByHour, hour, cell.answeredInTime - told.answeredInTime);
      add(this.abandonedByHour, hour, cell.abandoned - told.abandoned);
      told.arrived = cell.arrived;
      told.answered = cell.answered;
      told.answeredInTime = cell.answeredInTime;
      told.abandoned = cell.abandoned;
    }
  }

  private cell(stream: number, severity: number): ServiceCell {
    return this.cells[(this.firstCellOfStream[stream] as number) + severity] as ServiceCell;
  }
}

/** A meter for one run of the scenario. */
export function createMeter(scenario: Scenario): RunMeter {
  return new RunMeter(scenario);
}

function add(column: Float64Array, index: number, amount: number): void {
  column[index] = (column[index] as number) + amount;
}

/** By channel, then by severity. */
function acceptableWaits(scenario: Scenario): readonly number[] {
  return CHANNELS.flatMap((channel) =>
    SEVERITIES.map(
      (severity) =>
        scenario.serviceLevels.find((level) => level.channel === channel && level.severity === severity)
          ?.withinMs ?? NO_LEVEL,
    ),
  );
}
