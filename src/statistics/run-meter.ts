import { assert, HOUR_MS, rowAt, WEEK_MS } from '#base';
import {
  type CaseFilter,
  CHANNELS,
  EXCEPTIONS,
  type FeatureTallies,
  type Meter,
  type Overload,
  type Scenario,
  TIERS,
  WAITING_CAUSES,
  WEEK_HOURS,
  type WeeklyCounts,
} from '#domain';
import { BacklogCounts } from './backlog-counts.ts';
import { countriesOfPlaces, DIMENSION_INDEX_OF_ROLE, RESTING_DIMENSIONS } from './copy-places.ts';
import { allFeatureCounts, type FeatureCounts, featureCounts } from './features/feature-counts.ts';
import { allCounts, FilteredCells, needsOwnCells } from './filtered-cells.ts';
import { createContactCounts, type GroupContactCounts } from './group-contacts.ts';
import { GroupStaff } from './group-staff.ts';
import { HandOvers } from './hand-overs.ts';
import { JudgedOverTime } from './judged-over-time.ts';
import { PaidHours } from './paid-hours.ts';
import { AcceptableWaits, ProductLevels } from './product-levels.ts';
import { cellKey, firstCellOf, ServiceCell } from './service-cells.ts';
import { countsOfTargets, DayEnds, type TargetCount } from './targets.ts';
import { type TimeWeightedLevel, TimeWeightedLevels } from './time-weighted-levels.ts';
import { WaitingBins, waitingRowOf } from './waiting-bins.ts';
import { WeeklyMeasures } from './weekly-measures.ts';

/** 1970-01-01 was a Thursday, so a UTC week that starts on Monday began 3 days earlier. */
const EPOCH_LIES_BEHIND_MONDAY_MS = 72 * HOUR_MS;
/** Indices of the cuts of `staff`. `waiting` has the first two. */
export const BY_HOUR = 0;
/** The whole run, without its warm-up. */
export const MEASURED = 1;
export const BY_HOUR_OF_WEEK = 2;

/** What was counted until the warm-up ended, at `timeMs`. */
export interface LeftOut {
  readonly timeMs: number;
  readonly arrived: number;
  readonly answered: number;
  readonly abandoned: number;
  readonly resolved: number;
}

/**
 * Measures one run. Its memory depends on the scenario (segments, centres, hours of the horizon), not on the number of cases. A call creates
 * no object and takes a few nanoseconds. Sums that can be computed later (tiers, centres, hours of all cases together) are not counted
 * again.
 *
 * A case is counted under the severity that it has at that moment: one that is raised from C to A while it waits
 * arrives as C and is answered as A.
 */
export class RunMeter implements Meter {
  /** Segment × channel × severity. */
  readonly cells: readonly ServiceCell[];
  readonly groups: readonly GroupStaff[];
  readonly contacts: GroupContactCounts;
  readonly horizonMs: number;
  endMs: number | null = null;
  overload: Overload | null = null;

  /** By hour of the horizon. */
  readonly arrivedByHour: Float64Array;
  readonly answeredByHour: Float64Array;
  readonly answeredInTimeByHour: Float64Array;
  readonly abandonedByHour: Float64Array;
  /** Waiting cases by tier, in hours of the horizon and in all. */
  readonly waiting: TimeWeightedLevels;
  /**
   * Agents on duty (even levels) and busy (odd levels), per group: all groups together by the hours of the horizon (rows 0 and 1), each
   * group over the whole run (a row per level), and each centre by the UTC hours of the week (rows by centre, again on duty and busy).
   */
  readonly staff: TimeWeightedLevels;
  /** Agents on duty while their centre is up, per group, over the whole run. */
  readonly available: TimeWeightedLevels;
  /** Busy agents who are not on duty, per group; cut like `staff`, but a single row by hour, and one by centre. */
  readonly overtime: TimeWeightedLevels;
  /** A constant level of 1: how long the run spent in each hour of the week. */
  readonly exposure: TimeWeightedLevels;
  /** Live copies by promise × country × resting dimension, in weeks of the horizon. */
  readonly copies: TimeWeightedLevels;

  readonly handOvers: HandOvers;
  readonly causes = new Float64Array(WAITING_CAUSES.length);
  readonly exceptions = new Float64Array(EXCEPTIONS.length);
  /** Waits until the first answer. */
  readonly waitingBins: WaitingBins;

