import { assert, numbered } from '#base';
import { CASE_EVENTS, CASE_STATES, MOST_WAITING, NONE, type Scenario } from '#domain';
import type { CaseRecord } from '../cases/case-record.ts';
import { createCaseTable } from '../cases/case-table.ts';
import { createRecorder } from '../cases/recorder.ts';
import { JOINING } from '../cases/waiting-queues.ts';
import { createCaseBirths } from '../demand/case-births.ts';
import { createContactModel, expectNothing } from '../demand/contact-model.ts';
import { CAME_AGAIN, createFollowUps, type FollowUps } from '../demand/follow-ups.ts';
import { Source, streamTallies } from '../demand/source.ts';
import { createTraceReplay } from '../demand/trace-replay.ts';
import { createAfterContact, WORK_AFTER } from '../features/after-contact.ts';
import { createBreakGlass } from '../features/break-glass.ts';
import { createCallbacks } from '../features/callbacks.ts';
import { agentsBeside, createConcurrency, createFillUp, slowedDown } from '../features/concurrency.ts';
import { createConsultations } from '../features/consultations.ts';
import { createDayEnd } from '../features/day-end.ts';
import { createInterruptions } from '../features/interruptions.ts';
import { createLines, isRefused } from '../features/lines.ts';
import { createPreemption } from '../features/preemption.ts';
import { createTargetClocks } from '../features/target-clocks.ts';
import { createGiveOver, createTransfers } from '../features/transfers.ts';
import { createWeeklyTeller } from '../features/weekly-measures.ts';
import type { Stepper } from '../lifecycle/stepper.ts';
import type { Agent } from '../people/agents.ts';
import { createBusyHours } from '../people/busy-hours.ts';
import { Workforce } from '../people/workforce.ts';
import { createDataPlaces } from '../residency/data-places.ts';
import { createHeldTimers, TIMER_BITS, TIMERS_MAX } from '../residency/held-timers.ts';
import { Placing } from '../residency/placing.ts';
import { Policy } from '../residency/policy.ts';
import { createCommitments } from '../routing/commitments.ts';
import { createKindLines } from '../routing/kind-lines.ts';
import { createQueues } from '../routing/queue-orders.ts';
import { createRouter } from '../routing/router.ts';
import { anyOf, createWaitSteps } from '../routing/wait-steps.ts';
import { createArrivalCalendar } from '../time/arrival-calendar.ts';
import { Clock, Instant } from '../time/clock.ts';
import { EventList } from '../time/event-list.ts';
import { createTimerWheel } from '../time/timer-wheel.ts';
import { Worklist } from '../time/worklist.ts';
import { mayPause } from '../world/interruption-policies.ts';
import { buildWorld } from '../world/world.ts';
import { createBeginWaiting } from './begin-waiting.ts';
import { createCauseJudge } from './cause-judge.ts';
import { createEffects, idleEffectsOf } from './effects.ts';
import { createChoiceTeller, createExplainer } from './explain.ts';
import { OverloadWatch } from './overload-watch.ts';
import { AT_ONCE_MAX, type Run, RunState, type Simulation, type SimulationOptions } from './run.ts';
import { canHandOver, constantsOf } from './run-constants.ts';
import { createLookAlong, createOlderFirst, createSettleMore } from './settling.ts';
import { WorldChanges } from './world-changes.ts';

const { 'open.paused': PAUSED } = numbered(CASE_STATES);

const { SUBMIT, ASSIGN } = numbered(CASE_EVENTS);

/**
 * Closures over parts that never change: V8 takes them for constants, together with what a scenario leaves out (docs/performance.md).
 */
