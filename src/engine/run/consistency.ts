import { assert } from '#base';
import type { CaseRecord } from '../cases/case-record.ts';
import type { Agent, Group } from '../people/agents.ts';
import { type IdleAgents, NOBODY } from '../people/idle-agents.ts';
import type { EventList } from '../time/event-list.ts';
import type { Run } from './run.ts';

/**
 * Stops the program if the lists of a run that has ended contradict its agents and cases: a mistake of ours, whatever the scenario. The page
 * "What is asserted" (docs/explain/assertions.md) lists these invariants with those of the other rooms.
 */
export function assertListsAgree(
  { router, workforce }: Pick<Run, 'router' | 'workforce'>,
  events: EventList,
): void {
  events.assertOrdered();
  const { queues } = router;
  const waiting = queues.all();
  assert(
    waiting.length === queues.length,
    `${waiting.length} cases wait in lists that count ${queues.length}`,
  );
  queues.assertMarked();
  waiting.forEach((record, i) => assertWaits(record, waiting[i - 1]));
  for (const group of workforce.groups) {
    assertIdle(group, workforce.idle);
    for (const agent of group.agents) assertAgent(agent);
    const { agents, index, onDuty } = group;
    const present = agents.filter(({ isPresent }) => isPresent);
    assert(
      present.length === onDuty,
      `group ${index} counts ${onDuty} agents on duty, and has ${present.length}`,
    );
  }
}

function assertWaits({ queue, queueOrder, queuedMs, row }: CaseRecord, before: CaseRecord | undefined): void {
  assert(queue !== null, `case record ${row} waits in a list, and does not know it`);
  assert(Number.isFinite(queuedMs), `case record ${row} waits, and nobody knows since when`);
  assert(
    before === undefined || before.queueOrder < queueOrder,
    'two cases have the same place in the order',
  );
}

/** The idle agents of a group are those in its list, which the longest idle one leads. */
function assertIdle(
  { agents, idleCount, index }: Group,
  { first, groups, inOrder, since }: IdleAgents,
): void {
  const idle = agents.filter(({ isIdle }) => isIdle);
  assert(idle.length === idleCount, `group ${index} counts ${idleCount} idle agents, and has ${idle.length}`);
  const listed = inOrder(index);
  const known = new Set(listed);
  assert(
    listed.length === idleCount && idle.every((agent) => known.has(agent.index)),
    `the idle agents of group ${index} are not those in its list`,
  );
  const times = listed.map((agent) => since[agent] as number);
  assert(
    times.every((time, i) => i === 0 || (times[i - 1] as number) < time),
    'a list of idle agents is not in order',
  );
  const isMarked = ((groups[index >> 5] as number) & (1 << (index & 31))) !== 0;
  assert(
    isMarked === (first(index) !== NOBODY) && isMarked === idleCount > 0,
    `group ${index} is marked wrongly`,
  );
}

function assertAgent({ alsoInHand, group, inHand, index, isIdle, isPresent, setAside }: Agent): void {
  if (isIdle) {
    assert(inHand === null, `agent ${index} is idle with a case in hand`);
    assert(isPresent && group.isUp, `agent ${index} is idle without being there`);
  }
  for (const record of [...(inHand === null ? [] : [inHand]), ...alsoInHand, ...setAside])
    assert(record.inHandsOf?.index === index, `agent ${index} has a case in hand that does not know it`);
}
