import type { CaseRecord } from '../cases/case-record.ts';
import type { Agent, Group } from '../people/agents.ts';
import { seenAfterOthers } from '../routing/guards.ts';
import type { QueueLengths } from '../routing/queue-lengths.ts';
import type { Feature } from '../run/hooks.ts';
import type { Run } from '../run/run.ts';
import type { TakeUpToLimit } from './take-up-to-limit.ts';

/**
 * Groups that take a kind of case only while its queue is longer than another (`longerThan`). When queues change, such groups may take
 * more than before. Null if no group compares queues.
 */
export function createQueueComparison(run: Run, takeUpToLimit: TakeUpToLimit | null): Feature | null {
  const { queueLengths } = run;
  if (queueLengths === null) return null;
  const comparing = groupsThatCompare(run);
  const settled = retryIdleAgents(run, queueLengths, comparing, takeUpToLimit);
  const beforeLooking = olderFirst(run, comparing);
  return { hooks: { effects: queueLengths.effects, settled, beforeLooking } };
}

function groupsThatCompare({ scenario, workforce }: Run): readonly Group[] {
  return workforce.groups.filter(({ index }) =>
    scenario.groups[index]?.takesOnlyWhile?.some(({ longerThan }) => longerThan !== undefined),
  );
}

/**
 * A case that joins makes a queue longer, which may open a group to cases that wait already, before a case looks again whose data can be read
 * again. Of cases that are alike in everything routing may know, older ones go first.
 */
function olderFirst(
  { kernel, router, scenario, workforce }: Run,
  comparing: readonly Group[],
): (record: CaseRecord) => void {
  const { agents, idle } = workforce;
  const isAfterOthers = seenAfterOthers(scenario);
  return (record) => {
    if (isAfterOthers(record)) return;
    const isOlder = (other: CaseRecord) => other.queueOrder < record.queueOrder && areAlike(other, record);
    for (const group of comparing) {
      while (group.idleCount > 0) {
        const older = router.caseAmong(group, group.idleCount, isOlder);
        if (older === null) break;
        const agent = agents[idle.first(group.index)] as Agent;
        idle.remove(agent);
        kernel.recordChoice(older, agent);
        kernel.assign(older, agent);
      }
    }
  };
}

function areAlike(one: CaseRecord, other: CaseRecord): boolean {
  return (
    one.source === other.source &&
    one.severity === other.severity &&
    one.product === other.product &&
    one.language === other.language &&
    one.tier === other.tier
  );
}

/** Agents who are free or have room look for a case, group by group, until there is nothing more for them. */
function retryIdleAgents(
  { kernel, router, workforce }: Run,
  queueLengths: QueueLengths,
  comparing: readonly Group[],
  takeUpToLimit: TakeUpToLimit | null,
): () => boolean {
  const { agents, idle } = workforce;
  return () => {
    // An agent who takes a case makes a queue shorter, which may open another group to the next case.
    while (queueLengths.haveChanged()) {
      for (const group of comparing) {
        while (group.idleCount > 0 && router.caseFor(group, group.idleCount) !== null) {
          const agent = agents[idle.first(group.index)] as Agent;
          idle.remove(agent);
          kernel.lookForCase(agent);
        }
        if (takeUpToLimit === null) continue;
        for (const agent of group.agents) takeUpToLimit.takeBeside(agent);
      }
    }
    return false;
  };
}
