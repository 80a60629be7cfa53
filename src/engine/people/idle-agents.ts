import { AssertionError, assert, type Column } from '#base';
import type { AgentIndex, GroupIndex } from '#domain';
import type { Agent, Group } from './agents.ts';

/** In `first`: no agent of the group is idle. */
export const NOBODY = -1;

/**
 * The idle agents of each group in a ring, the longest idle first; joining and leaving take constant time and no branch. The links are in
 * arrays that are never replaced, not in the agents, for speed (docs/performance.md). Nodes are the agents, then a head for each group:
 *
 *   head of the group → longest idle → … → last to become idle → head
 */
export interface IdleAgents {
  /** A bit for each group that has an idle agent. */
  readonly groups: Int32Array;
  /** The number of the agent of the group who has been idle longest, or NOBODY. */
  first(group: GroupIndex): AgentIndex;
  /** By agent: since when, as a running number over all groups. */
  readonly since: Column<AgentIndex>;
  add(agent: Agent): void;
  remove(agent: Agent): void;
  /** The idle agents of a group, the longest idle first. Slow: only for checks. */
  inOrder(group: GroupIndex): readonly AgentIndex[];
}

export function createIdleAgents(groupCount: number, agentCount: number): IdleAgents {
  const groups = emptyGroupSet(groupCount);
  const nodes = Math.max(LEAST, agentCount + groupCount);
  const next = Int32Array.from({ length: nodes }, (_, node) => node);
  const previous = Int32Array.from(next);
  const since: Column<AgentIndex> = new Float64Array(Math.max(LEAST, agentCount));
  const running = new Float64Array(LEAST);

  function add(agent: Agent): void {
    const { group, index } = agent;
    const g = group.index;
    const head = agentCount + g;
    const last = previous[head] as number;
    if (agent.isIdle === true) refuse(agent);
    agent.isIdle = true;
    group.idleCount++;
    since[index] = running[0] as number;
    running[0] = (running[0] as number) + 1;
    next[last] = index;
    previous[index] = last;
    next[index] = head;
    previous[head] = index;
    groups[g >> 5] = (groups[g >> 5] as number) | (1 << g);
  }

  function remove(agent: Agent): void {
    const { group, index } = agent;
    const before = previous[index] as number;
    const after = next[index] as number;
    if (agent.isIdle === false) refuse(agent);
    agent.isIdle = false;
    next[before] = after;
    previous[after] = before;
    if (--group.idleCount !== 0) return;
    const g = group.index;
    groups[g >> 5] = (groups[g >> 5] as number) & ~(1 << g);
  }

  function first(group: GroupIndex): AgentIndex {
    const node = next[agentCount + group] as number;
    return node < agentCount ? node : NOBODY;
  }

  function inOrder(group: GroupIndex): readonly AgentIndex[] {
    const found: AgentIndex[] = [];
    for (let node = next[agentCount + group] as number; node < agentCount; node = next[node] as number) {
      found.push(node);
      assert(found.length <= agentCount, 'the idle agents of a group form a circle');
    }
    return found;
  }

  return { groups, first, since, add, remove, inOrder };
}

/** The agent who has been idle longest in any of the groups, or NOBODY. */
export function longestIdleIn(groups: readonly Group[], { first, since }: IdleAgents): AgentIndex {
  let best: AgentIndex = NOBODY;
  for (const { idleCount, index } of groups) {
    if (idleCount === 0) continue;
    const agent = first(index);
    if (best === NOBODY || (since[agent] as number) < (since[best] as number)) best = agent;
  }
  return best;
}

/** Arrays have at least 64 bytes, so that V8 knows their addresses. */
const LEAST = 32;

/** A bit per group. */
export function emptyGroupSet(groups: number): Int32Array {
  return new Int32Array(Math.max(LEAST, Math.ceil(groups / 32)));
}

function refuse({ index, isIdle }: Agent): never {
  throw new AssertionError(
    isIdle ? `agent ${index} becomes idle twice` : `agent ${index} is taken without being idle`,
  );
}
