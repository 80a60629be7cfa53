import { HOUR_MS, sumOf } from '#base';
import { CHANNELS, mayBalkOn, type Scenario, TargetClocks, TIERS } from '#domain';
import type { FeatureCount } from '../features/feature-count.ts';
import { featureCounts } from '../features/list.ts';
import { AgentsAtWork, type Moment } from './agents-at-work.ts';
import { BacklogCount } from './backlog-count.ts';
import { type CellCount, CellPlaces } from './cells.ts';
import { Copies } from './copies.ts';
import { type LiveCase, LiveCases } from './live-cases.ts';
import { OverloadWatch } from './overload.ts';
import { Period } from './period.ts';
import { Stretches } from './stretches.ts';
import { assertTallyAgrees } from './tally-agreement.ts';
import { endsOfDays, judgeBacklogs } from './target-figures.ts';
import { Level, TimeBins } from './time-bins.ts';
import { binOfWait, waitingBounds } from './waiting-bounds.ts';

/** What was counted until the warm-up ended. */
export interface LeftOut {
  readonly timeMs: number;
  readonly arrived: number;
  readonly answered: number;
  readonly abandoned: number;
  readonly resolved: number;
}

/** By hour of the run. */
type Hours = Float64Array;

/**
 * Format 1, which builds until November 2026 wrote, counts overtime as occupancy. It carries a case over in the severity with which the case
 * arrived, and takes it from the severity in which it is answered. Formats 1 and 2 do not judge cases that are late already at the end.
 */
export type SummaryFormat = 1 | 2 | 3;

/** Everything counted in a run, and the time that its ledger has reached. Memory is set by the scenario and the live cases. */
export class RunTally implements Moment {
  readonly scenario: Scenario;
  readonly format: SummaryFormat;
  readonly places: CellPlaces;
  readonly cases = new LiveCases();
  readonly agents: AgentsAtWork;
  readonly copies: Copies;
  readonly features: readonly FeatureCount[];
  readonly targets: TargetClocks;
  readonly overload = new OverloadWatch();
  stretches: Stretches;
  /** Null if no case was open at the start. */
  readonly backlog: BacklogCount | null;
  nowMs = 0;
  period: Period;
  /** Null until the warm-up ends, and without one. */
  leftOut: LeftOut | null = null;
  /** When the run was ended before its horizon; null if it was not. */
  endedMs: number | null = null;
  /** Once the ledger has ended: no entry lies at or after the end of the run, where no hour counts it. */
  isInside = false;

  readonly arrived: Hours;
  readonly answered: Hours;
  readonly answeredInTime: Hours;
  readonly abandoned: Hours;
  /** Waiting cases, by tier. */
  readonly waiting: readonly Level[];
  readonly waitingByHour: readonly TimeBins[];
  /** Cases × ms that waited until the warm-up ended, by tier. */
  private waitedBeforeMs: readonly number[] = TIERS.map(() => 0);
  /** The first assignment that says another wait than the entries before it give; null if none does. */
  falseWait: string | null = null;
  stalled = 0;
  opened = 0;
  /** Cases that have gone to software, and not from it to people. */
  apart = 0;
  /** True if something is counted by interval of the week. */
  readonly isMeasured: boolean;
  private readonly bounds: readonly number[];
  /** By channel: some customers who would have to wait leave at once. */
  private readonly mayBalk: readonly boolean[];
  private readonly dayEndsMs: readonly number[];
  private hourMs = HOUR_MS;
  private warmUpMs: number;
  private nextDay = 0;
  /** The earliest of the times above: compared with the time of every entry. */
  private nextBoundMs: number;

  /** `warmUpMs`: how long the beginning is that measures leave out; 0 for none. */
  constructor(scenario: Scenario, warmUpMs: number, format: SummaryFormat) {
    const { horizonMs, work } = scenario;
    this.scenario = scenario;
    this.format = format;
    this.places = new CellPlaces(scenario);
    this.agents = new AgentsAtWork(scenario);
    this.copies = new Copies(scenario);
    this.targets = new TargetClocks(scenario);
    this.backlog = scenario.backlog === undefined ? null : new BacklogCount(scenario.backlog);
    this.period = new Period(scenario, this.places, 0);
    this.warmUpMs = warmUpMs > 0 ? warmUpMs : Number.POSITIVE_INFINITY;
    this.dayEndsMs = endsOfDays(scenario);
    this.stretches = new Stretches(scenario, 0);
    this.nextBoundMs = this.earliestBound();
    this.isMeasured = scenario.measures !== undefined;
    this.bounds = waitingBounds(scenario);
    this.mayBalk = CHANNELS.map((channel) => mayBalkOn(work, channel));
    const hours = Math.ceil(horizonMs / HOUR_MS);
    this.arrived = new Float64Array(hours);
    this.answered = new Float64Array(hours);
    this.answeredInTime = new Float64Array(hours);
    this.abandoned = new Float64Array(hours);
    this.waitingByHour = TIERS.map(() => new TimeBins(hours, HOUR_MS));
    this.waiting = this.waitingByHour.map((bins) => new Level(bins));
    this.features = featureCounts(scenario, this);
  }

