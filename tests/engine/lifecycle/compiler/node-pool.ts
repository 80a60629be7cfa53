import type { DecisionNode } from '../../../../src/engine/lifecycle/decision-tree.ts';

/**
 * Makes nodes. Equal subtrees become one object, and guards whose answer makes no difference are left out (guards are pure).
 */
export class NodePool {
  private readonly nodes = new Map<string, DecisionNode>();
  private readonly ids = new Map<unknown, number>();

  node(node: DecisionNode): DecisionNode {
    if (node.kind === 'guard' && node.yes === node.no) return node.yes;
    const key = Object.values(node)
      .map((value) => this.id(value))
      .join('/');
    const known = this.nodes.get(key);
    if (known !== undefined) return known;
    this.nodes.set(key, node);
    return node;
  }

  private id(value: unknown): number {
    const known = this.ids.get(value);
    if (known !== undefined) return known;
    this.ids.set(value, this.ids.size);
    return this.ids.size - 1;
  }
}