  readonly features: FeatureCounts;

  /** By target, then by segment. */
  readonly targets: readonly (readonly TargetCount[])[];

  /** Null if no service level names products. */
  readonly productLevels: ProductLevels | null;
  readonly casesOfProduct: Meter['casesOfProduct'];

  /** Null if the scenario has no measures and no filter needs cells of its own. */
  readonly weekly: WeeklyCounts | null;
  /** The scenario's measures; null if it has none. */
  readonly measures: WeeklyMeasures | null;
  /** Null if no filter needs cells of its own. */
  readonly filtered: FilteredCells | null;
  /** Since when everything is counted that starts again after a warm-up. */
  sinceMs = 0;
  /** What the warm-up has left out; null during the warm-up and if there is none. */
  leftOut: LeftOut | null = null;
  /** Null if no case was open at the start. */
  readonly backlog: BacklogCounts | null;
  readonly judgedOverTime: JudgedOverTime;
  private readonly dayEnds: DayEnds;
  private warmUpEndMs: number;
  private clock: { readonly nowMs: number } = { nowMs: 0 };

  private readonly levels: readonly TimeWeightedLevels[];
  private readonly groupsOfCentre: readonly (readonly GroupStaff[])[];
  private hourEndMs = Number.POSITIVE_INFINITY;
  private hour = 0;
  private readonly hours: number;
  private readonly countries: number;
  private readonly countryOfPlace: readonly number[];
  /** By stream: the cell of its cases with the first severity. The other severities follow. */
  private readonly firstCellOfStream: Int32Array;

  constructor(scenario: Scenario, warmUpMs: number, filters: readonly CaseFilter[]) {
    this.warmUpEndMs = warmUpMs === 0 ? Number.POSITIVE_INFINITY : warmUpMs;
    const { centres, groups, horizonMs, promises, startEpochMs, streams } = scenario;
    const { countries, ofPlace } = countriesOfPlaces(scenario);
    this.horizonMs = horizonMs;
    this.hours = Math.ceil(horizonMs / HOUR_MS);
    this.countries = countries.length;
    this.countryOfPlace = ofPlace;
    this.firstCellOfStream = Int32Array.from(streams, ({ segment, channel }) =>
      firstCellOf(segment, CHANNELS.indexOf(channel)),
    );
    const withinMs = new AcceptableWaits(scenario);
    this.waitingBins = new WaitingBins(scenario);
    this.targets = countsOfTargets(scenario);
    this.handOvers = new HandOvers(centres.length);
    const { measures } = scenario;
    const clock = () => this.clock.nowMs;
    this.measures = measures === undefined ? null : new WeeklyMeasures(measures, scenario, withinMs, clock);
    const apart = filters.filter(needsOwnCells);
    this.filtered = apart.length === 0 ? null : new FilteredCells(apart, scenario, withinMs, clock);
    this.weekly = allCounts([this.measures, this.filtered].filter((one) => one !== null));
    this.cells = withinMs.ofCells.map((within, cell) => {
      const { channel, segment } = cellKey(cell);
      return new ServiceCell(waitingRowOf(segment, channel), within, this);
    });
    this.productLevels = withinMs.ofProducts.size === 0 ? null : new ProductLevels(withinMs, this.cells);
    const { productLevels } = this;
    this.casesOfProduct =
      productLevels === null
        ? null
        : (stream, severity, product) =>
            productLevels.of(this.cellOf(stream, severity), product)?.cases ?? this.casesOf(stream, severity);
    this.dayEnds = new DayEnds(scenario, this);
    this.judgedOverTime = new JudgedOverTime(scenario, this);
    this.backlog = scenario.backlog === undefined ? null : new BacklogCounts(scenario.backlog);

    this.arrivedByHour = new Float64Array(this.hours);
    this.answeredByHour = new Float64Array(this.hours);
    this.answeredInTimeByHour = new Float64Array(this.hours);
    this.abandonedByHour = new Float64Array(this.hours);
    const hourly = { bins: this.hours, binMs: HOUR_MS };
    const offsetMs = (((startEpochMs + EPOCH_LIES_BEHIND_MONDAY_MS) % WEEK_MS) + WEEK_MS) % WEEK_MS;
    const weekly = { bins: WEEK_HOURS, binMs: HOUR_MS, offsetMs };
    const measured = { bins: 1, binMs: horizonMs };
    const levels = 2 * groups.length;
    this.waiting = new TimeWeightedLevels(TIERS.length, [hourly, measured]);
    this.staff = new TimeWeightedLevels(levels, [
      { ...hourly, rowOf: (level) => level % 2 },
      measured,
      { ...weekly, rowOf: (level) => 2 * (groups[level >> 1]?.centre ?? 0) + (level % 2) },
    ]);
    this.available = new TimeWeightedLevels(groups.length, [measured]);
    this.overtime = new TimeWeightedLevels(groups.length, [
      { ...hourly, rowOf: () => 0 },
      measured,
      { ...weekly, rowOf: (group) => groups[group]?.centre ?? 0 },
    ]);
    this.groups = groups.map(({ wage }, g) =>
      this.staffOf(g, wage === undefined ? null : new PaidHours(scenario)),
    );
    this.groupsOfCentre = centres.map((_, c) => this.groups.filter((_group, g) => groups[g]?.centre === c));
    this.contacts = createContactCounts(groups.length);
    this.exposure = new TimeWeightedLevels(1, [weekly]);
    this.exposure.level(0).change(0, 1);
    this.copies = new TimeWeightedLevels(promises.length * countries.length * RESTING_DIMENSIONS.length, [
      { bins: Math.ceil(horizonMs / WEEK_MS), binMs: WEEK_MS },
    ]);
    this.features = featureCounts(scenario);
    this.levels = [
      ...[this.waiting, this.staff, this.available, this.overtime, this.exposure, this.copies],
      ...allFeatureCounts(this.features).flatMap(({ levels }) => levels ?? []),
    ];
    this.hourEndMs = HOUR_MS;
  }

