import { numbered, rowAt } from '#base';
import {
  ACT_NUMBERS,
  CASE_EVENTS,
  CASE_STATES,
  CHANNELS,
  type GroupIndex,
  type LocalClock,
  localClockOf,
  NO_CASE,
  type RunMs,
} from '#domain';
import type { CaseRecord } from '../cases/case-record.ts';
import type { Agent } from '../people/agents.ts';
import type { RoutingClass } from '../routing/routing-classes.ts';
import type { Feature } from '../run/hooks.ts';
import type { Run } from '../run/run.ts';
import { DUTY_ENDS, LINES_CLOSE } from '../time/notices.ts';
import type { ShiftTable } from '../world/world.ts';
import type { Concurrency } from './concurrency.ts';

const { 'serve out': SERVE_OUT, overtime: OVERTIME } = ACT_NUMBERS;
const { CLEAR } = numbered(CASE_EVENTS);
const NEVER = Number.POSITIVE_INFINITY;
const { 'open.paused': PAUSED, 'open.working': WORKING } = numbered(CASE_STATES);

/**
 * Queues that close for the day. The queue of a case closes when the duty of a group that may take it ends, and none of those groups is on
 * duty then or begins duty before midnight, by the clock of the first group (in the scenario's order) whose duty ends. Cases that wait then
 * are carried over to the next opening, cleared, or served out by agents whose duty has just ended.
 *
 * Queues close after all other changes of an instant, so that they include what was handed over then. Agents who stay count as off duty
 * everywhere else, waiting causes included. Only this feature gives them cases.
 */
export interface DayEnd extends Feature {
  /** The agent, if in overtime, takes the next case of a queue that is served out, or goes home. */
  goOn(agent: Agent): void;
  /** Whether the queue of the case has closed for the day and agents stay to serve it out. */
  isServedOut(record: CaseRecord): boolean;
}

