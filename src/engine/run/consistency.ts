import { assert } from '#base';
import type { CaseRecord } from '../cases/case-record.ts';
import type { Run } from './run.ts';

/**
 * Stops the program if the lists of a run that has ended contradict its agents and cases: a mistake of ours, whatever the scenario. The page
 * "What is asserted" (docs/explain/assertions.md) lists these invariants with those of the other rooms.
 */
export function assertListsAgree({ router, workforce }: Pick<Run, 'router' | 'workforce'>): void {
  const { queues } = router;
  const waiting = queues.all();
  assert(
    waiting.length === queues.length,
    `${waiting.length} cases wait in lists that count ${queues.length}`,
  );
  waiting.forEach((record, i) => assertWaits(record, waiting[i - 1]));
  for (const { agents, idleCount, index, onDuty } of workforce.groups) {
    const idle = agents.filter(({ isIdle }) => isIdle);
    assert(
      idle.length === idleCount,
      `group ${index} counts ${idleCount} idle agents, and has ${idle.length}`,
    );
    assert(onDuty >= 0 && onDuty <= agents.length, `${onDuty} of ${agents.length} agents are on duty`);
    for (const agent of idle)
      assert(agent.inHand === null, `agent ${agent.index} is idle with a case in hand`);
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
