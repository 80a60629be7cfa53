import { assert, quantileOf } from '#base';
import {
  CASE_EVENTS,
  CHANNELS,
  type Meter,
  NONE,
  type Observer,
  offsetAt,
  offsetChanges,
  type RoutingProbe,
  type Scenario,
  SEVERITIES,
} from '#domain';
import { ArrivalSource } from './arrivals.ts';
import { type Faults, NO_FAULTS } from './breaches.ts';
import { CaseRows } from './case-rows.ts';
import { ContactModel } from './contact-model.ts';
import { CaseDraws, pick, purposeIndex } from './draws.ts';
import { createEffects } from './effects.ts';
import { EventList } from './event-list.ts';
import { explainDecision } from './explain.ts';
import { lawChangeInstants } from './law-changes.ts';
import type { Stepper, StepperRuntime } from './lifecycle/stepper.ts';
import { expandOutages } from './outages.ts';
import { Policy } from './policy.ts';
import { Recorder } from './recorder.ts';
import { Router } from './router.ts';
import { DATA_CENTRE_DOWN } from './waiting-cause.ts';
import { buildWorld, type ShiftTable, type World } from './world.ts';

const SUBMIT = CASE_EVENTS.indexOf('SUBMIT');
const PLACE = CASE_EVENTS.indexOf('PLACE');
const ASSIGN = CASE_EVENTS.indexOf('ASSIGN');
const SHIFT_END = CASE_EVENTS.indexOf('SHIFT_END');
const CENTRE_DOWN_EVENT = CASE_EVENTS.indexOf('CENTRE_DOWN');
const RELOCATE = CASE_EVENTS.indexOf('RELOCATE');

/** Notices. Smaller urgencies come first at the same instant: the world changes before cases do. */
const TIMER = 0;
const ARRIVAL = 1;
const LAW_CHANGE = 2;
const DATA_CENTRE_UP = 3;
const DATA_CENTRE_DOWN_NOTICE = 4;
const EVACUATION = 5;
const CENTRE_UP = 6;
const CENTRE_GOES_DOWN = 7;
const CLOCK_CHANGE = 8;
const DUTY_BEGINS = 9;
const DUTY_ENDS = 10;
const URGENCY: readonly number[] = [8, 8, 0, 1, 2, 3, 4, 5, 0, 6, 7];

const PRODUCT = purposeIndex('product');
const SEVERITY = purposeIndex('severity');
const LANGUAGE = purposeIndex('language');
const LANGUAGE_MISDECLARED = purposeIndex('language misdeclared');
const DECLARED_LANGUAGE = purposeIndex('declared language');
const PRODUCT_MISDECLARED = purposeIndex('product misdeclared');
const DECLARED_PRODUCT = purposeIndex('declared product');
const TIER_1_FAILS = purposeIndex('tier 1 fails');
const TIER_2_FAILS = purposeIndex('tier 2 fails');
const PATIENCE = purposeIndex('patience');
const SEVERITY_RAISED = purposeIndex('severity raised');
const SEVERITY_RAISED_AFTER = purposeIndex('severity raised after');
const CUSTOMER = purposeIndex('customer');

/** Customers of an arrival stream are numbered below this. */
const CUSTOMERS_PER_STREAM = 1000;
const PHONE = CHANNELS.indexOf('phone');
const HIGHEST = SEVERITIES.indexOf('A');

export interface SimulationOptions {
  readonly seed: string;
  readonly replication: number;
  /** Makes the stepper that executes the life cycle on the rows. */
  readonly createStepper: (runtime: StepperRuntime) => Stepper;
  /** Timer epochs per row that the stepper needs. */
  readonly timerChannels: number;
  /** Receives the acts; null when nobody records them. */
  readonly observer: Observer | null;
  readonly meter: Meter;
  readonly faults?: Faults;
  readonly probe?: RoutingProbe;
}

/** Counters of a run, for progress and for measuring. */
export interface RunCounts {
  readonly cases: number;
  readonly notices: number;
  readonly liveCases: number;
  readonly waitingCases: number;
}

