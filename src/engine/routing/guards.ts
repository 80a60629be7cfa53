import { NONE, type Scenario, SEVERITIES, type TakingGuard } from '#domain';
import type { CaseRecord } from '../cases/case-record.ts';
import { JOINING } from '../cases/waiting-queues.ts';
import type { Group } from '../people/agents.ts';
import type { Clock } from '../time/clock.ts';
import { kindMatcher, kindRanks } from './case-kinds.ts';
import type { QueueLengths } from './queue-lengths.ts';

/** No group has this many ranks. */
const RANKS_MAX = 2 ** 20;

/** Which cases a group takes first, and which it takes only under a condition. */
export interface Guards {
  /** Whether the group may take the case now. `idle`: how many of its agents are free. */
  admits(group: Group, record: CaseRecord, idle: number): boolean;
  /**
   * Whether a contact of the group may be interrupted for the case when none of its agents is free. Never under a condition on the
   * lengths of queues: agents help another queue only when they are free, and an interrupted case would make a queue longer.
   */
  admitsInterruption(group: Group, record: CaseRecord): boolean;
  /**
   * The rank of the case for the group: 0 comes first; Infinity if the group may not take the case now. With preemption, severities that
   * interrupt others come before all kinds. Otherwise a case that has just been taken would be interrupted at once.
   */
  rank(group: Group, record: CaseRecord, idle: number): number;
  /** The rank of the case if the group may take it: the same for all cases of one list of the waiting queues. */
  order(group: Group, record: CaseRecord): number;
  /** Whether the group weights waits within a rank. */
  isWeighing(group: Group): boolean;
  weight(group: Group, record: CaseRecord): number;
  /** Whether the group takes every case without conditions, in the order of the queue. */
  isFree(group: Group): boolean;
}

/** Null if no group has a condition or an order of kinds. */
export function createGuards(
  scenario: Scenario,
  groups: readonly Group[],
  clock: Clock,
  queueLengths: QueueLengths | null,
): Guards | null {
  const guards = scenario.groups.map(({ takesOnlyWhile = [] }) => takesOnlyWhile);
  const isRanked = scenario.groups.map(({ takesFirst }) => takesFirst !== undefined);
  if (guards.every(({ length }) => length === 0) && !isRanked.includes(true)) return null;
  const matches = kindMatcher(scenario);
  const { isWeighing, rank, weight } = kindRanks(scenario);
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

  /**
   * A case that joins makes its queue longer. If the longer queue allows an agent to help, the agent takes the first case in it, not the
   * new one. Where cases wait in queues of centres or groups, `features/queue-comparison.ts` does this.
   */
  function isAfterOthers({ queue }: CaseRecord): boolean {
    return scenario.routing.commitment === undefined && queue === JOINING;
  }

  const of = (group: Group) => guards[group.index] as readonly TakingGuard[];
  const admits: Guards['admits'] = (group, record, idle) =>
    of(group).every((guard) => !matches(guard, record) || holds(guard, group, record, idle));
  const order: Guards['order'] = (group, record) =>
    (levels[record.severity] as number) * RANKS_MAX +
    (isRanked[group.index] === true ? rank(group.index, record) : 0);
  return {
    admits,
    order,
    admitsInterruption: (group, record) =>
      admits(group, record, 0) &&
      of(group).every((guard) => guard.longerThan === undefined || !matches(guard, record)),
    rank: (group, record, idle) =>
      admits(group, record, idle) ? order(group, record) : Number.POSITIVE_INFINITY,
    isWeighing: ({ index }) => isRanked[index] === true && isWeighing(index),
    weight: ({ index }, record) => weight(index, record),
    isFree: (group) => of(group).length === 0 && isRanked[group.index] !== true,
  };
}
