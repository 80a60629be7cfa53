import { assert } from '#base';
import {
  CASE_EVENTS,
  type Level,
  type Meter,
  NONE,
  type Observer,
  type RoutingProbe,
  type Scenario,
  TIERS,
} from '#domain';
import type { Agent } from './agents.ts';
import { ArrivalCalendar } from './arrival-calendar.ts';
import { type Faults, NO_FAULTS } from './breaches.ts';
import { CaseBirths } from './case-births.ts';
import { type CaseRecord, CaseTable } from './case-record.ts';
import { Clock } from './clock.ts';
import { ContactModel } from './contact-model.ts';
import { DataPlaces } from './data-places.ts';
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
import { Source } from './source.ts';
import { DATA_CENTRE_DOWN } from './waiting-cause.ts';
import { JOINING, type WaitingList } from './waiting-queues.ts';
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
  readonly freed = new Worklist<Agent>();
  readonly retired = new Worklist<CaseRecord>();
  /** Cases that no data centre could take, in the order of their arrival. */
  readonly stalled = new Set<CaseRecord>();
  /** Cases that began to wait while the world was still changing. */
  readonly unjudged: CaseRecord[] = [];

  private readonly worldEvents = new EventList();
  private readonly timers = new TimerWheel();
  private readonly calendar: ArrivalCalendar;
  /** Timers of cases that are about to look for an agent: the cases; for each of them timer, token and time. */
  private readonly heldRecords = new Worklist<CaseRecord>();
  private readonly heldTimers: number[] = [];
  private readonly scenario: Scenario;
  private readonly births: CaseBirths;
  private readonly contacts: ContactModel;
  private readonly sources: readonly Source[];
  private readonly queueTallies: readonly Level[];
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
    this.workforce = new Workforce(this.world, meter);
    this.sources = scenario.streams.map(
      (_, stream) => new Source(this.world, meter, stream, seed, replication),
    );
    this.router = new Router(this.world, this.workforce.groups, this.sources, this.clock, this.policy);
    this.recorder = new Recorder(observer, meter, this.clock, this.world, this.policy, this.faults);
    this.dataPlaces = new DataPlaces(scenario.dataCentres.length);
    this.placing = new Placing(this.policy, this.dataPlaces, this.sources);
    this.queueTallies = TIERS.map((tier) => meter.queueTally(tier));
    this.births = new CaseBirths(scenario, this.cases);
    this.contacts = new ContactModel(scenario);
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
    for (const source of this.sources) this.scheduleArrival(source);
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
        this.arrive(this.sources[calendar.stream] as Source);
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

  private arrive(source: Source): void {
    this.scheduleArrival(source);
    const record = this.births.bear(source, this.clock.nowMs);
    if (this.recorder.recording) this.recorder.open(record, this.births.customer(record));
    record.tally.arrived();
    this.stepper.start(record);
    this.placing.know(source);
    const submit = this.stepper.events.SUBMIT;
    submit.primary = source.primary;
    submit.replica = source.replica;
    this.stepper.send(record, SUBMIT);
  }

  /** Gives a waiting case to an agent who is not listed as idle any more. */
  private assign(record: CaseRecord, agent: Agent): void {
    const { group } = agent;
    const { nowMs } = this.clock;
    const waitMs = nowMs - record.queuedMs;
    agent.inHand = record;
    record.inHandsOf = agent;
    if (this.recorder.recording) {
      const { candidates, rank } = this.router;
      this.recorder.assign(record, rank, group.index, candidates, agent.index, waitMs);
    }
    if (record.contacts === 0) record.tally.answered(waitMs);
    group.tally.contactBegan(record.severity, waitMs);
    group.tally.busy.change(nowMs, 1);
    if (record.leftReason !== -1) {
      record.tally.handedOver(record.leftReason, record.leftCentre, group.centre);
      record.leftReason = -1;
    }
    const event = this.stepper.events.ASSIGN;
    event.agent = agent.index;
    event.group = group.index;
    event.centre = group.centre;
    this.contacts.plan(record, group, event);
    this.stepper.send(record, ASSIGN);
  }

  /**
   * Carries out what a step has left to do, in a fixed order: cases that began to wait look for an agent, agents who
   * became free look for a case, records of ended cases are given back.
   */
  private settle(): void {
    const { freed, joined, retired } = this;
    if (joined.length > 0) {
      for (let i = 0; i < joined.length; i++) this.lookForAgent(joined.at(i));
      joined.clear();
      if (this.heldRecords.length > 0) this.scheduleHeld();
    }
    if (freed.length > 0) {
      for (let i = 0; i < freed.length; i++) this.lookForCase(freed.at(i));
      freed.clear();
    }
    if (retired.length > 0) {
      for (let i = 0; i < retired.length; i++) {
        const record = retired.at(i);
        this.stepper.forget(record);
        this.cases.release(record);
      }
      retired.clear();
    }
  }

  private lookForAgent(record: CaseRecord): void {
    const { router } = this;
    if (record.queue === null) return;
    if (this.dataPlaces.readable(record) === NONE) {
      this.explain(record, null, 'case');
      this.wait(record, router.queues.blocked);
      this.noteCause(record, DATA_CENTRE_DOWN);
      return;
    }
    const agent = router.agentFor(record);
    if (this.probe !== null) this.explain(record, agent, 'case');
    if (agent !== null) {
      agent.group.removeIdle(agent);
      this.assign(record, agent);
      return;
    }
    if (record.queue === JOINING) this.wait(record, router.listFor(record));
    if (this.worldChanged) this.unjudged.push(record);
    else this.noteCause(record, router.causeOf(record));
  }

  /** Puts a case into a waiting list, out of the one that it may be in. */
  private wait(record: CaseRecord, list: WaitingList): void {
    const { queues } = this.router;
    if (record.queue === JOINING) {
      (this.queueTallies[record.tier - 1] as Level).change(this.clock.nowMs, 1);
    } else queues.remove(record);
    queues.insert(record, list);
  }

  private lookForCase(agent: Agent): void {
    if (!agent.canTakeCase) return;
    const { router } = this;
    const record = router.caseFor(agent.group);
    if (record === null) {
      this.workforce.rest(agent);
      return;
    }
    if (this.recorder.recording) {
      router.rank = router.rankOf(agent.group, record.source.index);
      router.candidates = 1;
    }
    if (this.probe !== null) {
      this.workforce.rest(agent);
      this.explain(record, agent, 'agent');
      agent.group.removeIdle(agent);
    }
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

  private explain(record: CaseRecord, agent: Agent | null, askedBy: 'case' | 'agent'): void {
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
      if (record.queue === null || record.queue === this.router.queues.blocked) continue;
      const found = this.router.causeOf(record);
      if (record.cause !== found) this.noteCause(record, found);
    }
    this.unjudged.length = 0;
  }

  private scheduleArrival(source: Source): void {
    this.calendar.set(source.index, source.arrivals.next());
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
    this.heldTimers.push(timer, token, timeMs);
  }

  private scheduleHeld(): void {
    const { heldRecords, heldTimers } = this;
    for (let i = 0; i < heldRecords.length; i++) {
      const { queue, row } = heldRecords.at(i);
      if (queue === null) continue;
      const [timer = 0, token = 0, timeMs = 0] = heldTimers.slice(3 * i, 3 * i + 3);
      this.timers.schedule(timeMs, timer, row, token);
    }
    heldRecords.clear();
    heldTimers.length = 0;
  }

  /** Schedules a change of the world. What lies at or beyond the horizon never happens. */
  schedule(timeMs: number, what: number, index: number, token: number): void {
    if (timeMs < this.scenario.horizonMs) {
      this.worldEvents.schedule(timeMs, what, what, index, token);
    }
  }
}
