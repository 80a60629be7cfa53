import { assert } from '#base';
import type { CompiledLifecycle } from './compile-lifecycle.ts';
import type { DecisionNode } from './decision-tree.ts';
import type { LifecycleRuntime } from './stepper.ts';

/** One object per event type, to be filled in before each send. */
export function reusableEvents(
  types: readonly string[],
): Readonly<Record<string, { readonly type: string }>> {
  return Object.fromEntries(types.map((type) => [type, { type }]));
}

/** A runtime that lacks an effect or a column would fail in the middle of a run: it is told at once. */
export function assertRuntime(compiled: CompiledLifecycle, runtime: LifecycleRuntime): void {
  for (const column of compiled.spec.columns) {
    assert(runtime.columns[column] !== undefined, `the runtime has the column ${column}`);
  }
  const { start, onEvent, onTimer } = compiled.trees;
  const seen = new Set<DecisionNode>();
  const walk = (node: DecisionNode | undefined): void => {
    if (node === undefined || node.kind === 'rest' || seen.has(node)) return;
    seen.add(node);
    if (node.kind === 'guard') {
      walk(node.yes);
      walk(node.no);
      return;
    }
    if (node.kind === 'effect') {
      assert(typeof runtime.effects[node.name] === 'function', `the runtime has the effect ${node.name}`);
    }
    walk(node.next);
  };
  for (const tree of [start, ...onEvent.flat(), ...onTimer.flat()]) walk(tree);
}
