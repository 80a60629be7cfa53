import { Counter } from '#base';
import type { Scenario } from '#domain';
import type { CaseRecord } from '../cases/case-record.ts';
import { fastestFactor } from '../people/agent-speeds.ts';
import type { Agent, Group } from '../people/agents.ts';

/** The choice of any free agent with equal chances. */
export interface RandomAgents {
  /** The smallest draw of the group's free agents; Infinity if nobody is free. */
  rank(group: Group, record: CaseRecord): number;
  /** The free agent of the group with that draw. */
  pick(group: Group, record: CaseRecord): Agent | null;
}

/** Bits of a draw's round that hold the agent's place in the group. The others hold the number of contacts of the case. */
const AGENT_BITS = 20;

/**
 * Each free agent has a draw for each contact, and the smallest gets the case. Draws are keyed by case, contact, group, and the agent's
 * number within the group, so neither other decisions nor more agents change them (common random numbers). Returns a function of whether
 * only the fastest free agents of each group take part.
 */
export function createRandomAgents({
  replication,
  scenario,
  seed,
}: {
  readonly scenario: Scenario;
  readonly seed: string;
  readonly replication: number;
}): (amongFastest: boolean) => RandomAgents {
  const draws = scenario.groups.map(({ id }) => new Counter(seed, replication, `routing/random agent/${id}`));

  function drawOf({ group, index }: Agent, { caseNumber, contacts }: CaseRecord): number {
    const place = index - (group.agents[0] as Agent).index;
    return (draws[group.index] as Counter).uniform(caseNumber, (contacts << AGENT_BITS) + place);
  }

  return (amongFastest) => {
    function pick(group: Group, record: CaseRecord): Agent | null {
      const least = amongFastest ? fastestFactor(group) : 0;
      let best: Agent | null = null;
      let smallest = Number.POSITIVE_INFINITY;
      for (const agent of group.agents) {
        if (agent.isIdle === false || agent.ownSpeed < least) continue;
        const draw = drawOf(agent, record);
        if (draw < smallest) [best, smallest] = [agent, draw];
      }
      return best;
    }
    return {
      pick,
      rank(group, record) {
        const agent = pick(group, record);
        return agent === null ? Number.POSITIVE_INFINITY : drawOf(agent, record);
      },
    };
  };
}
