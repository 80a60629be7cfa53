import { describe, expect, it } from 'vitest';
import { createNullMeter } from '#statistics';
import { Agent, Group } from '../../src/engine/people/agents.ts';
import { createIdleAgents } from '../../src/engine/people/idle-agents.ts';

function groupOf(index: number): Group {
  return new Group(index, 1, 0, Float64Array.of(1), createNullMeter().groupTally(index));
}

describe('Agent', () => {
  it('lets an agent take a case only if present, free, not yet listed, and at a centre that is up', () => {
    const group = groupOf(0);
    const agent = new Agent(0, group);
    expect(agent.canTakeCase).toBe(false);
    agent.isPresent = true;
    expect(agent.canTakeCase).toBe(true);
    group.isUp = false;
    expect(agent.canTakeCase).toBe(false);
    group.isUp = true;
    createIdleAgents(1, 1).add(agent);
    expect(agent.canTakeCase).toBe(false);
  });
});
