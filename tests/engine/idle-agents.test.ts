import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IdleAgents } from '../../src/engine/idle-agents.ts';

describe('IdleAgents', () => {
  it('keeps the longest idle of each group at the head, whoever leaves', () => {
    const groupOf = Int32Array.from([0, 0, 1, 0, 1, 1]);
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 5 }), { maxLength: 80 }), (agents) => {
        const idle = new IdleAgents(groupOf, 2);
        const model: number[] = [];
        for (const agent of agents) {
          const at = model.indexOf(agent);
          expect(idle.isIdle(agent)).toBe(at !== -1);
          if (at === -1) {
            idle.add(agent);
            model.push(agent);
          } else {
            idle.remove(agent);
            model.splice(at, 1);
          }
          for (const group of [0, 1]) {
            expect(idle.head[group]).toBe(model.find((a) => groupOf[a] === group) ?? -1);
          }
          const bySince = [...model].sort((a, b) => (idle.since[a] as number) - (idle.since[b] as number));
          expect(bySince).toEqual(model);
        }
      }),
    );
  });
});
