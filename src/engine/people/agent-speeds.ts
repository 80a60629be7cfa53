import { type Column, Counter, Sampler, sigmaOfVariation } from '#base';
import type { AgentIndex, Scenario } from '#domain';
import type { Agent, Group } from './agents.ts';

/** Whether speed depends on more than group, product and how long an agent has been there. */
export function speedsDiffer({ groups }: Scenario): boolean {
  return groups.some(({ agentSpeeds, channelSpeeds }) => (agentSpeeds ?? channelSpeeds) !== undefined);
}

/**
 * Gives each agent a factor for the whole run, in groups whose agents differ. Draws are keyed by the agent's number within the group, so that
 * one agent more or less changes nobody else's draws.
 */
export function setOwnSpeeds(
  groups: readonly Group[],
  scenario: Scenario,
  { replication, seed }: { readonly seed: string; readonly replication: number },
): void {
  scenario.groups.forEach(({ agentSpeeds, id }, g) => {
    if (agentSpeeds === undefined) return;
    const agents = groups[g]?.agents ?? [];
    if ('cv' in agentSpeeds) {
      const speeds = new Sampler({ kind: 'lognormal', mean: 1, sigma: sigmaOfVariation(agentSpeeds.cv) });
      const words = new Counter(seed, replication, `agent speeds/${id}`);
      agents.forEach((agent, k) => {
        agent.ownSpeed = speeds.of(words.word(k, 0));
      });
    } else {
      agents.forEach((agent, k) => {
        agent.ownSpeed = agentSpeeds[k % agentSpeeds.length] as number;
      });
    }
  });
}

/** The largest factor of the free agents; 1 if nobody is free. */
export function fastestFactor({ agents, idleCount }: Group): number {
  if (idleCount === 0) return 1;
  return agents.reduce((most, agent) => (agent.isIdle ? Math.max(most, agent.ownSpeed) : most), 0);
}

/** Returns the fastest free agent of a group; among equally fast ones, the one who has been free for the longest time. */
export function fastestIdle({ agents }: Group, since: Column<AgentIndex>): Agent | null {
  let best: Agent | null = null;
  for (const agent of agents) {
    if (agent.isIdle === false || (best !== null && agent.ownSpeed < best.ownSpeed)) continue;
    const isFaster = best === null || agent.ownSpeed > best.ownSpeed;
    if (isFaster || (since[agent.index] as number) < (since[(best as Agent).index] as number)) best = agent;
  }
  return best;
}
