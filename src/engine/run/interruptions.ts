import { definite, numbered } from '#base';
import {
  CASE_EVENTS,
  CASE_STATES,
  type DurationMs,
  NONE,
  type RunMs,
  SEVERITIES,
  type ShiftEndPolicy,
} from '#domain';
import type { CaseRecord } from '../cases/case-record.ts';
import type { Stepper } from '../lifecycle/stepper.ts';
import type { Agent } from '../people/agents.ts';
import { mayPause, type Policies, policiesOf } from '../world/interruption-policies.ts';
import type { ComposedHooks } from './hooks.ts';
import type { Run } from './run.ts';

const EVENTS = numbered(CASE_EVENTS);
const { PAUSE, RESUME, BAR } = EVENTS;
/** The event by which an agent leaves a case. */
const LEAVING = { shiftEnd: 'SHIFT_END', outage: 'CENTRE_DOWN', absence: 'AGENT_ABSENT' } as const;
const { 'open.paused': PAUSED, 'open.working': WORKING } = numbered(CASE_STATES);

/** What happens to work in hand when its agent cannot go on, and when the agent can go on again. */
export interface Interruptions {
  /** The duty of the agent has ended, the centre goes down, or the agent has gone away. */
  agentLeaves(record: CaseRecord, why: keyof Policies): void;
  /** The agent may be able to go on with the resting contact. */
  goOn(agent: Agent): void;
  /** Promise or law has changed: takes cases from agents whose centre may no longer see them. */
  bar(): void;
  /** Puts the event to the case in hand as an interruption, which does not end the contact's episode. */
  interrupt(record: CaseRecord, event: number): void;
  /** The work that the next agent finds under that policy, ms at speed 1; 0 if the contact starts again. */
  workLeftMs(record: CaseRecord, wanted: ShiftEndPolicy): DurationMs;
  /** In how long the contact in hand ends if nothing interrupts or slows it down. */
  leftMs(record: CaseRecord): DurationMs;
  /** Takes the contact from its agent if promise or law forbids the centre to see it. Returns whether it does. */
  takenAway(record: CaseRecord): boolean;
  /** Agents of resting contacts, which a data centre may have kept from going on. */
  restingAgents(): readonly Agent[];
}

export function createInterruptions(
  { busyHours, cases, clock, contacts, dataPlaces, policy, scenario, state }: Run,
  hooks: ComposedHooks,
  { events, send }: Stepper<CaseRecord>,
): Interruptions {
  const policies = policiesOf(scenario);
  const pauses = mayPause(scenario);
  events.SHIFT_END.handsOver = 1;

  function agentLeaves(record: CaseRecord, why: keyof Policies): void {
    const among = policies[why];
    if (goesOn(record, among)) return;
    const event = LEAVING[why];
    events[event].workLeftMs = workLeftMs(record, wantedOf(record, among));
    interrupt(record, EVENTS[event]);
  }

  /** Whether the agent keeps the case, to finish it or to go on with it after a pause. Starts the pause. */
  function goesOn(record: CaseRecord, among: readonly ShiftEndPolicy[]): boolean {
    const wanted = wantedOf(record, among);
    const agent = definite(record.inHandsOf, 'an agent has a case that is in other hands');
    const comesBack = agent.onDuty || agent.isBackLater;
    if (record.state === PAUSED) return comesBack && (typeof wanted === 'object' || keeps(wanted));
    const workMs = leftMs(record);
    if (typeof wanted === 'object' || wanted === 'finish') {
      const mostMs = wanted === 'finish' ? Number.POSITIVE_INFINITY : wanted.finishWithinMs;
      const leftMs = workMs + (hooks.mayBeHeldUpMs?.(record) ?? 0);
      return leftMs <= Math.min(mostMs, busyHours.overtimeLeftMs(agent));
    }
    if (wanted !== 'pause' || !comesBack) return false;
    events.PAUSE.leftMs = workMs;
    interrupt(record, PAUSE);
    return true;
  }

  function leftMs(record: CaseRecord): DurationMs {
    return hooks.leftMs?.(record) ?? record.startedMs + record.handleMs + heldUpMs(record) - clock.nowMs;
  }

  function workLeftMs(record: CaseRecord, wanted: ShiftEndPolicy): DurationMs {
    if (wanted === 'resample') record.resample = ++record.resamples;
    if (wanted === 'restart' || wanted === 'resample') return 0;
    return contacts.workLeftMs(record, workedUntilMs(record));
  }

  /** Up to when work of the contact was done. All work of a resting contact has been counted. */
  function workedUntilMs(record: CaseRecord): RunMs {
    return record.state === PAUSED ? record.startedMs : clock.nowMs - heldUpMs(record);
  }

  /** How long it has waited for an agent to be consulted, or by how much it has been slowed down. */
  function heldUpMs(record: CaseRecord): DurationMs {
    return hooks.heldUpMs?.(record) ?? 0;
  }

  function wantedOf({ channel, severity }: CaseRecord, among: readonly ShiftEndPolicy[]): ShiftEndPolicy {
    return among[channel * SEVERITIES.length + severity] as ShiftEndPolicy;
  }

  function interrupt(record: CaseRecord, event: number): void {
    state.interrupting = true;
    send(record, event);
    state.interrupting = false;
  }

  function goOn(agent: Agent): void {
    const record = agent.inHand as CaseRecord;
    if (!agent.isPresent || !agent.group.isUp || dataPlaces.readable(record) === NONE) return;
    if (!takenAway(record)) send(record, RESUME);
  }

  function bar(): void {
    for (const record of cases.records) {
      if (record.state === PAUSED || record.state === WORKING) takenAway(record);
    }
  }

  function takenAway(record: CaseRecord): boolean {
    if (policy.verdict(record.source.index, record.product, record.group) === 0) return false;
    if (hooks.permits?.(record) === true) return false;
    events.BAR.workLeftMs = contacts.workLeftMs(record, workedUntilMs(record));
    interrupt(record, BAR);
    return true;
  }

  function restingAgents(): readonly Agent[] {
    if (!pauses) return [];
    return cases.records.flatMap((record) => (record.state === PAUSED ? [record.inHandsOf as Agent] : []));
  }

  return {
    agentLeaves,
    goOn,
    bar,
    restingAgents,
    interrupt,
    workLeftMs,
    leftMs,
    takenAway,
  };
}

/** Policies under which a resting contact stays with its agent. */
function keeps(policy: Exclude<ShiftEndPolicy, object>): boolean {
  return policy === 'finish' || policy === 'pause';
}