/**
 * One replication: a pure function of (scenario, seed, replication). `advance` runs it piece by piece, so that a host
 * can show progress; the pieces do not change the result.
 */
export class Simulation {
  readonly world: World;
  readonly rows: CaseRows;
  readonly router: Router;
  readonly policy: Policy;
  readonly recorder: Recorder;
  readonly meter: Meter;
  readonly faults: Faults;
  readonly draws: CaseDraws;
  readonly stepper: Stepper;

  /** The row each agent has in hand, −1 for none. */
  readonly rowOfAgent: Int32Array;
  readonly agentOnDuty: Uint8Array;
  readonly dataCentreUp: Uint8Array;
  /** True while a contact is being interrupted, so that its episode is not over. */
  interrupting = false;
  /** Filled by effects, emptied by `settle`. */
  readonly joined: number[] = [];
  readonly freed: number[] = [];
  readonly retired: number[] = [];
  readonly stalled = new Set<number>();

  private readonly events = new EventList();
  private readonly scenario: Scenario;
  private readonly arrivals: readonly ArrivalSource[];
  private readonly ordinals: Int32Array;
  private readonly contacts: ContactModel;
  private readonly shifts: readonly ShiftTable[];
  private readonly lawChanges: readonly number[];
  private readonly dataCentreWindows;
  private readonly centreWindows;
  private readonly evacuated: Uint8Array;
  private readonly probe: RoutingProbe | null;
  private readonly unjudged: number[] = [];
  private worldChanged = true;
  private caseCount = 0;
  private noticeCount = 0;
  private joinCounter = 0;
  private finished = false;

  constructor(scenario: Scenario, options: SimulationOptions) {
    const { seed, replication, observer, meter } = options;
    this.scenario = scenario;
    this.faults = options.faults ?? NO_FAULTS;
    this.probe = options.probe ?? null;
    this.meter = meter;
    this.world = buildWorld(scenario);
    this.rows = new CaseRows(options.timerChannels);
    this.policy = new Policy(this.world, this.faults);
    this.policy.setInstant(scenario.startEpochMs);
    this.router = new Router(this.world, this.rows, this.policy);
    this.recorder = new Recorder(observer, meter, this.rows, this.world, this.policy, this.faults);
    this.draws = new CaseDraws(scenario.streams, seed, replication);
    this.contacts = new ContactModel(this.world, this.rows, this.draws);
    this.arrivals = scenario.streams.map((stream) => new ArrivalSource(stream, seed, replication));
    this.ordinals = new Int32Array(scenario.streams.length);
    this.shifts = this.world.shifts;
    this.rowOfAgent = new Int32Array(this.world.agentCount).fill(-1);
    this.agentOnDuty = new Uint8Array(this.world.agentCount);
    this.dataCentreUp = new Uint8Array(scenario.dataCentres.length).fill(1);
    this.evacuated = new Uint8Array(scenario.dataCentres.length);
    const windowsOf =
      (kind: string) => (place: (typeof scenario.centres | typeof scenario.dataCentres)[number]) =>
        expandOutages(
          place.plannedOutages,
          place.randomOutages,
          scenario.horizonMs,
          seed,
          replication,
          `${kind}/${place.id}`,
        );
    this.dataCentreWindows = scenario.dataCentres.map(windowsOf('data centre'));
    this.centreWindows = scenario.centres.map(windowsOf('centre'));
    this.lawChanges = lawChangeInstants(scenario);
    this.stepper = options.createStepper({
      columns: this.rows.columns,
      rows: this.rows,
      effects: createEffects(this),
      schedule: (row, timer, token, delayMs) => this.schedule(delayMs, TIMER + (timer << 4), row, token),
      transitioned: (row, event, before, after) => this.recorder.transition(row, event, before, after),
    });
    this.scheduleWorld();
  }

  get nowMs(): number {
    return this.recorder.nowMs;
  }

  get counts(): RunCounts {
    return {
      cases: this.caseCount,
      notices: this.noticeCount,
      liveCases: this.rows.liveCount,
      waitingCases: this.router.queues.length,
    };
  }

