import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createNullMeter } from '#statistics';
import { Agent, emptyGroupSet, Group } from '../../src/engine/agents.ts';

const idleGroups = emptyGroupSet(40);

function groupOf(index: number): Group {
  return new Group(index, 1, 0, Float64Array.of(1), createNullMeter().groupTally(index), idleGroups);
}

describe('Group', () => {
  it('keeps the longest idle of each group at the head, whoever leaves', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 5 }), { maxLength: 80 }), (choices) => {
        idleGroups.fill(0);
        const groups = [groupOf(0), groupOf(33)];
        const agents = [0, 0, 1, 0, 1, 1].map((group, index) => new Agent(index, groups[group] as Group));
        const model: Agent[] = [];
        let since = 0;
        for (const choice of choices) {
          const agent = agents[choice] as Agent;
          const at = model.indexOf(agent);
          expect(agent.isIdle).toBe(at !== -1);
          if (at === -1) {
            agent.group.addIdle(agent, since++);
            model.push(agent);
          } else {
            agent.group.removeIdle(agent);
            model.splice(at, 1);
          }
          for (const group of groups) {
            const first = model.find((one) => one.group === group) ?? null;
            expect(group.idleFirst).toBe(first);
            const isListed = ((idleGroups[group.index >> 5] as number) >> (group.index & 31)) & 1;
            expect(isListed).toBe(first === null ? 0 : 1);
          }
          expect([...model].sort((a, b) => a.idleSince - b.idleSince)).toEqual(model);
        }
      }),
    );
  });

  it('lets an agent take a case only when present, free, not listed yet, and at a centre that is up', () => {
    const group = groupOf(0);
    const agent = new Agent(0, group);
    expect(agent.canTakeCase).toBe(false);
    agent.isPresent = true;
    expect(agent.canTakeCase).toBe(true);
    group.isUp = false;
    expect(agent.canTakeCase).toBe(false);
    group.isUp = true;
    group.addIdle(agent, 0);
    expect(agent.canTakeCase).toBe(false);
  });
});
