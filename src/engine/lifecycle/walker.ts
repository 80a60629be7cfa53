import { assignmentOf, type CompiledLifecycle } from './compiled-lifecycle.ts';
import {
  type CancelNode,
  type DecisionNode,
  PUT_EVENT,
  type RestNode,
  type ScheduleNode,
} from './decision-tree.ts';
import type { LifecycleRecord } from './stepper.ts';

/** What a function of the machine gets. */
interface Args<Entity> {
  context: Entity;
  event: unknown;
}
type MachineFunction = (args: object, params: unknown) => unknown;
type WalkedEffects<Entity> = Readonly<Record<string, (entity: Entity, params: unknown) => void>>;

/** What a step does with timers, in the order in which xstate resolves it. */
interface TimerSteps {
  /** A timer is set. `args`: with which its delay is to be read now. */
  schedule(node: ScheduleNode, args: Args<unknown>): void;
  cancel(node: CancelNode): void;
}

/** Takes the rest of a step, and returns its end. */
type Walk = () => RestNode;

/**
 * Walks the decision trees of a compiled machine one macrostep at a time, without epochs. Some of the entity's numbers may be open; the first
 * guard or assign that reads such a number decides it. Each node is made a function when it is first reached.
 */
export class TreeWalker<Entity extends LifecycleRecord> {
  private readonly compiled: CompiledLifecycle;
  private readonly effects: WalkedEffects<Entity>;
  private readonly timerSteps: TimerSteps | null;
  private readonly walks = new Map<DecisionNode, Walk>();
  /** Passed to the functions of the present step. */
  private readonly args = { context: {}, event: null } as Args<Entity>;

  /** An effect that is not in `effects` does nothing. `timerSteps`: null if the caller says which timer is due. */
  constructor(
    compiled: CompiledLifecycle,
    effects: WalkedEffects<Entity>,
    timerSteps: TimerSteps | null = null,
  ) {
    this.compiled = compiled;
    this.effects = effects;
    this.timerSteps = timerSteps;
  }

  /** Indices of the events that have an effect in the state, and of the timers that may be due there. */
  possibleIn(state: number): { readonly events: readonly number[]; readonly timers: readonly number[] } {
    const { onEvent, onTimer } = this.compiled.trees;
    const matters = (node: DecisionNode | undefined) =>
      node !== undefined && !(node.kind === 'rest' && !node.taken);
    return {
      events: onEvent.flatMap((nodes, event) => (matters(nodes[state]) ? [event] : [])),
      timers: onTimer.flatMap((nodes, timer) => (matters(nodes[state]) ? [timer] : [])),
    };
  }

  /** Puts an event to the entity. Returns false if no transition was taken. */
  send(entity: Entity, event: number, put: { readonly type: string }): boolean {
    const node = this.compiled.trees.onEvent[event]?.[entity.state];
    return node !== undefined && this.walk(node, entity, put).taken;
  }

  /** Lets a timer be due. Returns false if it is never due, or if no transition was taken. */
  fire(entity: Entity, timer: number): boolean {
    const { timers, trees } = this.compiled;
    const node = trees.onTimer[timer]?.[entity.state];
    const { delay, eventType } = timers[timer] as CompiledLifecycle['timers'][number];
    if (node === undefined) return false;
    const event = { type: eventType };
    const delayMs = typeof delay === 'function' ? delay({ context: entity, event }) : delay;
    return delayMs !== Number.POSITIVE_INFINITY && this.walk(node, entity, event).taken;
  }

  /** Takes the step of a tree, whose end it returns. The entity is then in the state of the end. */
  walk(tree: DecisionNode, entity: Entity, put: unknown): RestNode {
    const { args } = this;
    args.context = entity;
    args.event = put;
    return this.walkOf(tree)();
  }

  private walkOf(node: DecisionNode): Walk {
    const known = this.walks.get(node);
    if (known !== undefined) return known;
    const walk = this.walkFrom(node);
    this.walks.set(node, walk);
    return walk;
  }

  private walkFrom(node: DecisionNode): Walk {
    const { args, timerSteps } = this;
    if (node.kind === 'rest') {
      return () => {
        args.context.state = node.state;
        return node;
      };
    }
    if (node.kind === 'guard') {
      const guard = this.compiled.functions.guards[node.name] as MachineFunction;
      const of = this.argsOf(node.event);
      const { params } = node;
      const [yes, no] = [this.walkOf(node.yes), this.walkOf(node.no)];
      return () => (guard(of, params) === true ? yes() : no());
    }
    const next = this.walkOf(node.next);
    if (node.kind === 'assign')
      return before(this.assign(node.name, this.argsOf(node.event), node.params), next);
    if (node.kind === 'effect') {
      const effect = this.effects[node.name];
      const { params } = node;
      return effect === undefined ? next : before(() => effect(args.context, params), next);
    }
    if (timerSteps === null) return next;
    if (node.kind === 'cancel') return before(() => timerSteps.cancel(node), next);
    const of = this.argsOf(node.event);
    return before(() => timerSteps.schedule(node, of), next);
  }

  /** With the event put to the machine, or with one that it raised. */
  private argsOf(event: number): Args<Entity> {
    const { args } = this;
    if (event === PUT_EVENT) return args;
    return {
      get context() {
        return args.context;
      },
      event: this.compiled.trees.internalEvents[event],
    };
  }

  /** All values are computed before any is stored. */
  private assign(name: string, of: Args<Entity>, params: unknown): () => void {
    const assignment = assignmentOf(this.compiled, name);
    const columns = assignment.map(([column]) => column);
    const functions = assignment.map(([, value]) =>
      typeof value === 'function' ? (value as MachineFunction) : () => value,
    );
    const values = functions.map((): unknown => 0);
    return () => {
      for (let i = 0; i < functions.length; i++) values[i] = (functions[i] as MachineFunction)(of, params);
      const numbers = of.context as unknown as Record<string, unknown>;
      for (let i = 0; i < columns.length; i++) numbers[columns[i] as string] = values[i];
    };
  }
}

function before(act: () => void, next: Walk): Walk {
  return () => {
    act();
    return next();
  };
}