  /** Whether cases may have waited before figures were counted. */
  get hasCarriedOver(): boolean {
    return this.leftOut !== null || this.backlog !== null;
  }

  /** Cases that currently wait, for an agent or for their data. */
  get waitingCases(): number {
    return this.waiting.reduce((sum, { value }) => sum + value, this.stalled);
  }

  /** When the run ended, ms. */
  get endMs(): number {
    return this.endedMs ?? this.scenario.horizonMs;
  }

  /**
   * Advances to the time of the ledger's next entry. Entries stand in the order of events: a time before the last one is taken as the last,
   * and one beyond the horizon as the horizon.
   */
  passTo(timeMs: number): void {
    if (timeMs <= this.nowMs) return;
    const untilMs = Math.min(timeMs, this.scenario.horizonMs);
    if (untilMs >= this.nextBoundMs) this.passBounds(untilMs, true);
    this.nowMs = untilMs;
  }

  /** Call at the end of the ledger. */
  finish(): void {
    const { endMs, endedMs } = this;
    this.isInside = this.nowMs < Math.min(endMs, this.scenario.horizonMs);
    // The run may be ended when it is examined at a full hour. At its horizon it is not examined.
    this.passBounds(endMs, endedMs !== null);
    this.nowMs = endMs;
    if (this.format === 3) for (const one of this.cases.all()) this.endOpen(one);
    if (this.nextDayMs === endMs) this.endDay();
    this.agents.countAll(this);
    for (const level of this.waiting) level.settle(endMs);
    assertTallyAgrees(this);
  }

  /** Cases × ms that have waited since the warm-up, by tier, as far as their levels are settled. */
  waitedMs(tier: number): number {
    return this.waitedInAllMs(tier) - (this.waitedBeforeMs[tier] as number);
  }

  private waitedInAllMs(tier: number): number {
    return sumOf(this.waitingByHour[tier]?.areas ?? []);
  }

  cellOf({ severity, stream }: LiveCase): CellCount {
    return this.period.cells[this.places.of(stream, severity)] as CellCount;
  }

  /** A case that was opened before the run. */
  openOld(one: LiveCase): void {
    this.opened++;
    if (one.contacts === 0) this.cellOf(one).carriedOver++;
  }

  open(one: LiveCase): void {
    this.opened++;
    this.apart++;
    this.arrive(one, 1);
  }

  /** `delta`: 1 if the case goes to people; −1 if it has been counted so, and goes to software in the same instant. */
  arrive(one: LiveCase, delta: 1 | -1): void {
    this.apart -= delta;
    this.cellOf(one).arrived += delta;
    this.countHour(this.arrived, delta);
    if (this.isMeasured) this.period.weekly.ofCase(one, this.nowMs, { arrived: delta });
  }

  /** The first answer of a case that joined the queue at `joinedMs`, after a wait. */
  answer(one: LiveCase, joinedMs: number, waitMs: number): void {
    const { nowMs, period } = this;
    const withinMs = this.withinMsOf(one);
    const isInTime = withinMs !== null && waitMs <= withinMs;
    this.cellOf(one).answer(waitMs, withinMs);
    const { channel, segment } = this.streamOf(one);
    const waits = period.waits[segment]?.[CHANNELS.indexOf(channel)] as Float64Array;
    const bin = binOfWait(this.bounds, waitMs);
    waits[bin] = (waits[bin] as number) + 1;
    this.countHour(this.answered);
    if (isInTime) this.countHour(this.answeredInTime);
    if (withinMs !== null) this.judgeProduct(one, isInTime);
    if (this.isMeasured) {
      const judged = withinMs === null ? 0 : 1;
      period.weekly.ofCase(one, joinedMs, { answered: 1, waitMs, judged, inTime: isInTime ? 1 : 0 });
    }
    this.targets.count(one, 'answer', nowMs, period.targets);
  }

  /** The customer gives up. On a channel where some balk, one who waits less than a millisecond is counted as balking. */
  giveUp(one: LiveCase): void {
    const { channel } = this.streamOf(one);
    const waitMs = this.nowMs - one.queuedMs;
    const cell = this.cellOf(one);
    if (waitMs === 0 && this.mayBalk[CHANNELS.indexOf(channel)] === true) {
      cell.balked++;
      return;
    }
    const withinMs = this.withinMsOf(one);
    cell.abandon(waitMs, withinMs);
    if (withinMs !== null) this.judgeProduct(one, false);
    this.countHour(this.abandoned);
    if (this.isMeasured) {
      this.period.weekly.ofCase(one, one.queuedMs, { abandoned: 1, judged: withinMs === null ? 0 : 1 });
    }
  }

