import { assert } from '#base';
import { CASE_EVENTS, type Meter, NONE, type Observer, type RoutingProbe, type Scenario } from '#domain';
import { ArrivalSource } from './arrivals.ts';
import { type Faults, NO_FAULTS } from './breaches.ts';
import { CaseBirths } from './case-births.ts';
import { CaseRows } from './case-rows.ts';
import { ContactModel } from './contact-model.ts';
import { DataPlaces } from './data-places.ts';
import { CaseDraws } from './draws.ts';
import { createEffects, idleEffectsOf } from './effects.ts';
import { EventList } from './event-list.ts';
import { explainDecision } from './explain.ts';
import type { Stepper, StepperRuntime } from './lifecycle/stepper.ts';
import * as notices from './notices.ts';
import { Policy } from './policy.ts';
import { Recorder } from './recorder.ts';
import { Router } from './router.ts';
import { DATA_CENTRE_DOWN } from './waiting-cause.ts';
import { Workforce } from './workforce.ts';
import { Worklist } from './worklist.ts';
import { buildWorld, type World } from './world.ts';
import { WorldChanges } from './world-changes.ts';

const SUBMIT = CASE_EVENTS.indexOf('SUBMIT');
const ASSIGN = CASE_EVENTS.indexOf('ASSIGN');
const SHIFT_END = CASE_EVENTS.indexOf('SHIFT_END');
const CENTRE_DOWN = CASE_EVENTS.indexOf('CENTRE_DOWN');

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
  readonly stepper: Stepper;
  readonly dataPlaces: DataPlaces;
  readonly workforce: Workforce;

  /** True while a contact is being interrupted, so that its episode is not over. */
  interrupting = false;
  /** Filled by effects, emptied by `settle`. */
  readonly joined = new Worklist();
  readonly freed = new Worklist();
  readonly retired = new Worklist();
  /** Cases that no data centre could take, in the order of their arrival. */
  readonly stalled = new Set<number>();
  /** Rows that began to wait while the world was still changing. */
  readonly unjudged: number[] = [];

  private readonly events = new EventList();
  private readonly scenario: Scenario;
  private readonly births: CaseBirths;
  private readonly contacts: ContactModel;
  private readonly arrivals: readonly ArrivalSource[];
  private readonly probe: RoutingProbe | null;
  private readonly worldChanges: WorldChanges;
  private worldChanged = true;
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
    this.dataPlaces = new DataPlaces(scenario.dataCentres.length, this.rows);
    this.workforce = new Workforce(this.world, this.router.idle, this.router.staffing);
    const draws = new CaseDraws(scenario.streams, seed, replication);
    this.births = new CaseBirths(this.world, this.rows, draws);
    this.contacts = new ContactModel(this.world, this.rows, draws);
    this.arrivals = scenario.streams.map((stream) => new ArrivalSource(stream, seed, replication));
    this.stepper = options.createStepper({
      columns: this.rows.columns,
      rows: this.rows,
      effects: createEffects(this),
      idleEffects: idleEffectsOf(scenario, this.faults, this.recorder.recording),
      tellsTransitions: this.recorder.recording,
      schedule: (row, timer, token, delayMs) =>
        this.schedule(this.nowMs + Math.round(delayMs), notices.TIMER + (timer << 4), row, token),
      transitioned: (row, event, before, after) => this.recorder.transition(row, event, before, after),
    });
    this.worldChanges = new WorldChanges(this);
    this.worldChanges.scheduleAll(seed, replication);
    scenario.streams.forEach((_, stream) => this.scheduleArrival(stream));
  }

  get nowMs(): number {
    return this.recorder.nowMs;
  }

  get counts(): RunCounts {
    return {
      cases: this.births.count,
      notices: this.noticeCount,
      liveCases: this.rows.liveCount,
      waitingCases: this.router.queues.length,
    };
  }

  /**
   * Runs until simulated time `untilMs` (exclusive), at most to the horizon, and takes at most `noticesMax` notices, so
   * that a host can look around also when simulated time hardly moves. True when the horizon is reached.
   */
  advance(untilMs: number, noticesMax = Number.POSITIVE_INFINITY): boolean {
    assert(!this.finished, 'a finished run cannot be advanced');
    const limit = Math.min(untilMs, this.scenario.horizonMs);
    const { events, recorder, router } = this;
    const lastNotice = this.noticeCount + noticesMax;
    while (events.nextTimeMs() < limit) {
      events.take();
      const isOfCase = notices.isOfCase(events.what);
      // Causes are judged when the world of an instant has settled: before the first notice of any other kind.
      if (this.worldChanged && (isOfCase || events.timeMs > recorder.nowMs)) this.judgeWaitingCauses();
      this.noticeCount++;
      recorder.nowMs = events.timeMs;
      router.nowEpochMs = this.scenario.startEpochMs + events.timeMs;
      if (isOfCase) this.executeOfCase(events.what, events.row, events.token);
      else {
        this.worldChanged = true;
        this.worldChanges.execute(events.what, events.row, events.token);
      }
      this.settle();
      if (this.noticeCount >= lastNotice) return false;
    }
    if (limit < this.scenario.horizonMs) return false;
    if (this.worldChanged) this.judgeWaitingCauses();
    this.finished = true;
    recorder.nowMs = this.scenario.horizonMs;
    this.meter.ended(this.scenario.horizonMs);
    return true;
  }

  /**
   * Called by the effects when a row enters a waiting queue. A case whose severity is raised before the first answer
   * goes on waiting: it keeps its time and its place in the order of joining.
   */
  enqueue(row: number): void {
    const c = this.rows.columns;
    if (c.contacts[row] !== 0 || c.queuedMs[row] === NONE) {
      c.queuedMs[row] = this.nowMs;
      c.queueOrder[row] = this.joinCounter++;
    }
    c.cause[row] = -1;
    this.router.queues.insert(row, this.router.listFor(row));
    this.joined.push(row);
  }

  private executeOfCase(what: number, row: number, token: number): void {
    if (what === notices.ARRIVAL) this.arrive(row);
    else this.stepper.fire(row, what >> 4, token);
  }

  // ── Cases and agents ─────────────────────────────────────────────────────────────────────────────────────────

  private arrive(stream: number): void {
    this.scheduleArrival(stream);
    const row = this.births.bear(stream, this.nowMs);
    if (this.recorder.recording) this.recorder.open(row, this.births.customer(row));
    this.meter.arrived(this.nowMs, stream, this.rows.columns.severity[row] as number);
    this.stepper.start(row);
    const { isUsable } = this.dataPlaces;
    const submit = this.stepper.events.SUBMIT;
    submit.primary = this.policy.placePrimary(stream, isUsable);
    submit.replica =
      submit.primary === NONE ? NONE : this.policy.placeReplica(stream, submit.primary, isUsable);
    this.stepper.send(row, SUBMIT);
  }

  /** Gives a waiting row to an idle agent. The router's `rank` and `candidates` tell of the choice. */
  private assign(row: number, agent: number): void {
    const { meter, nowMs, router, world } = this;
    const c = this.rows.columns;
    const group = world.groupOfAgent[agent] as number;
    const centre = world.centreOfGroup[group] as number;
    const stream = c.stream[row] as number;
    const waitMs = nowMs - (c.queuedMs[row] as number);
    router.idle.remove(agent);
    this.workforce.rowOf[agent] = row;
    this.recorder.assign(row, router.rank, group, router.candidates, agent, waitMs);
    const contact = (c.contacts[row] as number) + 1;
    meter.answered(nowMs, stream, c.severity[row] as number, c.tier[row] as number, contact, waitMs, group);
    meter.busyChanged(nowMs, group, 1);
    if (c.leftReason[row] !== -1) {
      const [reason, from] = [c.leftReason[row], c.leftCentre[row]] as [number, number];
      meter.handedOver(nowMs, stream, c.severity[row] as number, reason, from, centre);
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
    for (let i = 0; i < joined.length; i++) this.lookForAgent(joined.items[i] as number);
    joined.clear();
    for (let i = 0; i < freed.length; i++) this.lookForCase(freed.items[i] as number);
    freed.clear();
    for (let i = 0; i < retired.length; i++) {
      const row = retired.items[i] as number;
      this.stepper.forget(row);
      this.rows.release(row);
    }
    retired.clear();
  }

  private lookForAgent(row: number): void {
    const { queues } = this.router;
    if (this.rows.columns.queue[row] === -1) return;
    if (this.dataPlaces.readable(row) === NONE) {
      this.explain(row, -1, 'case');
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
    if (!this.workforce.canTakeCase(agent)) return;
    this.router.idle.add(agent);
    const group = this.world.groupOfAgent[agent] as number;
    const row = this.router.rowFor(group);
    if (row === -1) return;
    this.router.rank = this.router.rankOf(group, this.rows.columns.stream[row] as number);
    this.router.candidates = 1;
    this.explain(row, agent, 'agent');
    this.assign(row, agent);
  }

  endShiftOf(row: number): void {
    const event = this.stepper.events.SHIFT_END;
    event.handsOver = this.contacts.handsOver(row) ? 1 : 0;
    event.workLeftMs = this.contacts.workLeftMs(row, this.nowMs);
    this.interrupt(row, SHIFT_END);
  }

  interruptByOutage(row: number): void {
    this.stepper.events.CENTRE_DOWN.workLeftMs = this.contacts.workLeftMs(row, this.nowMs);
    this.interrupt(row, CENTRE_DOWN);
  }

  private interrupt(row: number, event: number): void {
    this.interrupting = true;
    this.stepper.send(row, event);
    this.interrupting = false;
  }

  private explain(row: number, agent: number, askedBy: 'case' | 'agent'): void {
    if (this.probe === null || this.rows.columns.caseNumber[row] !== this.probe.caseNumber) return;
    this.probe.decided(explainDecision(this, row, agent, askedBy));
  }

  noteCause(row: number, cause: number): void {
    const c = this.rows.columns;
    c.cause[row] = cause;
    this.recorder.wait(row, cause, c.stage[row] as number);
  }

  private judgeWaitingCauses(): void {
    this.worldChanged = false;
    this.router.judgeCauses((row, cause) => {
      if (this.rows.columns.cause[row] !== cause) this.noteCause(row, cause);
    });
    const { queue, cause } = this.rows.columns;
    for (const row of this.unjudged) {
      if (queue[row] === -1 || queue[row] === this.router.queues.blockedList) continue;
      const found = this.router.causeOf(row);
      if (cause[row] !== found) this.noteCause(row, found);
    }
    this.unjudged.length = 0;
  }

  private scheduleArrival(stream: number): void {
    this.schedule((this.arrivals[stream] as ArrivalSource).next(), notices.ARRIVAL, stream, 0);
  }

  /** What lies at or beyond the horizon never happens. */
  schedule(timeMs: number, what: number, row: number, token: number): void {
    if (timeMs < this.scenario.horizonMs) {
      this.events.schedule(timeMs, notices.urgencyOf(what), what, row, token);
    }
  }
}
