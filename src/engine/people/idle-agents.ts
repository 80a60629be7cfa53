import { AssertionError, assert, type Column } from '#base';
import type { AgentIndex, GroupIndex } from '#domain';
import type { Agent } from './agents.ts';

/** In `first`: no agent of the group is idle. */
export const NOBODY = -1;

/**
 * The idle agents of each group as a linked list, the longest idle first; joining and leaving take constant time. The links are in arrays
 * that are never replaced, not in the agents, for speed (docs/performance.md).
 */
export interface IdleAgents {
  /** A bit for each group that has an idle agent. */
  readonly groups: Int32Array;
  /** By group: the number of the agent who has been idle longest, or NOBODY. */
  readonly first: Column<GroupIndex, AgentIndex>;
  /** By agent: since when, as a running number over all groups. */
  readonly since: Column<AgentIndex>;
  add(agent: Agent): void;
  remove(agent: Agent): void;
  /** The idle agents of a group, the longest idle first. Slow: only for checks. */
  inOrder(group: GroupIndex): readonly AgentIndex[];
}

export function createIdleAgents(groupCount: number, agentCount: number): IdleAgents {
  const groups = emptyGroupSet(groupCount);
  const first: Column<GroupIndex, AgentIndex> = numbers(groupCount);
  const last: Column<GroupIndex, AgentIndex> = numbers(groupCount);
  const next: Column<AgentIndex, AgentIndex> = numbers(agentCount);
  const previous: Column<AgentIndex, AgentIndex> = numbers(agentCount);
  const since: Column<AgentIndex> = new Float64Array(Math.max(LEAST, agentCount));
  const running = new Float64Array(LEAST);

  function add(agent: Agent): void {
    const { group, index } = agent;
    const g = group.index;
    const before = last[g] as AgentIndex;
    if (agent.isIdle === true) throw new AssertionError(`agent ${index} becomes idle twice`);
    agent.isIdle = true;
    group.idleCount++;
    since[index] = running[0] as number;
    running[0] = (running[0] as number) + 1;
    previous[index] = before;
    next[index] = NOBODY;
    last[g] = index;
    if (before !== NOBODY) {
      next[before] = index;
      return;
    }
    first[g] = index;
    groups[g >> 5] = (groups[g >> 5] as number) | (1 << (g & 31));
  }

  function remove(agent: Agent): void {
    const { group, index } = agent;
    const g = group.index;
    const before = previous[index] as AgentIndex;
    const after = next[index] as AgentIndex;
    if (agent.isIdle === false) throw new AssertionError(`agent ${index} is taken without being idle`);
    agent.isIdle = false;
    group.idleCount--;
    if (before === NOBODY) first[g] = after;
    else next[before] = after;
    if (after !== NOBODY) {
      previous[after] = before;
      return;
    }
    last[g] = before;
    if (before === NOBODY) groups[g >> 5] = (groups[g >> 5] as number) & ~(1 << (g & 31));
  }

  function inOrder(group: GroupIndex): readonly AgentIndex[] {
    const found: AgentIndex[] = [];
    for (let agent = first[group] as AgentIndex; agent !== NOBODY; agent = next[agent] as AgentIndex) {
      found.push(agent);
      assert(found.length <= agentCount, 'the idle agents of a group form a circle');
    }
    return found;
  }

  return { groups, first, since, add, remove, inOrder };
}

/** Arrays have at least 64 bytes, so that V8 knows their addresses. */
const LEAST = 32;

/** A bit per group. */
export function emptyGroupSet(groups: number): Int32Array {
  return new Int32Array(Math.max(LEAST, Math.ceil(groups / 32)));
}

function numbers(count: number): Int32Array {
  return new Int32Array(Math.max(LEAST, count)).fill(NOBODY);
}