/** Null if all waiting cases are carried over. */
export function createDayEnd(run: Run, concurrency: Concurrency | null): DayEnd | null {
  const { busyHours, cases, clock, kernel, recorder, router, scenario, workforce, world } = run;
  const { dayEnd } = scenario.work;
  if (dayEnd === undefined) return null;
  const { queues } = router;
  const policies = CHANNELS.map((channel) => dayEnd[channel]);
  const localClocks = scenario.centres.map(({ timeZone }) => localClockOf(scenario, timeZone));
  const shiftsOf = scenario.groups.map((_, group) => world.shifts.filter((shift) => shift.group === group));
  /** When the queue of a case closed to be served out by agents who stay, ms; Infinity if it has not. */
  const servedOutMs = cases.column(NEVER);
  /** Shifts that have ended in this instant. */
  const ended: ShiftTable[] = [];

  function closes({ permitted }: RoutingClass, lastGroups: ReadonlySet<number>): boolean {
    const last = permitted.find(({ index }) => lastGroups.has(index));
    if (last === undefined) return false;
    const { nowMs } = clock;
    const { startEpochMs } = scenario;
    const localClock = localClocks[last.centre] as LocalClock;
    const midnightMs = localClock.midnightFrom(startEpochMs + nowMs) - startEpochMs;
    return permitted.every(({ index }) => !isStaffed(index, nowMs, Math.max(midnightMs, nowMs + 1)));
  }

  /** Whether some duty of the group falls into [from, to). */
  function isStaffed(group: GroupIndex, fromMs: RunMs, toMs: RunMs): boolean {
    return (shiftsOf[group] as readonly ShiftTable[]).some(({ dutyFromMs, dutyToMs }) =>
      dutyToMs.some((endMs, window) => endMs > fromMs && (dutyFromMs[window] as number) < toMs),
    );
  }

  function dutyEnded(shift: ShiftTable): void {
    if (ended.push(shift) === 1) kernel.schedule(clock.nowMs, LINES_CLOSE, 0, 0);
  }

  /** All that has changed in the instant has settled. */
  function closeLines(): void {
    const lastGroups = new Set(ended.map(({ group }) => group));
    const known = new Map<RoutingClass, boolean>();
    let isServedOut = false;
    for (const record of queues.all()) {
      const routingClass = record.routingClass as RoutingClass;
      const policy = policies[record.channel];
      if (policy === 'carry over') continue;
      const isClosing = known.get(routingClass) ?? closes(routingClass, lastGroups);
      known.set(routingClass, isClosing);
      if (!isClosing) continue;
      // A customer who has hung up and awaits a callback is on no line that could be cleared.
      if (policy === 'clear') {
        if (record.calledBack !== 1) kernel.send(record, CLEAR);
      } else {
        isServedOut = true;
        servedOutMs.set(record, clock.nowMs);
        recorder.act(SERVE_OUT, 0, record.caseNumber, 0, 0, 0, 0);
      }
    }
    if (isServedOut) keepAgents();
    ended.length = 0;
  }

  /** Free agents take the first cases, and busy agents stay if any cases are left. Agents who keep a resting contact go home. */
  function keepAgents(): void {
    const here = ended
      .flatMap(({ agents, firstAgent }) => workforce.agents.slice(firstAgent, firstAgent + agents))
      .filter(
        ({ group, isAway, isOff, onDuty, setAside }) =>
          !isAway && !isOff && !onDuty && group.isUp && setAside.length === 0,
      )
      .filter(hasTime);
    const isBusy = (agent: Agent) =>
      agent.inHand?.state === WORKING || agent.worksAfterFor !== -1 || hasMoreInHand(agent);
    const isFree = (agent: Agent) => agent.inHand === null && !isBusy(agent);
    const staying = [...here.filter(isFree), ...here.filter(isBusy)];
    for (const agent of staying) {
      const record = nextFor(agent, clock.nowMs);
      if (record === null) continue;
      agent.staysSinceMs = clock.nowMs;
      recordOvertime(true, agent);
      if (isFree(agent)) take(record, agent);
    }
    if (concurrency !== null) staying.forEach(takeUpToLimit);
  }

  /** Some of the day's overtime is left. */
  function hasTime(agent: Agent): boolean {
    return busyHours.overtimeLeftMs(agent) > 0;
  }

  /** With concurrency: a contact, or work that one has left. */
  function hasMoreInHand(agent: Agent): boolean {
    return concurrency !== null && concurrency.inHandOf(agent) > 0;
  }

  /** Takes cases of the queue as long as the agent has room beside what is in hand. Conditions of the group count nobody as free. */
  function takeUpToLimit(agent: Agent): void {
    while (agent.staysSinceMs !== NEVER && hasMoreInHand(agent) && hasTime(agent)) {
      const record = router.caseAmong(
        agent.group,
        0,
        (one) => servedOutMs.of(one) === agent.staysSinceMs && concurrency?.hasRoomFor(agent, one) === true,
      );
      if (record === null) return;
      take(record, agent);
    }
  }

  /** The next of the cases whose queue closed at that time. Conditions of the group count only the agent as free. */
  function nextFor({ group }: Agent, closedMs: RunMs): CaseRecord | null {
    return router.caseAmong(group, 1, (record) => servedOutMs.of(record) === closedMs);
  }

  function take(record: CaseRecord, agent: Agent): void {
    router.decision.rank = 0;
    router.decision.candidates = 0;
    kernel.explain(record, agent, 'agent');
    if (!hasMoreInHand(agent)) busyHours.beginOvertime(agent, record.source.index);
    kernel.assign(record, agent);
  }

  /** The agent, if in overtime, stays no longer. */
  function goHome(agent: Agent): void {
    if (agent.staysSinceMs === NEVER) return;
    agent.staysSinceMs = NEVER;
    recordOvertime(false, agent);
  }

  function recordOvertime(stays: boolean, { group, index }: Agent): void {
    recorder.act(OVERTIME, stays ? 1 : 0, NO_CASE, group.index, 0, index, 0);
  }

  function goOn(agent: Agent): void {
    if (agent.staysSinceMs === NEVER) return;
    if (hasMoreInHand(agent)) return takeUpToLimit(agent);
    if (agent.inHand !== null) return;
    const record = hasTime(agent) ? nextFor(agent, agent.staysSinceMs) : null;
    if (record === null) return goHome(agent);
    take(record, agent);
    takeUpToLimit(agent);
  }

  return {
    goOn,
    isServedOut: (record) => servedOutMs.of(record) !== NEVER,
    hooks: {
      effects: { viewCase: (record) => servedOutMs.set(record, NEVER) },
      goesOn(agent) {
        if (agent.staysSinceMs === NEVER || agent.inHand?.state === PAUSED) return false;
        goOn(agent);
        return true;
      },
      calledAway: goHome,
      notice(what, index) {
        if (what === DUTY_ENDS) dutyEnded(rowAt(world.shifts, index));
        if (what !== LINES_CLOSE) return false;
        closeLines();
        return true;
      },
    },
  };
}
