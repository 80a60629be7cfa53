import { assert } from '#base';
import { ACT_NUMBERS, type AgentIndex, type CaseNumber, CHANNELS, type DurationMs, NO_CASE } from '#domain';
import type { CaseColumn } from '../cases/case-column.ts';
import type { CaseRecord } from '../cases/case-record.ts';
import type { Recorder } from '../cases/recorder.ts';
import { findsNothing } from '../demand/contact-outcomes.ts';
import { afterContactExceptions, exceptionClock } from '../demand/work-exceptions.ts';
import type { Agent } from '../people/agents.ts';
import type { Feature } from '../run/hooks.ts';
import type { Run } from '../run/run.ts';
import { WORK_AFTER } from '../time/notices.ts';
import { samplerOf } from '../world/draws.ts';
import type { Concurrency } from './concurrency.ts';

const { 'after-contact work': AFTER_CONTACT } = ACT_NUMBERS;

/** Work that a contact leaves to its agent, who is busy with it after the case has left. */
export interface AfterContact extends Feature {
  /** Work of the present contact that its agent does afterwards, besides what the scenario says of each contact, ms. */
  readonly putOffMs: CaseColumn<DurationMs>;
  /** The agent who hands a case over, unless the transfer is cold; null for none. */
  readonly handedBy: CaseColumn<Agent | null>;
  /** The contact is over, but the agent stays with the customer until somebody takes over, for at most `atMostMs`. */
  stay(record: CaseRecord, agent: Agent, atMostMs: DurationMs): void;
  /** Somebody takes over, or the customer is gone. The agent stays for another `lengthMs`, and then does the work that is left. */
  stayOn(agent: Agent, lengthMs: DurationMs): void;
  /** The agent continues with the case, and does no such work. */
  cancel(agent: Agent): void;
}

/** Null if no contact leaves work. */
export function createAfterContact(
  { busyHours, cases, clock, drawOf, freed, recorder, scenario, timers, workforce }: Run,
  concurrency: Concurrency | null,
): AfterContact | null {
  const { horizonMs } = scenario;
  const { afterContact, transfer } = scenario.work;
  const isPutOff = scenario.promises.some(({ escortedPart }) => escortedPart !== undefined);
  if (afterContact === undefined && transfer === undefined && !isPutOff) return null;
  const draw = drawOf('after contact');
  const handedBy = cases.column<Agent | null>(null);
  const putOffMs = cases.column<DurationMs>(0);
  const channelCount = CHANNELS.length;
  /** Tier × channel. */
  const samplers = (afterContact ?? []).flatMap((tier) =>
    CHANNELS.map((channel) => samplerOf(tier[channel])),
  );

  const exceptions = afterContactExceptions(scenario);
  const weekClock = exceptionClock(scenario, ({ afterContact: own }) => own !== undefined);

  /** At least 0, ms. */
  function lengthOf(record: CaseRecord, { group }: Agent): number {
    const { channel, product, severity, source, speed, tier } = record;
    const minute = weekClock === null ? 0 : weekClock.inCentre(group.centre, clock.nowMs);
    const own = exceptions?.[tier - 1]?.of(source.index, severity, product, minute);
    const sampler = own === undefined ? samplers[Math.imul(tier - 1, channelCount) + channel] : own.sampler;
    if (sampler === null || sampler === undefined) return putOffMs.of(record);
    const content = sampler.of(draw.word(record));
    return Math.floor(content / speed + 0.5) + putOffMs.of(record);
  }

  function beginFor({ caseNumber, source }: CaseRecord, agent: Agent, lengthMs: DurationMs): void {
    agent.worksAfterFor = source.index;
    recordAfterContact(recorder, true, caseNumber, agent);
    goOnFor(agent, lengthMs);
  }

  function goOnFor(agent: Agent, lengthMs: DurationMs): void {
    const endMs = clock.nowMs + lengthMs;
    assert(endMs >= clock.nowMs, 'work after a contact ends before it begins');
    agent.worksUntilMs = endMs;
    if (endMs < horizonMs) timers.schedule(endMs, agent.index, WORK_AFTER);
  }

  function forgetCase(agent: Agent): void {
    if (agent.staysWith !== null) handedBy.set(agent.staysWith, null);
    agent.staysWith = null;
  }

  function cancel(agent: Agent): void {
    forgetCase(agent);
    busyHours.end(agent, agent.worksAfterFor);
    agent.worksAfterFor = -1;
    recordAfterContact(recorder, false, NO_CASE, agent);
  }

  /** Returns true if the agent has work left: busy as before, but with no case in hand. */
  function leavesWork(record: CaseRecord, agent: Agent): boolean {
    if (findsNothing(record)) return false;
    const lengthMs = lengthOf(record, agent);
    if (lengthMs === 0) return false;
    if (concurrency?.leavesWork(record, agent, lengthMs) !== true) beginFor(record, agent, lengthMs);
    return true;
  }

  /** The work of the agent may be done, and then the agent may be free. */
  function end(agent: Agent): void {
    if (concurrency?.endsWork(agent) === true) return;
    // The end was postponed, or the work ended earlier.
    if (agent.worksAfterFor === -1 || agent.worksUntilMs !== clock.nowMs) return;
    if (agent.staysWith !== null && agent.leftWorkMs > 0) {
      forgetCase(agent);
      goOnFor(agent, agent.leftWorkMs);
      return;
    }
    cancel(agent);
    freed.push(agent.index);
  }

  function assertCounted(): void {
    for (const { index, staysWith, worksAfterFor, worksUntilMs } of workforce.agents)
      assert(
        worksAfterFor === -1 ? staysWith === null : worksUntilMs >= clock.nowMs,
        `agent ${index} is at work that is over, or stays with a customer without it`,
      );
  }

  return {
    handedBy,
    putOffMs,
    stay(record, agent, atMostMs) {
      agent.leftWorkMs = lengthOf(record, agent);
      agent.staysWith = record;
      handedBy.set(record, agent);
      beginFor(record, agent, atMostMs);
    },
    stayOn(agent, lengthMs) {
      forgetCase(agent);
      goOnFor(agent, lengthMs + agent.leftWorkMs);
    },
    cancel,
    hooks: {
      assertCounted,
      leavesWork,
      timerDue(row, token) {
        if (token !== WORK_AFTER) return false;
        end(workforce.agents[row as AgentIndex] as Agent);
        return true;
      },
    },
  };
}

/** Records that the agent begins or ends such work. `caseNumber` may be NO_CASE at its end. */
export function recordAfterContact(
  { act }: Recorder,
  begins: boolean,
  caseNumber: CaseNumber,
  { group, index }: Agent,
): void {
  act(AFTER_CONTACT, begins ? 1 : 0, caseNumber, group.index, 0, index, 0);
}
