import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createNullMeter } from '#statistics';
import { Agent, Group } from '../../src/engine/people/agents.ts';
import { createIdleAgents, NOBODY } from '../../src/engine/people/idle-agents.ts';

function groupOf(index: number): Group {
  return new Group(index, 1, 0, Float64Array.of(1), createNullMeter().groupTally(index));
}

describe('createIdleAgents', () => {
  it('stops the program if an agent becomes idle twice, or is taken without being idle', () => {
    const idle = createIdleAgents(1, 1);
    const agent = new Agent(0, groupOf(0));
    expect(() => idle.remove(agent)).toThrow('agent 0 is taken without being idle');
    idle.add(agent);
    expect(() => idle.add(agent)).toThrow('agent 0 becomes idle twice');
  });

  it('keeps the longest-idle agent of each group at the head, no matter which agents leave', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 5 }), { maxLength: 80 }), (choices) => {
        const groups = [groupOf(0), groupOf(33)];
        const agents = [0, 0, 1, 0, 1, 1].map((group, index) => new Agent(index, groups[group] as Group));
        const idle = createIdleAgents(40, agents.length);
        const model: Agent[] = [];
        for (const choice of choices) {
          const agent = agents[choice] as Agent;
          const at = model.indexOf(agent);
          expect(agent.isIdle).toBe(at !== -1);
          if (at === -1) {
            idle.add(agent);
            model.push(agent);
          } else {
            idle.remove(agent);
            model.splice(at, 1);
          }
          for (const group of groups) {
            const members = model.filter((one) => one.group === group);
            expect(idle.first(group.index)).toBe(members[0]?.index ?? NOBODY);
            expect(group.idleCount).toBe(members.length);
            const isListed = ((idle.groups[group.index >> 5] as number) >> (group.index & 31)) & 1;
            expect(isListed).toBe(members.length === 0 ? 0 : 1);
          }
          const since = model.map(({ index }) => idle.since[index] as number);
          expect(since.every((one, k) => k === 0 || (since[k - 1] as number) < one)).toBe(true);
        }
      }),
    );
  });
});
