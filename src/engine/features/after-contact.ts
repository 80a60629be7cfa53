import { Sampler } from '#base';
import { type AgentIndex, CHANNELS, type DurationMs, NO_CASE } from '#domain';
import type { CaseRecord } from '../cases/case-record.ts';
import { mayComeAgain } from '../demand/follow-ups.ts';
import type { Agent } from '../people/agents.ts';
import type { Feature } from '../run/hooks.ts';
import type { Run } from '../run/run.ts';
import type { Concurrency } from './concurrency.ts';

/** The token of the end of such work, whose row is the agent: no timer of a case has a kind as high as that (31). */
export const WORK_AFTER = 31;

/** Work that a contact leaves to its agent, who is busy with it after the case has gone. */
export interface AfterContact extends Feature {
  /** The contact is over, but first the agent stays with the customer until somebody takes over: at most so long, ms. */
  stay(record: CaseRecord, agent: Agent, atMostMs: DurationMs): void;
  /** Somebody takes over, or the customer is gone: the agent stays so much longer, ms, and then does what is left. */
  stayOn(agent: Agent, lengthMs: DurationMs): void;
  /** The agent is to go on with the case, and does no such work. */
  cancel(agent: Agent): void;
}

/** Null where no contact leaves work. */
export function createAfterContact(
  { busyHours, clock, freed, recorder, scenario, timers, workforce }: Run,
  concurrency: Concurrency | null,
): AfterContact | null {
  const { horizonMs } = scenario;
  const { afterContact, transfer } = scenario.work;
  if (afterContact === undefined && transfer === undefined) return null;
  const comesAgain = mayComeAgain(scenario);
  const channelCount = CHANNELS.length;
  /** Tier × channel. */
  const samplers = (afterContact ?? []).flatMap((tier) =>
    CHANNELS.map((channel) => {
      const distribution = tier[channel];
      return distribution === null ? null : new Sampler(distribution);
    }),
  );

  /** At least 0, ms. */
  function lengthOf({ channel, episode, ordinal, origin, source, speed, tier }: CaseRecord): number {
    const sampler = samplers[Math.imul(tier - 1, channelCount) + channel];
    if (sampler === null || sampler === undefined) return 0;
    const { draws } = comesAgain ? origin : source;
    const content = sampler.of(draws.afterContact.word(ordinal, episode));
    return Math.floor(content / speed + 0.5);
  }

  function beginFor({ caseNumber, source }: CaseRecord, agent: Agent, lengthMs: DurationMs): void {
    agent.worksAfterFor = source.index;
    recorder.afterContact(true, caseNumber, agent);
    goOnFor(agent, lengthMs);
  }

  function goOnFor(agent: Agent, lengthMs: DurationMs): void {
    const endMs = clock.nowMs + lengthMs;
    agent.worksUntilMs = endMs;
    if (endMs < horizonMs) timers.schedule(endMs, agent.index, WORK_AFTER);
  }

  function forgetCase(agent: Agent): void {
    if (agent.staysWith !== null) agent.staysWith.handedBy = null;
    agent.staysWith = null;
  }

  function cancel(agent: Agent): void {
    forgetCase(agent);
    busyHours.end(agent, agent.worksAfterFor);
    agent.worksAfterFor = -1;
    recorder.afterContact(false, NO_CASE, agent);
  }

  /** True when the agent has work left: busy as before, but with no case in hand. */
  function leavesWork(record: CaseRecord, agent: Agent): boolean {
    if (record.calledBack === 1) return false;
    const lengthMs = lengthOf(record);
    if (lengthMs === 0) return false;
    if (concurrency?.leavesWork(record, agent, lengthMs) === true) {
      recorder.afterContact(true, record.caseNumber, agent);
      recorder.amongSeveral(true, record.caseNumber, agent, lengthMs);
      return true;
    }
    beginFor(record, agent, lengthMs);
    return true;
  }

  /** The work of the agent may be done; then the agent may be free. */
  function end(agent: Agent): void {
    if (concurrency?.endsWork(agent) === true) return;
    // The end has been put off, or another one came before.
    if (agent.worksAfterFor === -1 || agent.worksUntilMs !== clock.nowMs) return;
    if (agent.staysWith !== null && agent.leftWorkMs > 0) {
      forgetCase(agent);
      goOnFor(agent, agent.leftWorkMs);
      return;
    }
    cancel(agent);
    freed.push(agent.index);
  }

  return {
    stay(record, agent, atMostMs) {
      agent.leftWorkMs = lengthOf(record);
      agent.staysWith = record;
      record.handedBy = agent;
      beginFor(record, agent, atMostMs);
    },
    stayOn(agent, lengthMs) {
      forgetCase(agent);
      goOnFor(agent, lengthMs + agent.leftWorkMs);
    },
    cancel,
    hooks: {
      leavesWork,
      timerDue(row, token) {
        if (token !== WORK_AFTER) return false;
        end(workforce.agents[row as AgentIndex] as Agent);
        return true;
      },
    },
  };
}
