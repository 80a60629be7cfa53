import { numbered } from '#base';
import {
  CASE_STATES,
  type DurationMs,
  type LocalClock,
  localClockOf,
  type Scenario,
  type StreamIndex,
} from '#domain';
import type { Clock } from '../time/clock.ts';
import type { Agent } from './agents.ts';

const { 'open.paused': PAUSED } = numbered(CASE_STATES);

/** Reports to the meter how long agents are busy, how much of it is overtime, and, if they are paid, for which stream. */
export interface BusyHours {
  /** The agent begins, or stops, being busy with a case of the stream. */
  begin(agent: Agent, stream: StreamIndex): void;
  end(agent: Agent, stream: StreamIndex): void;
  /** The agent, who is not present, is about to begin overtime. */
  beginOvertime(agent: Agent, stream: StreamIndex): void;
  /** How much overtime the agent may still do today, ms. */
  overtimeLeftMs(agent: Agent): number;
  /** This agent is now among those on duty and present (1), or no longer (−1). */
  presenceChanged(agent: Agent, delta: 1 | -1): void;
  /** The agent's duty, or shrinkage, may have begun or ended. Null if no agent who has a wage is away by shrinkage. */
  readonly payAway: ((agent: Agent) => void) | null;
}

export function createBusyHours(scenario: Scenario, clock: Clock): BusyHours {
  const limits = createOvertimeLimits(scenario, clock);
  const away = createPaidAway(scenario, clock);
  const arePaid = scenario.groups.some(({ wage }) => wage !== undefined);

  function overtime(agent: Agent, stream: StreamIndex, delta: number): void {
    const { overtime, paid } = agent.group.tally;
    overtime.change(clock.nowMs, delta);
    paid?.overtime(stream, clock.nowMs, delta);
    if (delta > 0) limits?.begins(agent);
    else limits?.ends(agent);
    away?.overtime(agent, delta > 0);
  }

  function pay({ group }: Agent, stream: StreamIndex, delta: number): void {
    group.tally.paid?.busy(stream, clock.nowMs, delta);
  }

  return {
    begin(agent, stream) {
      agent.group.tally.busy.change(clock.nowMs, 1);
      if (arePaid) pay(agent, stream, 1);
    },
    end(agent, stream) {
      agent.group.tally.busy.change(clock.nowMs, -1);
      if (arePaid) pay(agent, stream, -1);
      if (agent.isPresent === false) overtime(agent, stream, -1);
    },
    beginOvertime: (agent, stream) => overtime(agent, stream, 1),
    overtimeLeftMs: (agent) => limits?.leftMs(agent) ?? Number.POSITIVE_INFINITY,
    presenceChanged(agent, delta) {
      agent.group.tally.onDuty.change(clock.nowMs, delta);
      const stream = busyStreamOf(agent);
      if (stream !== -1) overtime(agent, stream, -delta);
    },
    payAway: away === null ? null : away.changed,
  };
}

/** Counts the agents who are on duty and away by shrinkage, since they are paid. While they finish a contact, they are paid for overtime instead. */
function createPaidAway({ groups }: Scenario, clock: Clock) {
  if (groups.every(({ shrinkage, wage }) => shrinkage === undefined || wage === undefined)) return null;
  const inOvertime = new Set<number>();
  const paid = new Set<number>();

  function changed({ group, index, isOff, onDuty }: Agent): void {
    const isPaid = isOff && onDuty && !inOvertime.has(index);
    if (isPaid === paid.has(index)) return;
    if (isPaid) paid.add(index);
    else paid.delete(index);
    group.tally.paid?.away(clock.nowMs, isPaid ? 1 : -1);
  }

  return {
    changed,
    overtime(agent: Agent, begins: boolean) {
      if (begins) inOvertime.add(agent.index);
      else inOvertime.delete(agent.index);
      changed(agent);
    },
  };
}

/** The stream of the case with which, or after which, the agent is busy; −1 for none, and while a contact rests. */
function busyStreamOf({ busyFor, inHand, worksAfterFor }: Agent): StreamIndex {
  if (busyFor !== -1) return busyFor;
  if (inHand === null) return worksAfterFor;
  return inHand.state === PAUSED ? -1 : inHand.source.index;
}

/** How much overtime each agent has done on the calendar day of its centre. Null if nobody's overtime is limited. */
function createOvertimeLimits(scenario: Scenario, clock: Clock) {
  const { centres, groups, startEpochMs } = scenario;
  if (groups.every(({ overtimePerDayMs }) => overtimePerDayMs === undefined)) return null;
  const agents = groups.flatMap(({ shifts }) => shifts).reduce((sum, shift) => sum + shift.agents, 0);
  const localClocks = centres.map(({ timeZone }) => localClockOf(scenario, timeZone));
  const doneMs = new Float64Array(agents);
  /** Since when the agent has been in overtime, ms; −1 if not in overtime. */
  const sinceMs = new Float64Array(agents).fill(-1);
  const dayEndMs = new Float64Array(agents);
  const dayBeginMs = new Float64Array(agents);

  function goOnToday({ group, index }: Agent): void {
    const localClock = localClocks[group.centre] as LocalClock;
    while ((dayEndMs[index] as number) <= clock.nowMs) {
      const beginMs = dayEndMs[index] as number;
      doneMs[index] = 0;
      dayBeginMs[index] = beginMs;
      // The first day begins with the run and ends at the first midnight after its first millisecond.
      dayEndMs[index] = localClock.midnightFrom(startEpochMs + beginMs + 1) - startEpochMs;
    }
  }

  function present(index: number): number {
    const since = sinceMs[index] as number;
    return since < 0 ? 0 : clock.nowMs - Math.max(since, dayBeginMs[index] as number);
  }

  return {
    /** The agent is busy and off duty (or away) from now on. */
    begins({ index }: Agent) {
      sinceMs[index] = clock.nowMs;
    },
    /** The agent no longer is. */
    ends(agent: Agent) {
      const { index } = agent;
      goOnToday(agent);
      doneMs[index] = (doneMs[index] as number) + present(index);
      sinceMs[index] = -1;
    },
    /** What is left of today's overtime; below 0 if work after contacts took longer. */
    leftMs(agent: Agent): DurationMs {
      const { group, index } = agent;
      const mostMs = groups[group.index]?.overtimePerDayMs ?? Number.POSITIVE_INFINITY;
      if (mostMs === Number.POSITIVE_INFINITY) return mostMs;
      goOnToday(agent);
      return mostMs - (doneMs[index] as number) - present(index);
    },
  };
}
