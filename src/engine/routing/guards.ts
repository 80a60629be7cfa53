import { NONE, type Scenario, SEVERITIES, type TakingGuard } from '#domain';
import type { CaseRecord } from '../cases/case-record.ts';
import { JOINING, type WaitingQueues } from '../cases/waiting-queues.ts';
import type { Group } from '../people/agents.ts';
import { emptyGroupSet } from '../people/idle-agents.ts';
import type { Workforce } from '../people/workforce.ts';
import { putsSubcontractorsLast } from '../residency/contracts.ts';
import type { Clock } from '../time/clock.ts';
import type { World } from '../world/world.ts';
import { kindMatcher, kindRanks } from './case-kinds.ts';
import type { QueueLengths } from './queue-lengths.ts';

const NEVER = Number.POSITIVE_INFINITY;
/** No group has this many ranks. */
const RANKS_MAX = 2 ** 20;

/** Which cases a group takes, which first, and which groups a case finds, where groups have conditions or an order of kinds. */
export interface Guards {
  /** Whether the group may take the case now. `idle`: how many of its agents are free. */
  admits(group: Group, record: CaseRecord, idle: number): boolean;
  /**
   * Whether a contact of the group may be interrupted for the case when none of its agents is free. Never under a condition on the
   * lengths of queues: agents help another queue only when they are free, and an interrupted case would make a queue longer.
   */
  admitsInterruption(group: Group, record: CaseRecord): boolean;
  /** The groups of a set (one bit each) whose conditions let them take the case now, of those with an idle agent. */
  admitted(eligible: Int32Array, record: CaseRecord): Int32Array;
  /** Answers like `Router.caseFor` and `Router.caseAmong`. */
  caseFor(group: Group, idle: number): CaseRecord | null;
  caseAmong(group: Group, idle: number, isAmong: (record: CaseRecord) => boolean): CaseRecord | null;
}

interface GuardParts {
  readonly clock: Clock;
  readonly queueLengths: QueueLengths | null;
  readonly queues: WaitingQueues;
  readonly workforce: Workforce;
  readonly world: World;
}

/**
 * Whether a case is only just joining its queue, so that groups that compare queues see it after those that wait. It makes its queue longer,
 * and if that allows an agent to help, the agent takes the first case in the queue, not the new one. Where cases wait in queues of centres or
 * groups, and where subcontractors may have a case only if nobody else is free, these groups are asked at once, and
 * `features/queue-comparison.ts` puts the older cases first.
 */
export function seenAfterOthers(scenario: Scenario): (record: CaseRecord) => boolean {
  const isCommitted = scenario.routing.commitment !== undefined;
  const isSeenAfter = scenario.streams.map((_, s) => !isCommitted && !putsSubcontractorsLast(scenario, s));
  return ({ queue, source }) => queue === JOINING && isSeenAfter[source.index] === true;
}

/** Null if no group has a condition or an order of kinds. */
export function createGuards({
  clock,
  queueLengths,
  queues,
  workforce: { groups },
  world: { scenario },
}: GuardParts): Guards | null {
  const guards = scenario.groups.map(({ takesOnlyWhile = [] }) => takesOnlyWhile);
  const isRanked = scenario.groups.map(({ takesFirst }) => takesFirst !== undefined);
  if (guards.every(({ length }) => length === 0) && !isRanked.includes(true)) return null;
  const matches = kindMatcher(scenario);
  const isAfterOthers = seenAfterOthers(scenario);
  const { isWeighing, rank, weight } = kindRanks(scenario);
  const admittedSet = emptyGroupSet(groups.length);
  const interrupting = scenario.routing.preemption?.by ?? [];
  const levels = SEVERITIES.map((severity, k) =>
    interrupting.length === 0 ? 0 : interrupting.includes(severity) ? k : SEVERITIES.length,
  );
  /** By centre, one of its groups, which knows whether the centre is up. */
  const groupAt = scenario.centres.map((_, centre) => groups.find((group) => group.centre === centre));

  function holds(guard: TakingGuard, { onDuty }: Group, record: CaseRecord, idleCount: number): boolean {
    const { queuedMs } = record;
    const { down, idle, idleShare, longerThan, waitedMs } = guard;
    if (idleShare !== undefined && idleCount < idleShare * onDuty) return false;
    const isAsking = queuedMs === NONE;
    // A case that is asking for a telephone line has not begun to wait.
    if (waitedMs !== undefined && (isAsking || clock.nowMs - queuedMs < waitedMs)) return false;
    if (longerThan !== undefined) {
      if (isAfterOthers(record) || queueLengths?.isLonger(guard, isAsking ? record : null) === false)
        return false;
    }
    return (idle === null || idleCount >= idle) && (down === null || groupAt[down]?.isUp === false);
  }

  const of = (group: Group) => guards[group.index] as readonly TakingGuard[];
  const isOrdered = (group: Group) => isRanked[group.index] === true;
  const admits: Guards['admits'] = (group, record, idle) =>
    of(group).every((guard) => !matches(guard, record) || holds(guard, group, record, idle));

  /**
   * The rank of a case if the group may take it: 0 comes first. It is the same for all cases of one list of the waiting queues. With
   * preemption, severities that interrupt others come before all kinds. Otherwise a case that has just been taken would be interrupted at once.
   */
  function order(group: Group, record: CaseRecord): number {
    const level = (levels[record.severity] as number) * RANKS_MAX;
    return level + (isOrdered(group) ? rank(group.index, record) : 0);
  }

  /** By rank; within a rank by severity and order of joining, or by weight × wait. */
  function caseAmong(
    group: Group,
    idle: number,
    isAmong: (record: CaseRecord) => boolean,
  ): CaseRecord | null {
    const rankOf = (record: CaseRecord) =>
      isAmong(record) && admits(group, record, idle) ? order(group, record) : NEVER;
    const first = queues.bestBy(group.mask, rankOf, () => true);
    if (first === null || !isOrdered(group) || !isWeighing(group.index)) return first;
    const best = rankOf(first);
    // Falls as the weighted wait grows, and is never 0.
    const shortness = (record: CaseRecord) =>
      rankOf(record) === best
        ? 1 / (1 + weight(group.index, record) * (clock.nowMs - record.queuedMs))
        : NEVER;
    return queues.bestBy(
      group.mask,
      shortness,
      ({ isByWait }) => isByWait,
      ({ first: one }) => one !== null && order(group, one) === best,
    );
  }

  return {
    admits,
    admitsInterruption: (group, record) =>
      admits(group, record, 0) &&
      of(group).every((guard) => guard.longerThan === undefined || !matches(guard, record)),
    admitted(eligible, record) {
      admittedSet.set(eligible);
      for (const group of groups) {
        if (group.idleCount === 0 || admits(group, record, group.idleCount)) continue;
        const word = group.index >> 5;
        admittedSet[word] = (admittedSet[word] as number) & ~(1 << (group.index & 31));
      }
      return admittedSet;
    },
    caseFor(group, idle) {
      if (of(group).length === 0 && !isOrdered(group)) return queues.best(group.mask);
      // Ranks need the default order of queues.
      if (scenario.routing.order !== undefined)
        return queues.bestAmong(group.mask, (record) => admits(group, record, idle));
      return caseAmong(group, idle, () => true);
    },
    caseAmong,
  };
}
