import { numbered } from '#base';
import { CASE_STATES, type Scenario, type StreamIndex } from '#domain';
import type { Clock } from '../time/clock.ts';
import type { Agent } from './agents.ts';
import { createOvertimeLimits } from './overtime-limits.ts';

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
}

export function createBusyHours(scenario: Scenario, clock: Clock): BusyHours {
  const limits = createOvertimeLimits(scenario, clock);
  const arePaid = scenario.groups.some(({ wage }) => wage !== undefined);

  function overtime(agent: Agent, stream: StreamIndex, delta: number): void {
    const { overtime, paid } = agent.group.tally;
    overtime.change(clock.nowMs, delta);
    paid?.overtime(stream, clock.nowMs, delta);
    if (delta > 0) limits?.begins(agent);
    else limits?.ends(agent);
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
  };
}

/** The stream of the case with which, or after which, the agent is busy; −1 for none, and while a contact rests. */
function busyStreamOf({ busyFor, inHand, worksAfterFor }: Agent): StreamIndex {
  if (busyFor !== -1) return busyFor;
  if (inHand === null) return worksAfterFor;
  return inHand.state === PAUSED ? -1 : inHand.source.index;
}
