import { Sampler } from '#base';
import { CHANNELS, NO_CASE, type Scenario } from '#domain';
import type { Agent } from './agents.ts';
import type { BusyHours } from './busy-hours.ts';
import type { CaseRecord } from './case-record.ts';
import type { Clock } from './clock.ts';
import { mayComeAgain } from './follow-ups.ts';
import type { Recorder } from './recorder.ts';
import type { TimerWheel } from './timer-wheel.ts';
import type { Worklist } from './worklist.ts';

/** The token of the end of such work, whose row is the agent: no timer of a case has a kind as high as that (31). */
export const WORK_AFTER = 31;

/** Work that a contact leaves to its agent, who is busy with it after the case has gone. */
export interface AfterContact {
  /**
   * The contact of the record is over, and was not interrupted. True when the agent has work left: busy as before, but
   * with no case in hand.
   */
  begin(record: CaseRecord, agent: Agent): boolean;
  /** The work of the agent with that number is done; the agent may be free. */
  end(index: number): void;
}

interface Parts {
  readonly clock: Clock;
  readonly recorder: Recorder;
  readonly busyHours: BusyHours;
  readonly timers: TimerWheel;
  readonly agents: readonly Agent[];
  /** Those who may take a case. */
  readonly freed: Worklist<Agent>;
}

/** Null where no contact leaves work. */
export function createAfterContact(
  scenario: Scenario,
  { agents, busyHours, clock, freed, recorder, timers }: Parts,
): AfterContact | null {
  const { horizonMs } = scenario;
  const { afterContact } = scenario.work;
  if (afterContact === undefined) return null;
  const comesAgain = mayComeAgain(scenario);
  const channelCount = CHANNELS.length;
  /** Tier × channel. */
  const samplers = afterContact.flatMap((tier) =>
    CHANNELS.map((channel) => {
      const distribution = tier[channel];
      return distribution === null ? null : new Sampler(distribution);
    }),
  );

  return {
    begin(record, agent) {
      const { channel, episode, ordinal, source, tier } = record;
      const sampler = samplers[Math.imul(tier - 1, channelCount) + channel];
      if (sampler === null || sampler === undefined) return false;
      const { draws } = comesAgain ? record.origin : source;
      const content = sampler.of(draws.afterContact.word(ordinal, episode));
      const lengthMs = Math.floor(content / record.speed + 0.5);
      if (lengthMs === 0) return false;
      agent.worksAfterFor = source.index;
      recorder.afterContact(true, record.caseNumber, agent);
      const endMs = clock.nowMs + lengthMs;
      if (endMs < horizonMs) timers.schedule(endMs, agent.index, WORK_AFTER);
      return true;
    },
    end(index) {
      const agent = agents[index] as Agent;
      busyHours.end(agent, agent.worksAfterFor);
      agent.worksAfterFor = -1;
      recorder.afterContact(false, NO_CASE, agent);
      freed.push(agent);
    },
  };
}
