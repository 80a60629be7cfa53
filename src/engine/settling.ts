import type { Agent } from './agents.ts';
import type { CaseRecord } from './case-record.ts';
import type { HeldTimers } from './held-timers.ts';
import type { Preemption } from './preemption.ts';
import type { Run } from './run.ts';

/**
 * What a step has left to do when cases that began to wait have looked for an agent, and agents who became free for a case: agents who
 * were consulted are free, urgent cases interrupt others, and contacts that have begun look for somebody to consult. Null where there
 * is nothing of it.
 */
export function createSettleMore(
  { consultations, freed, joined }: Run,
  preemption: Preemption | null,
  heldTimers: HeldTimers,
  lookForAgent: (record: CaseRecord) => void,
  lookForCase: (agent: Agent) => void,
): (() => void) | null {
  if (consultations === null && preemption === null) return null;
  return () => {
    for (;;) {
      consultations?.release(lookForCase);
      if (preemption === null || (!preemption.settleReturned() && joined.isEmpty)) break;
      joined.drain(lookForAgent);
      heldTimers.settle();
      freed.drain(lookForCase);
    }
    consultations?.settle();
  };
}