  /** Whether cases may have waited before figures were counted. */
  get hasCarriedOver(): boolean {
    return this.leftOut !== null || this.backlog !== null;
  }

  /** Waiting cases × ms, since everything is counted. Levels must be settled. */
  get waitedMs(): number {
    return TIERS.reduce((sum, _, t) => sum + this.waiting.integral(t, 0, MEASURED), 0);
  }

  followClock(clock: { readonly nowMs: number }): void {
    this.clock = clock;
  }

  /** The end of the hour or stretch that is open, of some level's bin, of a day with a backlog that is judged, or of the warm-up. */
  nextMs(): number {
    const { dayEnds, hourEndMs, judgedOverTime, warmUpEndMs } = this;
    return Math.min(
      warmUpEndMs,
      hourEndMs,
      dayEnds.nextMs,
      judgedOverTime.nextMs,
      ...this.levels.map(({ binEndMs }) => binEndMs),
    );
  }

  advanceTo(timeMs: number): void {
    if (timeMs >= this.hourEndMs) this.closeHours(timeMs);
    for (const levels of this.levels) levels.advanceTo(timeMs);
    // A day that ends with the warm-up belongs to it.
    this.dayEnds.passTo(timeMs);
    this.judgedOverTime.passTo(timeMs);
    if (timeMs >= this.warmUpEndMs) this.endWarmUp(timeMs);
  }

  casesOf(stream: number, severity: number): ServiceCell {
    return this.cells[this.cellOf(stream, severity)] as ServiceCell;
  }

  groupTally(group: number): GroupStaff {
    return this.groups[group] as GroupStaff;
  }

  featureTally<Name extends keyof FeatureTallies>(name: Name, row: number): FeatureTallies[Name] {
    const counts: readonly FeatureTallies[keyof FeatureTallies][] = this.features[name] ?? [];
    return rowAt(counts, row) as FeatureTallies[Name];
  }

  centreIs(isUp: boolean, centre: number): void {
    for (const group of this.groupsOfCentre[centre] ?? []) group.onDuty.centreIs(isUp, this.clock.nowMs);
  }

  targetTally(target: number, segment: number): TargetCount {
    return this.targets[target]?.[segment] as TargetCount;
  }

  queueTally(tier: number): TimeWeightedLevel {
    return this.waiting.level(tier - 1);
  }

  copiesAt(promise: number, role: number, place: number): TimeWeightedLevel {
    const country = this.countryOfPlace[place] as number;
    return this.copies.level(this.copyLevel(promise, country, DIMENSION_INDEX_OF_ROLE[role] as number));
  }

  waitingCause(cause: number): void {
    this.causes[cause] = (this.causes[cause] as number) + 1;
  }

  exceptional(kind: number): void {
    this.exceptions[kind] = (this.exceptions[kind] as number) + 1;
  }

