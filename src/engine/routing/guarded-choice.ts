import type { CaseRecord } from '../cases/case-record.ts';
import type { WaitingQueues } from '../cases/waiting-queues.ts';
import type { Group } from '../people/agents.ts';
import { emptyGroupSet } from '../people/idle-agents.ts';
import type { Clock } from '../time/clock.ts';
import type { Guards } from './guards.ts';

const NEVER = Number.POSITIVE_INFINITY;

/** Which cases a group takes, and which groups a case finds, where groups have conditions. */
export interface GuardedChoice {
  /** The groups of a set (one bit each) whose conditions let them take the case now, of those with an idle agent. */
  admitted(eligible: Int32Array, record: CaseRecord): Int32Array;
  /** As `Router.caseFor` and `Router.caseAmong`. */
  caseFor(group: Group, idle: number): CaseRecord | null;
  caseAmong(group: Group, idle: number, isAmong: (record: CaseRecord) => boolean): CaseRecord | null;
}

/** `isOrdered`: the scenario orders its queues. */
export function createGuardedChoice(
  guards: Guards,
  groups: readonly Group[],
  queues: WaitingQueues,
  clock: Clock,
  isOrdered: boolean,
): GuardedChoice {
  const admittedSet = emptyGroupSet(groups.length);

  function admitted(eligible: Int32Array, record: CaseRecord): Int32Array {
    admittedSet.set(eligible);
    for (const group of groups) {
      if (group.idleCount === 0 || guards.admits(group, record, group.idleCount)) continue;
      const word = group.index >> 5;
      admittedSet[word] = (admittedSet[word] as number) & ~(1 << (group.index & 31));
    }
    return admittedSet;
  }

  /** By rank; within a rank by severity and order of joining, or by weight × wait. Ranks need the default order of queues. */
  function caseFor(group: Group, idle: number): CaseRecord | null {
    if (guards.isFree(group)) return queues.best(group.mask);
    if (isOrdered) return queues.bestAmong(group.mask, (record) => guards.admits(group, record, idle));
    return caseAmong(group, idle, () => true);
  }

  function caseAmong(
    group: Group,
    idle: number,
    isAmong: (record: CaseRecord) => boolean,
  ): CaseRecord | null {
    const rankOf = (record: CaseRecord) => (isAmong(record) ? guards.rank(group, record, idle) : NEVER);
    const first = queues.bestBy(group.mask, rankOf, () => true);
    if (first === null || !guards.isWeighing(group)) return first;
    const best = rankOf(first);
    // Falls as the weighted wait grows, and is never 0.
    const shortness = (record: CaseRecord) =>
      rankOf(record) === best
        ? 1 / (1 + guards.weight(group, record) * (clock.nowMs - record.queuedMs))
        : NEVER;
    return queues.bestBy(
      group.mask,
      shortness,
      ({ isByWait }) => isByWait,
      ({ first: one }) => one !== null && guards.order(group, one) === best,
    );
  }

  return { admitted, caseFor, caseAmong };
}
