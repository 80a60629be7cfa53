import { HOUR_MS, sumOf, WEEK_MS } from '#base';
import {
  CHANNELS,
  countsOfTargets,
  ESCALATION_REASONS,
  EXCEPTIONS,
  type Scenario,
  SEVERITIES,
  type TargetCount,
  WAITING_CAUSES,
  WEEK_HOURS,
} from '#domain';
import { CellCount, type CellPlaces, type ProductCount } from './cells.ts';
import { TimeBins } from './time-bins.ts';
import { waitingBounds } from './waiting-bounds.ts';
import { WeeklyCounts } from './weekly-counts.ts';

/** Contacts of an agent group with cases of a severity. */
export class ContactCount {
  contacts = 0;
  takenOver = 0;
  ended = 0;
  waitMs = 0;
  handleMs = 0;
  /** Its error is at most one rounding per contact. */
  handleSquaresMs = 0;
}

/**
 * Hours of a group, ms: scheduled, on duty and present, the part of it in which the centre was up, on duty but away by shrinkage without
 * finishing a contact, and with cases of each segment, on and off duty.
 */
export interface GroupTime {
  scheduledMs: number;
  dutyMs: number;
  availableMs: number;
  paidAwayMs: number;
  readonly busyMs: Float64Array;
  readonly overtimeMs: Float64Array;
}

/** Agents of a centre, by UTC hour of the week. */
export interface CentreTime {
  readonly duty: TimeBins;
  readonly busy: TimeBins;
  /** Busy agents who are not on duty. */
  readonly overtime: TimeBins;
}

/** From one centre (−1: from none) to another, for a reason. */
export interface Flow {
  readonly reason: number;
  readonly from: number;
  readonly to: number;
}

/** All counts that restart when the warm-up ends. */
export class Period {
  readonly fromMs: number;
  readonly cells: readonly CellCount[];
  /** By cell, then product: only cells that service levels divide by product. */
  readonly products: ReadonlyMap<number, readonly ProductCount[]>;
  /** By group, then severity. */
  readonly contacts: readonly (readonly ContactCount[])[];
  readonly groups: readonly GroupTime[];
  readonly centres: readonly CentreTime[];
  readonly causes = new Float64Array(WAITING_CAUSES.length);
  readonly exceptions = new Float64Array(EXCEPTIONS.length);
  readonly targets: readonly (readonly TargetCount[])[];
  readonly weekly: WeeklyCounts;
  /** Waits until the first answer, by segment, channel and bin. */
  readonly waits: readonly (readonly Float64Array[])[];
  private readonly flows: Float64Array;
  private readonly centreCount: number;

  constructor(scenario: Scenario, places: CellPlaces, fromMs: number) {
    const { centres, groups, products, segments } = scenario;
    this.fromMs = fromMs;
    this.products = new Map(
      places.byProduct.map((place) => [place, products.map(() => ({ judged: 0, answeredInTime: 0 }))]),
    );
    this.cells = Array.from({ length: places.count }, () => new CellCount());
    this.contacts = groups.map(() => SEVERITIES.map(() => new ContactCount()));
    this.groups = groups.map(() => ({
      scheduledMs: 0,
      dutyMs: 0,
      availableMs: 0,
      paidAwayMs: 0,
      busyMs: new Float64Array(segments.length),
      overtimeMs: new Float64Array(segments.length),
    }));
    this.centres = centres.map(() => ({
      duty: hoursOfTheWeek(scenario),
      busy: hoursOfTheWeek(scenario),
      overtime: hoursOfTheWeek(scenario),
    }));
    this.targets = countsOfTargets(scenario);
    this.weekly = new WeeklyCounts(scenario);
    const bins = waitingBounds(scenario).length;
    this.waits = segments.map(() => CHANNELS.map(() => new Float64Array(bins)));
    this.centreCount = centres.length;
    this.flows = new Float64Array(ESCALATION_REASONS.length * (centres.length + 1) * centres.length);
  }

  handOver(flow: Flow): void {
    const place = this.placeOf(flow);
    this.flows[place] = (this.flows[place] as number) + 1;
  }

  handOvers(flow: Flow): number {
    return this.flows[this.placeOf(flow)] as number;
  }

  allHandOvers(): number {
    return sumOf(this.flows);
  }

  private placeOf({ from, reason, to }: Flow): number {
    return (reason * (this.centreCount + 1) + from + 1) * this.centreCount + to;
  }
}

/** 1970-01-05 was a Monday. */
const FIRST_MONDAY_MS = 96 * HOUR_MS;

/** Hours of the week in UTC, from Monday 00:00 on. */
export function hoursOfTheWeek({ startEpochMs }: Scenario): TimeBins {
  const sinceMondayMs = (((startEpochMs - FIRST_MONDAY_MS) % WEEK_MS) + WEEK_MS) % WEEK_MS;
  return new TimeBins(WEEK_HOURS, HOUR_MS, sinceMondayMs);
}
