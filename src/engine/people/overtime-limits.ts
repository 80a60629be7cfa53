import { type DurationMs, type LocalClock, localClockOf, type Scenario } from '#domain';
import type { Clock } from '../time/clock.ts';
import type { Agent } from './agents.ts';

/** How much overtime each agent has done on the calendar day of its centre, if groups limit it. */
export interface OvertimeLimits {
  /** The agent is busy and off duty (or away) from now on, or no longer. */
  begins(agent: Agent): void;
  ends(agent: Agent): void;
  /** What is left of today's overtime, ms; below 0 if work after contacts took longer. */
  leftMs(agent: Agent): DurationMs;
}

/** Null if nobody's overtime is limited. */
export function createOvertimeLimits(scenario: Scenario, clock: Clock): OvertimeLimits | null {
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
    begins({ index }) {
      sinceMs[index] = clock.nowMs;
    },
    ends(agent) {
      const { index } = agent;
      goOnToday(agent);
      doneMs[index] = (doneMs[index] as number) + present(index);
      sinceMs[index] = -1;
    },
    leftMs(agent) {
      const { group, index } = agent;
      const mostMs = groups[group.index]?.overtimePerDayMs ?? Number.POSITIVE_INFINITY;
      if (mostMs === Number.POSITIVE_INFINITY) return mostMs;
      goOnToday(agent);
      return mostMs - (doneMs[index] as number) - present(index);
    },
  };
}
