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
import { binOf, waitingBinBounds } from './waiting-bins.ts';

export const HOURS_PER_WEEK = 168;
/** 1970-01-01 was a Thursday: a week of UTC hours that starts on Monday began 3 days before. */
const EPOCH_LIES_BEHIND_MONDAY_MS = 72 * HOUR_MS;

/** Contacts of a tier × severity, or of a centre. */
export class ContactTally {
  contacts = 0;
  waitSumMs = 0;
  ended = 0;
  handleSumMs = 0;
}

/** What happened in the hour that is open. */
class OpenHour {
  arrived = 0;
  answered = 0;
  answeredInTime = 0;
  abandoned = 0;
}

/**
 * Measures one run. Its memory is set by the scenario (segments, centres, hours of the horizon) and does not grow
 * with the number of cases; a call creates no object and takes some nanoseconds.
 *
 * A case is counted under the severity that it has at that moment: one that is raised from C to A while it waits
 * arrives as C and is answered as A.
 */
export class RunMeter implements Meter {
  /** Segment × channel × severity. */
  readonly cells: readonly ServiceCell[];
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

  /** By tier, then by severity. */
  readonly tiers: readonly (readonly ContactTally[])[];
  readonly centres: readonly ContactTally[];
  /** Reason × (from + 1) × to. */
  readonly handOvers: Float64Array;
  readonly causes = new Float64Array(WAITING_CAUSES.length);
  /** Waits until the first answer: segment × bin. */
  readonly waitingBinCounts: Float64Array;
  readonly waitingBinBoundsMs: Float64Array;

  private readonly clock = { nowMs: Number.NEGATIVE_INFINITY, hourEndMs: Number.POSITIVE_INFINITY };
  private readonly openHour = new OpenHour();
  private hour = 0;
  private readonly hours: number;
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
    this.copyLevels = Int32Array.from(
      promises.flatMap((_, promise) =>
        DIMENSION_INDEX_OF_ROLE.flatMap((dimension) =>
          ofPlace.map((country) => this.copyLevel(promise, country, dimension)),
        ),
      ),
    );

    this.tiers = TIERS.map(() => SEVERITIES.map(() => new ContactTally()));
    this.centres = centres.map(() => new ContactTally());
    this.handOvers = new Float64Array(ESCALATION_REASONS.length * (centres.length + 1) * centres.length);
    this.clock.nowMs = 0;
    this.clock.hourEndMs = HOUR_MS;
  }

  advanceTo(timeMs: number): void {
    if (timeMs >= this.clock.hourEndMs) this.closeHours(timeMs);
    this.clock.nowMs = timeMs;
  }

  arrived(stream: number, severity: number): void {
    this.cell(stream, severity).arrived++;
    this.openHour.arrived++;
  }

  queueChanged(tier: number, delta: 1 | -1): void {
    this.waiting.change(tier - 1, this.clock.nowMs, delta);
  }

  answered(
    stream: number,
    severity: number,
    tier: number,
    contact: number,
    waitMs: number,
    group: number,
  ): void {
    const tally = this.tier(tier, severity);
    tally.contacts++;
    tally.waitSumMs += waitMs;
    this.centre(group).contacts++;
    if (contact !== 1) return;
    const cell = this.cell(stream, severity);
    this.openHour.answered++;
    if (waitMs <= cell.withinMs) {
      cell.answeredInTime++;
      this.openHour.answeredInTime++;
    }
    cell.waitSumMs += waitMs;
    cell.waits.record(waitMs);
    const bounds = this.waitingBinBoundsMs;
    const bin = (this.segmentOfStream[stream] as number) * bounds.length;
    add(this.waitingBinCounts, waitMs === 0 ? bin : bin + binOf(bounds, waitMs), 1);
  }

  contactEnded(severity: number, tier: number, group: number, handledMs: number): void {
    const tally = this.tier(tier, severity);
    tally.ended++;
    tally.handleSumMs += handledMs;
    const centre = this.centre(group);
    centre.ended++;
    centre.handleSumMs += handledMs;
  }

  abandoned(stream: number, severity: number, waitMs: number): void {
    const cell = this.cell(stream, severity);
    cell.abandoned++;
    if (waitMs <= cell.withinMs) cell.abandonedInTime++;
    this.openHour.abandoned++;
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
    add(this.handOvers, this.handOverIndex(reason, fromCentre, toCentre), 1);
  }

  /** How often cases came to a halt at intake is counted; how long they stayed there is not. */
  stalledChanged(stream: number, severity: number, delta: 1 | -1): void {
    if (delta === 1) this.cell(stream, severity).stalled++;
  }

  waitingCause(_stream: number, cause: number): void {
    add(this.causes, cause, 1);
  }

  dutyChanged(group: number, delta: number): void {
    this.staff.change(0, this.clock.nowMs, delta);
    this.centreStaff.change(2 * (this.centreOfGroup[group] as number), this.clock.nowMs, delta);
  }

  busyChanged(group: number, delta: 1 | -1): void {
    this.staff.change(1, this.clock.nowMs, delta);
    this.centreStaff.change(2 * (this.centreOfGroup[group] as number) + 1, this.clock.nowMs, delta);
  }

  copiesChanged(stream: number, role: number, place: number, delta: 1 | -1): void {
    const row = (this.promiseOfStream[stream] as number) * DIMENSION_INDEX_OF_ROLE.length + role;
    this.copies.change(this.copyLevels[row * this.places + place] as number, this.clock.nowMs, delta);
  }

  ended(timeMs: number): void {
    assert(this.endMs === null, 'a run ends once');
    assert(timeMs <= this.horizonMs, 'a run ends at its horizon');
    this.endMs = timeMs;
    this.flushHour();
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
    return this.handOvers[this.handOverIndex(reason, fromCentre, toCentre)] as number;
  }

  private handOverIndex(reason: number, fromCentre: number, toCentre: number): number {
    return (reason * (this.centres.length + 1) + fromCentre + 1) * this.centres.length + toCentre;
  }

  private closeHours(timeMs: number): void {
    this.flushHour();
    this.hour = Math.floor(timeMs / HOUR_MS);
    this.clock.hourEndMs = (this.hour + 1) * HOUR_MS;
  }

  /** What happens at the very end of the horizon belongs to its last hour. */
  private flushHour(): void {
    const { openHour } = this;
    const hour = Math.min(this.hour, this.hours - 1);
    add(this.arrivedByHour, hour, openHour.arrived);
    add(this.answeredByHour, hour, openHour.answered);
    add(this.answeredInTimeByHour, hour, openHour.answeredInTime);
    add(this.abandonedByHour, hour, openHour.abandoned);
    openHour.arrived = 0;
    openHour.answered = 0;
    openHour.answeredInTime = 0;
    openHour.abandoned = 0;
  }

  private cell(stream: number, severity: number): ServiceCell {
    return this.cells[(this.firstCellOfStream[stream] as number) + severity] as ServiceCell;
  }

  private tier(tier: number, severity: number): ContactTally {
    return (this.tiers[tier - 1] as ContactTally[])[severity] as ContactTally;
  }

  private centre(group: number): ContactTally {
    return this.centres[this.centreOfGroup[group] as number] as ContactTally;
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
