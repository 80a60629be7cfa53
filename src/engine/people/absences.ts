import { Counter } from '#base';
import type { DurationMs, Scenario } from '#domain';
import type { Agent } from './agents.ts';

export type Absences = ReturnType<typeof createAbsences>;

/**
 * When single agents are away. Times from a return to the next absence, and from there to the return, are exponential. Draws are keyed by the
 * agent's number within the group and a running number, so that one agent more or less changes nobody else's draws.
 */
export function createAbsences({ groups }: Scenario, seed: string, replication: number) {
  const byGroup = groups.map(({ absences, id }) =>
    absences === undefined
      ? null
      : {
          absences,
          leaves: new Counter(seed, replication, `absences/${id}/leaves`),
          returns: new Counter(seed, replication, `absences/${id}/returns`),
        },
  );

  function lasting({ group, index }: Agent, number: number, isAway: boolean): DurationMs {
    const ofGroup = byGroup[group.index] ?? null;
    if (ofGroup === null) return Number.POSITIVE_INFINITY;
    const { absences, leaves, returns } = ofGroup;
    const [counter, meanMs] = isAway ? [returns, absences.downMeanMs] : [leaves, absences.upMeanMs];
    const place = index - (group.agents[0] as Agent).index;
    return Math.ceil(-meanMs * Math.log(counter.uniform(place, number)));
  }

  return {
    /** How long the agent, who is back for the n-th time (0: since the start), stays until the next absence, ms. */
    presenceMs: (agent: Agent, number: number) => lasting(agent, number, false),
    /** How long the agent is away for the n-th time (from 0), ms. */
    absenceMs: (agent: Agent, number: number) => lasting(agent, number, true),
  };
}