  /** Runs until simulated time `untilMs` (exclusive), at most to the horizon; true when the horizon is reached. */
  advance(untilMs: number): boolean {
    assert(!this.finished, 'a finished run cannot be advanced');
    const limit = Math.min(untilMs, this.scenario.horizonMs);
    const { events, recorder, router } = this;
    while (events.nextTimeMs() < limit) {
      events.take();
      // Causes are judged when the world of an instant has settled: before the first notice of any other kind.
      if (this.worldChanged && (events.timeMs > recorder.nowMs || (events.what & 15) < LAW_CHANGE)) {
        this.judgeWaitingCauses();
      }
      this.noticeCount++;
      recorder.nowMs = events.timeMs;
      router.nowEpochMs = this.scenario.startEpochMs + events.timeMs;
      this.execute(events.what, events.row, events.token);
      this.settle();
    }
    if (limit < this.scenario.horizonMs) return false;
    if (this.worldChanged) this.judgeWaitingCauses();
    this.finished = true;
    recorder.nowMs = this.scenario.horizonMs;
    this.meter.ended(this.scenario.horizonMs);
    return true;
  }

  private execute(what: number, row: number, token: number): void {
    switch (what & 15) {
      case TIMER:
        this.stepper.fire(row, what >> 4, token);
        return;
      case ARRIVAL:
        this.arrive(row);
        return;
      case LAW_CHANGE:
        this.changeLaw(row);
        return;
      case DATA_CENTRE_UP:
        this.setDataCentre(row, true);
        return;
      case DATA_CENTRE_DOWN_NOTICE:
        this.setDataCentre(row, false);
        return;
      case EVACUATION:
        this.evacuate(row);
        return;
      case CENTRE_UP:
        this.setCentre(row, true);
        return;
      case CENTRE_GOES_DOWN:
        this.setCentre(row, false);
        return;
      case CLOCK_CHANGE:
        this.router.clockOffsetMs[row] = offsetAt(this.router.nowEpochMs, this.timeZoneOf(row));
        return;
      case DUTY_BEGINS:
        this.beginDuty(row, token);
        return;
      case DUTY_ENDS:
        this.endDuty(row, token);
        return;
      default:
        assert(false, `unknown notice ${what}`);
    }
  }

  // ── Cases ────────────────────────────────────────────────────────────────────────────────────────────────────

