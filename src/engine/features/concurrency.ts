import { assert, numbered } from '#base';
import { ACT_NUMBERS, CASE_TIMERS, type CaseRow, type DurationMs, NONE_32 } from '#domain';
import type { CaseRecord } from '../cases/case-record.ts';
import type { Agent, Group } from '../people/agents.ts';
import { TIMER_BITS, TIMERS_MAX } from '../residency/held-timers.ts';
import type { Feature } from '../run/hooks.ts';
import type { Run } from '../run/run.ts';
import { type TimerRow, WORK_AFTER } from '../time/notices.ts';
import { recordAfterContact } from './after-contact.ts';
import { createHands, createWorkProgress, type Held, timeFor } from './hands.ts';

const { 'among several': AMONG_SEVERAL } = ACT_NUMBERS;
const { handling: HANDLING } = numbered(CASE_TIMERS);
const NEVER = Number.POSITIVE_INFINITY;

/**
 * Agents who have several contacts in hand, each of which is slower the more there are: processor sharing with a table of speeds. Whenever
 * the number changes, the work left of each contact is computed and its end is rescheduled. The life cycle knows only the time at full
 * speed, and gets the end as an event when it comes. After-contact work keeps its contact's place in hand.
 */
export interface Concurrency extends Feature {
  /** The agent who takes the case beside what is in hand, or null: the one with the least in hand, then with the lowest number. */
  agentFor(record: CaseRecord): Agent | null;
  /** The waiting case that the agent may take beside what is in hand, chosen as for a free agent who is not counted as free. */
  caseFor(agent: Agent): CaseRecord | null;
  /** Whether the agent may have the case beside what is in hand, on duty or not. */
  hasRoomFor(agent: Agent, record: CaseRecord): boolean;
  /** How many contacts, and works left by contacts, the agent has in hand; 0 if the group has one at a time. */
  inHandOf(agent: Agent): number;
  /** The contact is over, and its work, `lengthMs` at full speed, takes its place in hand. Returns false if the group has one at a time. */
  leavesWork(record: CaseRecord, agent: Agent, lengthMs: DurationMs): boolean;
  /** The work of the agent may be done. Returns false if the group has one at a time. */
  endsWork(agent: Agent): boolean;
  /** A notice is due. Returns true if it is for an end that has been rescheduled since. */
  isPassedOver(row: TimerRow, token: number): boolean;
  /** Whether this feature sets the end of the contact in hand. */
  isTimed(record: CaseRecord): boolean;
  /** The contact makes no progress while its agent waits for another agent, but stays in hand. */
  holdUp(record: CaseRecord, isHeldUp: boolean): void;
  /** The contact takes that much longer at full speed. The caller then calls `beginPart`, which reschedules its end. */
  lengthen(record: CaseRecord, moreMs: DurationMs): void;
  /** Another agent joins the contact until `lengthMs` of it, at full speed, are done. `token`: of the notice for that agent. */
  beginPart(record: CaseRecord, lengthMs: DurationMs, agent: Agent, token: number): void;
  /** Whether that much is done by now. */
  isPartDone(record: CaseRecord): boolean;
  endPart(record: CaseRecord): void;
}

