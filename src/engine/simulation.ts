import { assert } from '#base';
import { CASE_EVENTS, type Meter, NONE, type Observer, type RoutingProbe, type Scenario } from '#domain';
import { ArrivalCalendar } from './arrival-calendar.ts';
import { ArrivalSource } from './arrivals.ts';
import { type Faults, NO_FAULTS } from './breaches.ts';
import { CaseBirths } from './case-births.ts';
import { type CaseRecord, CaseTable, JOINING, NOT_QUEUED } from './case-record.ts';
import { Clock } from './clock.ts';
import { ContactModel } from './contact-model.ts';
import { DataPlaces } from './data-places.ts';
import { CaseDraws } from './draws.ts';
import { createEffects, idleEffectsOf } from './effects.ts';
import { EventList } from './event-list.ts';
import { explainDecision } from './explain.ts';
import type { LifecycleRuntime, Stepper } from './lifecycle/stepper.ts';
import { Placing } from './placing.ts';
import { Policy } from './policy.ts';
import { Recorder } from './recorder.ts';
import { Router } from './router.ts';
import { constantsOf } from './run-constants.ts';
import { TimerWheel } from './timer-wheel.ts';
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
  /** Makes the stepper that executes the life cycle of the cases. */
  readonly createStepper: (runtime: LifecycleRuntime<CaseRecord>) => Stepper<CaseRecord>;
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
  readonly clock = new Clock();
  readonly cases = new CaseTable();
  readonly router: Router;
  readonly policy: Policy;
  readonly recorder: Recorder;
  readonly meter: Meter;
  readonly faults: Faults;
  readonly stepper: Stepper<CaseRecord>;
  readonly dataPlaces: DataPlaces;
  readonly placing: Placing;
  readonly workforce: Workforce;

  /** True while a contact is being interrupted, so that its episode is not over. */
  interrupting = false;
  /** Filled by effects, emptied by `settle`. */
  readonly joined = new Worklist<CaseRecord>();
  readonly freed = new Worklist<number>();
  readonly retired = new Worklist<CaseRecord>();
  /** Cases that no data centre could take, in the order of their arrival. */
  readonly stalled = new Set<CaseRecord>();
  /** Cases that began to wait while the world was still changing. */
  readonly unjudged: CaseRecord[] = [];

  private readonly worldEvents = new EventList();
  private readonly timers = new TimerWheel();
  private readonly calendar: ArrivalCalendar;
  /** Timers of cases that are about to look for an agent: the case, then timer, token and time, three to a case's timer. */
  private readonly heldRecords = new Worklist<CaseRecord>();
  private readonly heldTimers = new Worklist<number>();
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
    this.policy = new Policy(this.world, this.faults);
    this.policy.setInstant(scenario.startEpochMs);
    this.router = new Router(this.world, this.clock, this.policy);
    this.recorder = new Recorder(observer, meter, this.clock, this.world, this.policy, this.faults);
    this.dataPlaces = new DataPlaces(scenario.dataCentres.length);
    this.placing = new Placing(this.policy, this.dataPlaces, scenario.streams.length);
    this.workforce = new Workforce(this.world, this.router.idle, this.router.staffing);
    const draws = new CaseDraws(scenario.streams, seed, replication);
    this.births = new CaseBirths(this.world, this.cases, draws);
    this.contacts = new ContactModel(this.world, draws);
    this.arrivals = scenario.streams.map((stream) => new ArrivalSource(stream, seed, replication));
    this.calendar = new ArrivalCalendar(scenario.streams.length);
    const constants = constantsOf(scenario);
    this.stepper = options.createStepper({
      effects: createEffects(this),
      idleEffects: idleEffectsOf(scenario, this.faults, this.recorder.recording),
      constants,
      tellsTransitions: this.recorder.recording,
      schedule: (record, timer, token, delayMs) => this.scheduleTimer(record, timer, token, delayMs),
      transitioned: (record, event, before, after) => this.recorder.transition(record, event, before, after),
    });
    this.stepper.events.ASSIGN.replyMs = Number.POSITIVE_INFINITY;
    this.stepper.events.ASSIGN.reopeningMs = Number.POSITIVE_INFINITY;
    this.worldChanges = new WorldChanges(this);
    this.worldChanges.scheduleAll(seed, replication);
    scenario.streams.forEach((_, stream) => this.scheduleArrival(stream));
  }

  get nowMs(): number {
    return this.clock.nowMs;
  }

  get counts(): RunCounts {
    return {
      cases: this.births.count,
      notices: this.noticeCount,
      liveCases: this.cases.liveCount,
      waitingCases: this.router.queues.length,
    };
  }

  /**
   * Runs until simulated time `untilMs` (exclusive), at most to the horizon, and takes at most `noticesMax` notices, so
   * that a host can look around also when simulated time hardly moves. True when the horizon is reached.
   */
  advance(untilMs: number, noticesMax = Number.POSITIVE_INFINITY): boolean {
    assert(!this.finished, 'a finished run cannot be advanced');
    const limitMs = Math.min(untilMs, this.scenario.horizonMs);
    const { calendar, timers, worldEvents } = this;
    const lastNotice = this.noticeCount + noticesMax;
    for (;;) {
      // At one instant: what changes the world, then timers, then arrivals. All times are whole milliseconds.
      const worldMs = worldEvents.nextMs;
      const arrivalMs = calendar.nextMs;
      if (timers.take(Math.min(arrivalMs, worldMs - 1, limitMs - 1))) {
        this.comeTo(timers.timeMs);
        this.stepper.fire(this.cases.records[timers.row] as CaseRecord, timers.what, timers.token);
      } else if (worldMs <= arrivalMs) {
        if (!worldEvents.take(limitMs)) break;
        this.changeWorld();
      } else {
        if (arrivalMs >= limitMs) break;
        this.comeTo(arrivalMs);
        this.arrive(calendar.stream);
      }
      this.settle();
      if (this.noticeCount >= lastNotice) return false;
    }
    if (limitMs < this.scenario.horizonMs) return false;
    if (this.worldChanged) this.judgeWaitingCauses();
    this.finished = true;
    this.clock.nowMs = this.scenario.horizonMs;
    this.meter.ended(this.scenario.horizonMs);
    return true;
  }

  /** A notice of a case is due. Causes are judged when the world of an instant has settled: before any such notice. */
  private comeTo(timeMs: number): void {
    if (this.worldChanged) this.judgeWaitingCauses();
    this.noticeCount++;
    this.clock.nowMs = timeMs;
    this.meter.advanceTo(timeMs);
  }

  private changeWorld(): void {
    const { clock, worldEvents } = this;
    if (this.worldChanged && worldEvents.timeMs > clock.nowMs) this.judgeWaitingCauses();
    this.noticeCount++;
    clock.nowMs = worldEvents.timeMs;
    this.meter.advanceTo(worldEvents.timeMs);
    this.worldChanged = true;
    this.worldChanges.execute(worldEvents.what, worldEvents.row, worldEvents.token);
  }

  /**
   * Called by the effects when a case begins to wait. It joins a queue only if no agent is found for it when the step
   * is over. A case whose severity is raised before the first answer goes on waiting: it keeps its time and its place
   * in the order of joining.
   */
  enqueue(record: CaseRecord): void {
    if (record.contacts !== 0 || record.queuedMs === NONE) {
      record.queuedMs = this.clock.nowMs;
      record.queueOrder = this.joinCounter++;
    }
    record.cause = -1;
    record.queue = JOINING;
    this.joined.push(record);
  }

  // ── Cases and agents ─────────────────────────────────────────────────────────────────────────────────────────

  private arrive(stream: number): void {
    this.scheduleArrival(stream);
    const record = this.births.bear(stream, this.clock.nowMs);
    if (this.recorder.recording) this.recorder.open(record, this.births.customer(record));
    this.meter.arrived(stream, record.severity);
    this.stepper.start(record);
    const submit = this.stepper.events.SUBMIT;
    submit.primary = this.placing.primaryFor(stream);
    submit.replica = this.placing.replicaFor(stream);
    this.stepper.send(record, SUBMIT);
  }

  /** Gives a waiting case to an idle agent. The router's `rank` and `candidates` tell of the choice. */
  private assign(record: CaseRecord, agent: number): void {
    const { meter, router, world } = this;
    const group = world.groupOfAgent[agent] as number;
    const centre = world.centreOfGroup[group] as number;
    const waitMs = this.clock.nowMs - record.queuedMs;
    router.idle.remove(agent);
    this.workforce.rowOf[agent] = record.row;
    if (this.recorder.recording) {
      this.recorder.assign(record, router.rank, group, router.candidates, agent, waitMs);
    }
    meter.answered(record.stream, record.severity, record.contacts + 1, waitMs, group);
    meter.busyChanged(group, 1);
    if (record.leftReason !== -1) {
      meter.handedOver(record.stream, record.severity, record.leftReason, record.leftCentre, centre);
      record.leftReason = -1;
    }
    const event = this.stepper.events.ASSIGN;
    event.agent = agent;
    event.group = group;
    event.centre = centre;
    this.contacts.plan(record, group, event);
    this.stepper.send(record, ASSIGN);
  }

  /**
   * Carries out what a step has left to do, in a fixed order: cases that began to wait look for an agent, agents who
   * became free look for a case, records of ended cases are given back.
   */
  private settle(): void {
    const { freed, joined, retired } = this;
    for (let i = 0; i < joined.length; i++) this.lookForAgent(joined.items[i] as CaseRecord);
    joined.clear();
    this.scheduleHeld();
    for (let i = 0; i < freed.length; i++) this.lookForCase(freed.items[i] as number);
    freed.clear();
    for (let i = 0; i < retired.length; i++) {
      const record = retired.items[i] as CaseRecord;
      this.stepper.forget(record);
      this.cases.release(record);
    }
    retired.clear();
  }

  private lookForAgent(record: CaseRecord): void {
    const { router } = this;
    if (record.queue === NOT_QUEUED) return;
    if (this.dataPlaces.readable(record) === NONE) {
      this.explain(record, -1, 'case');
      this.wait(record, router.queues.blockedList);
      this.noteCause(record, DATA_CENTRE_DOWN);
      return;
    }
    const agent = router.agentFor(record);
    if (this.probe !== null) this.explain(record, agent, 'case');
    if (agent !== -1) {
      this.assign(record, agent);
      return;
    }
    if (record.queue === JOINING) this.wait(record, router.listFor(record));
    if (this.worldChanged) this.unjudged.push(record);
    else this.noteCause(record, router.causeOf(record));
  }

  /** Puts a case into a waiting list, out of the one that it may be in. */
  private wait(record: CaseRecord, list: number): void {
    const { queues } = this.router;
    if (record.queue === JOINING) this.meter.queueChanged(record.tier, 1);
    else queues.remove(record);
    queues.insert(record, list);
  }

  private lookForCase(agent: number): void {
    if (!this.workforce.canTakeCase(agent)) return;
    const { router, world } = this;
    router.idle.add(agent);
    if (router.queues.length === 0) return;
    const group = world.groupOfAgent[agent] as number;
    const record = router.caseFor(group);
    if (record === null) return;
    if (this.recorder.recording) {
      router.rank = router.rankOf(group, record.stream);
      router.candidates = 1;
    }
    if (this.probe !== null) this.explain(record, agent, 'agent');
    this.assign(record, agent);
  }

  endShiftOf(record: CaseRecord): void {
    const event = this.stepper.events.SHIFT_END;
    event.handsOver = this.contacts.handsOver(record) ? 1 : 0;
    event.workLeftMs = this.contacts.workLeftMs(record, this.clock.nowMs);
    this.interrupt(record, SHIFT_END);
  }

  interruptByOutage(record: CaseRecord): void {
    this.stepper.events.CENTRE_DOWN.workLeftMs = this.contacts.workLeftMs(record, this.clock.nowMs);
    this.interrupt(record, CENTRE_DOWN);
  }

  private interrupt(record: CaseRecord, event: number): void {
    this.interrupting = true;
    this.stepper.send(record, event);
    this.interrupting = false;
  }

  private explain(record: CaseRecord, agent: number, askedBy: 'case' | 'agent'): void {
    if (this.probe === null || record.caseNumber !== this.probe.caseNumber) return;
    this.probe.decided(explainDecision(this, record, agent, askedBy));
  }

  noteCause(record: CaseRecord, cause: number): void {
    record.cause = cause;
    this.recorder.wait(record, cause, record.stage);
  }

  private judgeWaitingCauses(): void {
    this.worldChanged = false;
    this.router.judgeCauses((record, cause) => {
      if (record.cause !== cause) this.noteCause(record, cause);
    });
    for (const record of this.unjudged) {
      if (record.queue === NOT_QUEUED || record.queue === this.router.queues.blockedList) continue;
      const found = this.router.causeOf(record);
      if (record.cause !== found) this.noteCause(record, found);
    }
    this.unjudged.length = 0;
  }

  private scheduleArrival(stream: number): void {
    this.calendar.set(stream, (this.arrivals[stream] as ArrivalSource).next());
  }

  /** Timers of a case that is about to look for an agent are held back: most find one, and would never be due. */
  private scheduleTimer(record: CaseRecord, timer: number, token: number, delayMs: number): void {
    const timeMs = this.clock.nowMs + Math.round(delayMs);
    if (timeMs >= this.scenario.horizonMs) return;
    if (record.queue !== JOINING) {
      this.timers.schedule(timeMs, timer, record.row, token);
      return;
    }
    this.heldRecords.push(record);
    this.heldTimers.push(timer);
    this.heldTimers.push(token);
    this.heldTimers.push(timeMs);
  }

  private scheduleHeld(): void {
    const { heldRecords, heldTimers } = this;
    for (let i = 0; i < heldRecords.length; i++) {
      const { queue, row } = heldRecords.items[i] as CaseRecord;
      if (queue === NOT_QUEUED) continue;
      const [timer, token, timeMs] = [3 * i, 3 * i + 1, 3 * i + 2];
      this.timers.schedule(
        heldTimers.items[timeMs] as number,
        heldTimers.items[timer] as number,
        row,
        heldTimers.items[token] as number,
      );
    }
    heldRecords.clear();
    heldTimers.clear();
  }

  /** Schedules a change of the world. What lies at or beyond the horizon never happens. */
  schedule(timeMs: number, what: number, index: number, token: number): void {
    if (timeMs < this.scenario.horizonMs) {
      this.worldEvents.schedule(timeMs, what, what, index, token);
    }
  }
}