  private arrive(stream: number): void {
    const { draws, rows, scenario, world } = this;
    this.scheduleArrival(stream);
    const table = world.streams[stream] as World['streams'][number];
    const ordinal = this.ordinals[stream] as number;
    this.ordinals[stream] = ordinal + 1;
    const draw = (purpose: number) => draws.uniform(stream, purpose, ordinal, 0);

    const row = rows.allocate();
    const c = rows.columns;
    const { work } = scenario;
    const channelName = CHANNELS[table.channel] as (typeof CHANNELS)[number];
    const severity = pick(table.severities, draw(SEVERITY));
    const product = pick(table.products, draw(PRODUCT));
    const language = pick(table.languages, draw(LANGUAGE));
    const [tier1Fails, tier2Fails] = work.escalation[product] as readonly [number, number];
    const fails1 = tier1Fails > 0 && draw(TIER_1_FAILS) < tier1Fails;
    const fails2 = fails1 && tier2Fails > 0 && draw(TIER_2_FAILS) < tier2Fails;
    const patience = work.patience[channelName];
    const raises =
      work.severityRaise.share > 0 &&
      table.channel !== PHONE &&
      severity !== HIGHEST &&
      draw(SEVERITY_RAISED) < work.severityRaise.share;

    c.caseNumber[row] = this.caseCount++;
    c.stream[row] = stream;
    c.ordinal[row] = ordinal;
    c.arrivedMs[row] = this.nowMs;
    c.episode[row] = 0;
    c.channel[row] = table.channel;
    c.trueLanguage[row] = language;
    c.trueProduct[row] = product;
    c.solvedAtTier[row] = fails2 ? 3 : fails1 ? 2 : 1;
    c.triageMs[row] = work.triageMs[channelName];
    c.closingMs[row] = work.closingMs;
    c.retentionMs[row] = scenario.retention.eraseAfterMs;
    c.autoCloseMs[row] = work.customerWait.autoCloseMs;
    c.regionHoldMs[row] =
      scenario.routing.preference === 'local specialist'
        ? scenario.routing.holdMs[channelName]
        : Number.POSITIVE_INFINITY;
    c.severity[row] = severity;
    c.language[row] =
      work.misrouted.language > 0 && draw(LANGUAGE_MISDECLARED) < work.misrouted.language
        ? pickAnother(table.languages, language, draw(DECLARED_LANGUAGE))
        : language;
    c.product[row] =
      work.misrouted.product > 0 && draw(PRODUCT_MISDECLARED) < work.misrouted.product
        ? pickAnother(table.products, product, draw(DECLARED_PRODUCT))
        : product;
    c.tier[row] = 1;
    c.stage[row] = 0;
    c.primary[row] = NONE;
    c.replica[row] = NONE;
    c.agent[row] = NONE;
    c.group[row] = NONE;
    c.centre[row] = NONE;
    c.contacts[row] = 0;
    c.patienceMs[row] =
      patience === null ? Number.POSITIVE_INFINITY : wholeMs(quantileOf(patience, draw(PATIENCE)));
    c.severityRaiseMs[row] = raises
      ? wholeMs(quantileOf(work.severityRaise.after, draw(SEVERITY_RAISED_AFTER)))
      : Number.POSITIVE_INFINITY;
    c.holdMs[row] = Number.POSITIVE_INFINITY;
    c.handleMs[row] = 0;
    c.replyMs[row] = Number.POSITIVE_INFINITY;
    c.reopeningMs[row] = Number.POSITIVE_INFINITY;
    c.workLeftMs[row] = 0;
    c.queue[row] = -1;
    c.cause[row] = -1;
    c.workingCopy[row] = -1;
    c.viewedPlace[row] = -1;
    c.leftReason[row] = -1;
    c.leftCentre[row] = -1;

    this.recorder.open(row, Math.floor(draw(CUSTOMER) * CUSTOMERS_PER_STREAM));
    this.meter.arrived(this.nowMs, stream, severity);
    this.stepper.start(row);
    const submit = this.stepper.events.SUBMIT;
    submit.primary = this.policy.placePrimary(stream, this.isUsable);
    submit.replica =
      submit.primary === NONE ? NONE : this.policy.placeReplica(stream, submit.primary, this.isUsable);
    this.stepper.send(row, SUBMIT);
  }

  /** Gives a waiting row to an idle agent. The router's `rank` and `candidates` tell of the choice. */
  private assign(row: number, agent: number): void {
    const { router, rows, world } = this;
    const c = rows.columns;
    const group = world.groupOfAgent[agent] as number;
    const centre = world.centreOfGroup[group] as number;
    const waitMs = this.nowMs - (c.queuedMs[row] as number);
    router.idle.remove(agent);
    this.rowOfAgent[agent] = row;
    this.recorder.assign(row, router.rank, group, router.candidates, agent, waitMs);
    this.meter.answered(
      this.nowMs,
      c.stream[row] as number,
      c.severity[row] as number,
      c.tier[row] as number,
      (c.contacts[row] as number) + 1,
      waitMs,
      group,
    );
    this.meter.busyChanged(this.nowMs, group, 1);
    if (c.leftReason[row] !== -1) {
      this.meter.handedOver(
        this.nowMs,
        c.stream[row] as number,
        c.severity[row] as number,
        c.leftReason[row] as number,
        c.leftCentre[row] as number,
        centre,
      );
      c.leftReason[row] = -1;
    }
    const event = this.stepper.events.ASSIGN;
    event.agent = agent;
    event.group = group;
    event.centre = centre;
    this.contacts.plan(row, group, event);
    this.stepper.send(row, ASSIGN);
  }

  /**
   * Carries out what a step has left to do, in a fixed order: rows that joined a queue look for an agent, agents who
   * became free look for a row, ended rows are given back.
   */
  private settle(): void {
    const { freed, joined, retired } = this;
    for (let i = 0; i < joined.length; i++) this.lookForAgent(joined[i] as number);
    joined.length = 0;
    for (let i = 0; i < freed.length; i++) this.lookForCase(freed[i] as number);
    freed.length = 0;
    for (let i = 0; i < retired.length; i++) {
      const row = retired[i] as number;
      this.stepper.forget(row);
      this.rows.release(row);
    }
    retired.length = 0;
  }

