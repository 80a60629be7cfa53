import { assert } from '#base';
import type { CompiledLifecycle } from './compiled-lifecycle.ts';
import type { DecisionNode } from './decision-tree.ts';

/** One object per event type, which the caller fills in before each send. */
export function reusableEvents(
  types: readonly string[],
): Readonly<Record<string, { readonly type: string }>> {
  return Object.fromEntries(types.map((type) => [type, { type }]));
}

/** Checks before a run what would fail in the middle of it: a missing effect, or a context that hides the record's own numbers. */
export function assertRuntime(compiled: CompiledLifecycle, effects: Readonly<Record<string, unknown>>): void {
  for (const name of compiled.spec.columns) {
    assert(!/^(state|epoch\d+)$/.test(name), `the record needs the property ${name} itself`);
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
      assert(typeof effects[node.name] === 'function', `the runtime has the effect ${node.name}`);
    }
    walk(node.next);
  };
  for (const tree of [start, ...onEvent.flat(), ...onTimer.flat()]) walk(tree);
}
