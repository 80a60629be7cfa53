import type { CompiledLifecycle } from '../../../src/engine/lifecycle/compiled-lifecycle.ts';
import { type DecisionNode, PUT_EVENT } from '../../../src/engine/lifecycle/decision-tree.ts';
import { guardText } from './structural.ts';

/** A decision tree in the notation of the structural compiler. */
export function treeText(life: CompiledLifecycle, node: DecisionNode): string {
  const event = (index: number): string =>
    index === PUT_EVENT ? 'put' : JSON.stringify(life.trees.internalEvents[index]);
  const timer = (index: number): string => life.timers[index]?.eventType ?? '';
  switch (node.kind) {
    case 'guard': {
      const question = `${node.name}(${JSON.stringify(node.params) ?? ''}) of ${event(node.event)}`;
      return guardText(question, treeText(life, node.yes), treeText(life, node.no));
    }
    case 'assign': {
      const name = `${node.name}(${JSON.stringify(node.params) ?? ''})`;
      return `assign ${name} of ${event(node.event)}\n${treeText(life, node.next)}`;
    }
    case 'effect':
      return `effect ${node.name}(${JSON.stringify(node.params) ?? ''})\n${treeText(life, node.next)}`;
    case 'schedule':
      return `schedule ${timer(node.timer)} of ${event(node.event)}\n${treeText(life, node.next)}`;
    case 'cancel':
      return `cancel ${timer(node.timer)}\n${treeText(life, node.next)}`;
    case 'rest':
      return `rest ${life.spec.states[node.state]}${node.taken ? ' taken' : ''}`;
  }
}

/** All trees of a compiled life cycle: by rest state, then by event type. */
export function treeTexts(life: CompiledLifecycle): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const { spec, trees, timers } = life;
  return new Map(
    spec.states.map((name, state) => {
      const texts = new Map<string, string>();
      spec.events.forEach((type, event) => {
        const tree = trees.onEvent[event]?.[state];
        if (tree !== undefined) texts.set(type, treeText(life, tree));
      });
      timers.forEach(({ eventType }, timer) => {
        const tree = trees.onTimer[timer]?.[state];
        if (tree !== undefined) texts.set(eventType, treeText(life, tree));
      });
      return [name, texts];
    }),
  );
}