/** Null if no agent has more than one contact in hand. */
export function createConcurrency(run: Run): Concurrency | null {
  const { busyHours, cases, clock, freed, kernel, recorder, router } = run;
  const { groups } = run.scenario;
  const { records } = cases;
  if (groups.every(({ concurrency }) => concurrency === undefined)) return null;
  const speeds = groups.map(({ concurrency }) => [1, ...(concurrency?.slowdown ?? [])]);
  const { byRecord, hasRoom, heldBy, inHand, isShared, limitOf } = createHands(run.scenario);
  const { begun, goOnAt, leftNow } = createWorkProgress(run);

  const isThere = ({ group, isPresent }: Agent) => isPresent && group.isUp;

  function agentFor(record: CaseRecord): Agent | null {
    let best: Agent | null = null;
    for (const group of router.eligibleGroups(record)) {
      const limit = limitOf(group, record.channel);
      if (limit === 1 || !router.admits(group, record, group.idleCount)) continue;
      for (const agent of group.agents) {
        const hasLess = best === null || heldBy(agent).length < heldBy(best).length;
        // An agent who has just got room takes a waiting case before the case that joins now.
        if (hasLess && isThere(agent) && hasRoom(agent, limit) && !freed.has(agent.index)) best = agent;
      }
    }
    return best;
  }

  /** Nobody is free for the case: an agent who has room for it takes it beside what is in hand. */
  function foundNobody(record: CaseRecord): boolean {
    const agent = agentFor(record);
    if (agent === null) return false;
    kernel.explain(record, agent, 'case');
    kernel.assign(record, agent);
    return true;
  }

  function caseFor(agent: Agent): CaseRecord | null {
    const { group } = agent;
    if (!isThere(agent) || !hasRoom(agent, NEVER)) return null;
    return router.caseAmong(group, group.idleCount, (record) =>
      hasRoom(agent, limitOf(group, record.channel)),
    );
  }

  function takesBeside(record: CaseRecord, agent: Agent): boolean {
    if (!isShared(agent.group)) return false;
    const { caseNumber, channel, source } = record;
    const before = heldBy(agent);
    const held: Held = {
      caseNumber,
      channel,
      stream: source.index,
      record,
      progress: null,
      part: null,
      isHeldUp: false,
      moreMs: 0,
    };
    byRecord.set(record, held);
    inHand.set(agent, [...before, held]);
    assert(
      before.length === 0 || before.length < limitOf(agent.group, channel),
      `agent ${agent.index} has more in hand than the channel allows`,
    );
    if (before.length === 0) {
      agent.busyFor = held.stream;
      return false;
    }
    if (agent.inHand === null) agent.inHand = record;
    else agent.alsoInHand = [...agent.alsoInHand, record];
    return true;
  }

  /** The agent no longer has it in hand, and is busy with what was taken first of the rest. */
  function letGo(held: Held, agent: Agent): void {
    const [was] = heldBy(agent);
    const rest = heldBy(agent).filter((other) => other !== held);
    inHand.set(agent, rest);
    const next = rest[0]?.stream ?? -1;
    if (was === held) {
      busyHours.end(agent, held.stream);
      if (next !== -1 && !agent.isPresent) busyHours.beginOvertime(agent, next);
      if (next !== -1) busyHours.begin(agent, next);
      agent.busyFor = next;
    }
    changeSpeed(agent);
    freed.push(agent.index);
  }

  /** The contact is no longer in the agent's hands. */
  function drop(record: CaseRecord, agent: Agent): void {
    byRecord.delete(record);
    if (agent.inHand === record) {
      const [next = null, ...others] = agent.alsoInHand;
      agent.inHand = next;
      agent.alsoInHand = others;
    } else agent.alsoInHand = agent.alsoInHand.filter((other) => other !== record);
  }

  function leavesOthers(record: CaseRecord, agent: Agent): boolean {
    if (!isShared(agent.group)) return false;
    const held = byRecord.get(record);
    // It has become after-contact work.
    if (held === undefined) return true;
    drop(record, agent);
    letGo(held, agent);
    return true;
  }

  function leavesWork(record: CaseRecord, agent: Agent, lengthMs: DurationMs): boolean {
    const held = byRecord.get(record);
    if (held === undefined) return false;
    drop(record, agent);
    held.record = null;
    held.isHeldUp = false;
    held.progress = begun(lengthMs, agent.index, WORK_AFTER);
    recordAfterContact(recorder, true, held.caseNumber, agent);
    recordAmongSeveral(held, agent, lengthMs);
    changeSpeed(agent);
    return true;
  }

  function endsWork(agent: Agent): boolean {
    if (!isShared(agent.group)) return false;
    for (const held of heldBy(agent)) {
      if (held.record !== null || held.progress?.endMs !== clock.nowMs) continue;
      recordAfterContact(recorder, false, held.caseNumber, agent);
      letGo(held, agent);
    }
    return true;
  }

  function schedules(record: CaseRecord, kind: number, epoch: number, delayMs: DurationMs): boolean {
    const agent = record.inHandsOf;
    if (kind !== HANDLING || agent === null || limitOf(agent.group, record.channel) === 1) return false;
    const held = byRecord.get(record);
    if (held === undefined) return false;
    held.progress = begun(delayMs, record.row, (epoch << TIMER_BITS) | kind);
    recordAmongSeveral(held, agent, delayMs);
    changeSpeed(agent);
    return true;
  }

  /** `lengthMs`: how long it would take with nothing else in hand. */
  function recordAmongSeveral(
    { caseNumber, record }: Held,
    { group, index }: Agent,
    lengthMs: DurationMs,
  ): void {
    const isWork = record === null ? 1 : 0;
    recorder.act(AMONG_SEVERAL, isWork, caseNumber, group.index, 0, index, Math.min(lengthMs, NONE_32 - 1));
  }

  /** The number of contacts in hand has changed, or which of them are held up. */
  function changeSpeed(agent: Agent): void {
    const held = heldBy(agent);
    const speed = speedOf(agent);
    for (const { isHeldUp, part, progress } of held) {
      if (progress !== null) goOnAt(progress, isHeldUp ? 0 : speed);
      if (part !== null) goOnAt(part, speed);
    }
  }

  function speedOf(agent: Agent): number {
    return speeds[agent.group.index]?.[heldBy(agent).length - 1] ?? 1;
  }

  function isTimed(record: CaseRecord): boolean {
    return (byRecord.get(record)?.progress ?? null) !== null;
  }

  function isPassedOver(row: TimerRow, token: number): boolean {
    if ((token & (TIMERS_MAX - 1)) !== HANDLING) return false;
    const one = byRecord.get(records[row as CaseRow] as CaseRecord)?.progress ?? null;
    return one !== null && one.token === token && one.endMs !== clock.nowMs;
  }

  function inHandOf(agent: Agent): number {
    return heldBy(agent).length;
  }

  function roomIn(group: Group, record: CaseRecord): number {
    const limit = limitOf(group, record.channel);
    return limit === 1 ? 0 : group.agents.filter((agent) => isThere(agent) && hasRoom(agent, limit)).length;
  }

  function heldUpMs(record: CaseRecord): number {
    const held = byRecord.get(record);
    if (held === undefined || held.progress === null) return 0;
    return clock.nowMs - record.startedMs - (record.handleMs + held.moreMs - leftNow(held.progress));
  }

  function leftMs(record: CaseRecord): number | null {
    const one = byRecord.get(record)?.progress ?? null;
    return one === null ? null : timeFor(leftNow(one), speedOf(record.inHandsOf as Agent));
  }

  /** What agents have in hand are their contacts and the work that these have left. */
  function assertCounted(): void {
    for (const agent of run.workforce.agents) {
      if (!isShared(agent.group)) continue;
      const contacts = heldBy(agent).flatMap(({ record }) => record ?? []);
      const known = [...(agent.inHand === null ? [] : [agent.inHand]), ...agent.alsoInHand];
      assert(
        contacts.length === known.length && contacts.every((record) => known.includes(record)),
        `agent ${agent.index} has other contacts in hand than are counted`,
      );
    }
  }

  return {
    agentFor,
    caseFor,
    leavesWork,
    endsWork,
    isPassedOver,
    isTimed,
    inHandOf,
    hasRoomFor: (agent, record) => hasRoom(agent, limitOf(agent.group, record.channel)),
    holdUp(record, isHeldUp) {
      const held = byRecord.get(record);
      if (held === undefined) return;
      held.isHeldUp = isHeldUp;
      changeSpeed(record.inHandsOf as Agent);
    },
    lengthen(record, moreMs) {
      const held = byRecord.get(record);
      if (held === undefined || held.progress === null) return;
      held.moreMs = moreMs;
      held.progress.leftMs += moreMs;
    },
    beginPart(record, lengthMs, agent, token) {
      const held = byRecord.get(record);
      if (held === undefined) return;
      held.part = begun(lengthMs, agent.index, token);
      changeSpeed(record.inHandsOf as Agent);
    },
    isPartDone: (record) => byRecord.get(record)?.part?.endMs === clock.nowMs,
    endPart(record) {
      const held = byRecord.get(record);
      if (held !== undefined) held.part = null;
    },
    hooks: {
      assertCounted,
      foundNobody,
      takesBeside,
      leavesOthers,
      schedules,
      timerDue: isPassedOver,
      heldUpMs,
      inHandOf,
      leftMs,
      roomIn,
    },
  };
}
