import { CASE_TIMERS, CHANNELS, type RoutingProbe, type Scenario } from '#domain';
import type { Agent, Group } from './agents.ts';
import type { BusyHours } from './busy-hours.ts';
import type { CaseRecord } from './case-record.ts';
import type { Clock } from './clock.ts';
import { type HeldTimers, TIMER_BITS, TIMERS_MAX } from './held-timers.ts';
import type { Router } from './router.ts';
import type { Run } from './run.ts';
import type { TimerWheel } from './timer-wheel.ts';
import type { Worklist } from './worklist.ts';

const HANDLING = CASE_TIMERS.indexOf('handling');
const NEVER = Number.POSITIVE_INFINITY;
/** What is left over of a millisecond by rounding is none. */
const ROUNDING = 1e-6;

/**
 * Agents who have several contacts in hand, each of which goes on more slowly the more there are: processor sharing with a table of
 * speeds. Whenever their number changes, what is left of each is worked out, and its end is set anew; the life cycle knows the time
 * without slowing down, and is told of the end when it has come.
 */
export interface Concurrency {
  /** Of the agents who have something in hand and may take the case beside it: who has least, then the lowest number. */
  agentFor(record: CaseRecord): Agent | null;
  /** What waits that the agent may take beside what is in hand: the highest severity, first in first out. */
  caseFor(agent: Agent): CaseRecord | null;
  /** The agent takes the case. True where that is beside others, and makes nobody busier. */
  takesBeside(record: CaseRecord, agent: Agent): boolean;
  /** The agent has the case no longer. True where others are left. */
  leaves(record: CaseRecord, agent: Agent): boolean;
  /** Sets the timer of a case: true where it is the end of a contact that may be slowed down. */
  schedules(record: CaseRecord, kind: number, epoch: number, delayMs: number): boolean;
  /** A notice is due; true where it is that of an end which is another one by now. */
  isPassedOver(row: number, token: number): boolean;
  /** By how much the contact in hand has been slowed down so far, ms; and how long it takes yet if nothing changes. */
  heldUpMs(record: CaseRecord): number;
  leftMs(record: CaseRecord): number | null;
}

/** A contact in hand: what is left of it at full speed, as of when, at what speed it goes on, and the notice of its end. */
interface Progress {
  leftMs: number;
  sinceMs: number;
  speed: number;
  endMs: number;
  readonly token: number;
}

interface Parts {
  readonly busyHours: BusyHours;
  readonly clock: Clock;
  readonly freed: Worklist<Agent>;
  readonly records: readonly CaseRecord[];
  readonly router: Router;
  readonly timers: TimerWheel;
}

