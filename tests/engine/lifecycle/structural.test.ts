import { describe, expect, it } from 'vitest';
import { caseSpec, compiled } from './stepper-bench.ts';
import { compileStructurally } from './structural.ts';
import { treeText, treeTexts } from './tree-text.ts';

describe('the structural compiler', () => {
  const life = compiled(caseSpec());
  const structural = compileStructurally(life.spec);

  it('makes the same decisions as the interrogated trees of the case machine', () => {
    expect(structural.start).toBe(treeText(life, life.trees.start));
    const trees = treeTexts(life);
    expect([...structural.byState.keys()].sort()).toEqual([...life.spec.states].sort());
    for (const [state, byEvent] of trees) {
      expect(Object.fromEntries(structural.byState.get(state) ?? []), state).toEqual(
        Object.fromEntries(byEvent),
      );
    }
  });

  it('finds no state of the case machine that is never entered and no transition that is never taken', () => {
    expect(structural.unreachableStates).toEqual([]);
    expect(structural.shadowedTransitions).toEqual([]);
  });
});
