/**
 * What one macrostep does, as a decision tree. Nodes are in the order in which xstate acts: a guard after an assign sees what was assigned.
 * `schedule` and `cancel` are where xstate resolves them (and reads a delay), but take effect together at the end of the macrostep.
 */
export type DecisionNode = GuardNode | AssignNode | EffectNode | ScheduleNode | CancelNode | RestNode;

/** The event object that a function of the machine receives: the one put to the machine, or one that the machine raised. */
export const PUT_EVENT = -1;

export interface GuardNode {
  readonly kind: 'guard';
  readonly name: string;
  readonly params: unknown;
  /** PUT_EVENT or an index of `internalEvents`. */
  readonly event: number;
  readonly yes: DecisionNode;
  readonly no: DecisionNode;
}

export interface AssignNode {
  readonly kind: 'assign';
  readonly name: string;
  readonly params: unknown;
  readonly event: number;
  readonly next: DecisionNode;
}

interface EffectNode {
  readonly kind: 'effect';
  readonly name: string;
  readonly params: unknown;
  readonly next: DecisionNode;
}

export interface ScheduleNode {
  readonly kind: 'schedule';
  readonly timer: number;
  readonly event: number;
  readonly next: DecisionNode;
}

export interface CancelNode {
  readonly kind: 'cancel';
  readonly timer: number;
  readonly next: DecisionNode;
}

export interface RestNode {
  readonly kind: 'rest';
  readonly state: number;
  /** Whether a transition with a target or actions was taken. */
  readonly taken: boolean;
}

/** The trees of a whole machine. */
export interface DecisionTrees {
  readonly start: DecisionNode;
  /** By event, then by rest state. */
  readonly onEvent: readonly (readonly DecisionNode[])[];
  /** By timer, then by rest state; undefined where the timer cannot be pending. */
  readonly onTimer: readonly (readonly (DecisionNode | undefined)[])[];
  /** Events that the machine raises itself. */
  readonly internalEvents: readonly { readonly type: string }[];
}

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