export function createSimulation(promised: Scenario, options: SimulationOptions): Simulation {
  const { seed, replication, meter, faults = {}, probe = null } = options;
  const scenario = faults.scenario?.(promised) ?? promised;
  const observer = options.observer && (faults.observer?.(options.observer) ?? options.observer);
  const { horizonMs, startEpochMs } = scenario;
  const clock = new Clock();
  meter.followClock(clock);
  const state = new RunState();
  state.endMs = horizonMs;
  const watch = new OverloadWatch(scenario.mostWaiting ?? MOST_WAITING);
  const world = buildWorld(scenario);
  const policy = faults.policy?.(world) ?? new Policy(world);
  policy.setInstant(startEpochMs);
  const workforce = new Workforce(world, meter, options);
  const tallies = streamTallies(world, meter);
  const sources = scenario.streams.map((_, stream) => new Source(world, tallies, stream, seed, replication));
  const cases = createCaseTable(scenario, sources, options.spare, endWhenFull);
  const queues = createQueues(scenario.routing, seed, replication, clock);
  const kindLines = createKindLines(scenario);
  const ownRouter = createRouter(world, workforce, sources, clock, policy, queues, { ...options, kindLines });
  const router = faults.router?.(ownRouter, workforce) ?? ownRouter;
  const recorder = createRecorder(observer, meter, clock, world, policy);
  const dataPlaces = createDataPlaces(scenario);
  const causes = createCauseJudge(state, router, recorder);
  const placing = new Placing(policy, dataPlaces, sources);
  const lines = createLines(scenario);
  const busyHours = createBusyHours(scenario, clock);
  const replay = createTraceReplay(scenario);
  const weekly = createWeeklyTeller(scenario, meter, clock);
  const callbacks = createCallbacks(scenario, recorder, weekly);
  const targetClocks = createTargetClocks(scenario, clock, meter);
  const constants = constantsOf(scenario);
  const contacts = createContactModel(scenario, clock, replay);
  const births = createCaseBirths(scenario, cases, replay, callbacks, targetClocks, contacts, constants);
  const { began: contactBegan } = meter.contacts;
  const worldEvents = new EventList();
  const timers = createTimerWheel();
  const { agents, idle } = workforce;
  const freed = new Worklist(agents);
  const followUps = createFollowUps(scenario, sources);
  /** Follow-ups are one more stream of arrivals, which comes after the others of an instant. */
  const calendar = createArrivalCalendar(sources.length + (followUps === null ? 0 : 1));
  const { decision, ranks } = router;
  const { recording } = recorder;
  const tellsChoices = ranks || recording || probe !== null;
  const mayHandOver = canHandOver(scenario);
  const pauses = mayPause(scenario);
  const raisedGoLast = scenario.work.severityRaise.goesLast === true;
  const drawsOutcomes = scenario.work.returns !== undefined;
  const dueTimer = timers.due;
  const nextArrival = calendar.next;
  const { asleep, records } = cases;
  const nextChange = new Instant();
  const joined = new Worklist(cases.records);
  const retired = new Worklist(cases.records);
  const stalled = new Set<CaseRecord>();
  const heldTimers = createHeldTimers(scenario, clock, timers, cases.records);
  const inHand = { busyHours, clock, freed, recorder, records, router, timers };
  const concurrency = createConcurrency(scenario, inHand);
  const afterContact = createAfterContact(scenario, { ...inHand, agents, concurrency });
  const worksBeside = afterContact !== null || scenario.work.consultation !== undefined;
  const transfers = createTransfers({ clock, freed, policy, router, scenario, world }, afterContact);
  const own = { scenario, world, clock, policy, recorder, dataPlaces, placing, workforce };
  const ownBreakGlass = createBreakGlass({ ...own, cases, router, schedule }, meter);
  const breakGlass = ownBreakGlass && (faults.breakGlass?.(ownBreakGlass) ?? ownBreakGlass);
  const consultations = createConsultations(scenario, timers, { ...own, busyHours, cases, concurrency });
  const commitments = createCommitments(scenario, { ...own, joined, router }, faults.isBetterQueue);
  const waitSteps = createWaitSteps(scenario, timers, { cases, clock, commitments, joined, router });
  const isNoTimer = anyOf(waitSteps?.isDue, consultations?.isDue, concurrency?.isPassedOver);
  const parts = {
    ...own,
    ...{ cases, router, busyHours, afterContact, lines, kindLines, commitments },
    ...{ callbacks, targetClocks, weekly, followUps, state },
    ...{ joined, freed, retired, stalled, causes, transfers, breakGlass, concurrency, consultations },
    ...{ enqueue, schedule },
  };
  const stepper: Stepper<CaseRecord> = options.createStepper({
    effects: createEffects(parts, meter, faults, () => stepper),
    idleEffects: idleEffectsOf(scenario, faults, recording),
    constants,
    tellsTransitions: recording,
    schedule: slowedDown(concurrency, heldTimers.schedule),
    transitioned: recorder.transition,
  });
  const { fire, forget, start } = stepper;
  const casesSleep = scenario.retention.eraseAfterMs > 0 && !stepper.keepsEntities;
  const sendSubmit = stepper.sender(SUBMIT);
  const sendAssign = stepper.sender(ASSIGN);
  const { ASSIGN: assigned, SUBMIT: submitted } = stepper.events;
  expectNothing(submitted, assigned);
  const run: Run = { ...parts, stepper };
  const explain = createExplainer(run, probe);
  const tellChoice = createChoiceTeller(run, probe, explain);
  const interruptions = createInterruptions(run, contacts);
  const preemption = createPreemption(run, interruptions, assign);
  const dayEnd = createDayEnd(run, explain, assign);
  const giveOver = createGiveOver(run, assign);
  const beginWaiting = createBeginWaiting(run, meter, giveOver, waitSteps, explain);
  const fillUp = createFillUp(run, probe, explain, assign);
  const lookAlong = createLookAlong(run, lookForCase, fillUp);
  const olderFirst = createOlderFirst(run, tellChoice, assign);
  const settleMore = createSettleMore(run, preemption, heldTimers, lookForAgent, lookForCase, lookAlong);
  const agentFor = agentsBeside(router.agentFor, concurrency);
  const changes = new WorldChanges(run, interruptions, options, dayEnd, assign);
  changes.scheduleAll(seed, replication);
  for (const source of sources) scheduleArrival(source);
  lookAhead();
  if (nextChange.timeMs > 0) causes.judge();

  // ── The run loop ─────────────────────────────────────────────────────────────────────────────────────────────

  function advance(untilMs: number, noticesMax = Number.POSITIVE_INFINITY): boolean {
    assert(!state.finished, 'a finished run cannot be advanced');
    state.limitMs = Math.min(untilMs, state.endMs);
    lookAhead();
    let taken = 0;
    let atOnce: number;
    do {
      atOnce = takeUpTo(Math.min(noticesMax - taken, AT_ONCE_MAX));
      taken += atOnce;
    } while (atOnce === AT_ONCE_MAX);
    state.notices += taken;
    if (taken === noticesMax || state.limitMs < state.endMs) return false;
    state.finished = true;
    if (state.endMs < horizonMs) {
      // Told in the last millisecond that the run covers.
      clock.nowMs = state.endMs - 1;
      watch.ended(waitingCases());
      recorder.end(waitingCases());
    }
    clock.nowMs = state.endMs;
    meter.ended(state.endMs, watch.verdict());
    return true;
  }

  /**
   * Takes at most so many notices before the limit; how many they were. At one instant: what changes the world, then timers,
   * then arrivals. All times are whole milliseconds.
   */
  function takeUpTo(most: number): number {
    for (let taken = 0; taken < most; taken++) {
      const { quietUntilMs } = state;
      const arrivalMs = nextArrival.timeMs;
      const arrivesFirst = arrivalMs <= quietUntilMs;
      dueTimer.limitMs = arrivesFirst ? arrivalMs : quietUntilMs;
      if (timers.take() === true) {
        const { timeMs, token } = dueTimer;
        clock.nowMs = timeMs;
        if (afterContact !== null && token === WORK_AFTER) afterContact.end(dueTimer.row);
        else if (isNoTimer === null || !isNoTimer(dueTimer.row, token)) {
          const found = records[dueTimer.row] as CaseRecord;
          const record = casesSleep && found === asleep ? cases.wake(dueTimer.row) : found;
          fire(record, token & (TIMERS_MAX - 1), token >>> TIMER_BITS);
          if (casesSleep) cases.rest(record);
        }
      } else if (arrivesFirst) {
        clock.nowMs = arrivalMs;
        if (followUps !== null && nextArrival.stream === sources.length) comeAgain(followUps);
        else arrive(sources[nextArrival.stream] as Source);
      } else {
        if (nextChange.timeMs >= state.limitMs) return taken;
        changeWorld();
      }
      settle();
      if (followUps !== null) calendar.set(sources.length, followUps.nextMs());
    }
    return most;
  }

  /**
   * The next change of the world, or the end of an hour for meter and overload watch. Causes are judged when the world of
   * an instant has settled: after its last change.
   */
  function changeWorld(): void {
    const { timeMs } = nextChange;
    clock.nowMs = timeMs;
    meter.advanceTo(timeMs);
    if (timeMs >= watch.nextMs && isHopeless(timeMs)) return;
    if (worldEvents.take(timeMs + 1)) {
      const { row, token, what } = worldEvents;
      state.worldChanged = true;
      changes.execute(what, row, token);
      commitments?.reconsider();
      settle();
    }
    lookAhead();
    if (state.worldChanged && nextChange.timeMs > timeMs) causes.judge();
  }

  /** When the world changes next, and until when there are only timers and arrivals. */
  function lookAhead(): void {
    nextChange.timeMs = Math.min(worldEvents.nextMs, meter.nextMs(), watch.nextMs);
    state.quietUntilMs = Math.min(nextChange.timeMs, state.limitMs) - 1;
  }

  /** When the waiting line cannot be worked off any more, the run ends before anything else happens at this time. */
  function isHopeless(timeMs: number): boolean {
    watch.look(timeMs, births.count.born, waitingCases());
    if (watch.isHopeless) endAt(timeMs);
    return watch.isHopeless;
  }

  /** A day's arrivals may come within minutes: the run does not wait for the end of the hour to find that its memory fills up. */
  function endWhenFull(): void {
    if (watch.isFull(waitingCases())) endAt(Math.min(state.limitMs, clock.nowMs + 1));
  }

  function endAt(timeMs: number): void {
    state.endMs = timeMs;
    state.limitMs = timeMs;
    lookAhead();
  }

  function waitingCases(): number {
    return queues.length + stalled.size;
  }

  // ── Cases and agents ─────────────────────────────────────────────────────────────────────────────────────────

  function arrive(source: Source): void {
    scheduleArrival(source);
    const record = births.bear(source, clock.nowMs);
    if (recording) recorder.open(record, births.customer(record));
    submit(record, source);
  }

  function comeAgain({ take }: FollowUps): void {
    const visit = take();
    const record = births.bearAgain(visit, clock.nowMs);
    if (recording) recorder.open(record, births.customer(record));
    recorder.followUp(record, visit.kind, visit.earlier);
    if (visit.kind === CAME_AGAIN) record.tally.cameAgain();
    submit(record, visit.target);
  }

  function submit(record: CaseRecord, source: Source): void {
    record.tally.arrived();
    if (weekly !== null) weekly.arrived(record);
    start(record);
    submitted.primary = source.primary;
    submitted.replica = source.replica;
    if (lines !== null) submitted.refused = isRefused(record, lines, findsAgent) ? 1 : 0;
    sendSubmit(record);
  }

  function findsAgent(record: CaseRecord): boolean {
    return agentFor(record) !== null || (preemption?.agentFor(record) ?? null) !== null;
  }

  /**
   * It joins a queue only if no agent is found for it when the step is over. A case whose severity is raised before the
   * first answer goes on waiting: it keeps its time, and its place in the order of joining unless the scenario says otherwise.
   */
  function enqueue(record: CaseRecord): void {
    if (record.contacts !== 0 || record.queuedMs === NONE) {
      record.queuedMs = clock.nowMs;
      if (preemption === null || !preemption.keepsPlace(record)) record.queueOrder = state.joins++;
    } else if (raisedGoLast) record.queueOrder = state.joins++;
    record.cause = -1;
    record.routingClass = record.source.classOf(record.product, record.language, record.tier);
    record.queue = JOINING;
    joined.push(record.row);
  }

  /** Gives a waiting case to an agent who is not listed as idle any more. */
  function assign(record: CaseRecord, agent: Agent): void {
    const { group } = agent;
    const { nowMs } = clock;
    const waitMs = nowMs - record.queuedMs;
    const isBeside = concurrency?.takesBeside(record, agent) === true;
    if (!isBeside) agent.inHand = record;
    record.inHandsOf = agent;
    if (recording) recorder.assign(record, decision.rank, decision.candidates, agent, waitMs);
    const isCall = callbacks !== null && record.calledBack === 1;
    const isFirst = record.contacts === 0;
    if (isFirst && callbacks !== null) callbacks.answered(record, waitMs);
    contactBegan(agent.groupIndex, record.severity, waitMs);
    if (weekly !== null) weekly.taken(record, agent, waitMs, isFirst && !isCall);
    if (!isBeside) busyHours.begin(agent, record.source.index);
    if (mayHandOver && record.leftReason !== -1) {
      record.tally.handedOver(record.leftReason, record.leftCentre, group.centre);
      record.leftReason = -1;
    }
    assigned.agent = agent.index;
    assigned.group = group.index;
    assigned.centre = group.centre;
    if (isFirst && !isCall) record.tally.answered(waitMs);
    contacts.plan(record, agent, assigned);
    if (isCall) callbacks.planCall(record, assigned, waitMs);
    if (transfers !== null) transfers.plan(record, assigned);
    if (targetClocks !== null && (isCall ? assigned.unreached === 0 : isFirst)) targetClocks.answered(record);
    if (drawsOutcomes && assigned.solvedAtTier !== record.solvedAtTier) {
      recorder.outcome(record, assigned.solvedAtTier);
    }
    sendAssign(record);
    consultations?.begin(record);
  }

  /**
   * Carries out what a step has left to do, in a fixed order: cases that began to wait look for an agent, agents who
   * became free look for a case, records of ended cases are given back.
   */
  function settle(): void {
    if (consultations !== null) consultations.release(lookForCase);
    joined.drain(lookForAgent);
    heldTimers.settle();
    freed.drain(lookForCase);
    if (settleMore !== null) settleMore();
    retired.drain(giveBack);
  }

  function giveBack(record: CaseRecord): void {
    forget(record);
    cases.release(record);
  }

  function lookForAgent(record: CaseRecord): void {
    if (record.queue === null) return;
    if (dataPlaces.readable(record) === NONE) {
      beginWaiting.forData(record);
      return;
    }
    if (olderFirst !== null) olderFirst(record);
    const agent = agentFor(record);
    const other = agent === null && preemption !== null ? preemption.agentNow(record, freed.isEmpty) : null;
    if (probe !== null) explain(record, agent ?? other, 'case');
    if (agent !== null) {
      if (agent.isIdle === true) idle.remove(agent);
      assign(record, agent);
    } else if (preemption !== null && other !== null) preemption.take(record, other);
    else beginWaiting.forAgent(record);
  }

  function lookForCase(agent: Agent): void {
    if (worksBeside && agent.worksAfterFor !== -1) return;
    if (preemption?.goesOn(agent) === true) return;
    if (fillUp !== null && fillUp(agent) === true) return dayEnd?.goOn(agent);
    if (agent.canTakeCase === false) {
      if (pauses && agent.inHand?.state === PAUSED) interruptions.goOn(agent);
      else dayEnd?.goOn(agent);
      return;
    }
    if (consultations?.takes(agent) === true) return;
    const record = router.caseFor(agent.group);
    if (record === null) {
      idle.add(agent);
      return;
    }
    if (tellsChoices) tellChoice(record, agent);
    assign(record, agent);
    fillUp?.(agent);
  }

  // ── What is to come ──────────────────────────────────────────────────────────────────────────────────────────

  function scheduleArrival(source: Source): void {
    calendar.set(source.index, source.arrivals.next());
  }

  function schedule(timeMs: number, what: number, index: number, token: number): void {
    if (timeMs >= horizonMs) return;
    worldEvents.schedule(timeMs, what, what, index, token);
    // A step of a case may bring about something that comes before all that is known.
    if (timeMs < nextChange.timeMs) lookAhead();
  }

  return {
    ...run,
    advance,
    counts() {
      const { born } = births.count;
      const liveCases = born - cases.count.released;
      return { cases: born, notices: state.notices, liveCases, waitingCases: waitingCases() };
    },
  };
}
