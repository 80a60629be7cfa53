import type { CaseRecord } from '../cases/case-record.ts';
import type { Preemption } from '../features/preemption.ts';
import type { Agent, Group } from '../people/agents.ts';
import type { HeldTimers } from '../residency/held-timers.ts';
import type { Run } from './run.ts';

/**
 * What a step has left to do when cases that began to wait have looked for an agent, and agents who became free for a case: agents who
 * were consulted are free, those who are free may take more than before because lines have changed, urgent cases interrupt others, and contacts that have begun look for somebody to consult. Null where there
 * is nothing of it.
 */
export function createSettleMore(
  { consultations, freed, joined }: Run,
  preemption: Preemption | null,
  heldTimers: HeldTimers,
  lookForAgent: (record: CaseRecord) => void,
  lookForCase: (agent: Agent) => void,
  lookAlong: (() => void) | null,
): (() => void) | null {
  if (consultations === null && preemption === null && lookAlong === null) return null;
  const release = () => consultations?.release(lookForCase);
  return () => {
    for (;;) {
      release();
      lookAlong?.();
      if (preemption === null || (!preemption.settleReturned(release) && joined.isEmpty)) break;
      joined.drain(lookForAgent);
      heldTimers.settle();
      freed.drain(lookForCase);
    }
    consultations?.settle();
  };
}

/**
 * A case that joins makes a line longer, and may open a group to those who wait already: of cases alike in all that routing may know
 * the older ones go first. Null where no group compares lines, and where cases wait in no lines of places: there whoever makes a line
 * longer joins it before anybody looks (`guards.ts`).
 */
export function createOlderFirst(
  run: Run,
  tellChoice: (record: CaseRecord, agent: Agent) => void,
  assign: (record: CaseRecord, agent: Agent) => void,
): ((record: CaseRecord) => void) | null {
  const { commitments, kindLines, router, workforce } = run;
  if (kindLines === null || commitments === null) return null;
  const { agents, idle } = workforce;
  const comparing = groupsThatCompare(run);
  return (record) => {
    const isOlder = (other: CaseRecord) => other.queueOrder < record.queueOrder && areAlike(other, record);
    for (const group of comparing) {
      while (group.idleCount > 0) {
        const older = router.caseAmong(group, group.idleCount, isOlder);
        if (older === null) break;
        const agent = agents[idle.first[group.index] as number] as Agent;
        idle.remove(agent);
        tellChoice(older, agent);
        assign(older, agent);
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

function groupsThatCompare({ scenario, workforce }: Run): readonly Group[] {
  return workforce.groups.filter(({ index }) =>
    scenario.groups[index]?.takesOnlyWhile?.some(({ longerThan }) => longerThan !== undefined),
  );
}

/**
 * Where lines have changed, agents who are free, or have room, may be permitted more than before: they look for a case, group by group,
 * until there is nothing more for them. Null where no group compares lines.
 */
export function createLookAlong(
  run: Run,
  lookForCase: (agent: Agent) => void,
  fillUp: ((agent: Agent) => void) | null,
): (() => void) | null {
  const { kindLines, router, workforce } = run;
  if (kindLines === null) return null;
  const { agents, idle } = workforce;
  const comparing = groupsThatCompare(run);
  return () => {
    // Whoever takes a case makes a line shorter, which may open another group's.
    while (kindLines.haveChanged()) {
      for (const group of comparing) {
        while (group.idleCount > 0 && router.caseFor(group, group.idleCount) !== null) {
          const agent = agents[idle.first[group.index] as number] as Agent;
          idle.remove(agent);
          lookForCase(agent);
        }
        if (fillUp === null) continue;
        for (const agent of group.agents) fillUp(agent);
      }
    }
  };
}
