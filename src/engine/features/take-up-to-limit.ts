import type { Agent } from '../people/agents.ts';
import type { Feature } from '../run/hooks.ts';
import type { Run } from '../run/run.ts';
import type { Concurrency } from './concurrency.ts';
import type { DayEnd } from './day-end.ts';

/** Agents who may have several contacts in hand take waiting cases up to their limit. */
export interface TakeUpToLimit extends Feature {
  /** Returns false if the agent has nothing in hand. */
  takeBeside(agent: Agent): boolean;
}

/** Null if nobody may have several. */
export function createTakeUpToLimit(
  { kernel, router: { decision } }: Run,
  concurrency: Concurrency | null,
  dayEnd: DayEnd | null,
): TakeUpToLimit | null {
  if (concurrency === null) return null;

  function takeBeside(agent: Agent): boolean {
    if (concurrency?.inHandOf(agent) === 0) return false;
    for (;;) {
      const record = concurrency?.caseFor(agent) ?? null;
      if (record === null) return true;
      decision.rank = 0;
      decision.candidates = 0;
      kernel.explain(record, agent, 'agent');
      kernel.assign(record, agent);
    }
  }

  return {
    takeBeside,
    hooks: {
      goesOn(agent) {
        if (!takeBeside(agent)) return false;
        dayEnd?.goOn(agent);
        return true;
      },
      hasTaken: takeBeside,
    },
  };
}