  private lookForAgent(row: number): void {
    const { queues } = this.router;
    if (this.rows.columns.queue[row] === -1) return;
    if (!this.isReachable(row)) {
      queues.remove(row);
      queues.insert(row, queues.blockedList);
      this.noteCause(row, DATA_CENTRE_DOWN);
      return;
    }
    const agent = this.router.agentFor(row);
    this.explain(row, agent, 'case');
    if (agent !== -1) this.assign(row, agent);
    else if (this.worldChanged) this.unjudged.push(row);
    else this.noteCause(row, this.router.causeOf(row));
  }

  private lookForCase(agent: number): void {
    if (this.agentOnDuty[agent] === 0) return;
    const group = this.world.groupOfAgent[agent] as number;
    if (this.router.staffing.isUp[group] === 0 || this.router.idle.isIdle(agent)) return;
    this.router.idle.add(agent);
    const row = this.router.rowFor(group);
    if (row === -1) return;
    this.router.rank = this.router.rankOf(group, this.rows.columns.stream[row] as number);
    this.router.candidates = 1;
    this.explain(row, agent, 'agent');
    this.assign(row, agent);
  }

  private explain(row: number, agent: number, askedBy: 'case' | 'agent'): void {
    if (this.probe === null || this.rows.columns.caseNumber[row] !== this.probe.caseNumber) return;
    this.probe.decided(explainDecision(this, row, agent, askedBy));
  }

  private noteCause(row: number, cause: number): void {
    const c = this.rows.columns;
    c.cause[row] = cause;
    this.recorder.wait(row, cause, c.stage[row] as number);
  }

  private judgeWaitingCauses(): void {
    this.worldChanged = false;
    this.router.judgeCauses((row, cause) => {
      if (this.rows.columns.cause[row] !== cause) this.noteCause(row, cause);
    });
    for (const row of this.unjudged) {
      if (this.rows.columns.queue[row] === -1) continue;
      const cause = this.router.causeOf(row);
      if (this.rows.columns.cause[row] !== cause) this.noteCause(row, cause);
    }
    this.unjudged.length = 0;
  }

  /** Called by the effects when a row enters a waiting queue. */
  enqueue(row: number): void {
    const c = this.rows.columns;
    c.queuedMs[row] = this.nowMs;
    c.queueOrder[row] = this.joinCounter++;
    c.cause[row] = -1;
    this.router.queues.insert(row, this.router.listFor(row));
    this.joined.push(row);
  }

  /** Whether some copy of the case rests in a data centre that is up. */
  private isReachable(row: number): boolean {
    return this.readablePlace(row) !== NONE;
  }

  /** The data centre that the case is read from now: the primary, or the replica while that is down; or NONE. */
  readablePlace(row: number): number {
    const { primary, replica } = this.rows.columns;
    const first = primary[row] as number;
    if (this.dataCentreUp[first] === 1) return first;
    const second = replica[row] as number;
    return second !== NONE && this.dataCentreUp[second] === 1 ? second : NONE;
  }

  private readonly isUsable = (dataCentre: number): boolean =>
    this.dataCentreUp[dataCentre] === 1 && this.evacuated[dataCentre] === 0;

  // ── The world ────────────────────────────────────────────────────────────────────────────────────────────────