  ended(timeMs: number, overload: Overload | null): void {
    assert(this.endMs === null, 'a run ends once');
    assert(timeMs <= this.horizonMs, 'a run ends at its horizon');
    this.endMs = timeMs;
    this.overload = overload;
    this.closeHour();
    this.dayEnds.passTo(timeMs);
    this.judgedOverTime.passTo(timeMs);
    this.settle(timeMs);
  }

  /** Brings all levels up to `timeMs`, the current time. */
  settle(timeMs: number): void {
    for (const levels of this.levels) levels.settle(timeMs);
  }

  /** Starts all counts again at `timeMs`, except the hourly series and the weekly copies, which show the whole run. */
  beginAnew(timeMs: number): void {
    this.sinceMs = timeMs;
    this.closeHour();
    for (const part of [...this.cells, ...this.targets.flat()]) part.forget();
    this.judgedOverTime.beginAnew(timeMs);
    this.productLevels?.forget();
    this.measures?.forget();
    this.filtered?.forget();
    this.contacts.forget();
    for (const { paid } of this.groups) paid?.forget(timeMs);
    this.waitingBins.forget();
    this.handOvers.forget();
    this.causes.fill(0);
    this.exceptions.fill(0);
    this.waiting.forget(timeMs, MEASURED);
    for (const staff of [this.staff, this.overtime]) {
      staff.forget(timeMs, MEASURED);
      staff.forget(timeMs, BY_HOUR_OF_WEEK);
    }
    this.available.forget(timeMs);
    for (const part of allFeatureCounts(this.features)) part.forget(timeMs);
    this.exposure.forget(timeMs);
  }

  /** The level of `copies` for a promise, a country and a resting dimension. */
  copyLevel(promise: number, country: number, dimension: number): number {
    return (promise * this.countries + country) * RESTING_DIMENSIONS.length + dimension;
  }

  private staffOf(group: number, paid: PaidHours | null): GroupStaff {
    return new GroupStaff(
      {
        onDuty: this.staff.level(2 * group),
        busy: this.staff.level(2 * group + 1),
        available: this.available.level(group),
        overtime: this.overtime.level(group),
      },
      paid,
    );
  }

  private cellOf(stream: number, severity: number): number {
    return (this.firstCellOfStream[stream] as number) + severity;
  }

  private endWarmUp(timeMs: number): void {
    this.warmUpEndMs = Number.POSITIVE_INFINITY;
    const sum = (count: (cell: ServiceCell) => number) =>
      this.cells.reduce((all, cell) => all + count(cell), 0);
    this.leftOut = {
      timeMs,
      arrived: sum(({ arrivals }) => arrivals),
      answered: sum(({ answers }) => answers),
      abandoned: sum(({ abandonments }) => abandonments),
      resolved: sum(({ resolutions }) => resolutions),
    };
    this.beginAnew(timeMs);
  }

  private closeHours(timeMs: number): void {
    this.closeHour();
    this.hour = Math.floor(timeMs / HOUR_MS);
    this.hourEndMs = (this.hour + 1) * HOUR_MS;
  }

  /** Assigns what was counted since the last hour closed to the open hour; at the end of the horizon, to its last. */
  private closeHour(): void {
    const hour = Math.min(this.hour, this.hours - 1);
    for (const cell of this.cells) {
      const { reported } = cell;
      add(this.arrivedByHour, hour, cell.arrivals - reported.arrivals);
      add(this.answeredByHour, hour, cell.answers - reported.answers);
      add(this.answeredInTimeByHour, hour, cell.answeredInTime - reported.answeredInTime);
      add(this.abandonedByHour, hour, cell.abandonments - reported.abandonments);
      reported.arrivals = cell.arrivals;
      reported.answers = cell.answers;
      reported.answeredInTime = cell.answeredInTime;
      reported.abandonments = cell.abandonments;
    }
  }
}

/**
 * A meter for one run of the scenario. What happens before `warmUpMs` is only in the series by hour and the copies by week. `filters` by hours
 * or centre must be known when the run starts.
 */
export function createMeter(scenario: Scenario, warmUpMs = 0, filters: readonly CaseFilter[] = []): RunMeter {
  return new RunMeter(scenario, warmUpMs, filters);
}

function add(column: Float64Array, index: number, amount: number): void {
  column[index] = (column[index] as number) + amount;
}
