import { openCaseOf, SEVERITIES } from '#domain';
import type { CaseRecord } from '../cases/case-record.ts';
import type { Agent } from '../people/agents.ts';
import type { Feature } from '../run/hooks.ts';
import type { Run } from '../run/run.ts';
import type { TakeUpToLimit } from './take-up-to-limit.ts';

/** Reports what becomes of the cases that were open at the start, and how many others are open. Null if no case was. */
export function createBacklog(
  { cases, clock, kernel, meter: { backlog }, router, scenario }: Run,
  takeUpToLimit: TakeUpToLimit | null,
): Feature | null {
  if (scenario.backlog === undefined) return null;
  /** Whether the case has been resolved before, in the run or before it. */
  const wasResolved = cases.column(false);
  const isOld = ({ caseNumber }: CaseRecord) => openCaseOf(scenario, caseNumber) !== undefined;

  /** Cases that are in work at the start, until their first contact in the run. */
  const inWork = new Set<CaseRecord>();
  // Where groups choose by rules of their own, or cases belong to places, such a case waits its turn.
  const isFirst =
    scenario.routing.commitment === undefined &&
    scenario.groups.every(({ takesFirst }) => takesFirst === undefined);
  /** Severities whose cases interrupt less urgent ones. */
  const interrupting = (scenario.routing.preemption?.by ?? []).map((name) => SEVERITIES.indexOf(name));

  /** At the first instant, agents go on with what is in work. A case with a known group stays with it. */
  function goesOn(agent: Agent): boolean {
    if (inWork.size === 0 || clock.nowMs > 0 || !agent.canTakeCase) return false;
    const { group } = agent;
    const record = router.caseAmong(group, group.idleCount + 1, (one) => {
      if (!inWork.has(one)) return false;
      const own = openCaseOf(scenario, one.caseNumber)?.group;
      return own === undefined || own === group.index;
    });
    if (record === null) return false;
    // Otherwise the contact would be interrupted at once.
    const waiting = interrupting.length === 0 ? null : router.caseFor(group, group.idleCount + 1);
    if (waiting !== null && waiting.severity < record.severity && interrupting.includes(waiting.severity))
      return false;
    kernel.recordChoice(record, agent);
    kernel.assign(record, agent);
    // Otherwise cases that the agent may have beside it would wait although there is room.
    takeUpToLimit?.takeBeside(agent);
    return true;
  }

  function leaves(record: CaseRecord): void {
    backlog?.closed(isOld(record));
    if (isOld(record) && !wasResolved.of(record)) backlog?.left();
  }

  return {
    varies: ['stands'],
    hooks: {
      created(record) {
        const state = openCaseOf(scenario, record.caseNumber)?.state;
        if (state === 'resolved') wasResolved.set(record, true);
        else backlog?.opened(state !== undefined);
        if (state === 'in work' && isFirst) inWork.add(record);
      },
      goesOn,
      began: (record) => {
        if (inWork.size > 0) inWork.delete(record);
      },
      effects: {
        // A case that was resolved waits for a place if the rules have none for its copies, and agents work on it then.
        awaitPlace(record) {
          if (wasResolved.of(record)) backlog?.opened(isOld(record));
        },
        recordRefusal: leaves,
        recordAbandonment: leaves,
        recordMessage: leaves,
        recordClearing: leaves,
        recordLoss: leaves,
        recordUnreached: leaves,
        recordReopening: (record) => backlog?.opened(isOld(record)),
        recordResolution(record) {
          backlog?.closed(isOld(record));
          if (isOld(record) && !wasResolved.of(record)) backlog?.resolved(clock.nowMs);
          wasResolved.set(record, true);
        },
      },
    },
  };
}