  private scheduleWorld(): void {
    const { scenario } = this;
    this.lawChanges.forEach((atMs, change) => this.at(atMs, LAW_CHANGE, change, 0));
    this.dataCentreWindows.forEach((windows, d) => {
      for (const { fromMs, toMs } of windows) {
        this.at(fromMs, DATA_CENTRE_DOWN_NOTICE, d, 0);
        this.at(toMs, DATA_CENTRE_UP, d, 0);
      }
    });
    this.centreWindows.forEach((windows, c) => {
      for (const { fromMs, toMs } of windows) {
        this.at(fromMs, CENTRE_GOES_DOWN, c, 0);
        this.at(toMs, CENTRE_UP, c, 0);
      }
    });
    scenario.evacuations.forEach(({ atMs }, e) => this.at(Math.max(0, atMs), EVACUATION, e, 0));
    scenario.centres.forEach((centre, c) => {
      this.router.clockOffsetMs[c] = offsetAt(scenario.startEpochMs, centre.timeZone);
      const end = scenario.startEpochMs + scenario.horizonMs;
      for (const at of offsetChanges(scenario.startEpochMs, end, centre.timeZone)) {
        this.at(at - scenario.startEpochMs, CLOCK_CHANGE, c, 0);
      }
    });
    this.shifts.forEach((shift, s) => {
      if (shift.dutyFromMs.length > 0) this.at(shift.dutyFromMs[0] as number, DUTY_BEGINS, s, 0);
    });
    scenario.streams.forEach((_, s) => this.scheduleArrival(s));
  }

  private scheduleArrival(stream: number): void {
    const atMs = (this.arrivals[stream] as ArrivalSource).next();
    if (atMs < this.scenario.horizonMs) this.at(atMs, ARRIVAL, stream, 0);
  }

  private schedule(delayMs: number, what: number, row: number, token: number): void {
    this.at(this.nowMs + wholeMs(delayMs), what, row, token);
  }

  private at(timeMs: number, what: number, row: number, token: number): void {
    if (timeMs < this.scenario.horizonMs) {
      this.events.schedule(timeMs, URGENCY[what & 15] as number, what, row, token);
    }
  }

  private changeLaw(change: number): void {
    this.recorder.law(change);
    this.policy.setInstant(this.scenario.startEpochMs + this.nowMs);
    this.router.reclassify(this.policy);
    this.worldChanged = true;
    for (const row of this.router.queues.allRows()) {
      if (this.rows.columns.queue[row] === this.router.queues.blockedList) continue;
      this.unjudged.push(row);
    }
    this.retryStalled();
  }

  private beginDuty(s: number, window: number): void {
    const shift = this.shifts[s] as ShiftTable;
    this.recorder.duty(true, shift.group, shift.shift, shift.agents, shift.firstAgent);
    this.meter.dutyChanged(this.nowMs, shift.group, shift.agents);
    this.at(shift.dutyToMs[window] as number, DUTY_ENDS, s, window);
    const { onDuty } = this.router.staffing;
    onDuty[shift.group] = (onDuty[shift.group] as number) + shift.agents;
    this.worldChanged = true;
    for (let agent = shift.firstAgent; agent < shift.firstAgent + shift.agents; agent++) {
      this.agentOnDuty[agent] = 1;
      if (this.rowOfAgent[agent] === -1) this.freed.push(agent);
    }
  }

  private endDuty(s: number, window: number): void {
    const shift = this.shifts[s] as ShiftTable;
    this.recorder.duty(false, shift.group, shift.shift, shift.agents, shift.firstAgent);
    this.meter.dutyChanged(this.nowMs, shift.group, -shift.agents);
    const following = shift.dutyFromMs[window + 1];
    if (following !== undefined) this.at(following, DUTY_BEGINS, s, window + 1);
    const { onDuty } = this.router.staffing;
    onDuty[shift.group] = (onDuty[shift.group] as number) - shift.agents;
    this.worldChanged = true;
    for (let agent = shift.firstAgent; agent < shift.firstAgent + shift.agents; agent++) {
      this.agentOnDuty[agent] = 0;
      if (this.router.idle.isIdle(agent)) this.router.idle.remove(agent);
      const row = this.rowOfAgent[agent] as number;
      if (row !== -1) {
        const event = this.stepper.events.SHIFT_END;
        event.handsOver = this.contacts.handsOver(row) ? 1 : 0;
        event.workLeftMs = this.contacts.workLeftMs(row, this.nowMs);
        this.interrupt(row, SHIFT_END);
      }
    }
  }