/** Null where no agent has more than one contact in hand. */
export function createConcurrency(
  { groups, horizonMs }: Scenario,
  { busyHours, clock, freed, records, router, timers }: Parts,
): Concurrency | null {
  if (groups.every(({ concurrency }) => concurrency === undefined)) return null;
  /** Group × channel: with how many in all a contact may be in hand. */
  const limits = groups.map(({ concurrency }) =>
    CHANNELS.map((channel) => concurrency?.limits[channel] ?? 1),
  );
  const speeds = groups.map(({ concurrency }) => [1, ...(concurrency?.slowdown ?? [])]);
  const progress = new Map<CaseRecord, Progress>();

  function limitOf({ index }: Group, { channel }: CaseRecord): number {
    return limits[index]?.[channel] ?? 1;
  }

  /** How many more contacts the agent may have whose own limit is that. */
  function hasRoom({ alsoInHand, group, inHand, isPresent }: Agent, limit: number): boolean {
    if (inHand === null || !isPresent || !group.isUp) return false;
    const after = alsoInHand.length + 2;
    const mayShare = (record: CaseRecord) => after <= limitOf(group, record);
    return after <= limit && mayShare(inHand) && alsoInHand.every(mayShare);
  }

  function agentFor(record: CaseRecord): Agent | null {
    let best: Agent | null = null;
    for (const group of router.eligibleGroups(record)) {
      const limit = limitOf(group, record);
      if (limit === 1) continue;
      for (const agent of group.agents) {
        const hasLess = best === null || agent.alsoInHand.length < best.alsoInHand.length;
        if (hasLess && hasRoom(agent, limit)) best = agent;
      }
    }
    return best;
  }

  function caseFor(agent: Agent): CaseRecord | null {
    const { group } = agent;
    if (!hasRoom(agent, NEVER)) return null;
    return router.queues.bestBy(group.mask, (record) => (hasRoom(agent, limitOf(group, record)) ? 0 : NEVER));
  }

  function takesBeside(record: CaseRecord, agent: Agent): boolean {
    if (agent.inHand === null) return false;
    agent.alsoInHand = [...agent.alsoInHand, record];
    return true;
  }

  function leaves(record: CaseRecord, agent: Agent): boolean {
    progress.delete(record);
    const [next, ...others] = agent.alsoInHand;
    if (next === undefined) return false;
    if (agent.inHand === record) {
      busyHours.end(agent, record.source.index);
      agent.inHand = next;
      agent.alsoInHand = others;
      if (!agent.isPresent) busyHours.beginOvertime(agent, next.source.index);
      busyHours.begin(agent, next.source.index);
    } else agent.alsoInHand = agent.alsoInHand.filter((other) => other !== record);
    changeSpeed(agent);
    freed.push(agent);
    return true;
  }

  function schedules(record: CaseRecord, kind: number, epoch: number, delayMs: number): boolean {
    const agent = record.inHandsOf;
    if (kind !== HANDLING || agent === null || limitOf(agent.group, record) === 1) return false;
    const token = (epoch << TIMER_BITS) | kind;
    progress.set(record, { leftMs: delayMs, sinceMs: clock.nowMs, speed: 1, endMs: NEVER, token });
    changeSpeed(agent);
    return true;
  }

  /** Another number of contacts is in hand. */
  function changeSpeed({ alsoInHand, group, inHand }: Agent): void {
    const speed = speeds[group.index]?.[alsoInHand.length] ?? 1;
    for (const record of [inHand, ...alsoInHand]) {
      const one = record === null ? undefined : progress.get(record);
      if (record === null || one === undefined) continue;
      one.leftMs = leftNow(one);
      one.sinceMs = clock.nowMs;
      one.speed = speed;
      const endMs = clock.nowMs + timeFor(one.leftMs, speed);
      if (endMs === one.endMs) continue;
      one.endMs = endMs;
      if (endMs < horizonMs) timers.schedule(endMs, record.row, one.token);
    }
  }

  function leftNow({ leftMs, sinceMs, speed }: Progress): number {
    return Math.max(0, leftMs - (clock.nowMs - sinceMs) * speed);
  }

  return {
    ...{ agentFor, caseFor, takesBeside, leaves, schedules },
    isPassedOver(row, token) {
      if ((token & (TIMERS_MAX - 1)) !== HANDLING) return false;
      const one = progress.get(records[row] as CaseRecord);
      return one !== undefined && one.token === token && one.endMs !== clock.nowMs;
    },
    heldUpMs(record) {
      const one = progress.get(record);
      if (one === undefined) return 0;
      return clock.nowMs - record.startedMs - (record.handleMs - leftNow(one));
    },
    leftMs(record) {
      const one = progress.get(record);
      return one === undefined ? null : timeFor(leftNow(one), one.speed);
    },
  };
}

/** Timers of cases, of which those that may be slowed down are set here. */
export function slowedDown(concurrency: Concurrency | null, schedule: SetTimer): SetTimer {
  if (concurrency === null) return schedule;
  return (record, kind, epoch, delayMs) => {
    if (!concurrency.schedules(record, kind, epoch, delayMs)) schedule(record, kind, epoch, delayMs);
  };
}

type SetTimer = HeldTimers['schedule'];

/** Somebody who is free, else who may take the case beside others. */
export function agentsBeside(
  agentFor: Router['agentFor'],
  concurrency: Concurrency | null,
): Router['agentFor'] {
  return concurrency === null ? agentFor : (record) => agentFor(record) ?? concurrency.agentFor(record);
}

/** The agent takes whatever waits that may be in hand beside what is. Null where nobody has several. */
export function createFillUp(
  { concurrency, router: { decision } }: Run,
  probe: RoutingProbe | null,
  explain: (record: CaseRecord, agent: Agent, askedBy: 'agent') => void,
  assign: (record: CaseRecord, agent: Agent) => void,
): ((agent: Agent) => void) | null {
  if (concurrency === null) return null;
  return (agent) => {
    for (;;) {
      const record = concurrency.caseFor(agent);
      if (record === null) return;
      decision.rank = 0;
      decision.candidates = 0;
      if (probe !== null) explain(record, agent, 'agent');
      assign(record, agent);
    }
  };
}

/** Whole milliseconds. */
function timeFor(leftMs: number, speed: number): number {
  return Math.max(0, Math.ceil(leftMs / speed - ROUNDING));
}