  /** The run is over: a case that is open is late if its time is up already. One whose customer is to be called back may count nowhere. */
  private endOpen(one: LiveCase): void {
    const { nowMs, period } = this;
    if (!one.isOpen || one.isWithSoftware) return;
    const isUnanswered = one.contacts === 0 && !one.isToBeCalled;
    if (one.waitsFor !== null) this.targets.goOn(one, one.waitsFor, nowMs);
    if (isUnanswered) this.targets.count(one, 'answer', nowMs, period.targets, true);
    if (!one.wasResolved) this.targets.count(one, 'resolution', nowMs, period.targets, true);
    const withinMs = this.withinMsOf(one);
    if (!isUnanswered || !one.isQueued || withinMs === null || nowMs - one.queuedMs <= withinMs) return;
    const cell = this.cellOf(one);
    cell.lateWaiting++;
    cell.judged++;
    this.judgeProduct(one, false);
    if (this.isMeasured) period.weekly.ofCase(one, one.queuedMs, { judged: 1 });
  }

  /** The contact in hand is over. */
  endContact(one: LiveCase): void {
    const { nowMs, period } = this;
    const { group, handledMs, severity } = one;
    one.handledMs = 0;
    const count = period.contacts[group]?.[severity];
    if (count === undefined) return;
    count.ended++;
    count.handleMs += handledMs;
    count.handleSquaresMs += handledMs * handledMs;
    if (this.isMeasured) period.weekly.ofContact(one, nowMs, { ended: 1, handleMs: handledMs });
  }

  resolve(one: LiveCase): void {
    this.cellOf(one).resolve(this.nowMs - one.openedMs);
    if (one.wasResolved) return;
    one.wasResolved = true;
    this.targets.count(one, 'resolution', this.nowMs, this.period.targets);
  }

  private streamOf({ stream }: LiveCase): Scenario['streams'][number] {
    return this.scenario.streams[stream] as Scenario['streams'][number];
  }

  private withinMsOf({ product, severity, stream }: LiveCase): number | null {
    return this.places.withinMsOf(this.places.of(stream, severity), product);
  }

  /** Counts a wait that a service level has judged, where levels divide the cell by product. */
  private judgeProduct({ product, severity, stream }: LiveCase, isInTime: boolean): void {
    const count = this.period.products.get(this.places.of(stream, severity))?.[product];
    if (count === undefined) return;
    count.judged++;
    if (isInTime) count.answeredInTime++;
  }

  private countHour(hours: Hours, delta = 1): void {
    const hour = Math.floor(this.nowMs / HOUR_MS);
    hours[hour] = (hours[hour] as number) + delta;
  }

  private get nextDayMs(): number {
    return this.dayEndsMs[this.nextDay] ?? Number.POSITIVE_INFINITY;
  }

  private earliestBound(): number {
    return Math.min(this.hourMs, this.warmUpMs, this.nextDayMs, this.stretches.endMs);
  }

  /** Full hours, ends of days, of stretches and of the warm-up, up to a time: that one, too, where `isIncluded`. */
  private passBounds(untilMs: number, isIncluded: boolean): void {
    for (;;) {
      const boundMs = this.nextBoundMs;
      if (boundMs > untilMs || (boundMs === untilMs && !isIncluded)) return;
      this.nowMs = boundMs;
      if (boundMs === this.nextDayMs) this.endDay();
      if (boundMs === this.stretches.endMs) this.stretches.end(this.period);
      if (boundMs === this.hourMs) {
        this.overload.look(boundMs, this.opened, this.waitingCases);
        this.hourMs += HOUR_MS;
      }
      if (boundMs === this.warmUpMs) this.endWarmUp();
      this.nextBoundMs = this.earliestBound();
    }
  }

  private endDay(): void {
    judgeBacklogs(this.period, this.scenario, this.nowMs);
    this.nextDay++;
  }

  private endWarmUp(): void {
    const { nowMs, period } = this;
    this.agents.countAll(this);
    for (const level of this.waiting) level.settle(nowMs);
    for (const feature of this.features) feature.beginAnew(nowMs);
    this.waitedBeforeMs = [...TIERS.keys()].map((tier) => this.waitedInAllMs(tier));
    const sum = (name: 'arrived' | 'answered' | 'abandoned' | 'resolved') =>
      period.cells.reduce((all, cell) => all + cell[name], 0);
    this.leftOut = {
      timeMs: nowMs,
      arrived: sum('arrived'),
      answered: sum('answered'),
      abandoned: sum('abandoned'),
      resolved: sum('resolved'),
    };
    this.period = new Period(this.scenario, this.places, nowMs);
    this.stretches = new Stretches(this.scenario, nowMs);
    this.period.cells.forEach((cell, place) => {
      cell.carriedOver = (period.cells[place] as CellCount).waiting;
    });
    this.warmUpMs = Number.POSITIVE_INFINITY;
  }
}