  private setCentre(centre: number, up: boolean): void {
    this.recorder.centre(up, centre);
    this.worldChanged = true;
    for (const group of this.world.groupsOfCentre[centre] ?? []) {
      this.router.staffing.isUp[group] = up ? 1 : 0;
      const last = this.world.firstAgentOfGroup[group + 1] as number;
      for (let agent = this.world.firstAgentOfGroup[group] as number; agent < last; agent++) {
        const row = this.rowOfAgent[agent] as number;
        if (up) {
          if (row === -1) this.freed.push(agent);
        } else if (row !== -1) {
          const event = this.stepper.events.CENTRE_DOWN;
          event.workLeftMs = this.contacts.workLeftMs(row, this.nowMs);
          this.interrupt(row, CENTRE_DOWN_EVENT);
        } else if (this.router.idle.isIdle(agent)) this.router.idle.remove(agent);
      }
    }
  }

  private interrupt(row: number, event: number): void {
    this.interrupting = true;
    this.stepper.send(row, event);
    this.interrupting = false;
  }

  private setDataCentre(dataCentre: number, up: boolean): void {
    this.recorder.dataCentre(up, dataCentre);
    this.dataCentreUp[dataCentre] = up ? 1 : 0;
    const { queues } = this.router;
    const c = this.rows.columns;
    for (const row of queues.allRows()) {
      const isBlocked = c.queue[row] === queues.blockedList;
      if (isBlocked !== this.isReachable(row)) continue;
      queues.remove(row);
      if (isBlocked) {
        queues.insert(row, this.router.listFor(row));
        this.joined.push(row);
      } else {
        queues.insert(row, queues.blockedList);
        this.noteCause(row, DATA_CENTRE_DOWN);
      }
    }
    if (up) this.retryStalled();
  }

  /** Cases that no data centre could take try again, in the order of their arrival. */
  private retryStalled(): void {
    for (const row of [...this.stalled]) {
      const stream = this.rows.columns.stream[row] as number;
      const primary = this.policy.placePrimary(stream, this.isUsable);
      if (primary === NONE) continue;
      const event = this.stepper.events.PLACE;
      event.primary = primary;
      event.replica = this.policy.placeReplica(stream, primary, this.isUsable);
      this.stalled.delete(row);
      const severity = this.rows.columns.severity[row] as number;
      this.meter.stalledChanged(this.nowMs, stream, severity, -1);
      this.stepper.send(row, PLACE);
    }
  }

  /** Empties a data centre: nothing is placed there any more, and every copy of a live case moves. */
  private evacuate(index: number): void {
    const evacuation = this.scenario.evacuations[index] as Scenario['evacuations'][number];
    const { dataCentre, to } = evacuation;
    this.evacuated[dataCentre] = 1;
    const c = this.rows.columns;
    for (let row = 0; row < this.rows.used; row++) {
      if (!this.rows.isAlive(row)) continue;
      const primary = c.primary[row] as number;
      const replica = c.replica[row] as number;
      if (primary !== dataCentre && replica !== dataCentre) continue;
      const stream = c.stream[row] as number;
      const event = this.stepper.events.RELOCATE;
      if (primary === dataCentre) {
        const target = this.policy.placeAmong(stream, to, this.isUsable, replica);
        event.primary = target === NONE ? replica : target;
        event.replica = target === NONE ? NONE : replica;
      } else {
        event.primary = primary;
        event.replica = this.policy.placeAmong(stream, to, this.isUsable, primary);
      }
      if (event.primary === NONE) continue;
      this.stepper.send(row, RELOCATE);
      this.settle();
    }
  }

  private timeZoneOf(centre: number): string {
    return this.scenario.centres[centre]?.timeZone ?? 'UTC';
  }
}

/** Durations are whole milliseconds. */
function wholeMs(value: number): number {
  return Math.round(value);
}

/** A class other than `not`, by the remaining shares; `not` itself where there is no other. */
function pickAnother(cumulative: Float64Array, not: number, uniform: number): number {
  const below = not === 0 ? 0 : (cumulative[not - 1] as number);
  const share = (cumulative[not] as number) - below;
  if (share >= 1 - 1e-12) return not;
  const scaled = uniform * (1 - share);
  return pick(cumulative, scaled < below ? scaled : scaled + share);
}
